package simulate

// What a correction weighs, in bytes: fitted to those that gmmtool correct writes
// for the bundled cases, and within a tenth of those it writes for up to a thousand
// members.
const (
	correctionBase     = 2_350
	correctionByMember = 560 // address, time, fingerprint and gossiped key
	correctionByGMM    = 1_500
)

// CorrectionSize is the size in bytes of a sealed correction that lists so many
// members and carries so many GMMs.
func CorrectionSize(members, gmms int) int {
	return correctionBase + members*correctionByMember + gmms*correctionByGMM
}
