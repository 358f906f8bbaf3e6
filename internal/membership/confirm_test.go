package membership

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/internal/address"
)

// drawOldNews draws a message that lists some of a view's rows, with their times or
// older ones.
func drawOldNews(t *rapid.T, v View) Message {
	m := drawMail(t)
	m.To, m.Past, m.Times, m.Fingerprints = nil, nil, []int64{}, nil
	var removals []int64
	var pastKeys []string
	for _, name := range people {
		row, known := v.Rows[ID(keyOf(name))]
		if !known {
			row, known = v.Rows[ID(addressOf(name))]
		}
		if !known || rapid.IntRange(0, 3).Draw(t, "unlisted") == 0 {
			continue
		}
		box, age := address.Mailbox{Address: addressOf(name)}, rapid.SampledFrom([]int64{0, 0, 1, 1000}).Draw(t, "age")
		if row.Member() {
			m.To, m.Times, m.Fingerprints = append(m.To, box), append(m.Times, plus(row.Added, -age)), append(m.Fingerprints, keyOf(name))
		} else {
			m.Past, removals, pastKeys = append(m.Past, box), append(removals, plus(row.Removed, -age)), append(pastKeys, keyOf(name))
		}
	}
	m.Times, m.Fingerprints = append(m.Times, removals...), append(m.Fingerprints, pastKeys...)
	return m
}

func TestConfirmingIsReceivingWhatTellsNothing(t *testing.T) {
	confirmed := 0
	confirm := func(t *rapid.T) {
		r := drawRules(t, releases[slices.Index(releases, "1.154.0"):])
		v, c := drawView(t, r), met(r, "bob carol doris erin")
		m := drawOldNews(t, v)
		m.From, m.Signer = addressOf("bob"), keyOf("bob")
		kept := v.copied()
		after, ok := r.Confirm(v, idOf(r, "bob"), &m, m.Now)
		if !v.Equal(kept) {
			t.Fatal("the view that was passed in has changed")
		}
		if !ok {
			return
		}
		confirmed++
		if want, _, o := r.Receive(v, c, m); !want.Equal(after) || o.Changed {
			t.Fatalf("received: %+v, %v; confirmed: %+v", want, o, after)
		}
	}
	for range 20 { // by chance, none of a few is
		if rapid.Check(t, confirm); confirmed > 0 {
			break
		}
	}
	if confirmed == 0 {
		t.Error("no message was confirmed")
	}
}

func TestConfirmLeavesToReceiveWhatMightCount(t *testing.T) {
	r := rules(t, "2.62.0")
	bob := idOf(r, "bob")
	times := func(m *Message) { m.Times = []int64{morning} }
	for name, m := range map[string]Message{
		"without times":    mail("bob", "alice"),
		"an addition":      mail("bob", "alice", times, func(m *Message) { m.AddedHeader = true }),
		"not encrypted":    mail("bob", "alice", times, func(m *Message) { m.Encrypted = false }),
		"a mailing list":   mail("bob", "alice", times, func(m *Message) { m.MailingList = true }),
		"a stale own list": mail("bob", "alice", times, func(m *Message) { m.Now = noon + 61*day }),
	} {
		if _, ok := r.Confirm(group(r, "alice bob"), bob, &m, m.Now); ok {
			t.Errorf("%s is confirmed", name)
		}
	}
	m := mail("bob", "alice", times)
	if v, ok := r.Confirm(group(r, "alice bob"), bob, &m, m.Now); !ok || v.ListTime != noon {
		t.Errorf("an ordinary message: %v, list time %d", ok, v.ListTime)
	}
	if v, ok := r.Confirm(group(r, "alice"), bob, &m, m.Now); !ok || v.ListTime != morning {
		t.Errorf("of somebody who is not a member: %v, list time %d", ok, v.ListTime)
	}
}

func TestWhoMetManyKnowsWhatWhoMetOneByOneDoes(t *testing.T) {
	for _, release := range []string{"1.160.0", "2.62.0"} {
		r := rules(t, release)
		all := func(yield func(string, string) bool) {
			for _, name := range people {
				key := ""
				if r.keyed {
					key = keyOf(name)
				}
				if !yield(addressOf(name), key) {
					return
				}
			}
		}
		alice := alicesContacts().MeetAll(all)
		if !alice.Equal(met(r, "bob carol doris erin")) {
			t.Errorf("%s: %v", release, alice.known.all())
		}
		as := NewContacts(nil, nil).MeetAll(all).As(addressOf("alice"), keyOf("alice"))
		rapid.Check(t, func(t *rapid.T) {
			v, m := drawView(t, r), drawMail(t)
			want, _, o := r.Receive(v, alice, m)
			got, _, p := r.Receive(v, as, m)
			if !want.Equal(got) || o.Reason != p.Reason {
				t.Fatalf("as one of them: %+v, alone: %+v", got, want)
			}
		})
	}
}
