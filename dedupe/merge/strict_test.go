package merge

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestAPlanWithMistakesNamesTheirPlace(t *testing.T) {
	const head = "{\"schema\": 1, \"kind\": \"merge\",\n"
	for _, tc := range []struct{ name, plan, want string }{
		{"nothing", "", "plan.json:1:1: plan cannot be carried out: no valid JSON: unexpected end of JSON input"},
		{"cut off", head + " \"persons\": [", "plan.json:2:13: plan cannot be carried out: no valid JSON: unexpected end of JSON input"},
		{"a missing comma", head + " \"persons\": [] \"proposals\": []}", "plan.json:2:16: plan cannot be carried out: no valid JSON: invalid character '\"' after object key:value pair"},
		{"something after it", head + " \"persons\": []}\n]", "plan.json:3:1: plan cannot be carried out: no valid JSON: invalid character ']' after top-level value"},
		{"a number for a text", head + " \"persons\": [\n {\"id\": 3}]}", "plan.json:3:9: plan cannot be carried out: no valid JSON: cannot unmarshal number into Go struct field"},
		{"a name that is misspelt", head + " \"persons\": [{\"id\": \"p\"},\n  {\"decison\": \"accept\"}]}", "plan.json:3:12: plan cannot be carried out: \"decison\" is not known in .persons[1]"},
		{"a name in the wrong case", head + " \"persons\": [{\"ID\": \"p\"}]}", "\"ID\" is not known in .persons[0]"},
		{"a name twice", head + " \"persons\": [{\"decision\": \"accept\",\n \"decision\": \"refuse\"}]}", "plan.json:3:11: plan cannot be carried out: \"decision\" stands twice in .persons[0]"},
		{"a name at the wrong place", head + " \"decision\": \"accept\"}", "\"decision\" is not known in the file"},
		{"a name in an embedded part", head + " \"records\": [{\"id\": \"r\", \"place\": {\"bok\": \"x\"}}]}", "\"bok\" is not known in .records[0].place"},
		{"another kind", "{\"schema\": 1, \"kind\": \"corrections\", \"corrections\": []}", "plan.json: .kind: plan cannot be carried out: \"corrections\" is not \"merge\""},
		{"a later version with more fields", "{\"schema\": 3, \"kind\": \"merge\", \"more\": 1}", "plan.json: .schema: plan cannot be carried out: version 3 is not known"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := ReadPlan("plan.json", []byte(tc.plan))
			if !errors.Is(err, ErrPlan) || !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v\nwant %s", err, tc.want)
			}
		})
	}
}

func TestWhatAPlanMayHoldBeside(t *testing.T) {
	for name, plan := range map[string]string{
		"bytes that are not UTF-8": `{"schema": 1, "kind": "merge", "not_utf8": {"/inputs/0/path": "/w=="}}`,
		"all parts of a record":    `{"schema": 1, "kind": "merge", "records": [{"id": "r", "source": "card", "place": {"book": "b"}, "uid": "u"}]}`,
	} {
		if _, err := ReadPlan("plan.json", []byte(plan)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAJournalIsCalledAsItWasRead(t *testing.T) {
	const head = `{"schema": 1, "kind": "merge-journal"`
	for name, text := range map[string]string{"by element": head + "}", "as a whole": head + `, "not_utf8": {}}`} {
		if journal, err := ReadJournal("journal.json", []byte(text)); err != nil || journal.File != "journal.json" {
			t.Errorf("%s: %+v, %v", name, journal, err)
		}
	}
	if _, err := ReadJournal("journal.json", []byte(head+`, "-": "another.json"}`)); !errors.Is(err, ErrJournal) {
		t.Errorf("what has no name in the file is read: %v", err)
	}
}

// FuzzReadJournal holds for any bytes: a journal is read or refused, and what
// was read leads to books or to an error.
func FuzzReadJournal(f *testing.F) {
	f.Add([]byte(`{"schema":1,"kind":"merge-journal","persons":[],"books":[{"name":"a","edits":[{"offset":0,"removed":{"base64":"/w=="},"inserted":""}],"lines":""}]}`))
	f.Add([]byte(`{"schema":1,"kind":"merge-journal","persons":[{"survivor":{"book":"a","index":-1}}],"books":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		journal, err := ReadJournal("journal.json", data)
		if err != nil {
			var place *Error
			if !errors.As(err, &place) || !errors.Is(err, ErrJournal) {
				t.Fatalf("%v", err)
			}
			return
		}
		books := make([]Book, len(journal.Books))
		undone, err := Undo(t.Context(), journal, books)
		if err == nil {
			for i, book := range undone.Books {
				if digestOf(book.Data) != journal.Books[i].Before.SHA256 {
					t.Fatalf("%q is not what the journal says", book.Data)
				}
			}
		}
		for _, person := range journal.Persons {
			for _, id := range person.Accepted {
				_, _ = UndoPerson(t.Context(), journal, books, id, journal.Time)
			}
		}
	})
}

// FuzzText holds for any bytes: they come back from JSON as they were.
func FuzzText(f *testing.F) {
	f.Add([]byte("BEGIN:VCARD\r\nFN:<ä>\u2028\x00\r\n"))
	f.Add([]byte("\xff\xfe"))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		stored, err := json.Marshal(Text(data))
		if err != nil {
			t.Fatal(err)
		}
		var back Text
		if err := json.Unmarshal(stored, &back); err != nil || string(back) != string(data) {
			t.Fatalf("%q became %q by %s, %v", data, back, stored, err)
		}
	})
}
