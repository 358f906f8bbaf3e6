package planfile

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// country is the name of the field of a record that a large plan leaves out where it is
// that of the plan.
const country = "country"

// usualCountry is the calling code that most records have whose phone numbers state
// none, "" if no record has one; of equals the lowest.
func usualCountry(records []dedupe.Listed) string {
	counts := map[string]int{}
	for i := range records {
		if code := records[i].Country; code != "" {
			counts[code]++
		}
	}
	usual := ""
	for code, n := range counts {
		if most := counts[usual]; n > most || n == most && code < usual {
			usual = code
		}
	}
	return usual
}

// countryOf is the calling code of a record that does not say one: the usual one of the
// plan, or "" where all its phone numbers state theirs.
func countryOf(r *record.Record, usual string) string {
	if usual != "" && slices.ContainsFunc(r.Phones, func(number string) bool { return !strings.HasPrefix(number, "+") }) {
		return usual
	}
	return ""
}
