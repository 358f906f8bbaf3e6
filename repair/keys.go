package repair

import (
	"bytes"
	"cmp"
	"context"
	"slices"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// signers are the members of the target whose secret key is at hand; those
// whose own list is right come first.
func (p *planner) signers() []analyze.Seat {
	var right, wrong []analyze.Seat
	for _, seat := range p.seats {
		switch {
		case !seat.InTarget || p.signingKey(seat) == nil:
		case slices.Equal(seat.Shown(), p.target()):
			right = append(right, seat)
		default:
			wrong = append(wrong, seat)
		}
	}
	return append(right, wrong...)
}

// signingKey is the seat's secret key that the group knows, nil if none is.
func (p *planner) signingKey(seat analyze.Seat) *pgp.Key {
	for _, key := range seat.Secret {
		if !key.SecretLocked() && key.CheckSigner(p.opts.Now) == nil {
			return key
		}
	}
	return nil
}

// findKeys finds everybody's key, and notes whose is not known.
func (p *planner) findKeys(keyOf func(analyze.Person) (analyze.KeyOrigin, bool)) {
	p.keys = map[string]*pgp.Key{}
	for _, person := range slices.Concat(p.goal.Members, p.goal.Past) {
		if found, ok := keyOf(person); ok {
			p.keys[person.Address] = found.Key
			p.group.Keys = append(p.group.Keys, Key{Address: person.Address, Fingerprint: string(found.Key.Fingerprint()), Origin: found.Origin})
		} else if slices.Contains(p.target(), person.Address) {
			p.group.Unreachable = append(p.group.Unreachable, person.Address)
		}
	}
	slices.SortFunc(p.group.Keys, func(a, b Key) int { return cmp.Compare(a.Address, b.Address) })
}

// collectOriginals copies the GMMs that members missed. One that cannot be
// shown to others is left out: the list heals without it.
func (p *planner) collectOriginals(ctx context.Context, missed []analyze.Missed) error {
	var events []*analyze.Event
	for _, m := range missed {
		events = append(events, m.Event)
	}
	raw, err := p.study.Raw(ctx, events)
	if err != nil {
		return err
	}
	for _, m := range missed {
		data, ok := raw[m.Event.SHA256]
		if !ok {
			continue
		}
		attached, err := original(data, p.study.Secrets())
		if err == nil && !bytes.Contains(attached, []byte("PRIVATE KEY")) {
			p.gmms = append(p.gmms, carried{messageID: m.MessageID, data: attached})
		}
	}
	return nil
}
