package gmm

// Attachments returns the decoded content of every part of a media type (lower
// case) in an entity, in the order of the mail. What stands in messages attached
// to it is not its own and left out.
func Attachments(entity []byte, mediaType string) [][]byte {
	var found [][]byte
	parsePart(entity).walk(func(p part) {
		if p.media.value == mediaType && len(p.children) == 0 {
			found = append(found, p.decoded())
		}
	})
	return found
}

// Signed returns the entity that a multipart/signed message has signed, as the
// signature covers it (RFC 3156 section 5), and the signature. The third result
// is false if the message is not one.
func Signed(raw []byte) (entity, signature []byte, ok bool) {
	top := parsePart(raw)
	if !top.isSigned() || len(top.children) != 2 || top.children[1].media.value != "application/pgp-signature" {
		return nil, nil, false
	}
	return canonicalLines(top.children[0].raw), top.children[1].decoded(), true
}
