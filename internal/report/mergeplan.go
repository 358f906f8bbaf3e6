package report

import (
	"io"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/planfile"
)

// WriteMergePlan writes a plan as plan.json has it (see [planfile]). The entries of
// a large one stand on a line each.
func WriteMergePlan(w io.Writer, plan *dedupe.Plan) error {
	isLarge := len(plan.Records) > planfile.Few
	return writeJSON(w, planfile.Of(plan, isLarge), isLarge)
}
