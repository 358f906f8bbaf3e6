package merge_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/dedupe/planfile"
)

// inShort is a plan as the file of a large one has it.
func inShort(t *testing.T, plan *dedupe.Plan) string {
	t.Helper()
	data, err := json.Marshal(planfile.Of(plan, true))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestALargePlanCanBeEdited(t *testing.T) {
	books := []merge.Book{bookNamed("contacts.vcf", contacts)}
	plan := planOf(books)
	plan.Persons = []dedupe.Person{accepted("anna", "0/0", "0/0", "0/1")}
	plan.Persons[0].Evidence = []dedupe.Evidence{{Rule: "same-phone", Grade: "proof", Records: [2]string{"0/0", "0/1"}, Text: "one number", Value: "1"}}
	plan.Persons[0].Evidence = append(plan.Persons[0].Evidence, dedupe.Evidence{Rule: "told", Grade: "proof", Records: [2]string{"0/1", "0/0"}, Text: "so they said", Value: "2"})
	text := inShort(t, plan)
	const first = `{"id":"#1","lasting":"0/0","at":[1,0],"uid":"anna-1"},`
	const second = `{"id":"#1.2","lasting":"0/1","at":[7,1],"uid":"anna-2"},`
	evidence := fmt.Sprintf("plan.json:1:%d: plan cannot be carried out: ", 1+strings.Index(text, `["told"`))
	for name, c := range map[string]struct{ old, new, want string }{
		"nothing is changed":                {"", "", ""},
		"a decision":                        {`"decision":"accept"`, `"decision":"refuse"`, ""},
		"a decision nobody knows":           {`"decision":"accept"`, `"decision":"yes"`, `plan.json: .persons[0].decision: plan cannot be carried out: "yes" is neither "accept", "review" nor "refuse"`},
		"a record that is still named":      {second, "", `plan.json: .persons[0].records[1]: plan cannot be carried out: "#1.2" is not a record of the plan`},
		"a record that others are like":     {first, "", `plan.json: .records[0].id: plan cannot be carried out: "#1.2" says how it differs from "#1", which does not stand before it`},
		"a field that no record has":        {`"id":"#1.2",`, `"id":"#1.2","without":["phone"],`, `plan.json: .records[1].without: plan cannot be carried out: "phone" is not a field that a record can be without`},
		"a number that no record has":       {`"records":["#1",".2"]`, `"records":["#1","#99"]`, `plan.json: .persons[0].records[1]: plan cannot be carried out: "#99" is not a record of the plan`},
		"a survivor that no record is":      {`"duplicates":0`, `"survivor":"#99"`, `plan.json: .persons[0].survivor: plan cannot be carried out: "#99" is not a record of the person`},
		"a number of two records":           {`"id":"#2"`, `"id":"#1"`, `plan.json: .records[2].id: plan cannot be carried out: "#1" is there twice`},
		"a rule that the plan has not":      {`["same-phone"`, `["same-fone"`, `plan.json: .persons[0].evidence[0].rule: plan cannot be carried out: "same-fone" is not among the rules of the plan`},
		"a place that is none":              {`"at":[1,0]`, `"at":[1]`, `plan.json: .records[0].at: plan cannot be carried out: a place is a line and an index`},
		"a person that is taken out":        {text[strings.Index(text, `{"id":"anna"`):strings.Index(text, `],"proposals"`)], "", ""},
		"a field that is misspelt":          {`"decision":"accept"`, `"decison":"accept"`, `"decison" is not known in .persons[0]`},
		"evidence that is a list too short": {`["told","2",`, `[],["told","2",`, evidence + `evidence has at least a rule`},
		"evidence without records":          {`["told","2","#1.2","#1"]`, `["told","2"]`, `plan.json: .persons[0].evidence[1].records: plan cannot be carried out: evidence ties two records or more`},
		"evidence with a misspelt field":    {`["told","2","#1.2","#1"]`, `{"ruel":"same-phone"}`, evidence + `unknown field "ruel"`},
		"evidence with a value of no text":  {`["told","2","#1.2","#1"]`, `{"value":1}`, evidence + `cannot unmarshal number into Go struct field evidenceObject.value of type string`},
		"a list that is a text":             {`"records":["#1",".2"]`, `"records":"#1"`, `: no valid JSON: cannot unmarshal string into Go struct field Person.persons.records of type []string`},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(text, c.old) {
				t.Fatalf("no %s in %s", c.old, text)
			}
			edited, err := merge.ReadPlan("plan.json", []byte(strings.Replace(text, c.old, c.new, 1)))
			if err == nil {
				err = merge.Check("plan.json", edited)
			}
			if c.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				if got := apply(t, edited, books, merge.Options{}); len(got.Persons) > 0 != (c.old == "") {
					t.Errorf("%+v", got.Persons)
				}
			} else if err == nil || !strings.HasSuffix(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "plan.json:") {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}
