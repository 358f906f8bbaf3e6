package evidence

import (
	"testing"

	"github.com/gmmtool/gmmtool/internal/backup"
)

func TestTwoStatesOfADeviceAreToldFromTwoDevices(t *testing.T) {
	known := func(rows map[string]int32, owner ...string) *backup.Database {
		d := &backup.Database{Addresses: owner}
		for id, row := range rows {
			d.Messages = append(d.Messages, backup.Message{Row: row, ID: id})
		}
		return d
	}
	older := known(map[string]int32{"a": 10, "b": 11}, "anna@example.org")
	for name, test := range map[string]struct {
		other *backup.Database
		same  bool
	}{
		"the same, later":               {known(map[string]int32{"a": 10, "b": 11, "c": 12}, "anna@example.org"), true},
		"with the older messages gone":  {known(map[string]int32{"c": 12}, "anna@example.org"), true},
		"with another address, later":   {known(map[string]int32{"b": 11}, "new@example.org", "anna@example.org"), true},
		"another device of the account": {known(map[string]int32{"a": 15, "b": 14, "c": 16}, "anna@example.org"), false},
		"another account":               {known(map[string]int32{"a": 10}, "ben@example.org"), false},
	} {
		if isSameDevice(older, test.other) != test.same {
			t.Errorf("%s: the same is %v", name, !test.same)
		}
	}
}
