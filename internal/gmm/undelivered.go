package gmm

import (
	"bytes"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
)

// maxUndelivered bounds the recipients kept of one report.
const maxUndelivered = 64

// undeliveredTo reads which recipients a message/delivery-status says it failed to
// reach (RFC 3464 section 2.3): each has a block of fields of its own. Reports of
// a delay are none.
func undeliveredTo(status []byte) []string {
	var failed []string
	for block := range bytes.SplitSeq(bytes.ReplaceAll(status, []byte("\r\n"), []byte("\n")), []byte("\n\n")) {
		fields := ParseHeader(append(slices.Clone(bytes.TrimLeft(block, "\n")), '\n'))
		if !strings.EqualFold(strings.TrimSpace(fields.Get("action")), "failed") {
			continue
		}
		for _, name := range [...]string{"original-recipient", "final-recipient"} {
			_, recipient, _ := strings.Cut(fields.Get(name), ";")
			recipient = address.Normalize(strings.Trim(strings.TrimSpace(recipient), "<>"))
			if address.Valid(recipient) && !slices.Contains(failed, recipient) && len(failed) < maxUndelivered {
				failed = append(failed, recipient)
			}
		}
	}
	return failed
}
