package gmm

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/encoded"
)

// autocryptHeader is a parsed Autocrypt or Autocrypt-Gossip value.
type autocryptHeader struct {
	address string
	prefer  string
	keydata string // base64, white space removed
}

// parseAutocrypt follows Autocrypt Level 1 section 2.1 as clients do: addr and
// keydata are required, the last of a name counts, what has no "=" is passed
// over, and an unknown attribute makes the header invalid unless its name
// begins with "_". Names are lower-case only.
func parseAutocrypt(value string) (autocryptHeader, bool) {
	var h autocryptHeader
	for attribute := range strings.SplitSeq(value, ";") {
		name, text, ok := strings.Cut(attribute, "=")
		if !ok {
			continue
		}
		text = strings.TrimSpace(text)
		switch name = strings.TrimSpace(name); {
		case name == "addr":
			h.address = address.Normalize(text)
		case name == "prefer-encrypt":
			h.prefer = text
		case name == "keydata":
			h.keydata = string(encoded.DropSpace([]byte(text)))
		case strings.HasPrefix(name, "_"):
		default:
			return h, false
		}
	}
	return h, h.address != "" && h.keydata != ""
}
