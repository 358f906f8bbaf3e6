package address

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseAddressList(t *testing.T) {
	named := func(name, address string) Mailbox { return Mailbox{Name: name, Address: address} }
	tests := []struct {
		name  string
		value string
		want  []Mailbox
	}{
		{"nothing is an empty list", "", nil},
		{"a bare address", "Bob@Example.ORG", []Mailbox{named("", "bob@example.org")}},
		{"an address in brackets", "<bob@example.org>", []Mailbox{named("", "bob@example.org")}},
		{"a name before the brackets", "Bob B. <bob@example.org>", []Mailbox{named("Bob B.", "bob@example.org")}},
		{"a quoted name may hold separators", `"B, Bob; \"x\" <y>" <b@x>, c@x`, []Mailbox{named(`B, Bob; "x" <y>`, "b@x"), named("", "c@x")}},
		{"a name may go on behind its quotes", `"Bob" the "builder" <b@x>`, []Mailbox{named("Bob the builder", "b@x")}},
		{"an encoded word may hold separators", "=?utf-8?Q?B=C3=B6b=2C_<x>?= <b@x>, c@x", []Mailbox{named("Böb, <x>", "b@x"), named("", "c@x")}},
		{"a quoted encoded word is decoded too", `"=?utf-8?Q?B=C3=B6b?=" <b@x>`, []Mailbox{named("Böb", "b@x")}},
		{"two encoded words make one name", "=?utf-8?Q?a?= =?utf-8?Q?b?= c <b@x>", []Mailbox{named("ab c", "b@x")}},
		{"comments are passed over", "b@x (Bob), <c@x> (Carol (she)", []Mailbox{named("", "b@x"), named("", "c@x")}},
		{"a group yields its members", "team: a@x, Bob <b@x>;", []Mailbox{named("", "a@x"), named("Bob", "b@x")}},
		{"a group without members is empty", `"hidden-recipients": ;`, nil},
		{"undisclosed recipients are empty", "undisclosed-recipients:;", nil},
		{"a group that is never opened further is empty", "team:", nil},
		{"addresses beside a group count", "a@x, team: b@x; c@x", []Mailbox{named("", "a@x"), named("", "b@x"), named("", "c@x")}},
		{"a semicolon separates as well as a comma", "a@x; b@x", []Mailbox{named("", "a@x"), named("", "b@x")}},
		{"a comma at the end is not an entry", "a@x, ", []Mailbox{named("", "a@x")}},
		{"a second comma becomes part of the next entry", "a@x,, b@x", []Mailbox{named("", "a@x"), named("", ", b@x")}},
		{"an invalid address keeps its place", "a@x, <@>, c@x", []Mailbox{named("", "a@x"), named("", "@"), named("", "c@x")}},
		{"mailto in brackets is stripped", "<mailto:b@x>", []Mailbox{named("", "b@x")}},
		{"an entry without @ drops the list", "a@x, bob, c@x", nil},
		{"empty brackets drop the list", "a@x, <>", nil},
		{"an open bracket drops the list", "a@x, <b@x", nil},
		{"an open quote drops the list", `a@x, "b@x`, nil},
		{"a quoted name without an address drops the list", `a@x, "b@x"`, nil},
		{"an encoded word without an address drops the list", "a@x, =?utf-8?Q?b=40x?=", nil},
		{"an encoded word in brackets drops the list", "<=?utf-8?Q?b=40x?=>", nil},
		{"an open comment drops the list", "a@x (Alice", nil},
		{"an open group drops the list", "team: a@x", nil},
		{"a group in a group drops the list", "team: sub: a@x;;", nil},
		{"the end of a group that never began drops the list", "; a@x", nil},
		{"text behind brackets drops the list", "<a@x> x", nil},
		{"a bare mailto is an open group", "mailto:a@x", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, ParseList(test.value)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// What the crate itself (0.16.1) makes of headers as people's programs write them.
func TestListsAreThoseOfTheClientsOwnParser(t *testing.T) {
	for value, want := range map[string][]string{
		"Cörä <cora@example.org>, ben@example.org":                                                          {"cora@example.org", "ben@example.org"},
		"=?utf-8?Q?=F0=9F=90=80?==?utf-8?Q?_?=Webra <webra@example.org>, cora@example.org, ben@example.org": {"webra@example.org", "cora@example.org", "ben@example.org"},
		"<cora@example.org>,<ben@example.org>":                                                              {"cora@example.org", "ben@example.org"},
		"Cora@Example.ORG, ben@example.org":                                                                 {"cora@example.org", "ben@example.org"},
		"=?utf-8?Q?=3A.Good=20Test.=3A?= <cora@example.org>, ben@example.org":                               {"cora@example.org", "ben@example.org"},
		"=?utf-8?Q?Berg=2C_Cora?= <cora@example.org>, ben@example.org":                                      {"cora@example.org", "ben@example.org"},
		"cora@example.org, , ben@example.org":                                                               {"cora@example.org", ", ben@example.org"},
		"Crew: cora@example.org, dora@example.org;, ben@example.org":                                        {"cora@example.org", "dora@example.org", ", ben@example.org"},
		"cora@müller.example.org, ben@example.org":                                                          {"cora@müller.example.org", "ben@example.org"},
		"Cor\xe4 <cora@example.org>, ben@example.org":                                                       {"cora@example.org", "ben@example.org"},
		"Cora, ben@example.org":                                                                             nil,
		"=?windows-1252?Q?Cor=E1_?=<cora@example.org>, ben@example.org":                                     {"cora@example.org", "ben@example.org"},
		"cora@example.org (Cora (the) one), ben@example.org":                                                {"cora@example.org  one)", "ben@example.org"},
		"\"'cora@example.org'\" <'cora@example.org'>, ben@example.org":                                      {"'cora@example.org'", "ben@example.org"},
		"=?iso-8859-1?Q?Cora;_R=EDo_grande.?= <cora@example.org>, ben@example.org":                          {"cora@example.org", "ben@example.org"},
		"cora@example.org; ben@example.org":                                                                 {"cora@example.org", "ben@example.org"},
		"cora@example.org, ben@example.org,":                                                                {"cora@example.org", "ben@example.org"},
		"undisclosed-recipients:;":                                                                          nil,
		"\"undisclosed-recipients (utajeni)\":;":                                                            nil,
		"=?utf-8?B?IkNvcmEiIDxjb3JhQGV4YW1wbGUub3JnPg==?=, ben@example.org":                                 nil,
	} {
		var got []string
		for _, mailbox := range ParseList(value) {
			got = append(got, mailbox.Address)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q gives %q, the clients read %q", value, got, want)
		}
	}
}

func TestMailboxValid(t *testing.T) {
	tests := []struct {
		name, address string
		want          bool
	}{
		{"a local part and a domain", "bob@example.org", true},
		{"a domain without a dot", "bob@localhost", true},
		{"an @ in the local part", "b@b@example.org", true},
		{"no local part", "@example.org", false},
		{"no domain", "bob@", false},
		{"no @", "bob", false},
		{"white space", "bob b@example.org", false},
		{"a bracket", "bob>@example.org", false},
		{"a final dot", "bob@example.org.", false},
		{"a letter beyond ASCII", "böb@example.org", true},
		{"a blank beyond ASCII", "bob\u00a0b@example.org", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := (Mailbox{Address: test.address}).Valid(); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestNormalizeTrimsLowersAndStripsMailto(t *testing.T) {
	for value, want := range map[string]string{" Bob@X.Org ": "bob@x.org", "MailTo:b@x": "b@x", "": ""} {
		if got := Normalize(value); got != want {
			t.Errorf("%q gives %q", value, got)
		}
	}
}

// FuzzAddressList checks that what is read can be written and read again, and
// that every entry is normalised and has an "@".
func FuzzAddressList(f *testing.F) {
	for _, seed := range []string{
		"a@x", `"B, Bob" <b@x>, c@x (Carol)`, `"hidden-recipients": ;`, "team: a@x; b@x", "=?utf-8?Q?a?= <a@x>",
		"a@x,, b@x", `"a\"b" "c" <d@e>;`, "<a@x", "((((", "\"\"\"\"", ":;:;", "<a b@c d>, <\">@x>",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		list := ParseList(value)
		var written []string
		for _, mailbox := range list {
			if !strings.Contains(mailbox.Address, "@") && !strings.Contains(value, "mailto:") {
				t.Fatalf("entry %q", mailbox.Address)
			}
			if mailbox.Valid() && !strings.Contains(mailbox.Address, "=?") && mailbox.Address == Normalize(mailbox.Address) {
				written = append(written, "<"+mailbox.Address+">")
			}
		}
		again := ParseList(strings.Join(written, ", "))
		if len(again) != len(written) {
			t.Fatalf("wrote %q, read %v", written, again)
		}
		for i := range again {
			if "<"+again[i].Address+">" != written[i] {
				t.Fatalf("wrote %q, read %v", written, again)
			}
		}
	})
}
