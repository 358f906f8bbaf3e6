package gmm

import (
	"testing"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// The ways a message may come. Each makes a message of its sections.
func plain(outer Fields) *Message {
	return &Message{Outer: outer, Seal: Seal{Opening: Plain, Signature: pgp.Unsigned}}
}

func signedInTheClear(outer, protected Fields) *Message {
	return &Message{Outer: outer, Protected: protected, Seal: Seal{Opening: Plain, Signature: pgp.Good, Accepted: true, Signer: alice}}
}

func unsigned(outer, protected Fields) *Message {
	return &Message{Outer: outer, Protected: protected, Seal: Seal{Opening: Opened, Signature: pgp.Unsigned}}
}

func authentic(outer, protected Fields) *Message {
	return &Message{Outer: outer, Protected: protected, Seal: Seal{Opening: Opened, Signature: pgp.Good, Accepted: true, Signer: alice}}
}

func withHP(m *Message) *Message { m.HP = "cipher"; return m }

// A boundary is a rule and the release from which on it gives another result.
// A zero release means that all agree on before.
type boundary struct {
	name   string
	m      *Message
	of     func(Said) string
	before string
	from   Release
	after  string
}

func (b boundary) check(t *testing.T) {
	t.Helper()
	if b.from == 0 {
		for _, r := range []Release{R(1, 102, 0), R(1, 139, 3), R(1, 160, 0), R(2, 33, 0), R(2, 62, 0)} {
			if got := b.of(b.m.Said(r)); got != b.before {
				t.Errorf("%s: got %q, want %q", r, got, b.before)
			}
		}
		return
	}
	for _, c := range []struct {
		r    Release
		want string
	}{{b.from - 1, b.before}, {b.from, b.after}} {
		if got := b.of(b.m.Said(c.r)); got != c.want {
			t.Errorf("%s: got %q, want %q", c.r, got, c.want)
		}
	}
}

func checkAll(t *testing.T, boundaries []boundary) {
	for _, b := range boundaries {
		t.Run(b.name, b.check)
	}
}

// What a test looks at.
func group(s Said) string     { return s.GroupID }
func groupName(s Said) string { return s.GroupName }
func added(s Said) string     { return s.Added }
func removed(s Said) string   { return s.Removed }
func from(s Said) string      { return s.From.Name + "<" + s.From.Address + ">" }
func refused(s Said) string   { return s.Rejected }
func id(s Said) string        { return s.MessageID }
func trash(s Said) string     { return string(s.Trash) }
func to(s Said) string        { return addressesIn(s.To) }
func past(s Said) string      { return addressesIn(s.Past) }
func step(s Said) string      { return s.SecureJoin }

func addressesIn(list []Mailbox) (joined string) {
	for _, mailbox := range list {
		joined += mailbox.Address + " "
	}
	return joined
}

func yes(is func(Said) bool) func(Said) string {
	return func(s Said) string {
		if is(s) {
			return "yes"
		}
		return "no"
	}
}

const (
	sender  = "From: a@x"
	gA, gB  = "Chat-Group-ID: aaaaaaaaaaa", "Chat-Group-ID: bbbbbbbbbbb"
	idA     = "aaaaaaaaaaa"
	idB     = "bbbbbbbbbbb"
	differs = "the protected From is not the outer From"
)
