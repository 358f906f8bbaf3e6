package jsonschema_test

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/internal/jsonschema"
)

type inner struct {
	Shared string `json:"shared"`
	Hidden string `json:"hidden"`
}

type outer struct {
	inner
	Hidden  int            `json:"hidden"`
	Maybe   *time.Time     `json:"maybe,omitempty"`
	Null    *bool          `json:"null"`
	Pair    [2][]string    `json:"pair"`
	Counts  map[string]int `json:"counts"`
	Bytes   []byte         `json:"bytes"`
	Any     any            `json:"any"`
	Private string         `json:"-"`
}

func TestATypeIsDescribedAsEncodingJSONWritesIt(t *testing.T) {
	got, err := json.Marshal(jsonschema.Of(reflect.TypeFor[outer](), nil))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"properties":{` +
		`"any":{},` +
		`"bytes":{"contentEncoding":"base64","type":"string"},` +
		`"counts":{"additionalProperties":{"type":"integer"},"type":"object"},` +
		`"hidden":{"type":"integer"},` +
		`"maybe":{"format":"date-time","type":"string"},` +
		`"null":{"anyOf":[{"type":"null"},{"type":"boolean"}]},` +
		`"pair":{"items":{"items":{"type":"string"},"type":"array"},"maxItems":2,"minItems":2,"type":"array"},` +
		`"shared":{"type":"string"}},` +
		`"required":["hidden","null","pair","counts","bytes","any","shared"],"type":"object"}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestAFormOfItsOwnGoesFirst(t *testing.T) {
	forms := map[reflect.Type]jsonschema.Schema{reflect.TypeFor[inner](): {"type": "string"}}
	if got := jsonschema.Of(reflect.TypeFor[[]inner](), forms); got["items"].(jsonschema.Schema)["type"] != "string" {
		t.Errorf("%v", got)
	}
}
