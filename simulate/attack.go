package simulate

import (
	"errors"
	"fmt"

	"github.com/gmmtool/gmmtool/internal/membership"
)

// An Attack is somebody who, once, in the middle of the run, tells all members
// that one of them is out.
type Attack string

const (
	NoAttack Attack = ""
	// Insider is a member: signed and sealed, with the time of a removal that
	// never was, and without a header that would name it.
	Insider Attack = "insider"
	// Forger has no key: unsigned mail under the address of a member, which names
	// the removal.
	Forger Attack = "forger"
)

// ErrAttack is the kind of error of [ParseAttack].
var ErrAttack = errors.New("unknown attack")

// ParseAttack reads the name of an attack, or "none".
func ParseAttack(text string) (Attack, error) {
	switch a := Attack(text); a {
	case "none", NoAttack:
		return NoAttack, nil
	case Insider, Forger:
		return a, nil
	}
	return NoAttack, fmt.Errorf("%w %q: use none, insider, forger", ErrAttack, text)
}

// attack sends the letter. The victim is the member with the highest number, the
// author the one with the lowest.
func (g *group) attack() {
	author, victim := -1, -1
	var others []int
	for person, isIn := range g.truth.in {
		switch {
		case !isIn:
		case author < 0:
			author = person
		default:
			others = append(others, person)
			victim = person
		}
	}
	if len(others) < 2 {
		return
	}
	others = others[:len(others)-1]
	now := g.now / 1000
	l := &letter{kind: ordinary, from: author, subject: victim, to: others, number: g.written, parent: neverSent}
	g.written++
	l.says = membership.Message{
		From: g.address(author), To: g.mailboxes(others), Gossip: g.gossip,
		Chat: true, HasName: true, Date: now, Now: now,
	}
	l.lists = digest(uint64(author), 0, 0)
	for _, person := range others {
		l.lists ^= digest(uint64(person), 0, 0)
	}
	if g.opts.Attack == Forger {
		l.says.RemovedHeader, l.says.Removed = true, g.address(victim)
		l.kind = removal
	} else {
		l.says.Signer, l.says.Encrypted = g.fingerprint(author), true
		l.says.Past = g.mailboxes([]int{victim})
		l.says.Fingerprints = g.fingerprints(others, []int{victim})
		for range others {
			l.says.Times = append(l.says.Times, 0) // newer nowhere
		}
		l.says.Times = append(l.says.Times, now)
	}
	g.forged = l
	g.carry(l)
}

// damaged counts the devices that believe the attack at the end.
func (g *group) damaged() int {
	n := 0
	if g.forged == nil || !g.truth.in[g.forged.subject] {
		return 0
	}
	for _, d := range g.devices {
		if g.truth.in[d.person] && d.person != g.forged.subject && d.shows() && !d.view.Has(g.id(d, g.forged.subject)) {
			n++
		}
	}
	return n
}
