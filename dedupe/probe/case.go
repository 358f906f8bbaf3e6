package probe

import (
	"context"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A Case is what questions are asked from, and what questions and answers are
// read in. Raw is the way back into the archives, as [evidence.Case.Raw].
type Case struct {
	Evidence  *evidence.Evidence
	Histories *history.Histories
	Secrets   *pgp.Ring // every secret key of the case
	Raw       func(context.Context, []*evidence.Event) (raw [][]byte, errs []error)
}

func (c Case) certificates() *pgp.Ring { return c.Evidence.Certificates.Ring }
