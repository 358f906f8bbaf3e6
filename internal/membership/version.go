package membership

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// ErrVersion is returned for a text that is no release of chatmail core.
var ErrVersion = errors.New("not a chatmail core version")

// version is one release. A missing part is as large as can be: "1.137" is the
// last of the 1.137 releases.
type version struct{ major, minor, patch, beta int }

// rel is a release by its full number.
func rel(major, minor, patch int) version { return version{major, minor, patch, math.MaxInt} }

func beta(n int) version { return version{1, 0, 0, n} }

func (a version) before(b version) bool {
	for _, p := range [][2]int{{a.major, b.major}, {a.minor, b.minor}, {a.patch, b.patch}, {a.beta, b.beta}} {
		if p[0] != p[1] {
			return p[0] < p[1]
		}
	}
	return false
}

func (a version) from(b version) bool { return !a.before(b) }

// parseVersion reads "2.62.0", "v1.139.3", "1.160" or "1.0.0-beta.20".
func parseVersion(text string) (version, error) {
	number, pre, hasPre := strings.Cut(strings.TrimPrefix(strings.TrimSpace(text), "v"), "-")
	parts := strings.Split(number, ".")
	n := [3]int{math.MaxInt, math.MaxInt, math.MaxInt}
	if len(parts) > len(n) {
		return version{}, fmt.Errorf("%q: %w", text, ErrVersion)
	}
	for i, p := range parts {
		x, err := strconv.Atoi(p)
		if err != nil || x < 0 {
			return version{}, fmt.Errorf("%q: %w", text, ErrVersion)
		}
		n[i] = x
	}
	b := math.MaxInt
	if hasPre {
		b = preRelease(pre)
	}
	return version{n[0], n[1], n[2], b}, nil
}

// preRelease reads the number of "beta.20" or "beta14"; other words are older
// than any beta.
func preRelease(text string) int {
	digits, isBeta := strings.CutPrefix(text, "beta")
	n, err := strconv.Atoi(strings.TrimPrefix(digits, "."))
	if !isBeta || err != nil {
		return 0
	}
	return n
}

// name is "1.139" for every 1.139 release.
func (a version) name() string {
	if a.minor == math.MaxInt {
		return strconv.Itoa(a.major)
	}
	return fmt.Sprintf("%d.%d", a.major, a.minor)
}
