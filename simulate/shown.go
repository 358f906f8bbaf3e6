package simulate

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Shown is whom a device shows as members of a group at the end of a life.
type Shown struct {
	Group, Device string
	Members       []string // addresses, sorted; nil if it does not have the group
	// Untold is what the view hangs on that a journal does not tell. Only a replay
	// has any.
	Untold []Untold
}

// Untold names what a replay would have to know and a journal does not tell.
type Untold string

const (
	// Unnamed: the journal does not say whom the user removed.
	Unnamed Untold = "whom the user removed"
	// Seconds: releases before 1.154 compare the date of a message with that of the
	// last one about the members, and later ones take the date of a message without
	// times for the time of a change. Clients up to 2.33 date mail by a clock that
	// runs ahead by up to half a minute (smeared time), and here the order of two
	// times that are no further apart decided.
	Seconds Untold = "by how many seconds clients date their mail ahead"
	// InTheClear: mail of the group went to clients of 2.0 and later in the clear,
	// because a client up to 1.160 did not have all keys. They make an unencrypted
	// chat of it, by other rules, and what they write there reaches the group of others.
	InTheClear Untold = "what clients make of mail in the clear"
)

// hangsOn notes what a journal does not tell.
func (d *device) hangsOn(what Untold) {
	if !slices.Contains(d.untold, what) {
		d.untold = append(slices.Clip(d.untold), what)
	}
}

func byGroup(a, b Shown) int {
	return cmp.Or(strings.Compare(a.Group, b.Group), strings.Compare(a.Device, b.Device))
}

// A Truth is what a real client showed at the end of a life.
type Truth struct {
	Device string
	Groups []Shown
}

// ReadTruth reads a truth.json. Chats whose group id is empty are left out: they were
// made of mail in the clear, and belong to no group of a journal.
func ReadTruth(r io.Reader) (*Truth, error) {
	var truth struct {
		Device string
		Groups []struct {
			Name    string
			GrpID   *string
			Members []string
		}
	}
	if err := decode(r, ErrTruth, &truth); err != nil {
		return nil, err
	}
	if truth.Device == "" {
		return nil, fmt.Errorf("%w: it names no device", ErrTruth)
	}
	t := &Truth{Device: truth.Device}
	for _, g := range truth.Groups {
		if g.GrpID != nil && *g.GrpID == "" {
			continue
		}
		if slices.ContainsFunc(t.Groups, func(s Shown) bool { return s.Group == g.Name }) {
			return nil, fmt.Errorf("%w: two groups of the name %q", ErrTruth, g.Name)
		}
		members := append([]string{}, g.Members...)
		slices.Sort(members)
		t.Groups = append(t.Groups, Shown{Group: g.Name, Device: truth.Device, Members: members})
	}
	return t, nil
}

// Verdict is how a simulated view stands to that of the real client.
type Verdict string

const (
	Agrees      Verdict = "agrees"
	NotModelled Verdict = "not modelled" // they differ, and the view hangs on what is untold
	Differs     Verdict = "differs"
	Unchecked   Verdict = "no truth" // nobody noted what the real client showed
)

// A Comparison sets a simulated view beside a real one.
type Comparison struct {
	Group     string   `json:"group"`
	Device    string   `json:"device"`
	Simulated []string `json:"simulated"` // nil if the device does not have the group
	Real      []string `json:"real"`      // likewise, and if it is not known
	Verdict   Verdict  `json:"verdict"`
	Untold    []Untold `json:"untold,omitempty"`
}

// Compare compares what a replay shows with what real clients showed: truths by
// device. A group that only one of them shows is compared as well.
func Compare(simulated []Shown, truths map[string][]Shown) []Comparison {
	var all []Comparison
	real := map[[2]string][]string{}
	for device, groups := range truths {
		for _, s := range groups {
			real[[2]string{s.Group, device}] = s.Members
		}
	}
	for _, s := range simulated {
		at := [2]string{s.Group, s.Device}
		_, told := truths[s.Device]
		c := Comparison{Group: s.Group, Device: s.Device, Simulated: s.Members, Real: real[at], Untold: s.Untold}
		delete(real, at)
		switch {
		case c.Simulated == nil && c.Real == nil:
			continue
		case !told:
			c.Verdict = Unchecked
		case same(c.Real, c.Simulated):
			c.Verdict = Agrees
		case len(s.Untold) > 0:
			c.Verdict = NotModelled
		default:
			c.Verdict = Differs
		}
		all = append(all, c)
	}
	for at, members := range real {
		all = append(all, Comparison{Group: at[0], Device: at[1], Real: members, Verdict: Differs})
	}
	slices.SortFunc(all, func(a, b Comparison) int {
		return cmp.Or(strings.Compare(a.Group, b.Group), strings.Compare(a.Device, b.Device))
	})
	return all
}

// same reports whether two devices show the same members, or both do not have the
// group.
func same(a, b []string) bool { return (a == nil) == (b == nil) && slices.Equal(a, b) }
