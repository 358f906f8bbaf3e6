package simulate

// What a correction weighs, in bytes: measured on corrections that package repair
// wrote and sealed for groups of 4 to 1000 (see the test).
const (
	correctionBase     = 3_000
	correctionByMember = 900 // address, time, fingerprint and gossiped key
	correctionByGMM    = 6_000
)

// correctionSize is the size of a sealed correction that lists so many members
// and carries so many GMMs, in bytes.
func correctionSize(members, gmms int) int {
	return correctionBase + members*correctionByMember + gmms*correctionByGMM
}
