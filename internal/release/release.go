// Package release knows the releases of chatmail core, the library inside every
// Delta Chat client. What a client made of a message depends on its release;
// every rule of this program that does names one with [Of].
//
// # Promises
//
// Releases are ordered by <. [Parse] accepts only releases that exist, and a
// shortened one ("1.139", "2") is the last of its kind everywhere.
//
// # What this package must never do
//
// It does not know what changed in a release: that is said where the rule is. Only
// which releases open whose mail is said here, because several packages need it.
package release

import (
	"fmt"
	"strconv"
)

// A Release is one release of chatmail core, pre-releases included. Releases
// compare with <, in the order of their numbers: a beta lies before the release
// it leads to. The zero value is older than all of them.
type Release int64

// Latest is the newest release this program knows.
const Latest Release = 2*perMajor + 62*perMinor + final

// The parts of a Release, in decimal digits: major, three of minor, three of
// patch, three of pre-release. final is a release that is not a pre-release.
const (
	perPatch Release = 1000
	perMinor         = 1000 * perPatch
	perMajor         = 1000 * perMinor

	final     Release = 999
	firstBeta Release = 100 // alphas come before
)

// Of makes a release of its three numbers (each below 1000), for example
// Of(1, 139, 3). It need not exist: rules may name the first number that never
// had the old behaviour.
func Of(major, minor, patch int) Release {
	return Release(major)*perMajor + Release(minor)*perMinor + Release(patch)*perPatch + final
}

// Beta is 1.0.0-beta.n, the only release that had betas. n is below 899.
func Beta(n int) Release { return Of(1, 0, 0) - final + firstBeta + Release(n) }

func alpha(n int) Release { return Of(1, 0, 0) - final + Release(n) }

func (r Release) major() int { return int(r / perMajor) }

func (r Release) minor() int { return int(r % perMajor / perMinor) }

// Name is the release without its last number, "1.139": what all patches of a
// release have in common.
func (r Release) Name() string { return fmt.Sprintf("%d.%d", r.major(), r.minor()) }

// String is the full number, "1.139.3" or "1.0.0-beta.20", as [Parse] reads it.
func (r Release) String() string {
	number := r.Name() + "." + strconv.Itoa(int(r%perMinor/perPatch))
	switch pre := r % perPatch; {
	case pre == final:
		return number
	case pre >= firstBeta:
		return number + "-beta." + strconv.Itoa(int(pre-firstBeta))
	default:
		return number + "-alpha." + strconv.Itoa(int(pre))
	}
}
