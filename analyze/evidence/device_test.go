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
		"another device, from a backup of the first, with other messages since": {known(map[string]int32{"a": 10, "d": 11}, "anna@example.org"), false},
		"the same, with a message gone":                                         {known(map[string]int32{"a": 10, "c": 12}, "anna@example.org"), true},
		"another account":                                                       {known(map[string]int32{"a": 10}, "ben@example.org"), false},
	} {
		if isSameDevice(older, test.other) != test.same {
			t.Errorf("%s: the same is %v", name, !test.same)
		}
	}
}

// In step with each other two devices of an account number all messages alike.
func TestADeviceThatReceivedWhatTheOtherSentIsAnotherOne(t *testing.T) {
	state := func(own bool) *backup.Database {
		return &backup.Database{Addresses: []string{"anna@example.org"}, Messages: []backup.Message{{Row: 10, ID: "a"}, {Row: 11, ID: "b", Own: own}}}
	}
	if isSameDevice(state(true), state(false)) || !isSameDevice(state(true), state(true)) {
		t.Error("who sent a message does not tell devices apart")
	}
}
