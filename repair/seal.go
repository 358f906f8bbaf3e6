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

// deliver has the devices of the recipients read a written correction, each with
// its own keys and by its own rules.
func (p *planner) deliver(d *draft, data []byte, recipients []string) {
	sealedTo := pgp.NewRing(d.signer.key)
	for _, address := range recipients {
		sealedTo.Add(p.keys[address])
	}
	var opened, unopened *gmm.Message // the same for every device but for the key that opened it
	states := slices.Clone(p.states)
	for i, s := range states {
		if !isAmong(s, recipients) {
			continue
		}
		var message *gmm.Message
		if key := p.opener(s, sealedTo); key == nil {
			if unopened == nil {
				unopened, _ = (&gmm.Reader{}).Read(data, gmm.Keys{Own: pgp.NewRing()})
			}
			message = unopened
		} else {
			if opened == nil {
				opened, _ = (&gmm.Reader{}).Read(data, gmm.Keys{Own: pgp.NewRing(key)})
			}
			own := *opened
			own.Seal.OpenedBy = key.Fingerprint()
			message = &own
		}
		p.predictions++
		states[i], _ = s.Receive(message, d.date.Unix())
	}
	p.states = states
}

// opener is the device's own key that opens what is sealed to a ring, nil if
// there is none.
func (p *planner) opener(s history.DeviceState, sealedTo *pgp.Ring) *pgp.Key {
	for _, key := range p.c.Keys(s.Device) {
		if key.HasSecret() && !key.SecretLocked() && sealedTo.ByFingerprint(key.Fingerprint()) != nil {
			return key
		}
	}
	return nil
}

func isAmong(s history.DeviceState, recipients []string) bool {
	return slices.ContainsFunc(s.Addresses, func(address string) bool {
		_, found := slices.BinarySearch(recipients, address)
		return found
	})
}
