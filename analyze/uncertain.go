package analyze

import (
	"fmt"
	"slices"
)

// doubt looks for a second view the mail allows as well as the one rebuilt:
// where an own message fits several places among what was read, or where more
// messages were inferred than the mailbox lost. It returns the first
// that ends in other members, or nil.
func (s *script) doubt(h *history) *Uncertain {
	shown := h.addressesOf(h.view)
	differs := func(f fork) []string {
		if other := s.run(f); !slices.Equal(other.addressesOf(other.view), shown) {
			return other.addressesOf(other.view)
		}
		return nil
	}
	if doubt := s.doubtInferred(shown, differs); doubt != nil {
		return doubt
	}
	tried := 0
	for i := len(h.choices) - 1; i >= 0 && tried < maxForks; i-- {
		c := h.choices[i]
		for _, place := range ends(c.equal) {
			tried++
			if other := differs(fork{prior: h.choices[:i], own: c.own, place: place}); other != nil {
				return &Uncertain{
					Why: fmt.Sprintf("nothing shows whether %s had read the mail that arrived around %s when it wrote %q",
						h.device.name, clockTime(c.own.at), c.own.said.MessageID),
					Possible: [2][]string{shown, other},
				}
			}
		}
	}
	return nil
}

// maxForks bounds how many other ways through a script are played, the newest
// first: what was open long ago has nearly always been settled since.
const maxForks = 16

// ends gives the first and the last of a list: if the places between matter,
// so does one of these, nearly always.
func ends(list []int) []int {
	if len(list) <= 2 {
		return list
	}
	return []int{list[0], list[len(list)-1]}
}

// doubtInferred asks what would be if not all inferred messages had arrived,
// where the mailbox lost fewer than were sent to it: only the earliest, as
// when a connection breaks for good, or all but one.
func (s *script) doubtInferred(shown []string, differs func(fork) []string) *Uncertain {
	if !s.doubtful {
		return nil
	}
	drops := []func(*item) bool{func(it *item) bool { return it.surplus }}
	for i := len(s.received) - 1; i >= 0 && len(drops) < maxForks; i-- {
		if one := s.received[i]; one.inferred {
			drops = append(drops, func(it *item) bool { return it == one })
		}
	}
	for _, drop := range drops {
		if other := differs(fork{drop: drop}); other != nil {
			return &Uncertain{
				Why:      fmt.Sprintf("the mailbox of %s has lost fewer messages than were sent to it, and nothing shows which", s.device.name),
				Possible: [2][]string{shown, other},
			}
		}
	}
	return nil
}
