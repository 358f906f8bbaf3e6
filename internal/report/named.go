package report

import (
	"github.com/gmmtool/gmmtool/analyze/finding"
	"github.com/gmmtool/gmmtool/repair"
)

// inNames is a finding for a page: people are called by their names, and all that
// comes from mail is a label. What is told of one person under two addresses or two
// keys keeps the addresses.
func (d directory) inNames(f *finding.Finding) *finding.Finding {
	named := *f
	person := func(address string) string {
		if address == "" {
			return ""
		}
		return d.person(address, "")
	}
	named.Actor, named.Subject = person(f.Actor), person(f.Subject)
	named.Listed, named.Shown = d.people(f.Listed), d.people(f.Shown)
	named.GroupName, named.Group = wholeLabel(f.GroupName), label(f.Group)
	named.Device, named.Folder, named.Why = label(f.Device), label(f.Folder), isolate(Safe(f.Why))
	named.Devices, named.Followed, named.Refused = labels(f.Devices), labels(f.Followed), labels(f.Refused)
	named.Fields = labels(f.Fields)
	if f.Advice != nil {
		named.Advice = &repair.Advice{Kind: f.Advice.Kind, By: person(f.Advice.By), Add: d.people(f.Advice.Add), Drop: d.people(f.Advice.Drop)}
	}
	named.Addresses, named.Keys, named.Differences = nil, nil, nil
	for _, address := range f.Addresses {
		named.Addresses = append(named.Addresses, wholeLabel(address))
	}
	for _, fingerprint := range f.Keys {
		named.Keys = append(named.Keys, wholeLabel(fingerprint))
	}
	for _, difference := range f.Differences {
		difference.Actor, difference.Subject = person(difference.Actor), person(difference.Subject)
		difference.Rule = isolate(Safe(difference.Rule))
		named.Differences = append(named.Differences, difference)
	}
	return &named
}

func labels(texts []string) []string {
	var list []string
	for _, text := range texts {
		list = append(list, label(text))
	}
	return list
}
