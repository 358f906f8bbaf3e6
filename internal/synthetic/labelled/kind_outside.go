package labelled

// outsideKinds are scenes whose author has not read the rules that are measured.
// Some are of sorts that other files have, too: what one author forgets, two forget
// less often.
func outsideKinds() []kind {
	return slicesOf(outsideClaimKinds(), outsideSpellingKinds(), outsideLookAlikeKinds(), outsideKeyKinds(), outsideSharedKinds(), outsideOverheardKinds(), outsideHomeKinds(), outsideFamilyKinds())
}

// Kinds in which nothing may be joined without asking that is of two people.
const (
	keylessFromOutside = "keyless victim, as seen from outside"
	claimsAndServer    = "claim and the user's server, as seen from outside"
	stolenFromOutside  = "stolen key, as seen from outside"
)
