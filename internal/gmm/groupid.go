package gmm

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/release"
)

// groupID extracts the group a release would have put the message in (facts of
// src/receive_imf.rs and src/dc_tools.rs). Up to 1.139.2 an id may also stand
// in a "Gr." Message-ID, and for mail of classic programs in its replies.
func groupID(r release.Release, fields *fieldMap) string {
	id := fields.get(fGroupID)
	if id != "" && (r < release.Of(1, 136, 0) || ValidGroupID(id)) {
		return id
	}
	if r >= release.Of(1, 139, 3) {
		return ""
	}
	if id := idFromMessageIDs(fields.get(fMessageID)); id != "" {
		return id
	}
	if fields.present(fChatVersion) && r >= release.Of(1, 48, 0) {
		return ""
	}
	if id := idFromMessageIDs(fields.get(fInReplyTo)); id != "" {
		return id
	}
	return idFromMessageIDs(fields.get(fReferences))
}

// ValidGroupID reports whether an id has the form releases from 1.136 on
// accept: 11 to 32 characters of the URL-safe base64 alphabet.
func ValidGroupID(id string) bool {
	if len(id) <= 10 || len(id) > 32 {
		return false
	}
	return strings.IndexFunc(id, func(r rune) bool { return !isURLSafe(r) }) < 0
}

// isURLSafe knows the alphabet of RFC 4648 section 5.
func isURLSafe(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r == '-' || r == '_'
}

// idFromMessageIDs reads "Gr.<id>.<random>@<domain>". Lists were split at
// commas, not at white space, so of an ordinary list only the first id counts.
func idFromMessageIDs(value string) string {
	for one := range strings.SplitSeq(value, ",") {
		one = strings.TrimLeft(strings.TrimSpace(one), "<")
		rest, ok := strings.CutPrefix(one, "Gr.")
		if !ok || len(strings.TrimRight(one, ">")) < 9 {
			continue
		}
		if id, _, found := strings.Cut(rest, "."); found && (len(id) == 11 || len(id) == 16) {
			return id
		}
	}
	return ""
}
