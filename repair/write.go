package repair

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

func (p *planner) letterBy(seat analyze.Seat) letter {
	l := letter{goal: p.goal, rows: rowsOf(p.goal, p.known(), p.opts.Now.Unix()), keys: p.keys, gmms: p.gmms, date: p.opts.Now}
	for _, person := range p.goal.Members {
		if slices.Contains(seat.Addresses, person.Address) {
			l.signer = person
		}
	}
	for i := range l.rows {
		if l.rows[i].Fingerprint == "" && p.keys[l.rows[i].Address] != nil {
			l.rows[i].Fingerprint = string(p.keys[l.rows[i].Address].Fingerprint())
		}
	}
	for _, s := range p.known() {
		l.old = l.old || s.Oldest < release.Of(1, 154, 0)
		l.open = l.open || s.Release < release.Of(1, 157, 0)
	}
	if ahead := time.Unix(p.goal.Dated+1, 0).Sub(l.date); l.old && ahead > 0 && ahead <= longestWait {
		// A release before 1.154 follows no list dated before the one it has.
		l.date, l.wait = l.date.Add(ahead), ahead
	}
	for p.study.Knows(l.messageID()) {
		l.attempt++
	}
	return l
}

// predict has its recipients read the letter as if it were sealed and delivered.
func (p *planner) predict(l *letter) []analyze.Seat {
	m := &gmm.Message{
		Outer:     gmm.ParseHeader(l.envelope(nil)),
		Protected: gmm.ParseHeader([]byte(strings.Join(l.protected(), newline) + newline)),
		HP:        "cipher",
		Seal:      gmm.Seal{Opening: gmm.Opened, Secret: true, Signature: pgp.Good, Accepted: true, Signer: l.keys[l.signer.Address].Fingerprint()},
	}
	return p.readBy(l.date, func(analyze.Seat) *gmm.Message { return m })
}

// readBy has the seats a message is sent to read it at a time. The others stay
// as they are.
func (p *planner) readBy(at time.Time, message func(analyze.Seat) *gmm.Message) []analyze.Seat {
	recipients := p.reachable()
	var after []analyze.Seat
	for _, seat := range p.seats {
		if !slices.ContainsFunc(seat.Addresses, func(a string) bool { return slices.Contains(recipients, a) }) {
			after = append(after, seat)
			continue
		}
		next, _ := seat.Receive(message(seat), at.Unix())
		after = append(after, next)
	}
	return after
}

// write seals a letter, predicts from the written bytes what every device will
// show, and adds it to the plan.
func (p *planner) write(l *letter) error {
	var readers []*pgp.Key
	recipients := p.reachable()
	for _, address := range recipients {
		readers = append(readers, p.keys[address])
	}
	signer := p.keys[l.signer.Address]
	sealed, err := pgp.Seal(l.entity(), signer, readers, pgp.SealOptions{
		Time: l.date, Random: p.opts.Random, AllowExpired: true, AllowRevoked: true,
	})
	if err != nil {
		return fmt.Errorf("seal correction of group %q by %s: %w", p.goal.Name, l.signer.Address, err)
	}
	data := l.envelope(sealed)
	var healed []string
	ill := p.ill()
	after := p.readBy(l.date, func(seat analyze.Seat) *gmm.Message {
		reader := &gmm.Reader{}
		m := reader.Read(data, gmm.Keys{Own: pgp.NewRing(seat.Secret...)})
		return m
	})
	for _, i := range ill {
		if slices.Equal(after[i].Shown(), p.target()) {
			healed = append(healed, after[i].Device)
		}
	}
	p.seats = after
	p.made = append(p.made, made{data: data, correction: Correction{
		NotBefore:  l.notBefore(),
		MessageID:  l.messageID(),
		Group:      p.goal.ID,
		From:       l.signer.Address,
		Recipients: recipients,
		GMMs:       gmmIDs(l.gmms),
		Why:        p.why(l, healed),
	}})
	return nil
}

// recipients are the members of the target and the former members who do not
// know that they are out.
func (p *planner) recipients() []string {
	list := p.target()
	for _, i := range p.ill() {
		if seat := p.seats[i]; !seat.InTarget {
			list = append(list, seat.Addresses...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// reachable are the recipients whose key is known.
func (p *planner) reachable() []string {
	return slices.DeleteFunc(p.recipients(), func(address string) bool { return p.keys[address] == nil })
}

func gmmIDs(list []carried) []string {
	ids := []string{}
	for _, g := range list {
		ids = append(ids, g.messageID)
	}
	return ids
}
