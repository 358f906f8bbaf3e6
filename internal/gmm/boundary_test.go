package gmm

import (
	"testing"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// The ways a message may come. Each makes a message of its sections.
func plain(outer Fields) *Message {
	return &Message{Outer: outer, Seal: &Seal{Opening: Plain, Signature: pgp.Unsigned}}
}

func signedInTheClear(outer, protected Fields) *Message {
	return &Message{Outer: outer, Protected: protected, Seal: &Seal{Opening: Plain, Signature: pgp.Good, Accepted: true, Signer: alice}}
}

func unsigned(outer, protected Fields) *Message {
	return &Message{Outer: outer, Protected: protected, Seal: &Seal{Opening: Opened, Signature: pgp.Unsigned}}
}

func authentic(outer, protected Fields) *Message {
	return &Message{Outer: outer, Protected: protected, Seal: &Seal{Opening: Opened, Signature: pgp.Good, Accepted: true, Signer: alice}}
}

func withHP(m *Message) *Message { m.HP = "cipher"; return m }

// A boundary is a rule and the release from which on it gives another result.
// A zero release means that all agree on before.
type boundary struct {
	name   string
	m      *Message
	of     func(*Reading) string
	before string
	from   release.Release
	after  string
}

func (b boundary) check(t *testing.T) {
	t.Helper()
	if b.from == 0 {
		for _, r := range []release.Release{release.Of(1, 102, 0), release.Of(1, 139, 3), release.Of(1, 160, 0), release.Of(2, 33, 0), release.Of(2, 62, 0)} {
			if got := b.of(b.m.Reading(r)); got != b.before {
				t.Errorf("%s: got %q, want %q", r, got, b.before)
			}
		}
		return
	}
	for _, c := range []struct {
		r    release.Release
		want string
	}{{b.from - 1, b.before}, {b.from, b.after}} {
		if got := b.of(b.m.Reading(c.r)); got != c.want {
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
func group(s *Reading) string     { return s.GroupID }
func groupName(s *Reading) string { return s.GroupName }
func added(s *Reading) string     { return s.Added }
func removed(s *Reading) string   { return s.Removed }
func from(s *Reading) string      { return s.From.Name + "<" + s.From.Address + ">" }
func refused(s *Reading) string   { return s.Rejected }
func id(s *Reading) string        { return s.MessageID }
func trash(s *Reading) string     { return string(s.Trash) }
func to(s *Reading) string        { return addressesIn(s.To) }
func past(s *Reading) string      { return addressesIn(s.Past) }
func step(s *Reading) string      { return s.SecureJoin }

func addressesIn(list []address.Mailbox) (joined string) {
	for _, mailbox := range list {
		joined += mailbox.Address + " "
	}
	return joined
}

func yes(is func(*Reading) bool) func(*Reading) string {
	return func(s *Reading) string {
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
