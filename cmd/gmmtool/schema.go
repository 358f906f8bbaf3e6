package main

import (
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/merge"
	"github.com/gmmtool/gmmtool/dedupe/planfile"
	"github.com/gmmtool/gmmtool/dedupe/probe"
	"github.com/gmmtool/gmmtool/internal/jsonschema"
	"github.com/gmmtool/gmmtool/internal/report"
)

func (p *process) schemaCommand() *cli.Command {
	return &cli.Command{
		Name:      "schema",
		Usage:     "print the JSON Schema of a result",
		ArgsUsage: "RESULT",
		Description: strings.Join(wrapped("RESULT is one of "+strings.Join(resultNames(), ", ")+"."), "\n") + `

   gmmtool schema analyze > analyze.schema.json`,
		Action: func(c *cli.Context) error {
			hint := "the results are " + strings.Join(resultNames(), ", ")
			if c.Args().Len() != 1 {
				return withHint(hint, "schema needs the name of one result")
			}
			name := c.Args().First()
			if results()[name] == nil {
				if similar := nearest(name, resultNames()); similar != "" {
					hint = "did you mean " + similar + "? " + hint
				}
				return withHint(hint, "no result is called %q", name)
			}
			return report.WriteJSON(p.stdout, schemaOf(name))
		},
	}
}

// results are the types of all JSON results, by the name a user gives them.
func results() map[string]reflect.Type {
	all := report.Results()
	all["probe"] = reflect.TypeFor[probeResult]()
	all["answer"] = reflect.TypeFor[answerResult]()
	all["probe-state"] = reflect.TypeFor[probe.State]()
	all["decisions"] = reflect.TypeFor[dedupe.Decisions]()
	all["journal"] = reflect.TypeFor[merge.Journal]()
	all["index"] = reflect.TypeFor[indexResult]()
	all["export"] = reflect.TypeFor[exportResult]()
	all["manifest"] = reflect.TypeFor[manifest]()
	return all
}

func resultNames() []string { return slices.Sorted(maps.Keys(results())) }

// schemaOf describes one result. The bytes that a result cannot hold as text
// stand beside it (see [report.WriteJSON]).
func schemaOf(name string) jsonschema.Schema {
	forms := map[reflect.Type]jsonschema.Schema{reflect.TypeFor[merge.Text](): {
		"anyOf": []jsonschema.Schema{{"type": "string"}, {"type": "object", "properties": jsonschema.Schema{"base64": jsonschema.Schema{"type": "string", "contentEncoding": "base64"}}, "required": []string{"base64"}}},
	}}
	evidence := reflect.TypeFor[planfile.Evidence]()
	forms[evidence] = jsonschema.Schema{"anyOf": []jsonschema.Schema{jsonschema.Of(evidence, nil), {"type": "array", "items": jsonschema.Schema{"type": "string"}, "minItems": 1}}}
	schema := jsonschema.Of(results()[name], forms)
	properties := schema["properties"].(jsonschema.Schema)
	properties["not_utf8"] = jsonschema.Schema{"type": "object", "additionalProperties": jsonschema.Schema{"type": "string", "contentEncoding": "base64"}}
	if properties["schema"] != nil {
		version := 1
		if name == "dedupe" {
			version = planfile.Schema
		}
		properties["schema"] = jsonschema.Schema{"const": version}
	}
	if name == "jsonl" {
		schema["allOf"] = recordSchemas(forms)
	}
	schema["$schema"] = jsonschema.Dialect
	schema["title"] = "gmmtool " + name
	return schema
}

// recordSchemas say what the data of a line is, by its kind. Kinds not named here
// may hold anything.
func recordSchemas(forms map[reflect.Type]jsonschema.Schema) []jsonschema.Schema {
	var list []jsonschema.Schema
	records := report.Records()
	for _, kind := range slices.Sorted(maps.Keys(records)) {
		list = append(list, jsonschema.Schema{
			"if":   jsonschema.Schema{"properties": jsonschema.Schema{"kind": jsonschema.Schema{"const": kind}}},
			"then": jsonschema.Schema{"properties": jsonschema.Schema{"data": jsonschema.Of(records[kind], forms)}},
		})
	}
	return list
}
