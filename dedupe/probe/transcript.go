package probe

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strconv"
)

// transcript joins fields so that no two lists of fields give the same bytes:
// label, version, purpose and each field, with its length in bytes before it (4
// bytes, the most significant first).
func transcript(purpose string, fields ...string) []byte {
	var b []byte
	for _, field := range append([]string{label, strconv.Itoa(version), purpose}, fields...) {
		b = binary.BigEndian.AppendUint32(b, uint32(len(field)))
		b = append(b, field...)
	}
	return b
}

// hashOf is the hash of a probe that its checks carry, in lower-case hex. It is
// the same for every candidate, and useless for anybody who is neither of the
// prober and the record: both are in it.
func hashOf(probe string, prober, record Identity) string {
	return digest(transcript("hash", probe, prober.Fingerprint, record.Address, record.Fingerprint))
}

// hashOfChallenge is what the prober keeps of a challenge.
func hashOfChallenge(challenge string) string { return digest(transcript("challenge", challenge)) }

func digest(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// countersigned is what the key of the record signs in an answer that the key
// of the candidate signs as a mail: all the answer says.
func (s statement) countersigned() []byte {
	return transcript(string(s.Kind), s.ID,
		s.Prober.Address, s.Prober.Fingerprint,
		s.Record.Address, s.Record.Fingerprint,
		s.Candidate.Address, s.Candidate.Fingerprint,
		strconv.FormatInt(s.Expires, 10), s.Probe, s.Challenge)
}
