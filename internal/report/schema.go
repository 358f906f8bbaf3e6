package report

import (
	"reflect"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/dedupe/planfile"
	"github.com/gmmtool/gmmtool/internal/delivery"
	"github.com/gmmtool/gmmtool/repair"
)

// Results are the types of the JSON results this package writes, by the name a
// user gives them.
func Results() map[string]reflect.Type {
	return map[string]reflect.Type{
		"analyze":    reflect.TypeFor[wordedReport](),
		"batch":      reflect.TypeFor[Batch](),
		"jsonl":      reflect.TypeFor[record](),
		"timesketch": reflect.TypeFor[timesketchEvent](),
		"diff":       reflect.TypeFor[comparison](),
		"history":    reflect.TypeFor[analyze.Story](),
		"list":       reflect.TypeFor[ListRecord](),
		"correct":    reflect.TypeFor[repair.Plan](),
		"dedupe":     reflect.TypeFor[planfile.Plan](),
		"apply":      reflect.TypeFor[delivery.Result](),
		"merge":      reflect.TypeFor[mergeResult](),
		"simulate":   reflect.TypeFor[Simulation](),
		"life":       reflect.TypeFor[Life](),
		"undo":       reflect.TypeFor[undoResult](),
	}
}

// Records are the types of what the lines of [JSONLines] hold, by their kind.
func Records() map[string]reflect.Type {
	return map[string]reflect.Type{
		"run":     reflect.TypeFor[analyze.Tool](),
		"filter":  reflect.TypeFor[analyze.Filter](),
		"input":   reflect.TypeFor[evidence.Input](),
		"device":  reflect.TypeFor[analyze.DeviceInfo](),
		"group":   reflect.TypeFor[groupRecord](),
		"view":    reflect.TypeFor[viewRecord](),
		"step":    reflect.TypeFor[analyze.Step](),
		"finding": reflect.TypeFor[wordedFinding](),
		"counts":  reflect.TypeFor[countsRecord](),
	}
}
