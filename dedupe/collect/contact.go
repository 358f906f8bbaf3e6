package collect

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// contacts makes a record of every contact in the clients' databases: whom the
// app itself lists, by the name its owner gave them and the one they use.
func (c *Case) contacts() []record.Record {
	var records []record.Record
	for _, d := range c.Histories.Devices {
		if d.Backup() == nil {
			continue
		}
		for _, p := range d.Backup().Contacts {
			if p.Address == "" && p.Fingerprint == "" {
				continue
			}
			r := record.Record{Source: record.Contact, Place: record.Place{Device: d.Name}}
			if p.Address != "" { // else a key alone, as of somebody named in a group and never met
				r.Addresses = []string{p.Address}
			}
			for _, name := range [...]string{p.Name, p.OwnName} {
				if name != "" && !slices.Contains(r.Names, name) {
					r.Names = append(r.Names, name)
				}
			}
			if p.Fingerprint != "" {
				r.Keys = []record.Key{{Fingerprint: p.Fingerprint, Learnt: record.LearntList}}
			}
			records = append(records, r)
		}
	}
	return records
}
