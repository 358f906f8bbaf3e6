package link

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/compare"
)

// blockingKeys names every value by which a person may be found to be another.
// Values that many have are made rarer by a second one: a birthday by a letter
// of the name, a word of the name by the organisation.
func (p *profile) blockingKeys(add func(kind kind, parts ...string)) {
	if p.owner == 0 && p.hasCard {
		p.entityKeys(add)
	}
	if p.owner != 0 || !p.isPersonal() {
		return
	}
	for _, key := range p.keys {
		if isFingerprint(key.key) {
			add(kindKey, key.key)
		}
	}
	for _, value := range p.attributes {
		switch value.kind {
		case kindClaimed:
			add(kindMailbox, value.text)
		case kindOrganisation: // too many share one
		default:
			add(value.kind, value.text)
		}
	}
	starts := p.nameStarts()
	for _, b := range p.mailboxes {
		if b.impersonal == "" {
			b.blockingKeys(p.names, starts, add)
		}
	}
	for _, n := range p.names {
		if n.IsFull() {
			add(kindName, n.Key)
		}
		for _, token := range n.LongTokens() {
			add(kindWord, token)
		}
	}
	p.birthdayKeys(add)
	p.postalKeys(add)
	p.lookAlikeKeys(add)
}

// entityKeys bring cards of one organisation together, by the whole name alone: of the
// people behind them nobody knows. The other card may not say what it is of.
func (p *profile) entityKeys(add func(kind kind, parts ...string)) {
	for _, n := range p.names {
		if !p.isPersonal() || !n.IsFull() || n.NamesDuty() {
			add(kindEntity, n.Key)
		}
	}
}

// postalKeys pair the numbers of a postal address, house and code, with each other,
// and one of them with a word of the name, its first letters or a birthday, so that a
// slip in any is found.
func (p *profile) postalKeys(add func(kind kind, parts ...string)) {
	for _, value := range p.attributes {
		if value.kind != kindPostal {
			continue
		}
		var numbers []string
		for _, word := range strings.Fields(value.text) {
			if strings.ContainsAny(word, "0123456789") && len(numbers) < 4 {
				numbers = append(numbers, word)
			}
		}
		if len(numbers) > 1 {
			add(kindPostalPart, numbers...)
		}
		for _, number := range numbers {
			for _, start := range p.nameStarts() {
				add(kindPostalPart, number, start)
			}
			for _, n := range p.names {
				for _, token := range n.LongTokens() {
					add(kindPostalPart, number, token)
				}
			}
			for _, d := range p.birthdays {
				add(kindPostalPart, number, d.String())
			}
		}
	}
}

func (b mailbox) blockingKeys(names []name, starts []string, add func(kind kind, parts ...string)) {
	base, _, _ := b.Untagged()
	add(kindMailbox, base)
	local := b.BaseLocal()
	if len(local) > 4 {
		add(kindLocal, local)
	}
	if domain := compare.OrganisationDomain(b.Mailbox); domain != "" {
		add(kindDomain, domain)
		for _, n := range names {
			for _, token := range n.LongTokens() {
				add(kindNamePart, token, domain)
			}
		}
	}
	end := 4
	if b.IsPublic() {
		end = 7
	}
	for _, start := range starts {
		if len(local) > end { // without a like name a like address is not enough
			add(kindAddressPart, local[:end]+"...", b.Domain, start)
			add(kindAddressPart, "..."+local[len(local)-end:], b.Domain, start)
		}
	}
}

// birthdayKeys pair a birthday with two letters of a word of the name, and each
// two parts of it with letters of all, so that a slip in either is found.
func (p *profile) birthdayKeys(add func(kind kind, parts ...string)) {
	for _, d := range p.birthdays {
		text := d.String()
		add(kindBirthday, text)
		year, monthDay := text[:len(text)-6], text[len(text)-5:]
		for _, n := range p.names {
			for _, token := range n.LongTokens() {
				add(kindBirthName, text, prefix(compare.Romanise(token), 2))
			}
		}
		for _, start := range p.nameStarts() {
			add(kindBirthPart, "month and day", monthDay, start)
			add(kindBirthPart, "year and month", year, monthDay[:2], start)
			add(kindBirthPart, "year and day", year, monthDay[3:], start)
		}
	}
}

// nameStarts are the first two letters of the first two words of each name, in
// a fixed order.
func (p *profile) nameStarts() []string {
	var all []string
	for _, n := range p.names {
		var letters [2]string
		for i, token := range n.LongTokens() {
			if i < len(letters) {
				letters[i] = prefix(token, 2)
			}
		}
		slices.Sort(letters[:])
		if start := letters[0] + letters[1]; !slices.Contains(all, start) {
			all = append(all, start)
		}
	}
	return all
}

// lookAlikeKeys are the skeletons of names and addresses that can have a double.
func (p *profile) lookAlikeKeys(add func(kind kind, parts ...string)) {
	for _, n := range p.names {
		if len(n.Key) > 3 {
			add(kindLook, compare.Skeleton(n.Key))
		}
	}
	for _, b := range p.mailboxes {
		if b.impersonal == "" {
			add(kindLook, compare.Skeleton(b.Looks()))
		}
	}
}

func prefix(s string, runes int) string {
	for i := range s {
		if runes == 0 {
			return s[:i]
		}
		runes--
	}
	return s
}

// text is how a value that was left out is called in the plan.
func (k kind) text(parts []string) string { return kindNames[k] + " " + strings.Join(parts, ", ") }
