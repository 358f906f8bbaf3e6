package history

import (
	"testing"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// Two devices of an author tell of one change; it lies in the outbox of one of them.
func TestAChangeThatTwoDevicesOfItsAuthorTellOfIsMissedOnce(t *testing.T) {
	device := func(name string, received int64) *Device {
		db := &evidence.Database{Groups: []evidence.DatabaseGroup{{Row: 12, ID: "g"}}, Changes: []evidence.DatabaseChange{
			{Row: 20, ID: "a", Group: 12, Actor: evidence.DatabaseSelf, Subject: "dave@lab.example", Received: received}}}
		if received == 0 {
			db.Outbox = []evidence.DatabaseOutgoing{{Row: 3, ID: "a", Message: 20, Sealed: true, MIME: []byte("mail")}}
		}
		return &Device{Name: name, database: newDatabaseIndex(db), evidence: &evidence.Device{Name: name, Backup: db}}
	}
	first := device("alice", 1795871600)
	second := device("alice2", 0)
	bob := &Device{Name: "bob", database: newDatabaseIndex(&evidence.Database{}), evidence: &evidence.Device{Name: "bob"}}
	for name, histories := range map[string][]*History{
		"the first device comes first":  {{Device: first, Group: "g"}, {Device: second, Group: "g"}},
		"the second device comes first": {{Device: second, Group: "g"}, {Device: first, Group: "g"}},
	} {
		t.Run(name, func(t *testing.T) {
			g := &Group{ID: "g", Histories: histories, hs: &Histories{}}
			missed := g.missedOfDatabases([]*Device{first, second, bob})
			if len(missed) != 1 || string(missed[0].Waiting) != "mail" {
				t.Errorf("missed are %+v", missed)
			}
			if by, c, ok := g.LastDatabaseChange("dave@lab.example", false); !ok || by != second || !c.IsFromHere() {
				t.Errorf("%s is said to have made the change", by.Name)
			}
		})
	}
}

// A group without an id is of the client that made it of ordinary mail: that another
// member's device does not have it is no difference.
func TestAGroupWithoutAnIDIsMissedByNobody(t *testing.T) {
	group := func(id string) *Group {
		db := &evidence.Database{Addresses: []string{"alice@lab.example"}, Groups: []evidence.DatabaseGroup{{Row: 12, ID: id, First: "first@localhost"}}}
		alice := &Device{Name: "alice", database: newDatabaseIndex(db), evidence: &evidence.Device{Backup: db}}
		name := "first@localhost"
		if id != "" {
			name = id
		}
		h := &History{Device: alice, Group: name}
		h.View.Exists = true
		return &Group{ID: name, Histories: []*History{h}, hs: &Histories{}}
	}
	if !group("").MayBeAbsent() || group("abcdefghijk").MayBeAbsent() {
		t.Error("only a group without an id is one client's own")
	}
}
