package collect

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/encoded"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// An author is who wrote a letter, as far as it says. Address is "" if the
// letter names nobody, or more than one.
type author struct {
	address.Mailbox
	// Munged is the address of the mailing list that had put itself into From, so
	// that the author was taken from another field; "" if none had.
	Munged string
	// Hidden reports that the outer From, of which everything outside the seal
	// speaks, is another one.
	Hidden bool
}

// authorOf finds who wrote a message. Inside a seal, or under a signature that
// holds, only what is covered counts.
func authorOf(m *gmm.Message, list bool) author {
	outer, ok := single(m.Outer, "from")
	inner, covered := innerFrom(m)
	switch {
	case covered && inner.Address == "":
		return author{}
	case covered:
		return author{Mailbox: inner, Hidden: inner.Address != outer.Address}
	case !ok:
		return author{}
	case list:
		return originalAuthor(m.Outer, outer)
	}
	return author{Mailbox: outer}
}

// innerFrom reads the From inside the protection. covered is false if there is
// none; the mailbox is empty if it is not exactly one.
func innerFrom(m *gmm.Message) (from address.Mailbox, covered bool) {
	if !m.Protected.Has("from") || m.Seal.Opening != gmm.Opened && !m.Seal.Accepted {
		return address.Mailbox{}, false
	}
	from, _ = single(m.Protected, "from")
	return from, true
}

// single reads a field that must name exactly one mailbox.
func single(section gmm.Fields, name string) (address.Mailbox, bool) {
	values := section.All(name)
	if len(values) != 1 {
		return address.Mailbox{}, false
	}
	list := mailboxes(values[0])
	if len(list) != 1 {
		return address.Mailbox{}, false
	}
	return list[0], true
}

// mailboxes reads an address list; entries without a usable address are left
// out. Where the clients' parser gives up a list for one name with a comma that
// is not in quotes, as in "Doe, Jane <jane@a.example>", the one address counts.
func mailboxes(value string) []address.Mailbox {
	list := address.ParseList(value)
	if list == nil && strings.Count(value, "<") == 1 {
		name, rest, _ := strings.Cut(value, "<")
		inner, _, closed := strings.Cut(rest, ">")
		if closed {
			list = []address.Mailbox{{Name: strings.Trim(encoded.DecodeWords(name), " \t\""), Address: address.Normalize(inner)}}
		}
	}
	valid := list[:0]
	for _, mailbox := range list {
		if mailbox.Valid() && len(mailbox.Address) <= maxAddress {
			valid = append(valid, mailbox)
		}
	}
	return valid
}

// maxAddress is the longest address a mail server takes, in octets (RFC 5321
// section 4.5.3.1.3, without the angle brackets).
const maxAddress = 254
