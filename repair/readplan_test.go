package repair_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/repair"
)

func TestAPlanIsReadStrictly(t *testing.T) {
	const good = `{"schema": 1, "kind": "corrections", "groups": [], "corrections": [{"file": "a.eml", "message_id": "1@x", "group": "G",
"from": "a@x", "recipients": ["b@x"]}]}`
	if _, err := repair.ReadPlan([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for name, edit := range map[string]struct {
		old, new, says string
		kind           error
	}{
		"a misspelt field is named, with its line": {`"recipients"`, `"recipents"`, `line 2: unknown field "recipents"`, repair.ErrPlan},
		"a correction needs recipients":            {`["b@x"]`, `[]`, `.corrections[0] has no "recipients"`, repair.ErrPlan},
		"a correction needs a sender":              {`"from": "a@x", `, ``, `.corrections[0] has no "from"`, repair.ErrPlan},
		"a wrong type is said without Go's names":  {`["b@x"]`, `"b@x"`, `"corrections.recipients" cannot be a string`, repair.ErrPlan},
		"a cut plan is not a JSON":                 {`"recipients": ["b@x"]}]}`, ``, "it is not JSON", repair.ErrPlan},
		"nothing may follow":                       {`]}]}`, `]}]} {}`, "something follows its end", repair.ErrPlan},
		"a later version is not guessed at":        {`"schema": 1`, `"schema": 2`, "unknown version of the plan: 2", repair.ErrVersion},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := repair.ReadPlan([]byte(strings.Replace(good, edit.old, edit.new, 1)))
			if !errors.Is(err, edit.kind) || !strings.Contains(err.Error(), edit.says) {
				t.Errorf("%v, want %q", err, edit.says)
			}
		})
	}
}
