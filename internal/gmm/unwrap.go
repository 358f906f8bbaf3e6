package gmm

// Sealed returns the OpenPGP data of an encrypted message, for those who make
// something new of it. The second result is false if the message is not sealed.
func Sealed(raw []byte) ([]byte, bool) { return findSealed(parsePart(raw)) }

// Identity returns the fields a GMM keeps when it is shown to others: who sent
// it, and under which Message-ID it is known. All else stands in its protected
// section, or is the traces of its delivery.
func Identity(raw []byte) Fields {
	header, _ := SplitHeader(raw)
	var kept Fields
	for _, field := range ParseHeader(header) {
		switch field.Name {
		case "from", "message-id", "chat-version":
			kept = append(kept, field)
		}
	}
	return kept
}
