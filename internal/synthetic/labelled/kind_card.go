package labelled

import "strings"

// cardKinds are cards that came twice into the books.
func cardKinds() []kind {
	return []kind{
		{"exact duplicate card", []func(*scene){duplicateInOneBook, duplicateInTwoBooks, duplicateWithoutAddress, duplicateOfARichCard, duplicateWithARolesAddress}},
		{"re-imported card", []func(*scene){importedUnderNewUID, importedByAnotherProgram, importedWithLess, importedWithOtherPhone}},
		{"one person in two books", []func(*scene){sameAddressTwoBooks, samePhoneTwoBooks, namelessCardSameAddress, threeCardsOneAddress}},
		{"one rare name at two providers", []func(*scene){localFromNameTwice, nameAndOrganisation, nameAndBirthday, nameAndPhone}},
	}
}

func (p person) usual(s *scene) details {
	return p.named().mail(p.at(pick(s.random, freeProviders()))).call(p.mobile)
}

func duplicateInOneBook(s *scene) {
	p, b := s.person(), s.anyBook()
	d := p.usual(s)
	d.uid = b.uid(s.random)
	s.same("the cards are equal", s.card(b, p.id, d), s.card(b, p.id, d))
}

func duplicateInTwoBooks(s *scene) {
	p := s.person()
	d := p.usual(s)
	d.uid = "urn:uuid:0c" + strings.ToLower(p.id) + "-dup"
	s.same("the cards are equal but for the program", s.card(s.in("apple.vcf"), p.id, d), s.card(s.in("nextcloud.vcf"), p.id, d))
}

func duplicateWithoutAddress(s *scene) {
	p, b := s.person(), s.in("android.vcf")
	d := p.named().call(p.mobile)
	s.same("the cards are equal", s.card(b, p.id, d), s.card(b, p.id, d))
}

func duplicateOfARichCard(s *scene) {
	p, b := s.person(), s.anyBook()
	d := p.usual(s).born(p.birthday).at(p.organisation)
	d.note, d.addresses = "Met at the fair; likes tea, and \"plain\" speech", append(d.addresses, p.at(p.domain))
	s.same("the cards are equal", s.card(b, p.id, d), s.card(b, p.id, d), s.card(b, p.id, d))
}

func duplicateWithARolesAddress(s *scene) {
	p, b := s.person(), s.in("google.vcf")
	d := p.named().mail("info@" + p.domain).call(p.mobile).at(p.organisation)
	s.same("the cards are equal", s.card(b, p.id, d), s.card(b, p.id, d))
}

func importedUnderNewUID(s *scene) {
	p, b := s.person(), s.in("cardbook.vcf")
	d := p.usual(s).at(p.organisation)
	first := s.card(b, p.id, d)
	d.turned, d.revision = true, "20240301T080000Z"
	s.same("all but UID, REV and order is equal", first, s.card(b, p.id, d))
}

func importedByAnotherProgram(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	d := p.usual(s).born(p.birthday)
	s.same("name, address, phone and birthday are equal", s.card(b, p.id, d), s.card(c, p.id, d))
}

func importedWithLess(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	d := p.usual(s).born(p.birthday).at(p.organisation)
	s.same("name and address are equal", s.card(b, p.id, d), s.card(c, p.id, p.named().mail(d.addresses...)))
}

func importedWithOtherPhone(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	d := p.usual(s)
	e := d.call("0" + strings.TrimPrefix(p.mobile, "+49 "))
	s.same("name and address are equal, the phone number is written the national way", s.card(b, p.id, d), s.card(c, p.id, e))
}

func sameAddressTwoBooks(s *scene) {
	p, from := s.person(), s.devices[0]
	b, c := s.twoBooks()
	d := p.usual(s)
	address := d.addresses[0]
	capital := strings.ToUpper(address[:1]) + address[1:]
	s.write(from, mailbox{p.name(), address})
	s.same("one name and one address",
		s.card(b, p.id, p.named().mail(address)), s.card(c, p.id, p.named().mail(capital).at(p.organisation)), s.known(from, address, p.id))
}

func samePhoneTwoBooks(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	s.same("one rare name and one mobile number",
		s.card(b, p.id, p.named().call(p.mobile)), s.card(c, p.id, p.named().mail(p.at(p.domain)).call(strings.ReplaceAll(p.mobile, " ", "-"))))
}

func namelessCardSameAddress(s *scene) {
	p, d := s.person(), s.devices[1]
	b, c := s.twoBooks()
	address := p.at(p.domain)
	nameless := details{formatted: address, addresses: []string{address}}
	s.write(d, mailbox{"", address})
	s.same("one address; no other name is given for it", s.card(b, p.id, p.named().mail(address)), s.card(c, p.id, nameless), s.known(d, address, p.id))
}

func threeCardsOneAddress(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	address, other := p.at(p.domain), p.at(pick(s.random, freeProviders()))
	one := s.card(b, p.id, p.named().mail(address))
	bridge := s.card(c, p.id, p.named().mail(address, other))
	far := s.card(b, p.id, p.named().mail(other))
	s.same("the second card has the addresses of both others, under one name", one, bridge, far)
}

func localFromNameTwice(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	s.same("one rare name, and one local part at two providers",
		s.card(b, p.id, p.named().mail(p.at("posteo.de"))), s.card(c, p.id, p.named().mail(p.at("kolabnow.com"))))
}

func nameAndOrganisation(s *scene) {
	p, d := s.person(), s.devices[0]
	card := s.card(s.anyBook(), p.id, p.named().mail(p.at(p.domain)).at(p.organisation))
	other := s.card(s.anyBook(), p.id, p.named().call(p.mobile).at(p.organisation))
	s.write(d, mailbox{p.name(), p.at(p.domain)})
	s.same("one rare name, and one organisation", card, other)
	s.same("one name and one address", card, s.known(d, p.at(p.domain), p.id))
}

func nameAndBirthday(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	s.same("one rare name and one birthday",
		s.card(b, p.id, p.named().mail(p.at("web.de")).born(p.birthday)), s.card(c, p.id, p.named().call(p.mobile).born(p.birthday)))
}

func nameAndPhone(s *scene) {
	p := s.person()
	b, c := s.twoBooks()
	s.same("one rare name and one mobile number",
		s.card(b, p.id, p.named().mail("contact@"+ascii(p.family)+".example").call(p.mobile)),
		s.card(c, p.id, p.named().mail(p.at("kolabnow.com")).call(p.mobile)))
}
