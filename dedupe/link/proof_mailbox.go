package link

import (
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// maxMailboxUsers is how many different records at one address are compared with
// each other. No one person has more.
const maxMailboxUsers = 60

// tieMailboxes ties records with one address, or two that Google delivers to one
// mailbox, unless it is plain that several people share it.
func (p *prover) tieMailboxes() {
	all := postings(p.jobs, p.index.Len(), func(i uint32, add func(uint64)) {
		r := p.index.At(i)
		for _, address := range firstOf(r.Addresses) {
			if m, ok := compare.ReadMailbox(address); ok && p.testimony.vouchedFor(r, m) {
				add(digest(m.Account))
			}
		}
	})
	var shared [][]posting
	eachBlock(all, func(_ uint64, who []posting) { shared = append(shared, who) })
	found := make([][]Tie, max(1, p.jobs))
	parallel.Parts(len(found), len(shared), func(part, from, to int) {
		for _, who := range shared[from:to] {
			found[part] = append(found[part], p.tieUsers(who)...)
		}
	})
	for _, ties := range found {
		p.ties = append(p.ties, ties...)
	}
}

// A mailboxUser stands for all records at one address that differ in nothing that
// is compared.
type mailboxUser struct {
	*profile
	box  mailbox
	rest []uint32
}

// tieUsers ties the records at one address, unless their names show that it is
// shared.
func (p *prover) tieUsers(who []posting) []Tie {
	users := p.usersOf(who)
	if len(users) > maxMailboxUsers {
		return nil
	}
	ambiguous := mayBeShared(users)
	var ties []Tie
	for i, a := range users {
		before := a.records[0]
		for _, next := range a.rest {
			ties = append(ties, mailboxTie(a.box, a.box, before, next))
			before = next
		}
		for _, b := range users[:i] {
			switch {
			case a.box.Account != b.box.Account:
			case len(p.testimony.answered) > 0 && p.testimony.haveAnswered(a.profile, b.profile):
				ties = append(ties, mailboxTie(b.box, a.box, b.records[0], a.records[0]))
			case namesClash(a.profile, b.profile):
				return nil
			case scriptsDiffer(a.profile, b.profile), ambiguous && sayLittle(a.profile, b.profile): // somebody has to ask
			case p.testimony.objection(a.profile, b.profile) == nil:
				ties = append(ties, mailboxTie(b.box, a.box, b.records[0], a.records[0]))
			}
		}
	}
	return ties
}

// usersOf are the different records at one address, those left out that the
// address says nothing of: the user's own, organisations, and all at an address
// that is not a person's.
func (p *prover) usersOf(who []posting) []mailboxUser {
	known := map[string]int{}
	var users []mailboxUser
	for _, posting := range who {
		i := posting.who()
		class := classOf(p.index.At(i))
		if p.isTakenOut(i) {
			class += p.index.ID(i)
		}
		if at, seen := known[class]; seen {
			if at >= 0 {
				users[at].rest = append(users[at].rest, i)
			}
			continue
		}
		known[class] = -1
		a := p.describe(i)
		for _, b := range a.mailboxes {
			if digest(b.Account)>>whoBits == posting.value() && b.impersonal == "" && a.owner == 0 && !a.organisation {
				known[class] = len(users)
				users = append(users, mailboxUser{a, b, nil})
				break
			}
		}
	}
	return users
}

// classOf is equal for records that say the same of who they are.
func classOf(r *record.Record) string {
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

func mailboxTie(x, y mailbox, a, b uint32) Tie {
	rule, shown := &ruleMailbox, x.Address
	if x.Address != y.Address {
		rule, shown = &ruleGmail, ""
	}
	return Tie{Rule: rule, A: min(a, b), B: max(a, b), Value: x.Account, shown: shown, bits: rule.bits}
}

// scriptsDiffer reports two people whose names are written in different scripts
// throughout, so that nothing says they are one name.
func scriptsDiffer(a, b *profile) bool {
	for _, x := range a.names {
		for _, y := range b.names {
			if k := compare.Names(x.Name, y.Name); k != compare.ScriptsDiffer && k != compare.SameSound {
				return false
			}
		}
	}
	return len(a.names) > 0 && len(b.names) > 0
}

// mayBeShared reports users of a mailbox of whom nobody can tell whether two are one:
// their names are in two scripts, or agree in an initial alone and each has an address
// of their own besides. "J. Moore" and "Jane Moore" may be a couple, and whose a third
// card of "J. Moore" is, or one without a name, is not known then.
func mayBeShared(users []mailboxUser) bool {
	for i, a := range users {
		for _, b := range users[:i] {
			if scriptsDiffer(a.profile, b.profile) ||
				a.hasOtherMailbox(b.profile) && b.hasOtherMailbox(a.profile) && agreeByInitial(a.profile, b.profile) {
				return true
			}
		}
	}
	return false
}

// sayLittle reports two of whom one has no name, or none but with an initial.
func sayLittle(a, b *profile) bool {
	isFull := func(n name) bool { return n.IsFull() }
	return !slices.ContainsFunc(a.names, isFull) || !slices.ContainsFunc(b.names, isFull)
}

// agreeByInitial reports two of whose names no more than an initial agrees.
func agreeByInitial(a, b *profile) bool {
	for _, x := range a.names {
		for _, y := range b.names {
			if compare.Names(x.Name, y.Name) > compare.WithInitials {
				return false
			}
		}
	}
	return slices.ContainsFunc(a.names, func(x name) bool {
		return slices.ContainsFunc(b.names, func(y name) bool { return compare.Names(x.Name, y.Name) == compare.WithInitials })
	})
}

// hasOtherMailbox reports a person's address that the other has not.
func (p *profile) hasOtherMailbox(q *profile) bool {
	return slices.ContainsFunc(p.mailboxes, func(x mailbox) bool {
		return x.impersonal == "" && !slices.ContainsFunc(q.mailboxes, func(y mailbox) bool { return x.Account == y.Account })
	})
}

// namesClash reports names of which no two may be one person's.
func namesClash(a, b *profile) bool {
	if len(a.names) == 0 || len(b.names) == 0 {
		return false
	}
	for _, x := range a.names {
		for _, y := range b.names {
			if k := compare.Names(x.Name, y.Name); k.Compatible() || k == compare.ScriptsDiffer {
				return false
			}
		}
	}
	return true
}

// sharedInbox reports two full names that mail came under from one address, and
// that cannot be one person's.
func sharedInbox(profiles ...*profile) (x, y name, shared bool) {
	for _, p := range profiles {
		for i, x := range p.names {
			for _, y := range p.names[:i] {
				if x.record == y.record && x.IsFull() && y.IsFull() && !p.hasCard {
					if k := compare.Names(x.Name, y.Name); k == compare.NamesUnrelated || k == compare.SameFamilyName {
						return x, y, true
					}
				}
			}
		}
	}
	return name{}, name{}, false
}

// objection is the rule that forbids to join two profiles without asking, nil if
// there is none.
func (h *testimony) objection(a, b *profile) *Tie {
	for _, x := range a.names {
		for _, y := range b.names {
			switch {
			case compare.NamesLookAlike(x.Name, y.Name):
				return against(&ruleNameLook, x.record, y.record, both(x.Found, y.Found))
			case x.Generation != y.Generation && compare.Names(x.Name, y.Name) >= compare.PartOfName:
				return against(&ruleGeneration, x.record, y.record, both(x.Found, y.Found))
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
		return against(&ruleContested, x.record, y.record, x.Folded)
	}
	if x, y, shared := sharedInbox(a, b); shared && sameMailbox(a, b) {
		return against(&ruleInbox, x.record, y.record, both(x.Found, y.Found))
	}
	if namesClash(a, b) {
		x, y := a.names[0], b.names[0]
		return against(&ruleStrangers, x.record, y.record, both(x.Found, y.Found))
	}
	return nil
}

func sameMailbox(a, b *profile) bool {
	for _, x := range a.mailboxes {
		for _, y := range b.mailboxes {
			if x.Account == y.Account {
				return true
			}
		}
	}
	return false
}

func against(r *Rule, a, b uint32, value string, witnesses ...record.Witness) *Tie {
	return &Tie{Rule: r, A: a, B: b, Value: value, bits: r.bits, Witnesses: witnesses}
}
