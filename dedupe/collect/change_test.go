package collect_test

import (
	"os"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/google/go-cmp/cmp"
)

const annaNew = "anna@new.example"

// A move as a test compares it.
type moved struct {
	Old, New      string
	Direct, Newer bool
}

func TestAMoveIsSealedSignedDirectAndNewer(t *testing.T) {
	before := mail{from: anna, key: "anna.secret"}
	after := mail{from: annaNew, key: "anna.secret"}
	for name, c := range map[string]struct {
		build func(a *archive)
		want  []moved
	}{
		"from a signed address to a newer one": {
			func(a *archive) { a.add(before.sealed(a)); a.add(after.sealed(a)) }, []moved{{anna, annaNew, true, true}},
		},
		"the key of the old address was only shown": { // Mallory can show hers for Anna's address first
			func(a *archive) { a.add(before.plain(a)); a.add(after.sealed(a)) }, []moved{{anna, annaNew, false, true}},
		},
		"the key shown for the old address is not the one it signs with": {
			func(a *archive) {
				a.add(mail{from: anna, key: "next.secret"}.sealed(a))
				a.add(before.plain(a))
				a.add(after.sealed(a))
			}, nil,
		},
		"the new address is somebody's who signs with another key": {
			func(a *archive) {
				a.add(mail{from: annaNew, key: "next.secret"}.sealed(a))
				a.add(before.sealed(a))
				a.add(after.sealed(a))
			}, nil,
		},
		"the old address wrote again": {
			func(a *archive) { a.add(before.sealed(a)); a.add(after.sealed(a)); a.add(before.sealed(a)) }, []moved{{anna, annaNew, true, false}},
		},
		"signed in the clear is not a move": {
			func(a *archive) { a.add(before.sealed(a)); a.add(after.signed(a)) }, nil,
		},
		"a replay under another outer From is not a move": {
			func(a *archive) {
				a.add(before.sealed(a))
				replay := before
				replay.outerFrom = mallory
				a.add(replay.sealed(a))
			}, nil,
		},
		"another key is not a move": {
			func(a *archive) { a.add(before.sealed(a)); a.add(mail{from: annaNew, key: "mallory.secret"}.sealed(a)) }, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			c.build(a)
			var got []moved
			for _, m := range a.records().Testimony.Moves {
				got = append(got, moved{m.Old, m.New, m.Direct, m.Newer})
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Why a key counts as the successor of another.
const certified, hint = "certified", "hint"

func TestAKeySucceedsAnotherByItsConsent(t *testing.T) {
	old := mail{from: anna, key: "anna.secret"}
	next := mail{from: anna, key: "next.secret"}
	note := "I have a new key. It supersedes " + fingerprint(t, "anna.secret") + ".\nThe new one is\n  " +
		strings.Join(inFours(fingerprint(t, "next.secret")), " ") + "\n"
	noted := func(m mail) mail { m.body = note; return m }
	friend := mail{from: "ben@friend.example", key: "friend.secret"}
	elsewhere := mail{from: "anna@elsewhere.example", key: "anna.secret"}
	for name, c := range map[string]struct {
		keys  []string
		build func(a *archive)
		want  string
	}{
		"certified by the old one": {[]string{"next-certified.public"}, func(a *archive) { a.add(old.sealed(a)); a.add(next.sealed(a)) }, certified},
		"certified, but the new one was in use first": { // Mallory writes as Anna and certifies Anna's key
			[]string{"next-certified.public"}, func(a *archive) { a.add(next.sealed(a)); a.add(old.sealed(a)) }, hint},
		"certified, but the new one never spoke":      {[]string{"next-certified.public"}, func(a *archive) { a.add(old.sealed(a)) }, hint},
		"certified, but the old one never spoke":      {[]string{"next-certified.public", "anna.public"}, func(a *archive) { a.add(old.plain(a)); a.add(next.sealed(a)) }, hint},
		"not certified":                               {[]string{"next.public"}, func(a *archive) { a.add(old.sealed(a)); a.add(next.sealed(a)) }, ""},
		"certified by a key that was compromised":     {[]string{"next-certified.public", "anna-compromised.public"}, func(a *archive) { a.add(old.sealed(a)); a.add(next.sealed(a)) }, ""},
		"a friend's key is certified, too":            {[]string{"friend-certified.public"}, func(a *archive) { a.add(old.sealed(a)); a.add(friend.sealed(a)) }, ""},
		"superseded, and the address has a newer key": {[]string{"anna-superseded.public"}, func(a *archive) { a.add(old.sealed(a)); a.add(next.sealed(a)) }, hint},
		"superseded, and nobody took its place":       {[]string{"anna-superseded.public"}, func(a *archive) { a.add(old.sealed(a)) }, ""},
		"a note signed by the old key":                {[]string{"next.public"}, func(a *archive) { a.add(noted(old).signed(a)); a.add(next.sealed(a)) }, certified},
		"a note sealed by the old key":                {[]string{"next.public"}, func(a *archive) { a.add(noted(old).sealed(a)); a.add(next.sealed(a)) }, certified},
		"a note, but the new key was in use first":    {[]string{"next.public"}, func(a *archive) { a.add(next.sealed(a)); a.add(noted(old).sealed(a)) }, hint},
		"a note about a key of the same name":         {[]string{"next.public"}, func(a *archive) { a.add(noted(elsewhere).sealed(a)); a.add(next.sealed(a)) }, hint},
		"a note signed by the new key alone":          {[]string{"next.public"}, func(a *archive) { a.add(old.sealed(a)); a.add(noted(next).signed(a)) }, ""},
		"a note nobody signed":                        {[]string{"next.public"}, func(a *archive) { a.add(old.sealed(a)); a.add(noted(old).plain(a)); a.add(next.sealed(a)) }, ""},
		"a signed text that names both keys, and no change": {[]string{"next.public"}, func(a *archive) {
			n := noted(old)
			n.body = strings.NewReplacer("new key", "key", "supersedes", "is").Replace(n.body)
			a.add(n.signed(a))
			a.add(next.sealed(a))
		}, ""},
		"a note about a friend's new key": {[]string{"friend-certified.public"}, func(a *archive) {
			n := old
			n.body = "Ben has a new key " + fingerprint(t, "friend.secret") + ", mine stays " + fingerprint(t, "anna.secret")
			a.add(n.signed(a))
			a.add(friend.sealed(a))
		}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			for _, file := range c.keys {
				a.keyFile(file)
			}
			c.build(a)
			checkSuccession(t, a.records().Testimony.Successions, c.want)
		})
	}
}

func checkSuccession(t *testing.T, got []record.Succession, want string) {
	t.Helper()
	var expected []record.Succession
	if want != "" {
		expected = []record.Succession{{Old: fingerprint(t, "anna.secret"), New: fingerprint(t, "next.secret"), Certified: want == certified}}
	}
	for i := range got {
		if got[i].Witness == (record.Witness{}) {
			t.Error("no witness")
		}
		got[i].Witness = record.Witness{}
	}
	if diff := cmp.Diff(expected, got); diff != "" {
		t.Error(diff)
	}
}

func inFours(s string) []string {
	var groups []string
	for ; len(s) > 4; s = s[4:] {
		groups = append(groups, s[:4])
	}
	return append(groups, s)
}

func TestACleartextNoteCountsByWhoSignedIt(t *testing.T) {
	note, err := os.ReadFile("testdata/note.asc")
	if err != nil {
		t.Fatal(err)
	}
	a := newArchive(t)
	a.keyFile("anna.public")
	a.add(mail{from: anna, key: "anna.secret"}.sealed(a))
	a.add(mail{from: anna, key: "next.secret"}.sealed(a))
	a.add("From: list@lists.example\nMessage-ID: <n@a.example>\n\nSomebody sent this:\n\n" + string(note))
	checkSuccession(t, a.records().Testimony.Successions, certified)
}

func TestAKeyItsOwnerGaveUpIsSaidToBe(t *testing.T) {
	for file, want := range map[string]string{"anna-compromised.public": record.Compromised, "anna-superseded.public": "superseded"} {
		a := newArchive(t)
		a.keyFile(file)
		got := a.records().Testimony.Revoked
		if len(got) != 1 || got[0].Key != fingerprint(t, "anna.secret") || got[0].Reason != want || got[0].Time == 0 {
			t.Errorf("%s: %+v, want that it is %s", file, got, want)
		}
	}
}
