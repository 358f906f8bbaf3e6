package e2e

import (
	"os"
	"slices"
	"testing"
)

// A scenario is one way in which views part, and how they come together.
type scenario struct {
	name     string
	play     play
	handOver way
	fleets   []fleet // in every run
	long     []fleet // only with GMMTOOL_LONG=1
}

type play func(*testing.T, equipment, fleet, way)

// mixed is one release of each of the three newest sets of rules.
var mixed = fleet{"2.62.0", "2.33.0", "1.160.0"}

var alone = []fleet{{"2.62.0"}, {"2.33.0"}, {"1.160.0"}}

// allWithBackups are releases of each form of backup.
var allWithBackups = []fleet{{"1.160.0"}, {"2.33.0"}, {"2.57.0"}, {"2.62.0"}}

// withoutTimes are releases before 1.154. They ignore others' changes for two
// minutes after one of their own.
var withoutTimes = []fleet{{"1.151.3"}, {"1.139.3"}}

func scenarios() []scenario {
	return []scenario{
		{"a lost addition", lostAddition, intoMaildirs, []fleet{mixed}, alone},
		{"a lost removal", lostRemoval, bySubmission, []fleet{mixed}, alone},
		{"a lost addition, lists without times", lostAddition, byHand, nil, withoutTimes},
		{"a lost removal, lists without times", lostRemoval, byHand, nil, withoutTimes},
		{"a lost addition after an own change, lists without times", ownChange, byHand, nil, withoutTimes},
		{"a correction reads as an ordinary message", ordinaryMessage, byHand, []fleet{{"2.62.0"}}, []fleet{{"2.33.0"}, {"1.160.0"}}},
		{"a removal forged without any key", forgedRemoval, byHand, []fleet{mixed}, slices.Concat(alone, withoutTimes)},
		{"concurrent additions, Alice corrects", concurrentAdditions("alice"), byHand, []fleet{mixed}, alone},
		{"a lost addition, from backups alone", handingIn(backup, lostAddition), bySubmission, []fleet{mixed}, allWithBackups},
		{"a lost removal, from backups with a passphrase", handingIn(lockedBackup, lostRemoval), intoMaildirs, nil, slices.Concat(allWithBackups, []fleet{mixed})},
		{"an addition on a second device, from backups", handingIn(backup, secondDevice), intoMaildirs, []fleet{{"2.62.0"}}, []fleet{{"1.160.0"}, {"2.33.0"}, {"2.57.0"}, mixed}},
		{"an addition on a second device, from backups and mail", handingIn(backupAndMailbox, secondDevice), byHand, nil, []fleet{{"2.62.0"}, {"1.160.0"}, mixed}},
		{"a removal in a contact request, from backups", handingIn(backup, changedRequest), byHand, nil, allWithBackups},
		{"concurrent additions, Bob corrects", concurrentAdditions("bob"), byHand, nil, append(alone, mixed)},
	}
}

func TestRealClients(t *testing.T) {
	e := prepare(t)
	for _, s := range scenarios() {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			fleets := s.fleets
			if os.Getenv("GMMTOOL_LONG") != "" {
				fleets = append(fleets, s.long...)
			}
			for _, f := range fleets {
				t.Run(f.String(), func(t *testing.T) {
					if r := e.missing(f); r != "" {
						t.Skipf("release %s is not in %s: %s", r, e.clients, howToRun)
					}
					t.Parallel()
					s.play(t, e, f, s.handOver)
				})
			}
		})
	}
}
