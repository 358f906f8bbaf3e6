package labelled

// A kind is one way in which records come to be doubled, or to look it.
type kind struct {
	name     string
	variants []func(*scene)
}

// kinds are all there are, in the order in which a case takes them.
func kinds() []kind {
	return slicesOf(cardKinds(), spellingKinds(), namesakeKinds(), sharedKinds(), keyKinds(), moveKinds(), claimKinds(), probeKinds(), groupKinds(), forgeryKinds(), mailboxKinds(), machineKinds(), ownKinds(), outsideKinds())
}

func slicesOf(families ...[]kind) []kind {
	var all []kind
	for _, family := range families {
		all = append(all, family...)
	}
	return all
}
