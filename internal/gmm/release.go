package gmm

import (
	"fmt"
	"strconv"
	"strings"
)

// A Release is a version of the chatmail core, comparable with <. Client
// behaviour changed between releases; every rule that did names one.
type Release int

// R makes a Release of its three numbers, for example R(1, 139, 3).
func R(major, minor, patch int) Release { return Release(major*1e6 + minor*1e3 + patch) }

// ParseRelease reads "1.139.3", "v1.160" or "2". Missing numbers are zero.
func ParseRelease(s string) (Release, error) {
	var number [3]int
	fields := strings.Split(strings.TrimPrefix(strings.TrimSpace(s), "v"), ".")
	if len(fields) > 3 {
		return 0, fmt.Errorf("release %q has more than three numbers", s)
	}
	for i, field := range fields {
		n, err := strconv.Atoi(field)
		if err != nil || n < 0 || n > 999 {
			return 0, fmt.Errorf("release %q is not of the form 2.62.0", s)
		}
		number[i] = n
	}
	return R(number[0], number[1], number[2]), nil
}

func (r Release) String() string {
	return fmt.Sprintf("%d.%d.%d", r/1e6, r/1e3%1e3, r%1e3)
}
