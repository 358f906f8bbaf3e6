package backup

import (
	"slices"

	"github.com/gmmtool/gmmtool/internal/release"
)

// NewestVersion is the newest dbversion whose tables this program knows.
const NewestVersion = 167

// versions are the dbversions that releases wrote, each with the first that did
// (src/sql/migrations.rs; 167 seen in 2.62.0).
var versions = [...]struct {
	version int
	first   release.Release
}{
	{99, release.Of(1, 112, 0)}, {100, release.Of(1, 113, 0)}, {101, release.Of(1, 115, 0)}, {102, release.Of(1, 126, 1)}, {103, release.Of(1, 127, 0)},
	{104, release.Of(1, 130, 0)}, {105, release.Of(1, 131, 8)}, {109, release.Of(1, 133, 0)}, {110, release.Of(1, 135, 0)}, {113, release.Of(1, 139, 0)},
	{114, release.Of(1, 140, 0)}, {115, release.Of(1, 141, 0)}, {116, release.Of(1, 142, 0)}, {117, release.Of(1, 142, 2)}, {119, release.Of(1, 144, 0)},
	{120, release.Of(1, 145, 0)}, {121, release.Of(1, 146, 0)}, {122, release.Of(1, 147, 1)}, {123, release.Of(1, 148, 0)}, {124, release.Of(1, 151, 3)},
	{126, release.Of(1, 152, 0)}, {127, release.Of(1, 153, 0)}, {129, release.Of(1, 154, 0)}, {130, release.Of(1, 159, 1)}, {131, release.Of(1, 159, 2)},
	{132, release.Of(2, 0, 0)}, {133, release.Of(2, 8, 0)}, {137, release.Of(2, 23, 0)}, {138, release.Of(2, 24, 0)}, {140, release.Of(2, 28, 0)},
	{141, release.Of(2, 29, 0)}, {142, release.Of(2, 30, 0)}, {143, release.Of(2, 33, 0)}, {144, release.Of(2, 36, 0)}, {145, release.Of(2, 38, 0)},
	{146, release.Of(2, 42, 0)}, {147, release.Of(2, 43, 0)}, {148, release.Of(2, 45, 0)}, {149, release.Of(2, 46, 0)}, {153, release.Of(2, 50, 0)},
	{158, release.Of(2, 54, 0)}, {159, release.Of(2, 57, 0)}, {163, release.Of(2, 58, 0)}, {167, release.Of(2, 62, 0)},
}

// Releases gives the span of releases that may have run last on a database of
// this version: its tables are of that release, whatever ran before.
func Releases(version int) (oldest, newest release.Release) {
	i, exact := slices.BinarySearchFunc(versions[:], version, func(v struct {
		version int
		first   release.Release
	}, version int) int {
		return v.version - version
	})
	if !exact {
		i--
	}
	newest = release.Latest
	if i+1 < len(versions) {
		newest = versions[i+1].first.Previous()
	}
	if i >= 0 {
		oldest = versions[i].first
	}
	return oldest, newest
}

// firstKeyed is the first dbversion whose contacts are keys (2.0).
const firstKeyed = 132

// IsKeyed reports whether contacts are keys, with an address that may change.
func (d *Database) IsKeyed() bool { return d.Version >= firstKeyed }
