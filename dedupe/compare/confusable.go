package compare

import (
	"strings"
	"unicode/utf8"

	"go.mau.fi/util/confusable"
)

// Skeleton is what a text looks like: equal for texts that a reader cannot tell
// apart (UTS #39 section 4). Looking alike without being alike is the sign of an
// attack, never of one person.
func Skeleton(text string) string {
	text = strings.ToLower(text)
	if !isASCII(text) {
		return strings.ToLower(confusable.Skeleton(text))
	}
	return plainSkeleton.Replace(text)
}

// plainSkeleton is the same for ASCII, where few letters have a double.
var plainSkeleton = strings.NewReplacer("m", "rn", "1", "l", "0", "o", "|", "l", `"`, "''", "`", "'", "%", "º/₀")

// looksOf are the skeletons of all ASCII characters.
var looksOf = func() (looks [utf8.RuneSelf]string) {
	for c := range looks {
		looks[c] = plainSkeleton.Replace(strings.ToLower(string(rune(c))))
	}
	return looks
}()

// lookAlike reports two texts with one skeleton, mostly without making it: the first
// ASCII characters that look different decide.
func lookAlike(a, b string) bool {
	wholeA, wholeB := a, b
	var x, y string // what is left of the last characters taken from a and b
	for {
		if a != "" && a[0] >= utf8.RuneSelf || b != "" && b[0] >= utf8.RuneSelf {
			return Skeleton(wholeA) == Skeleton(wholeB)
		}
		if x == "" && a != "" {
			x, a = looksOf[a[0]], a[1:]
		}
		if y == "" && b != "" {
			y, b = looksOf[b[0]], b[1:]
		}
		if x == "" || y == "" {
			return x == y
		}
		if x[0] != y[0] {
			return false
		}
		x, y = x[1:], y[1:]
	}
}

// NamesLookAlike reports two names that read the same and are written
// otherwise. In plain ASCII that is not an attack: "Corn" and "Com" are two
// names.
func NamesLookAlike(a, b Name) bool {
	return a.Key != b.Key && (!isASCII(a.Key) || !isASCII(b.Key)) && Skeleton(a.Key) == Skeleton(b.Key)
}

// DomainsLookAlike reports two domains that read the same and are not, at least
// one of them with letters beyond ASCII, written as such or in punycode.
func DomainsLookAlike(x, y Mailbox) bool {
	return x.Domain != y.Domain && (x.IsIDN() || y.IsIDN()) && DomainSkeleton(x) == DomainSkeleton(y)
}

// DomainSkeleton is the skeleton of the domain of a mailbox.
func DomainSkeleton(m Mailbox) string {
	if !m.IsIDN() {
		return Skeleton(m.Domain)
	}
	return Skeleton(shownDomain(m.Domain))
}
