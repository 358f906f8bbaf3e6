package evidence

import "testing"

func TestMessageIDsAreWhatStandsInTheBrackets(t *testing.T) {
	for field, want := range map[string]string{
		"<id1@example.org>": "id1@example.org",
		"<id1@example.org> (added by postmaster@mx.example.org)": "id1@example.org",
		"(c) <id10@example.org>":                                 "id10@example.org",
		"(a (b) \\) <x@y>) \r\n <id10@example.org>":              "id10@example.org",
		"<  id5@\t example.org >":                                "id5@example.org",
		"<id4-AA==@mail.exam\r\n\tple.org>":                      "id4-AA==@mail.example.org",
		"<id12@example.org>;":                                    "id12@example.org",
		"<id6@example.org> <id6b@example.org>":                   "id6@example.org",
		"<<id9@example.org>>":                                    "id9@example.org",
		"<\"id 8\"@example.org>":                                 "\"id 8\"@example.org",
		"<\"a\\\"> b\"@example.org>":                             "\"a\\\"> b\"@example.org",
		"id2@example.org":                                        "id2@example.org",
		"id2@example.org (comment)":                              "id2@example.org",
		"id2@example.org and more":                               "id2@example.org",
		"<id3@example.org":                                       "id3@example.org",
		"<foo(bar)@example.org>":                                 "foo(bar)@example.org", // as clients have it
		"(no end <id@example.org>":                               "(no",
		"<>":                                                     "",
		"":                                                       "",
		" ":                                                      "",
	} {
		if got := messageID(field); got != want {
			t.Errorf("messageID(%q) = %q, want %q", field, got, want)
		}
	}
}
