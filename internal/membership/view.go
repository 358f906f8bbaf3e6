package membership

import (
	"maps"
	"slices"
)

// ID is a member as an era knows it: a lower-case address up to release 1.160,
// the upper-case hex fingerprint of a primary key from 2.0 on. The empty ID is
// an entry that could not be resolved; it is never a member.
type ID string

// Self is the device's own user, in every era.
const Self ID = "self"

// Row is one member or former member of a group.
type Row struct {
	Added   int64 // unix seconds; always 0 before release 1.154
	Removed int64 // unix seconds; always 0 before release 1.154
}

// Member reports whether the row is a member rather than a tombstone. With
// equal times, the addition wins.
func (r Row) Member() bool { return r.Added >= r.Removed }

// View is what one device believes about one group. Its zero value is a group
// the device has never heard of. Treat Rows as read-only: views share it.
type View struct {
	Rows map[ID]Row
	// ListTime is the member list timestamp (chat parameter k), in unix seconds:
	// the time of the newest message that was allowed to say who is a member.
	// 0 means that it was never set.
	ListTime int64
	// Created is the creation time of the chat, in unix seconds.
	Created int64
	// Exists is false until a message or the user creates the group.
	Exists bool
	// Unpromoted is true while the user who made the group has sent nothing to it.
	Unpromoted bool
	// Left is true after the user left with a release up to 2.22. It matters
	// only when the chat was deleted afterwards: Exists false, Left true.
	Left bool
	// Protected is true once a message marked the group as verified.
	Protected bool
}

// Has reports whether id is a member.
func (v View) Has(id ID) bool {
	row, ok := v.Rows[id]
	return ok && row.Member()
}

// Size is the number of members.
func (v View) Size() int {
	n := 0
	for _, row := range v.Rows {
		if row.Member() {
			n++
		}
	}
	return n
}

// Members returns the members, sorted.
func (v View) Members() []ID {
	return v.sorted(func(row Row) bool { return row.Member() })
}

// Past returns the former members a client still shows at the time now, in unix
// seconds, sorted: those removed less than 60 days ago. Release 1.154 shows all
// of them, which now = 0 gives.
func (v View) Past(now int64) []ID {
	return v.sorted(func(row Row) bool { return !row.Member() && row.Removed > plus(now, -expiry) })
}

func (v View) sorted(keep func(Row) bool) []ID {
	ids := []ID{}
	for id, row := range v.Rows {
		if keep(row) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// Equal reports whether two views are the same, down to the times.
func (v View) Equal(w View) bool {
	return maps.Equal(v.Rows, w.Rows) && v.plain() == w.plain()
}

// plain is a View without its rows, which Go cannot compare.
type plain struct {
	listTime, created                   int64
	exists, unpromoted, left, protected bool
}

func (v View) plain() plain {
	return plain{v.ListTime, v.Created, v.Exists, v.Unpromoted, v.Left, v.Protected}
}

// Count is the number of members.
func (v View) Count() int {
	n := 0
	for _, row := range v.Rows {
		if row.Member() {
			n++
		}
	}
	return n
}
