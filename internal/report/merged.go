package report

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/review"
	"github.com/gmmtool/gmmtool/internal/html"
)

// listed are records by their ids, the survivor first.
func (d cards) listed(ids []string, survivor string) []*dedupe.Listed {
	var records []*dedupe.Listed
	for _, id := range ids {
		if r := d[id]; r != nil && id == survivor {
			records = slices.Insert(records, 0, r)
		} else if r != nil {
			records = append(records, r)
		}
	}
	return records
}

// merged is what the one card of a person will hold; nothing if fewer than two are
// cards.
func (d cards) merged(ids []string, survivor string) []html.Property {
	merged, beside, ok := review.Merged(d.listed(ids, survivor))
	if !ok {
		return nil
	}
	list := propertiesOf(&dedupe.Listed{Record: &merged})
	if len(beside) > 0 {
		list = append(list, html.Property{Name: "kept beside", Values: allLabels(beside)})
	}
	for i := range list {
		list[i].Shared = true
	}
	return list
}
