package history

import (
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

func TestOwnMessagesAreInTheOrderTheyWereWrittenIn(t *testing.T) {
	at := func(milliseconds int64) time.Time { return time.UnixMilli(milliseconds).UTC() }
	message := func(id string, written, date, left int64) *Step {
		st := &Step{Reading: &gmm.Reading{MessageID: id, Date: date}, At: at(written)}
		if left != 0 {
			st.Sent = at(left)
		}
		return st
	}
	for name, pair := range map[string][2]*Step{
		"by the second of writing":                                  {message("b", 1000, 9, 9000), message("a", 2000, 1, 1000)},
		"by the second they left in, if written in one":             {message("b", 1000, 9, 5000), message("a", 1999, 1, 6000)},
		"by Date, if they left in one: names are renewed by a move": {message("b", 1000, 1, 5900), message("a", 1000, 2, 5100)},
		"by the queue of the client, if all else is one":            {message("b", 1000, 1, 5100), message("a", 1000, 1, 5900)},
		"by Message-ID, so that it is the same every time":          {message("a", 1000, 1, 0), message("b", 1000, 1, 5000)},
	} {
		t.Run(name, func(t *testing.T) {
			if compareOwn(pair[0], pair[1]) >= 0 || compareOwn(pair[1], pair[0]) <= 0 {
				t.Errorf("%d and %d", compareOwn(pair[0], pair[1]), compareOwn(pair[1], pair[0]))
			}
		})
	}
}

func TestGroupMailIsAddressedToOthersThanItsAuthor(t *testing.T) {
	alice := &Device{own: map[string]bool{"alice@lab.example": true}}
	to := func(addresses ...string) []address.Mailbox {
		var list []address.Mailbox
		for _, a := range addresses {
			list = append(list, address.Mailbox{Address: a})
		}
		return list
	}
	for name, tc := range map[string]struct {
		to      []address.Mailbox
		removed string
		want    bool
	}{
		"to another member":                          {to("bob@lab.example"), "", true},
		"to herself alone":                           {to("alice@lab.example"), "", false},
		"to herself, when the last other is removed": {to("alice@lab.example"), "bob@lab.example", true},
		"to herself, when she leaves":                {to("alice@lab.example"), "alice@lab.example", false},
	} {
		t.Run(name, func(t *testing.T) {
			reading := gmm.Reading{GroupID: "g", To: tc.to, Rare: &gmm.Rare{Removed: tc.removed}}
			if got := alice.isToOthers(&reading); got != tc.want {
				t.Errorf("%v", got)
			}
		})
	}
}

func TestACopyFiledAgainDoesNotMakeAMessageTheFirstOfItsSecond(t *testing.T) {
	at := func(milliseconds int64) time.Time { return time.UnixMilli(milliseconds).UTC() }
	for name, tc := range map[string]struct{ a, b, want time.Time }{
		"the earlier second counts":                  {at(5900), at(6100), at(5900)},
		"the earlier moment of one second counts":    {at(5900), at(5100), at(5100)},
		"whole seconds are not before their moments": {at(5000), at(5900), at(5900)},
		"but they are before those of the next":      {at(5000), at(6100), at(5000)},
		"what is not known does not count":           {time.Time{}, at(5000), at(5000)},
		"nothing is known":                           {},
	} {
		t.Run(name, func(t *testing.T) {
			if got, other := firstDelivered(tc.a, tc.b), firstDelivered(tc.b, tc.a); !got.Equal(tc.want) || !other.Equal(tc.want) {
				t.Errorf("%v and %v, want %v", got, other, tc.want)
			}
		})
	}
}

func TestDatabasesTellWhichDeviceOfAnAccountSentAMessage(t *testing.T) {
	device := func(key string, known ...evidence.DatabaseMessage) *Device {
		return &Device{Fingerprints: []string{key}, database: newDatabaseIndex(&evidence.Database{Messages: known})}
	}
	sent, received := evidence.DatabaseMessage{ID: "a", Own: true}, evidence.DatabaseMessage{ID: "a"}
	for name, tc := range map[string]struct {
		device *Device
		other  *Device
		want   bool
	}{
		"its own database says it sent it":                      {device("AA", sent), device("AA", received), false},
		"its own database says it received it":                  {device("AA", received), device("AA"), true},
		"another one sent it and it never heard of it":          {device("AA"), device("AA", sent), true},
		"both took over one backup, in which it was sent":       {device("AA", sent), device("AA", sent), false},
		"no database knows it":                                  {device("AA"), device("AA"), false},
		"a database without the key of the account claims it":   {device("AA"), device("BB", sent), false},
		"without a database it is taken to have sent all of it": {&Device{Fingerprints: []string{"AA"}}, device("AA", sent), false},
	} {
		t.Run(name, func(t *testing.T) {
			hs := &Histories{Devices: []*Device{tc.device, tc.other}}
			if got := hs.cameFromElsewhere(tc.device, "a"); got != tc.want {
				t.Errorf("came from elsewhere: %v", got)
			}
		})
	}
}

func TestACopyIsMeantForTheOtherDevicesOfAnAccount(t *testing.T) {
	device := func(key string) *Device {
		return &Device{Fingerprints: []string{key}, database: newDatabaseIndex(&evidence.Database{})}
	}
	author := device("AA")
	m := &Delivery{Author: author, Reading: &gmm.Reading{}, recipients: map[string]bool{"bob@lab.example": true}}
	for name, tc := range map[string]struct {
		device *Device
		want   bool
	}{
		"the other device of its author":  {device("AA"), true},
		"the one it was sent from":        {author, false},
		"somebody else's":                 {device("BB"), false},
		"without a database nobody knows": {&Device{Fingerprints: []string{"AA"}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			if got := m.isFor(tc.device); got != tc.want {
				t.Errorf("meant for it: %v", got)
			}
		})
	}
}
