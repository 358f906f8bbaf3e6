package gmm

import (
	"bytes"
	"slices"
)

// ReadCorrespondence reads mail that is not chat mail for what it tells of people:
// who wrote to whom under which names, and which keys were shown. Of most mail
// only the header is looked at; what is signed, or carries cards, keys or a
// signed text, is read whole. Like [Reader.Read] it keeps nothing of raw.
func (r *Reader) ReadCorrespondence(raw []byte) *Message {
	header, body := SplitHeader(raw)
	if isWorthReading(header, body) {
		return r.read(raw, Keys{}, true)
	}
	m := &Message{Seal: unsealed(), Hints: &Hints{}}
	m.Outer = correspondenceFields(header)
	r.readAutocrypt(m, m.Outer, false)
	m.Outer = slices.DeleteFunc(m.Outer, func(f Field) bool { return f.Name == "autocrypt" })
	m.Hints.addNamed(blockAddresses(body))
	return m
}

// isWorthReading looks for traces of what only a whole reading finds.
func isWorthReading(header, body []byte) bool {
	return bytes.Contains(body, []byte("vcard")) || bytes.Contains(body, []byte("-----BEGIN PGP ")) ||
		containsFold(header, "pgp-signature") || bytes.Contains(body, []byte("application/pgp-keys")) || bytes.Contains(body, []byte("delivery-status"))
}

// correspondenceFields parses those fields of a header that tell of people; the rest
// costs no more than finding where it ends.
func correspondenceFields(header []byte) Fields {
	fields := make(Fields, 0, 12)
	for n := 0; len(header) > 0 && n < maxFields; n++ {
		var span []byte
		span, header = nextSpan(header)
		name, _, ok := bytes.Cut(span, []byte{':'})
		if !ok || !isAboutPeople(name) {
			continue
		}
		if field, ok := parseField(span); ok {
			fields = append(fields, field)
		}
	}
	return fields
}

// isAboutPeople compares without regard to case.
func isAboutPeople(name []byte) bool {
	var buffer [24]byte
	if len(name) > len(buffer) {
		return false
	}
	lower := buffer[:copy(buffer[:], name)]
	for i, c := range lower {
		if c >= 'A' && c <= 'Z' {
			lower[i] = c + 'a' - 'A'
		}
	}
	_, always := keptFields[string(lower)]
	_, here := peopleFields[string(lower)]
	return always || here || string(lower) == "autocrypt"
}
