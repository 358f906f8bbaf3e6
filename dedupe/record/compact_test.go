package record

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

func TestACompactRecordSaysTheSame(t *testing.T) {
	texts := rapid.SliceOfN(rapid.String(), 0, 3)
	var c Compactor
	rapid.Check(t, func(t *rapid.T) {
		r := Record{
			UID: rapid.String().Draw(t, "uid"), Names: texts.Draw(t, "names"), Addresses: texts.Draw(t, "addresses"), Phones: texts.Draw(t, "phones"),
			Birthday: rapid.String().Draw(t, "birthday"), Organisations: texts.Draw(t, "organisations"), Postal: texts.Draw(t, "postal"), Claimed: texts.Draw(t, "claimed"),
		}
		compact := r
		c.Compact(&compact)
		compact.Names = append(compact.Names, "one more") // must not write into what follows
		compact.Names = compact.Names[:len(compact.Names)-1]
		c.Compact(&Record{Names: []string{"another"}, UID: "another"})
		if diff := cmp.Diff(r, compact, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("-was +is\n%s", diff)
		}
	})
}
