package simulate

// What a correction weighs, in bytes: fitted to those that gmmtool correct writes
// for the bundled cases (see the test).
const (
	correctionBase     = 2_350
	correctionByMember = 560 // address, time, fingerprint and gossiped key
	correctionByGMM    = 1_500
)

// correctionSize is the size of a sealed correction with so many members and GMMs,
// in bytes.
func correctionSize(members, gmms int) int {
	return correctionBase + members*correctionByMember + gmms*correctionByGMM
}
