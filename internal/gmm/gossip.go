package gmm

import (
	"slices"
	"sync"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// acceptedGossip applies the rules for gossip: only in sealed and signed mail,
// only for recipients, never for the (outer) sender; a later entry wins. It is
// answered one address at a time: most readings are never asked.
type acceptedGossip struct {
	keys       *gossipKeys // nil: none counts
	recipients *mailboxList
	sender     string
}

// gossipKeys finds the last readable key a message gossips for an address.
type gossipKeys struct {
	headers []KeyHeader
	index   func() map[string]pgp.Fingerprint
}

func newGossipKeys(headers []KeyHeader) *gossipKeys {
	return &gossipKeys{headers: headers, index: sync.OnceValue(func() map[string]pgp.Fingerprint {
		index := make(map[string]pgp.Fingerprint, len(headers))
		for i := range headers {
			if headers[i].Fingerprint != "" {
				index[headers[i].Address] = headers[i].Fingerprint
			}
		}
		return index
	})}
}

func (m *Message) gossipKeys() *gossipKeys {
	if m.gossip != nil {
		return m.gossip
	}
	return newGossipKeys(m.Gossip)
}

// acceptedGossip tells which gossip of m release r accepts. Up to 1.156 the
// recipients are those of the outer section.
func (m *Message) acceptedGossip(r release.Release, fields *merged) acceptedGossip {
	if !m.Seal.Authentic() || len(m.Gossip) == 0 {
		return acceptedGossip{}
	}
	accepted := acceptedGossip{recipients: fields.to}
	if r < release.Of(1, 157, 0) {
		accepted.recipients = fields.outerTo
	}
	if fields.outerFrom != nil {
		accepted.sender = fields.outerFrom.Address
	}
	accepted.keys = m.gossipKeys()
	return accepted
}

// Gossip returns the fingerprint this message gossips for an address, or "".
func (r *Rare) Gossip(address string) pgp.Fingerprint {
	g := r.gossip
	if g.keys == nil || address == g.sender || !g.recipients.has(address) {
		return ""
	}
	return g.keys.index()[address]
}

// Gossiped returns the addresses the message gossips keys for, sorted.
func (r *Rare) Gossiped() []string {
	if r.gossip.keys == nil {
		return nil
	}
	var addresses []string
	for address := range r.gossip.keys.index() {
		if r.Gossip(address) != "" {
			addresses = append(addresses, address)
		}
	}
	slices.Sort(addresses)
	return addresses
}
