package analyze_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/internal/share"
)

// TestJoinedSharesAreTheWhole takes each share through JSON, as files take it from
// machine to machine.
func TestJoinedSharesAreTheWhole(t *testing.T) {
	for _, folder := range cases(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			_, v := readCase(t, folder)
			hs, err := history.Rebuild(context.Background(), v, history.Options{Jobs: 2})
			if err != nil {
				t.Fatal(err)
			}
			whole := analyze.NewReport(v, hs)
			whole.Tool.Name = "gmmtool"
			for _, of := range []int{1, 2, 7} {
				var shares []*analyze.Report
				for number := of; number > 0; number-- {
					shares = append(shares, throughJSON(t, whole.Divided(share.Share{Number: number, Of: of})))
				}
				joined, err := analyze.Joined(shares)
				if err != nil {
					t.Fatal(err)
				}
				if want, got := inJSON(t, whole), inJSON(t, joined); !bytes.Equal(want, got) {
					t.Errorf("%d shares joined have %d bytes, not the %d of the whole", of, len(got), len(want))
				}
			}
		})
	}
}

func inJSON(t *testing.T, r *analyze.Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, r, report.JSON, report.Style{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func throughJSON(t *testing.T, r *analyze.Report) *analyze.Report {
	t.Helper()
	text := inJSON(t, r)
	read, err := analyze.ReadReport(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var beside struct {
		Lost map[string][]byte `json:"not_utf8"`
	}
	if err := json.Unmarshal(text, &beside); err != nil {
		t.Fatal(err)
	}
	report.RestoreNotUTF8(read, beside.Lost)
	return read
}

func TestBytesThatJSONCannotHoldComeThroughAShare(t *testing.T) {
	whole := twoGroups()
	whole.Schema, whole.Tool.Name = analyze.Schema, "gmmtool"
	whole.Groups[1].Name = "Caf\xe9"
	shares := []*analyze.Report{
		throughJSON(t, whole.Divided(share.Share{Number: 1, Of: 2})),
		throughJSON(t, whole.Divided(share.Share{Number: 2, Of: 2})),
	}
	joined, err := analyze.Joined(shares)
	if err != nil {
		t.Fatal(err)
	}
	if got := joined.Groups[1].Name; got != "Caf\xe9" {
		t.Errorf("the name is %q", got)
	}
}

func TestWhatIsNotAllOfOneResultIsNotJoined(t *testing.T) {
	whole := twoGroups()
	one, two := whole.Divided(share.Share{Number: 1, Of: 2}), whole.Divided(share.Share{Number: 2, Of: 2})
	other := *two
	other.Messages++
	torn := *two
	torn.Share = &analyze.Share{Share: share.Share{Number: 2, Of: 2}, Groups: make([]int, len(two.Groups)), Findings: make([]int, len(two.Findings))}
	for _, tc := range []struct {
		name   string
		shares []*analyze.Report
		want   error
	}{
		{"nothing", nil, share.ErrLost},
		{"one of two", []*analyze.Report{two}, share.ErrLost},
		{"one twice", []*analyze.Report{one, two, one}, share.ErrTwice},
		{"of another case", []*analyze.Report{one, &other}, share.ErrOther},
		{"a whole", []*analyze.Report{one, whole}, share.ErrWhole},
		{"places that are taken", []*analyze.Report{one, &torn}, share.ErrOther},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if _, err := analyze.Joined(tc.shares); !errors.Is(err, tc.want) {
				t.Errorf("the error is %v, not %v", err, tc.want)
			}
		})
	}
}
