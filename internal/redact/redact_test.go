package redact

import (
	"reflect"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

type person struct {
	Name    string `redact:"name"`
	Address string
	Keys    []string
	Said    string
}

type letter struct {
	Device string `redact:"device"`
	From   *person
	To     []person
	Notes  map[string]string
	Any    any
	size   int
}

func example() letter {
	return letter{
		Device: "alice-phone",
		From:   &person{Name: "Alice Ott", Address: "alice@lab.example", Keys: []string{strings.Repeat("AB", 20)}, Said: "Alice Ott <alice@lab.example> wrote <id.1@lab.example> on alice-phone"},
		To:     []person{{Name: "عمر", Address: "o@lab.example", Said: "to عمر."}, {Name: "Al", Said: "Al is a short name; Also stays"}},
		Notes:  map[string]string{"alice-phone": "case/alice-phone/Maildir"},
		Any:    person{Name: "Bob"},
		size:   3,
	}
}

func TestNothingThatNamesSomebodyStays(t *testing.T) {
	before := example()
	r := New([]byte("0123456789abcdef"))
	r.Learn(before)
	after := Of(r, before)
	said := after.From.Said + after.To[0].Said + after.Notes[after.Device] + after.From.Address + after.From.Keys[0]
	for _, secret := range []string{"Alice", "alice", "lab.example", "عمر", strings.Repeat("AB", 20)} {
		if strings.Contains(said, secret) {
			t.Errorf("%q stays in %q", secret, said)
		}
	}
	if !strings.Contains(after.From.Said, after.From.Name) || !strings.Contains(after.From.Said, after.From.Address) {
		t.Errorf("%q names neither %q nor %q", after.From.Said, after.From.Name, after.From.Address)
	}
	if after.To[1].Name == "Al" || !strings.HasSuffix(after.To[1].Said, "Also stays") {
		t.Errorf("a short name became %+v", after.To[1])
	}
	if _, ok := after.Notes[after.Device]; !ok {
		t.Errorf("the keys of a map are %v", after.Notes)
	}
	if after.Any.(person).Name == "Bob" || after.size != 3 {
		t.Errorf("%+v", after)
	}
	if !reflect.DeepEqual(before, example()) {
		t.Error("the value given was changed")
	}
}

func TestOneKeyGivesOnePseudonymAndAnotherKeyAnother(t *testing.T) {
	once, twice, other := New([]byte("0123456789abcdef")), New([]byte("0123456789abcdef")), New([]byte("fedcba9876543210"))
	text := "x@y.example and " + strings.Repeat("CD", 32)
	if once.Text(text) != twice.Text(text) || once.Text(text) == other.Text(text) {
		t.Errorf("%q, %q, %q", once.Text(text), twice.Text(text), other.Text(text))
	}
	if digest := strings.Repeat("cd", 32); once.Text(digest) != digest {
		t.Errorf("the digest of a message became %q", once.Text(digest))
	}
}

func TestWhatWasLearntStandsInNoText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-zA-Zäß😀عم][a-zA-Z äß😀عم.-]{1,12}[a-zA-Zäß😀عم]`).Draw(t, "name")
		r := New([]byte("0123456789abcdef"))
		r.Learn(person{Name: name})
		text := rapid.SampledFrom([]string{"", "In ", "«", "by message 3: "}).Draw(t, "before") + name + rapid.SampledFrom([]string{"", " left", ".", "»"}).Draw(t, "after")
		if got := r.Text(text); strings.Contains(got, name) {
			t.Fatalf("%q stays in %q", name, got)
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add("alice@lab.example, <a@b>", "alice")
	f.Fuzz(func(t *testing.T, text, name string) {
		r := New([]byte("0123456789abcdef"))
		r.Learn(person{Name: name})
		once := r.Text(text)
		if strings.Contains(once, "@lab.example") {
			t.Errorf("%q keeps an address: %q", text, once)
		}
		if again := r.Text(text); again != once {
			t.Errorf("%q is %q and then %q", text, once, again)
		}
	})
}

func TestAPathThatWasGivenIsReplacedWhereItIsAPath(t *testing.T) {
	r := New([]byte("0123456789abcdef"))
	for _, path := range []string{"case", "Ott family/mail", "./anna.mbox", ".", "-", ""} {
		r.LearnPath(path)
	}
	for text, want := range map[string]string{
		"in case/INBOX.mbox:@3":          "in path-*/INBOX.mbox:@3",
		"the mail of the case":           "the mail of the case",
		"Ott family/mail/bob/Maildir":    "path-*/bob/Maildir",
		"read Ott family/mail, whole":    "read path-*, whole",
		"./anna.mbox:@0":                 "path-*:@0",
		"- . ./":                         "- . ./",
		"/home/showcase/INBOX.mbox":      "/home/showcase/INBOX.mbox",
		"Ott family/mailbox is another.": "Ott family/mailbox is another.",
	} {
		if got := regexp.MustCompile(`path-[0-9a-f]{10}`).ReplaceAllString(r.Text(text), "path-*"); got != want {
			t.Errorf("%q became %q, not %q", text, got, want)
		}
	}
}
