package membership

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnAnnouncement(t *testing.T) {
	three := func(r Rules) View {
		v := group(r, "alice bob carol")
		if r.timed {
			v.Rows[idOf(r, "carol")] = Row{Added: noon}
			v.Rows[idOf(r, "doris")] = Row{Added: morning, Removed: noon}
		}
		return v
	}
	for _, c := range []struct {
		name, release string
		now           int64
		to, past      string
		times         []int64
	}{
		{"has neither past members nor times before 1.154", "1.153.0", noon, "bob carol", "", nil},
		{"has a time for each", "1.160.0", noon, "bob carol", "doris", []int64{morning, noon, noon}},
		{"begins with the newest member from 2.7 on", "2.7.0", noon, "carol bob", "doris", []int64{noon, morning, noon}},
		{"has no times while the list is stale", "1.160.0", morning + 60*day, "bob carol", "doris", nil},
		{"knows no staleness in 1.154", "1.154.3", morning + 60*day, "bob carol", "doris", []int64{morning, noon, noon}},
		{"forgets the removed after 60 days", "2.62.0", noon + 60*day, "carol bob", "", nil},
		{"never forgets them in 1.154", "1.154.3", noon + 60*day, "bob carol", "doris", []int64{morning, noon, noon}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rules(t, c.release)
			got := r.Announce(three(r), met(r, "bob carol doris"), c.now)
			want := Announcement{To: idsOf(r, c.to), Times: c.times}
			if c.past != "" {
				want.Past = idsOf(r, c.past)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestWhoIsAloneWritesToThemselves(t *testing.T) {
	r := rules(t, "1.160.0")
	got := r.Announce(group(r, "alice"), met(r, ""), noon)
	if diff := cmp.Diff(Announcement{To: []ID{Self}, Times: []int64{morning}}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOfTwoKeysAtOneAddressTheNewestIsListed(t *testing.T) {
	r := rules(t, "2.62.0")
	v := group(r, "alice bob bob2")
	v.Rows[idOf(r, "bob2")] = Row{Added: noon}
	c := met(r, "bob").Meet(addressOf("bob"), keyOf("bob2"))
	if diff := cmp.Diff([]ID{idOf(r, "bob2")}, r.Announce(v, c, noon).To); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
