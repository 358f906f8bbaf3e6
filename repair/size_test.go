package repair

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/pgp/pgptest"
	"github.com/gmmtool/gmmtool/simulate"
)

// sizeOf is the size in bytes of a correction for so many members with clients'
// keys, which carries nothing.
func sizeOf(t *testing.T, members int) int {
	t.Helper()
	random, at := rand.NewChaCha8([32]byte{7}), time.Unix(1_790_000_000, 0)
	d := &draft{goal: history.Goal{ID: "KEa4YQDAReJ450T9hUtC0rR3", Name: "Group"}, keys: map[string]*pgp.Key{}, date: at}
	var readers []*pgp.Key
	for i := range members {
		address := fmt.Sprintf("%09d@nine.example", i*7919)
		secret, _, err := pgptest.Generate(pgptest.Draft{Name: address, Addresses: []string{address}, Created: at.Add(-time.Hour), Random: random})
		if err != nil {
			t.Fatal(err)
		}
		keys, errs := pgp.ReadKeys(secret, nil)
		if len(keys) != 1 {
			t.Fatal(errs)
		}
		person := history.Person{Address: address, Name: fmt.Sprintf("Member %d", i), Fingerprint: string(keys[0].Fingerprint())}
		d.rows = append(d.rows, row{Person: person, time: at.Unix(), member: true})
		d.keys[address] = keys[0]
		d.signer = signer{Person: person, key: keys[0]}
		readers = append(readers, keys[0])
	}
	data, err := d.mail().Seal(d.signer.key, readers, pgp.SealOptions{Time: at, Random: random})
	if err != nil {
		t.Fatal(err)
	}
	return len(data)
}

func TestTheSimulationWeighsCorrectionsAsTheyAreWritten(t *testing.T) {
	for _, members := range []int{4, 10, 30, 100, 300, 1000} {
		written, simulated := sizeOf(t, members), simulate.CorrectionSize(members, 0)
		t.Logf("%d members: %d bytes, %d simulated", members, written, simulated)
		if off := math.Abs(float64(simulated-written)) / float64(written); off > 0.1 {
			t.Errorf("%d members: %d bytes, simulated %d", members, written, simulated)
		}
	}
}
