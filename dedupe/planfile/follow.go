package planfile

import (
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// whatFollows is what a large plan need not say of a person with some records, which are
// looked up by name: nothing if one is not there.
func whatFollows(names []string, lookUp func(name string) *dedupe.Listed) (id, survivor string) {
	records := make([]*record.Record, 0, len(names))
	listed := make([]*dedupe.Listed, 0, len(names))
	for _, name := range names {
		found := lookUp(name)
		if found == nil {
			return "", ""
		}
		listed, records = append(listed, found), append(records, found.Record)
	}
	if kept := dedupe.SurvivorOf(records); kept >= 0 {
		survivor = listed[kept].ID
	}
	return dedupe.PersonID(records), survivor
}

// mailboxOf is the value of evidence which does not say one, and how it is spelled: "" if
// the record has no address.
func mailboxOf(listed *dedupe.Listed) (value, shown string) {
	if listed == nil {
		return "", ""
	}
	return dedupe.FirstMailbox(listed.Record)
}
