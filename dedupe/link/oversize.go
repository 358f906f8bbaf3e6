package link

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// maxAddresses is how many addresses one person has; above it, somebody looks.
const maxAddresses = 10

var (
	ruleManyAddresses = Rule{Name: "too-many-addresses", Grade: Contra, says: "that is more addresses than one person has: %q", Undone: "somebody who knows accepts it"}
	ruleUnchecked     = Rule{Name: "too-many-records", Grade: Contra, says: "there are too many different records to check them all: %q", Undone: "somebody who knows accepts it"}
)

// countMailboxes is how many mailboxes the records of a person have.
func countMailboxes(index *record.Index, records []uint32) int {
	if len(records) <= maxAddresses && !slices.ContainsFunc(records, func(i uint32) bool { return len(index.At(i).Addresses) > 1 }) {
		return len(records) // at most
	}
	mailboxes := map[string]bool{}
	for _, i := range records {
		for _, address := range index.At(i).Addresses {
			mailboxes[compare.FoldAddress(address)] = true
		}
	}
	return len(mailboxes)
}
