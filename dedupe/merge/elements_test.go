package merge

import (
	"bytes"
	"encoding/json"
	"reflect"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/planfile"
)

// FuzzReadByElement holds for any bytes: what is read element by element is what
// reading the whole gives, and has no key that is not known.
func FuzzReadByElement(f *testing.F) {
	for _, seed := range []string{
		`{"schema":2,"kind":"merge","records":[{"id":"#1","at":[1,0],"names":["\"a\\"]},{"id":"b"}],"persons":[{"id":"p","records":["#1"],"evidence":[["r","v","#1","b"]]}]}`,
		` { "persons" : [ ] , "proposals" : [ { "a" : [ ] } , {} ] } `, `{"persons":[{"id":"p","id":"q"}]}`, `{"persons":[{"ID":"p"}]}`,
		`{"persons":[1]}`, `{"persons":[{}}`, `{"records":[{"id":"a`, `{"persons":[],"persons":[]}`, `{"\u0070ersons":[]}`, `{}`, `{,}`, `[]`, `{"kind":"a"}x`, `{"records":[{},]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var got, want planfile.Plan
		if !readByElement(data, reflect.ValueOf(&got).Elem()) {
			return
		}
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.DisallowUnknownFields()
		if err := decoder.Decode(&want); err != nil || !json.Valid(data) {
			t.Fatalf("read %q, which is refused: %v", data, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%q is %+v, not %+v", data, got, want)
		}
	})
}

func TestAPlanInOrderIsReadByElement(t *testing.T) {
	var plan planfile.Plan
	data := []byte(`{"schema": 2, "kind": "merge", "inputs": [], "records": [{"id": "a", "place": {"line": 1}}], "persons": [], "counts": {"cards": 1}}`)
	if !readByElement(data, reflect.ValueOf(&plan).Elem()) || len(plan.Records) != 1 || plan.Counts.Cards != 1 {
		t.Errorf("%+v", plan)
	}
}
