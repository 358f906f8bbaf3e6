package collect_test

import (
	"path/filepath"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

func TestPastMembersAreRecordsTooWhereClientsKeepNoTombstone(t *testing.T) {
	for _, name := range []string{"without-times", "two-releases"} {
		past := 0
		for _, r := range collectFolder(t, filepath.Join(casesDir, name), 1).Records {
			if r.Source == record.Member && r.Deleted {
				past++
			}
		}
		if past == 0 {
			t.Errorf("%s: no past members", name)
		}
	}
}
