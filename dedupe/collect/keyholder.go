package collect

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// keyHolders makes a record of every key of the case. Its addresses are those
// the key signed for and, of the user's own keys, those on it; all other user
// ids its maker only claims.
func (c *Case) keyHolders() []record.Record {
	signed, shown := c.Mail.signed.addressesOf(), c.Mail.shown.addressesOf()
	own, files := map[pgp.Fingerprint]bool{}, map[pgp.Fingerprint]bool{}
	for _, fingerprint := range c.Evidence.KeyFiles {
		files[fingerprint] = true
	}
	for _, d := range c.Evidence.Devices {
		for _, key := range d.Keys {
			own[key.Fingerprint] = true
		}
	}
	var records []record.Record
	for _, key := range c.Evidence.Certificates.Keys() {
		fingerprint := string(key.Fingerprint())
		r := record.Record{Source: record.KeyHolder, Addresses: slices.Clone(signed[fingerprint]), Names: key.Names()}
		learnt := record.LearntGossip
		switch {
		case files[key.Fingerprint()]:
			learnt = record.LearntExported
		case len(signed[fingerprint]) > 0:
			learnt = record.LearntSigned
		case len(shown[fingerprint]) > 0:
			learnt = record.LearntHeader
		}
		for _, address := range key.Addresses() {
			switch {
			case slices.Contains(r.Addresses, address):
			case own[key.Fingerprint()]:
				r.Addresses = append(r.Addresses, address)
			default:
				r.Claimed = append(r.Claimed, address)
			}
		}
		r.Keys = []record.Key{{Fingerprint: fingerprint, Learnt: learnt}}
		records = append(records, r)
	}
	slices.SortFunc(records, func(a, b record.Record) int {
		return cmp.Compare(a.Keys[0].Fingerprint, b.Keys[0].Fingerprint)
	})
	return records
}
