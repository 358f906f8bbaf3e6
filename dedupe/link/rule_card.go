package link

import "github.com/gmmtool/gmmtool/dedupe/compare"

var (
	ruleContent     = Rule{Name: "same-card", Grade: Proof, family: byCard, bits: 30, own: true, says: "the cards say the same, as after importing twice%.0s", Undone: "one of them is changed"}
	ruleBareName    = Rule{Name: "bare-name", Grade: Contra, family: byCard, bits: 0, says: "the cards say nothing to tell people by but the name %q, which many are called", Undone: "one of them gets a number or an address"}
	ruleUID         = Rule{Name: "same-uid", Grade: Strong, family: byCard, bits: 18, own: true, says: "the cards have one UID: %q", Undone: "a program that gave two cards one UID"}
	rulePicture     = Rule{Name: "same-picture", Grade: Weak, family: byPicture, bits: 5, says: "both have one picture: %q", Undone: "a default or copied picture"}
	rulePictureName = Rule{Name: "same-picture-rare-name", Grade: Strong, family: byPicture, bits: 5, says: "both have one rare name and one picture: %q", Undone: "a copied profile"}
)

// contentDigits are how many digits of what a card says stand in a plan: enough to
// see whether two are the same.
const contentDigits = 16

// weighCards looks at what copies of cards keep.
func (w *comparison) weighCards() {
	w.shared(kindUID, func(x, y attribute) {
		if w.frequency(kindUID, x.text) <= fewPersons {
			w.add(&ruleUID, x.record, y.record, x.text)
		}
	})
	w.shared(kindPicture, func(x, y attribute) {
		switch {
		case w.frequency(kindPicture, x.text) > fewPersons:
		case w.nameRelation >= compare.SameName && w.isRare():
			w.add(&rulePictureName, x.record, y.record, x.text)
		default:
			w.add(&rulePicture, x.record, y.record, x.text)
		}
	})
}
