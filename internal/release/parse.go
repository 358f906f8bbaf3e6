package release

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ErrUnknown is the kind of every error of [Parse].
var ErrUnknown = errors.New("not a release of chatmail core")

// An Error says which text names no release. Nearest is the closest that
// exists, 0 if the text is not even a release number.
type Error struct {
	Text    string
	Nearest Release
}

func (e *Error) Error() string {
	if e.Nearest == 0 {
		return fmt.Sprintf("%q is %v", e.Text, ErrUnknown)
	}
	return fmt.Sprintf("%q is %v; the nearest is %s", e.Text, ErrUnknown, e.Nearest)
}

func (e *Error) Unwrap() error { return ErrUnknown }

// Parse reads "1.139.3", "v1.160.0", "0.20" or "1.0.0-beta.20". A number without
// its last part is the last release of its kind: "1.137" is 1.137.4, "2" is
// 2.62.0. The error is an [*Error].
func Parse(text string) (Release, error) {
	number, pre, isPre := strings.Cut(strings.TrimPrefix(strings.TrimSpace(text), "v"), "-")
	parts, ok := numbers(number)
	if !ok {
		return 0, &Error{Text: text}
	}
	from := Of(parts[0], parts[1], parts[2]) - final
	to := from + final
	switch {
	case isPre:
		n, ok := preRelease(pre)
		if !ok || parts[3] != 3 {
			return 0, &Error{Text: text}
		}
		from += n
		to = from
	case parts[3] == 3:
		from = to
	case parts[3] == 2:
		to = from + perMinor - 1
	default:
		to = from + perMajor - 1
	}
	found := (to + 1).Previous()
	if found < from {
		return 0, &Error{Text: text, Nearest: nearest(to)}
	}
	return found, nil
}

// numbers reads one to three numbers; the fourth result is how many there were.
func numbers(text string) (parts [4]int, ok bool) {
	words := strings.Split(text, ".")
	if len(words) > 3 || slices.Contains(words, "") {
		return parts, false
	}
	for i, word := range words {
		n, err := strconv.ParseUint(word, 10, 0)
		if err != nil {
			return parts, false
		}
		parts[i] = int(min(n, 999)) // larger ones never existed either
	}
	parts[3] = len(words)
	return parts, true
}

// preRelease reads "beta.20", "beta14" or "alpha.3".
func preRelease(text string) (Release, bool) {
	base, digits := firstBeta, text
	if rest, isAlpha := strings.CutPrefix(text, "alpha"); isAlpha {
		base, digits = 0, rest
	} else if digits, isAlpha = strings.CutPrefix(text, "beta"); !isAlpha {
		return 0, false
	}
	n, err := strconv.ParseUint(strings.TrimPrefix(digits, "."), 10, 0)
	return base + Release(min(n, 99)), err == nil
}
