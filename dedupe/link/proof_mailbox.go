package dedupe

import (
	"github.com/gmmtool/gmmtool/internal/parallel"
	"strings"
)

// maxNeighbours is how many different records at one address are compared with
// each other. No one person has more.
const maxNeighbours = 60

// mailboxes ties records with one address, or two that Google delivers to one
// mailbox, unless it is plain that several people share it.
func (p *proving) mailboxes() {
	all := postings(p.jobs, p.roll.len(), func(i uint32, add func(uint64)) {
		r := p.roll.at(i)
		for _, address := range firstOf(r.Addresses) {
			if m, ok := readMailbox(address); ok && p.heard.vouchedFor(r, m) {
				add(digest(m.account))
			}
		}
	})
	var shared [][]posting
	runs(all, func(_ uint64, who []posting) { shared = append(shared, who) })
	found := make([][]Tie, max(1, p.jobs))
	parallel.Parts(len(found), len(shared), func(part, from, to int) {
		for _, who := range shared[from:to] {
			found[part] = append(found[part], p.neighbours(who)...)
		}
	})
	for _, ties := range found {
		p.ties = append(p.ties, ties...)
	}
}

// A neighbour stands for all records at one address that differ in nothing that
// is compared.
type neighbour struct {
	*profile
	box  box
	rest []uint32
}

// neighbours ties the records at one address, unless their names show that it is
// shared.
func (p *proving) neighbours(who []posting) []Tie {
	people := p.peopleAt(who)
	if len(people) > maxNeighbours {
		return nil
	}
	var ties []Tie
	for i, a := range people {
		before := a.records[0]
		for _, next := range a.rest {
			ties = append(ties, mailboxTie(a.box, a.box, before, next))
			before = next
		}
		for _, b := range people[:i] {
			switch {
			case a.box.account != b.box.account:
			case clash(a.profile, b.profile):
				return nil
			case foreignNames(a.profile, b.profile): // somebody has to ask
			case p.heard.unlike(a.profile, b.profile) == nil:
				ties = append(ties, mailboxTie(b.box, a.box, b.records[0], a.records[0]))
			}
		}
	}
	return ties
}

// peopleAt are the different records at one address, those left out that the
// address says nothing of: the user's own, organisations, and all at an address
// that is no person's.
func (p *proving) peopleAt(who []posting) []neighbour {
	known := map[string]int{}
	var people []neighbour
	for _, posting := range who {
		i := posting.who()
		class := classOf(p.roll.at(i))
		if at, seen := known[class]; seen {
			if at >= 0 {
				people[at].rest = append(people[at].rest, i)
			}
			continue
		}
		known[class] = -1
		a := p.describe(i)
		for _, b := range a.boxes {
			if digest(b.account)>>whoBits == posting.value() && b.impersonal == "" && a.owner == 0 && !a.organisation {
				known[class] = len(people)
				people = append(people, neighbour{a, b, nil})
				break
			}
		}
	}
	return people
}

// classOf is equal for records that say the same of who they are.
func classOf(r *Record) string {
	var b strings.Builder
	for _, list := range [][]string{r.Names, r.Addresses, {r.Birthday, string(r.Source)}} {
		for _, text := range list {
			b.WriteString(text)
			b.WriteByte(0)
		}
		b.WriteByte(1)
	}
	for _, key := range r.Keys {
		b.WriteString(key.Fingerprint)
		b.WriteString(string(key.Learnt))
	}
	if r.Organisation {
		b.WriteByte(2)
	}
	return b.String()
}

func mailboxTie(x, y box, a, b uint32) Tie {
	rule := &ruleMailbox
	if x.address != y.address {
		rule = &ruleGmail
	}
	return Tie{Rule: rule, A: min(a, b), B: max(a, b), Value: x.account, bits: rule.bits}
}

// foreignNames reports two people whose names are written in different scripts
// throughout, so that nothing says they are one name.
func foreignNames(a, b *profile) bool {
	for _, x := range a.names {
		for _, y := range b.names {
			if relate(x.name, y.name) != foreign {
				return false
			}
		}
	}
	return len(a.names) > 0 && len(b.names) > 0
}

// clash reports names of which no two may be one person's.
func clash(a, b *profile) bool {
	if len(a.names) == 0 || len(b.names) == 0 {
		return false
	}
	for _, x := range a.names {
		for _, y := range b.names {
			if k := relate(x.name, y.name); k.compatible() || k == foreign {
				return false
			}
		}
	}
	return true
}

// sharedInbox reports two full names that mail came under from one address, and
// that cannot be one person's.
func sharedInbox(profiles ...*profile) (x, y named, shared bool) {
	for _, p := range profiles {
		for i, x := range p.names {
			for _, y := range p.names[:i] {
				if x.record == y.record && x.full() && y.full() && !p.carded {
					if k := relate(x.name, y.name); k == strangers || k == relatives {
						return x, y, true
					}
				}
			}
		}
	}
	return named{}, named{}, false
}

// unlike is the rule that forbids to join two profiles without asking, nil if
// there is none.
func (h *heard) unlike(a, b *profile) *Tie {
	for _, x := range a.names {
		for _, y := range b.names {
			switch {
			case lookAlike(x.name, y.name):
				return against(&ruleNameLook, x.record, y.record, both(x.found, y.found))
			case x.generation != y.generation && relate(x.name, y.name) >= part:
				return against(&ruleGeneration, x.record, y.record, both(x.found, y.found))
			}
		}
	}
	if x, y, differ := differentBirthdays(a, b); differ {
		return against(&ruleBirthdays, x.record, y.record, both(x.String(), y.String()))
	}
	if x, y, differ := h.differentKeys(a, b); differ && sameMailbox(a, b) {
		return against(&ruleKeysDiffer, x.record, y.record, both(x.key, y.key))
	}
	if x, y, contested := h.contestedKey(a, b); contested {
		return against(&ruleContested, x.record, y.record, x.folded)
	}
	if x, y, shared := sharedInbox(a, b); shared && sameMailbox(a, b) {
		return against(&ruleInbox, x.record, y.record, both(x.found, y.found))
	}
	if clash(a, b) {
		x, y := a.names[0], b.names[0]
		return against(&ruleStrangers, x.record, y.record, both(x.found, y.found))
	}
	return nil
}

func sameMailbox(a, b *profile) bool {
	for _, x := range a.boxes {
		for _, y := range b.boxes {
			if x.account == y.account {
				return true
			}
		}
	}
	return false
}

func against(r *Rule, a, b uint32, value string, witnesses ...Witness) *Tie {
	return &Tie{Rule: r, A: a, B: b, Value: value, bits: r.bits, Witnesses: witnesses}
}
