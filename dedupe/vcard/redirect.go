package vcard

import "strings"

// redirect gives a card with its references moved, and false where none was.
func redirect(card *Card, moved map[string]string) ([]byte, bool) {
	targets := redirections(card, moved)
	if len(targets) == 0 {
		return card.raw, false
	}
	stated := map[string]bool{} // references that stand as they are, or were moved before
	for i, line := range card.Lines() {
		if _, moves := targets[i]; !moves && isReference(line) {
			stated[referenceKey(line, line.Text())] = true
		}
	}
	var out []byte
	for i, line := range card.Lines() {
		target, moves := targets[i]
		if !moves {
			out = append(out, line.raw...)
			continue
		}
		key := referenceKey(line, target)
		if !stated[key] {
			out = append(out, withValue(line, target)...)
		}
		stated[key] = true
	}
	return out, true
}

// redirections gives the new references of a card by the index of their line.
func redirections(card *Card, moved map[string]string) map[int]string {
	if len(moved) == 0 {
		return nil
	}
	var targets map[int]string
	for i, line := range card.Lines() {
		if !isReference(line) || line.encoding != plainEncoding {
			continue
		}
		old := trim(line.Text())
		to, known := moved[UIDKey(old)]
		if !known || UIDKey(to) == UIDKey(card.UID()) {
			continue
		}
		if targets == nil {
			targets = map[int]string{}
		}
		targets[i] = inFormOf(old, to)
	}
	return targets
}

func isReference(line Line) bool { return isMember(line) || line.is("RELATED") || line.is(SamePerson) }

// referenceKey tells relations of different kinds to the same card apart.
func referenceKey(line Line, target string) string {
	return line.Name() + ":" + strings.Join(normalParams(line), ";") + ":" + UIDKey(target)
}

// inFormOf writes a UID as the old reference was: with urn:uuid: or without. A
// UID that is a URI of another kind stands as it is.
func inFormOf(old, uid string) string {
	bare := trimScheme(trim(uid), uuidURN)
	if len(trimScheme(old, uuidURN)) < len(old) && !strings.Contains(bare, ":") {
		return old[:len(uuidURN)] + bare
	}
	return bare
}

// withValue replaces the value of a line, leaving its head and its break.
func withValue(line Line, value string) []byte {
	content := withoutBreak(line.raw)
	lineBreak := string(line.raw[len(content):])
	return fold(string(line.head)+":", escapedLike(line, value), lineBreak)
}

// escapedLike writes a reference as text where it is text; a URI has nothing to
// escape.
func escapedLike(line Line, value string) string {
	if isURI(value) {
		return value
	}
	return escapeWhole(value, line.version)
}
