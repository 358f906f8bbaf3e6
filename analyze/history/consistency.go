package history

import (
	"slices"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// Listed is the member list a message carries: sender and recipients, less the
// member it removes, sorted.
func (st *Step) Listed() []string {
	list := make([]string, 1, len(st.Reading.To)+1)
	list[0] = st.Reading.From.Address
	for _, to := range st.Reading.To {
		if to.Valid() {
			list = append(list, to.Address)
		}
	}
	slices.Sort(list)
	list = slices.Compact(list)
	return slices.DeleteFunc(list, func(address string) bool { return address == st.Reading.Removed })
}

// IsChecked reports whether the correction protocol has a client check the list
// of the message: it was received, as mail of its own, and lists somebody.
func (st *Step) IsChecked() bool {
	return !st.Own && st.CarriedBy == "" && len(st.Reading.To) > 0
}

// IsOut reports whether the device has no such group, or is out of it: then it has
// nothing to tell the others.
func (h *History) IsOut() bool { return !h.View.Exists || !h.View.Has(membership.Self) }

// Without lists the entries of a sorted list that are not in another, which is
// sorted too.
func Without(list, other []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool {
		_, found := slices.BinarySearch(other, s)
		return found
	})
}
