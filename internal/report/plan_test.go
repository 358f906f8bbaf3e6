package report_test

import (
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/repair"
)

func TestAPlanSaysInALineWhatACorrectionDoesNotCarry(t *testing.T) {
	plain := repair.MissingGMM{MessageID: "a@x", Why: "was sent without encryption"}
	gone := repair.MissingGMM{MessageID: "b@x", Why: "is\x1b[2J not in its archive any more"}
	for name, tc := range map[string]struct {
		missing []repair.MissingGMM
		want    string // "" for no line
	}{
		"nothing is missing":                        {nil, ""},
		"one reason is told once":                   {[]repair.MissingGMM{plain, plain}, "carries 1 of the 3 messages somebody missed: was sent without encryption\n"},
		"of several reasons the first":              {[]repair.MissingGMM{plain, gone}, "was sent without encryption; and other reasons, which the plan has\n"},
		"a reason cannot do anything to a terminal": {[]repair.MissingGMM{gone}, `carries 1 of the 2 messages somebody missed: is`},
	} {
		t.Run(name, func(t *testing.T) {
			plan := repair.Plan{Groups: []repair.Group{{ID: "g"}}, Corrections: []repair.Correction{{File: "correction-01.eml", Group: "g", GMMs: []string{"c@x"}, MissingGMMs: tc.missing}}}
			var b strings.Builder
			if err := report.WritePlan(&b, plan, "fix", report.Table, report.Making{}); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(b.String(), "\x1b") || !strings.Contains(b.String(), tc.want) || tc.want == "" && strings.Contains(b.String(), "somebody missed") {
				t.Errorf("%s", b.String())
			}
		})
	}
}

func TestAPlanEndsWithTheNextCommand(t *testing.T) {
	plan := repair.Plan{
		Groups:      []repair.Group{{ID: "g"}, {ID: "h", Name: "Choir"}, {ID: "i", Name: "Ca\x1bfé", Unseen: []string{"bob"}}},
		Corrections: []repair.Correction{{File: "correction-01.eml", Group: "g"}},
	}
	for out, want := range map[string]string{
		"fix":       "Nothing was sent. Next: gmmtool apply fix\n",
		"my fix":    "Nothing was sent. Next: gmmtool apply 'my fix'\n",
		"it's;here": "Nothing was sent. Next: gmmtool apply 'it'\\''s;here'\n",
	} {
		var b strings.Builder
		if err := report.WritePlan(&b, plan, out, report.Table, report.Making{}); err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(b.String(), want) || !strings.Contains(b.String(), "\n2 groups need nothing: “Choir” and “Ca") || strings.Contains(b.String(), "\x1b") {
			t.Errorf("%s", b.String())
		}
	}
}

func TestAPageOfAPlanSaysWhatIsDisputedAndWhoDecidedAsTheTableDoes(t *testing.T) {
	dispute := repair.Dispute{Actor: "bob@lab.example", Subject: "dave@lab.example", Kind: "add", Device: "bob", Refused: []string{"alice"}, Counts: true}
	for name, tc := range map[string]struct {
		group repair.Group
		want  []string
	}{
		"one device's word": {repair.Group{ID: "g", Disputes: []repair.Dispute{dispute}},
			[]string{"disputed", "DISPUTED: bob@lab.example added dave@lab.example, which bob alone says; alice refused it.", "--keep dave@lab.example"}},
		"a person decided": {repair.Group{ID: "g", Disputes: []repair.Dispute{dispute}, Decided: &repair.Decision{Drop: []string{"dave@lab.example"}}},
			[]string{"decided by you, not by the mail: dave@lab.example does not belong to the group"}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, format := range []report.Format{report.Table, report.HTML} {
				var b strings.Builder
				if err := report.WritePlan(&b, repair.Plan{Groups: []repair.Group{tc.group}}, "fix", format, report.Making{}); err != nil {
					t.Fatal(err)
				}
				for _, want := range tc.want {
					if want == "disputed" && format == report.Table {
						continue
					}
					if !strings.Contains(b.String(), want) {
						t.Errorf("%s: no %q", format, want)
					}
				}
			}
		})
	}
}
