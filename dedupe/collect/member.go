package collect

import (
	"cmp"
	"slices"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// membersOf makes a record of every entry of every device's member lists, past
// members included. Its key is as good as the best that mail says of it.
func membersOf(report *analyze.Report, mail *collector) []record.Record {
	known := mail.keysByAddress()
	own := map[string]bool{}
	for _, device := range report.Devices {
		for _, fingerprint := range device.Fingerprints {
			own[fingerprint] = true
		}
	}
	entry := func(group, device, address, fingerprint, name string) record.Record {
		r := record.Record{Source: record.Member, Place: record.Place{Device: device, Group: group}, Addresses: []string{address}}
		if name != "" {
			r.Names = []string{name}
		}
		if fingerprint != "" {
			r.Keys = []record.Key{{Fingerprint: fingerprint, Learnt: learntOf(fingerprint, own, known[address])}}
		}
		return r
	}
	var records []record.Record
	for _, group := range report.Groups {
		names := namesIn(group)
		for _, view := range group.Devices {
			for _, m := range view.Members {
				records = append(records, entry(group.ID, view.Device, m.Address, m.Fingerprint, m.Name))
			}
			for _, m := range view.PastMembers {
				past := entry(group.ID, view.Device, m.Address, m.Fingerprint, names[m.Address])
				past.Deleted = true
				records = append(records, past)
			}
		}
	}
	return slices.DeleteFunc(records, func(r record.Record) bool { return r.Addresses[0] == "" })
}

func learntOf(fingerprint string, own map[string]bool, known []record.Key) record.Learnt {
	if own[fingerprint] {
		return record.LearntExported
	}
	for _, key := range known {
		if key.Fingerprint == fingerprint {
			return key.Learnt
		}
	}
	return record.LearntList
}

// namesIn are the names any device shows for members of a group.
func namesIn(group analyze.Group) map[string]string {
	names := map[string]string{}
	for _, view := range group.Devices {
		for _, m := range view.Members {
			if m.Name != "" && names[m.Address] == "" {
				names[m.Address] = m.Name
			}
		}
	}
	return names
}

// keyHolders makes a record of every key of the case. Its addresses are those
// the key spoke for and, of the user's own keys, those on it; all other user
// ids its maker only claims.
func keyHolders(study *analyze.Study, mail *collector) []record.Record {
	spoke, shown := mail.signed.addressesOf(), mail.shown.addressesOf()
	files := map[pgp.Fingerprint]bool{}
	for _, key := range study.KeyFiles() {
		files[key.Fingerprint()] = true
	}
	var records []record.Record
	for _, key := range study.Certificates().Keys() {
		fingerprint := string(key.Fingerprint())
		r := record.Record{Source: record.KeyHolder, Addresses: slices.Clone(spoke[fingerprint]), Names: key.Names()}
		learnt := record.LearntGossip
		switch {
		case files[key.Fingerprint()]:
			learnt = record.LearntExported
		case len(spoke[fingerprint]) > 0:
			learnt = record.LearntSigned
		case len(shown[fingerprint]) > 0:
			learnt = record.LearntHeader
		}
		for _, address := range key.Addresses() {
			switch {
			case slices.Contains(r.Addresses, address):
			case key.HasSecret():
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
