package history

import (
	"cmp"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// A Basis is what a statement about a view rests on.
type Basis string

const (
	Mail     Basis = "mail"     // read in the device's own archives
	Inferred Basis = "inferred" // from copies of the same mail in other people's archives
	Unknown  Basis = "unknown"  // its mail is sealed and its key is not at hand, or nobody knows whose it is
)

// Basis is what the view as a whole rests on: the client's database, if no later
// mail changed it; or unknown, or inferred if any member or the lack of one is, or
// else mail.
func (h *History) Basis() Basis {
	switch {
	case h.fromDatabase:
		return h.basisOfLater()
	case h.Device.Undecrypted:
		return Unknown
	case len(h.inferred) > 0:
		return Inferred
	}
	return Mail
}

// BasisOf is what the membership of one person rests on.
func (h *History) BasisOf(id membership.ID) Basis {
	switch {
	case h.fromDatabase:
		return cmp.Or(h.later[id], Database)
	case h.Device.Undecrypted:
		return Unknown
	case h.inferred[id]:
		return Inferred
	}
	return Mail
}

// noteInferred finds the rows whose last change of membership came from a step
// that was inferred.
func (h *History) noteInferred() {
	h.inferred = map[membership.ID]bool{}
	var before membership.View
	for _, st := range h.Steps {
		was := before
		before = st.After
		if !st.Outcome.Changed || !st.Inferred && len(h.inferred) == 0 {
			continue
		}
		note := func(id membership.ID) {
			if was.Has(id) == st.After.Has(id) {
				return
			}
			if delete(h.inferred, id); st.Inferred {
				h.inferred[id] = true
			}
		}
		for id := range st.After.Rows {
			note(id)
		}
		for id := range was.Rows {
			if _, still := st.After.Rows[id]; !still {
				note(id)
			}
		}
	}
}
