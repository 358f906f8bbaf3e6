package collect

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// isFromList reports whether a mail came through a program that sends to many
// (RFC 2369, RFC 2919, and what Google Groups and bulk mailers add).
func isFromList(m *gmm.Message) bool {
	for _, name := range [...]string{"list-id", "list-post", "x-original-from", "x-original-sender"} {
		if m.Outer.Has(name) {
			return true
		}
	}
	precedence := strings.ToLower(m.Outer.Last("precedence"))
	return precedence == "list" || precedence == "bulk"
}

// postAddress is the address a list takes mail at (RFC 2369 section 3.4), or "".
func postAddress(header gmm.Fields) string {
	value := header.Last("list-post")
	for entry := range strings.SplitSeq(value, ",") {
		uri := strings.Trim(strings.TrimSpace(entry), "<>")
		if rest, ok := cutFold(uri, "mailto:"); ok {
			written, _, _ := strings.Cut(rest, "?")
			if list := address.Normalize(written); address.Valid(list) {
				return list
			}
		}
	}
	return ""
}

func cutFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// originalAuthor finds the author of mail that came through a list. Where the list
// left From alone, that is the author. Where it wrote itself there, to get past
// DMARC, the author is in X-Original-From or X-Original-Sender (Google Groups)
// or Reply-To (Mailman 3). Nothing vouches for those fields.
func originalAuthor(header gmm.Fields, from address.Mailbox) author {
	list := postAddress(header)
	name, rewritten := cutVia(from.Name)
	original, has := originalOf(header)
	if from.Address != list && !(rewritten && sameDomain(from.Address, list, header)) && !(has && original.Address != from.Address) {
		return author{Mailbox: from}
	}
	a := author{Munged: from.Address}
	if !has {
		original = replyToBeside(header, list, from.Address)
	}
	if original.Address == "" || original.Address == list {
		return a
	}
	a.Mailbox = original
	if a.Name == "" && rewritten {
		a.Name = name
	}
	return a
}

// cutVia takes "Jane" out of "Jane via Dev", which is how lists rewrite names.
func cutVia(name string) (string, bool) {
	at := strings.LastIndex(name, " via ")
	if at <= 0 {
		return name, false
	}
	return strings.Trim(name[:at], " '\""), true
}

// sameDomain reports whether an address is of the domain of the list, by its
// post address or its List-Id.
func sameDomain(address, list string, header gmm.Fields) bool {
	_, domain, _ := strings.Cut(address, "@")
	_, listDomain, _ := strings.Cut(list, "@")
	id := header.Last("list-id")
	if at := strings.LastIndexByte(id, '<'); at >= 0 {
		id = id[at+1:]
	}
	id = strings.ToLower(strings.Trim(id, "<> "))
	return domain == listDomain || domain == id || strings.HasSuffix(id, "."+domain)
}

// originalOf reads the fields in which Google Groups and others keep the author.
func originalOf(header gmm.Fields) (address.Mailbox, bool) {
	for _, name := range [...]string{"x-original-from", "x-original-sender"} {
		if mailbox, ok := single(header, name); ok {
			return mailbox, true
		}
	}
	return address.Mailbox{}, false
}

// replyToBeside is the one address in Reply-To that is not the list's.
func replyToBeside(header gmm.Fields, list, from string) address.Mailbox {
	var found address.Mailbox
	for _, mailbox := range mailboxes(header.Last("reply-to")) {
		if mailbox.Address == list || mailbox.Address == from {
			continue
		}
		if found.Address != "" {
			return address.Mailbox{}
		}
		found = mailbox
	}
	return found
}

// addLists notes addresses that belong to a list and not to a person.
func (m *Mail) addLists(l *letter) {
	if l.author.Munged != "" {
		m.listAddresses.add(l.author.Munged, "", l.witness())
	}
	if post := postAddress(l.Message.Outer); post != "" && post != l.author.Munged {
		m.listAddresses.add(post, "", l.witness())
	}
}
