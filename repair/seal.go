package repair

import (
	"fmt"
	"slices"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// seal writes a draft, predicts from the written bytes what every device will
// show, and adds it to the plan.
func (p *planner) seal(d *draft) error {
	for p.hs.Knows(d.messageID()) {
		d.attempt++
	}
	recipients := p.reachable()
	if d.to != "" {
		recipients = slices.DeleteFunc(recipients, func(address string) bool { return address != d.to && address != d.signer.Address })
	}
	var readers []*pgp.Key
	for _, address := range recipients {
		readers = append(readers, p.keys[address])
	}
	data, err := d.mail().Seal(d.signer.key, readers, pgp.SealOptions{
		Time: d.date, Random: p.opts.Random, AllowExpired: true, AllowRevoked: true,
	})
	if err != nil {
		return fmt.Errorf("seal correction of group %q by %s: %w", p.goal.Name, d.signer.Address, err)
	}
	before := p.diverged()
	p.deliver(d, data, recipients)
	var healed []string
	for _, i := range before {
		if slices.Equal(p.states[i].Shown(), p.target) {
			healed = append(healed, p.states[i].Device)
		}
	}
	ids := []string{}
	for _, g := range d.gmms {
		ids = append(ids, g.messageID)
	}
	p.written = append(p.written, written{data: data, correction: Correction{
		NotBefore:   d.notBefore(),
		MessageID:   d.messageID(),
		Group:       p.goal.ID,
		From:        d.signer.Address,
		Recipients:  recipients,
		GMMs:        ids,
		MissingGMMs: p.gmms.missing,
		Why:         p.why(d, healed),
	}})
	return nil
}

// deliver has the devices of the recipients read a written correction by their own
// rules, those that have a key it is sealed to and those that have none.
func (p *planner) deliver(d *draft, data []byte, recipients []string) {
	sealedTo := map[pgp.Fingerprint]bool{}
	for _, address := range recipients {
		sealedTo[p.keys[address].Fingerprint()] = true
	}
	reader := &gmm.Reader{}
	unopened := reader.Read(data, gmm.Keys{Own: pgp.NewRing()})
	opened := reader.Read(data, gmm.Keys{Own: pgp.NewRing(d.signer.key)})
	opened.Seal.Secret = true // what one of them opens, all can
	states := slices.Clone(p.states)
	for i, s := range states {
		if !isAmong(s, recipients) {
			continue
		}
		message := unopened
		if slices.ContainsFunc(p.c.Keys(s.Device), func(key *pgp.Key) bool {
			return sealedTo[key.Fingerprint()] && key.HasSecret() && !key.SecretLocked()
		}) {
			message = opened
		}
		p.predictions++
		states[i], _ = s.Receive(message, d.date.Unix())
	}
	p.states = states
}

func isAmong(s history.DeviceState, recipients []string) bool {
	return slices.ContainsFunc(s.Addresses, func(address string) bool {
		_, found := slices.BinarySearch(recipients, address)
		return found
	})
}
