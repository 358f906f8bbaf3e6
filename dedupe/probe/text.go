package probe

import (
	"fmt"
	"time"
)

// subjects are what programs that show subjects show.
func subjects() map[Kind]string {
	return map[Kind]string{
		Probe: "Do two addresses belong to you?",
		Check: "Do two addresses belong to you?",
		OK:    "Both addresses are mine",
	}
}

// text is what people read. A probe and a check read alike: neither says which
// of the two it is, nor where the other went.
func (s statement) text() string {
	end := time.Unix(s.Expires, 0).UTC().Format("2 January 2006, 15:04 UTC")
	if s.Kind == OK {
		return fmt.Sprintf(`This is the answer to the question of %s:
%s and %s belong to one person.
It was written with the program gmmtool. Nothing needs to be done.

Question %s, until %s.
`, s.Prober.Address, s.Record.Address, s.Candidate.Address, s.ID, end)
	}
	return fmt.Sprintf(`%s would like to know whether you are the same person as
another contact. A message like this one went to that contact, too.

You need not answer. Without an answer nothing changes, and nobody concludes
anything from it. Only if both messages reached you can you answer, with the
program gmmtool (gmmtool probe answer): it shows you what the answer would say,
and asks you first.

Question %s, until %s.
`, s.Prober.Address, s.ID, end)
}
