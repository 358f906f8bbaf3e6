package membership

import "testing"

// The known story: Alice adds Carol while Bob adds Doris. Erin gets both
// messages, once in the order in which they were sent and once the other way.
func TestTwoMembersAddSomebodyAtTheSameTime(t *testing.T) {
	const everybody = "alice bob carol doris erin"
	type views struct{ alice, bob, erin, late string }
	agree := views{everybody, everybody, everybody, everybody}
	refused := views{everybody, everybody, everybody, "alice bob doris erin"}
	for era, want := range map[Era]views{
		EraA0: {"alice bob doris erin", "alice bob carol erin", "alice bob doris erin", "alice bob carol erin"},
		EraA1: agree,
		EraA2: agree,
		EraA3: refused,
		EraA4: refused,
		EraB1: refused,
		EraB2: refused,
		EraB3: {"alice bob doris erin", "alice bob carol erin", "alice bob doris erin", "alice bob doris erin"},
		EraB4: {everybody, "alice bob doris erin", everybody, "alice bob doris erin"},
		EraC:  agree,
		EraD:  agree,
		EraE0: agree,
		EraE1: agree,
		EraF:  agree,
	} {
		r := example(era)
		alice, bob, erin, late := trio(r, "alice"), trio(r, "bob"), trio(r, "erin"), trio(r, "erin")
		addsCarol, addsDoris := alice.add("carol", noon), bob.add("doris", noon+1)
		alice.receives(addsDoris)
		bob.receives(addsCarol)
		erin.receives(addsCarol, addsDoris)
		late.receives(addsDoris, addsCarol)
		if got := (views{alice.members(), bob.members(), erin.members(), late.members()}); got != want {
			t.Errorf("era %s:\n got %+v\nwant %+v", era, got, want)
		}
	}
}

// A removal that crosses an addition of the same member.
func TestAMemberIsAddedAndRemovedAtTheSameTime(t *testing.T) {
	for _, era := range []Era{EraE0, EraE1, EraF} {
		r := example(era)
		alice, bob, erin := trio(r, "alice"), trio(r, "bob"), trio(r, "erin")
		erin.receives(alice.add("carol", noon))
		bob.receives(alice.says(noon))
		gone, back := bob.remove("carol", noon+5), alice.remove("carol", noon+2)
		alice.receives(gone)
		bob.receives(back)
		erin.receives(gone, back)
		for _, d := range []*device{alice, bob, erin} {
			if got := d.members(); got != "alice bob erin" {
				t.Errorf("era %s: %s sees %s", era, d.name, got)
			}
			if got := d.view.Rows[d.id("carol")].Removed; got != noon+5 {
				t.Errorf("era %s: %s knows the removal of %d", era, d.name, got-noon)
			}
		}
	}
}

func example(era Era) Rules {
	for _, r := range All() {
		if r.era == era {
			return r
		}
	}
	return Rules{}
}

// trio is one member of the group of Alice, Bob and Erin.
func trio(r Rules, name string) *device {
	d := newDevice(r, name)
	d.view = View{Exists: true, Created: morning, Rows: map[ID]Row{}}
	for _, n := range []string{"alice", "bob", "erin"} {
		d.view.Rows[d.id(n)] = r.row(morning)
		d.contacts = d.contacts.Meet(addressOf(n), keyOf(n))
	}
	return d
}
