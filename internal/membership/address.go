package membership

import "strings"

// ValidAddress reports whether a client makes a contact for an address
// (may_be_valid_addr): something on both sides of the last @, no white space,
// no angle brackets, no dot at the end.
func ValidAddress(address string) bool {
	a := normalized(address)
	at := strings.LastIndexByte(a, '@')
	return at > 0 && at < len(a)-1 && !strings.HasSuffix(a, ".") && !strings.ContainsAny(a, "<> \t\r\n\v\f")
}

// normalized is how clients compare addresses (addr_normalize).
func normalized(address string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(address)), "mailto:")
}

func sameAddress(a, b string) bool { return normalized(a) == normalized(b) }
