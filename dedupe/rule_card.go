package dedupe

var (
	ruleContent     = rule{name: "same-card", grade: Proof, family: byCard, bits: 30, says: "the cards say the same, as after importing twice%.0s", undone: "one of them is changed"}
	ruleUID         = rule{name: "same-uid", grade: Strong, family: byCard, bits: 18, says: "the cards have one UID: %q", undone: "a program that gave two cards one UID"}
	rulePicture     = rule{name: "same-picture", grade: Weak, family: byPicture, bits: 5, says: "both have one picture: %q", undone: "a default or copied picture"}
	rulePictureName = rule{name: "same-picture-rare-name", grade: Strong, family: byPicture, bits: 5, says: "both have one rare name and one picture: %q", undone: "a copied profile"}
)

// compareCards looks at what copies of cards keep.
func (w *weighing) compareCards() {
	w.shared(kindUID, func(x, y said) {
		if w.carriers(kindUID, x.text) <= fewPersons {
			w.add(&ruleUID, x.record, y.record, x.text)
		}
	})
	w.shared(kindPicture, func(x, y said) {
		switch {
		case w.carriers(kindPicture, x.text) > fewPersons:
		case w.kinship >= sameName && w.rare():
			w.add(&rulePictureName, x.record, y.record, x.text)
		default:
			w.add(&rulePicture, x.record, y.record, x.text)
		}
	})
}
