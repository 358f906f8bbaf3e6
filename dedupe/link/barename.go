package link

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// bareName is the name of cards that say the same because they say next to nothing:
// "Mum", and no more that is compared. In one family's book they are one person, in
// a book of several people's they need not be. Cards with one UID are one card.
func bareName(index *record.Index, records []uint32) (name string, bare bool) {
	uid := vcard.UIDKey(index.At(records[0]).UID)
	oneCard := uid != ""
	for _, i := range records {
		r := index.At(i)
		if len(r.Names) == 0 || len(r.Addresses)+len(r.Phones)+len(r.Keys)+len(r.Organisations)+len(r.Postal) > 0 || r.Birthday != "" || r.Picture != "" {
			return "", false
		}
		if slices.ContainsFunc(r.Names, func(text string) bool { return compare.ReadName(text).IsFull() }) {
			return "", false
		}
		name, oneCard = r.Names[0], oneCard && vcard.UIDKey(r.UID) == uid
	}
	return name, !oneCard
}
