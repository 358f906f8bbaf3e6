package delivery

import (
	"testing"
	"time"
)

func TestAMailWaitsForItsTimeAndKeepsLaterOnesOfItsGroupWaiting(t *testing.T) {
	first := oneMail("bob@lab.example")
	due := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	first.NotBefore = due
	f := newFixture(t, first, secondMail("alice@lab.example", "bob@lab.example"))
	maildir := f.maildir("bob@lab.example")
	for _, tc := range []struct {
		name          string
		now           time.Time
		first, second State
	}{
		{"a second before", due.Add(-time.Second), Early, Waiting},
		{"at that time", due, Ready, Ready},
	} {
		t.Run(tc.name, func(t *testing.T) {
			result, err := f.open().Preview(Options{Maildirs: []Maildir{maildir}, Now: tc.now})
			if err != nil {
				t.Fatal(err)
			}
			if a, b := result.Mails[0].Recipients[0].State, result.Mails[1].Recipients[0].State; a != tc.first || b != tc.second {
				t.Errorf("%s and %s, want %s and %s", a, b, tc.first, tc.second)
			}
		})
	}
}
