package membership

import "github.com/gmmtool/gmmtool/internal/release"

// switches are what changed between releases, era by era and inside them. Each
// names the release it came with.
type switches struct {
	// Receiving, all eras.
	futureDates  bool // 1.99: a Date may be a minute ahead of the receiver's clock
	leftIsKept   bool // up to 2.22: a left group comes back only if the user is added
	removedKnown bool // 1.51-1.63: only the removal of a known contact keeps a group from being made
	ownNeedsTo   bool // up to 1.139: an own copy without recipients makes no group
	listAtOnce   bool // 1.70: a new group is filled before its message is applied
	foldAdded    bool // 1.131.5: case of the added address does not matter
	anyOwnAdded  bool // 2.58: the added address may be any own one, not just the primary

	// Eras a and b.
	strangersRebuild bool // up to 1.0.0-beta.20: a message of a non-member rebuilds the list
	wipeOnReturn     bool // 1.28: whoever comes back starts from an empty list
	protectsJoins    bool // 1.47-1.70: "protection-enabled" counts as an addition
	gated            bool // 1.61: older messages are refused
	removalUngated   bool // 1.70: except removals
	classicRebuilds  bool // 1.104: mail from classic programs counts as an addition
	classicAllowed   bool // 1.121: the user need not be a member for mail from classic programs
	needsWholeReply  bool // 1.129.1: half a message is an unknown one, and changes nothing itself
	sendingBumps     bool // 1.136.5-1.137.2: sending raises the member list timestamp
	removingBumps    bool // 1.137.3-1.153: sending a removal raises it, beyond its date

	// Eras e and f.
	timed        bool // 1.154: rows have times
	plainDrop    bool // 1.154.2: removing from an unpromoted group leaves no tombstone
	classicSelf  bool // 1.154.0-1.154.1: mail from classic programs adds the user and the sender too
	expires      bool // 1.155: stale lists; old tombstones are not sent
	zeroTimes    bool // 1.155.1: a group made without times starts with 0, not with the Date
	keyed        bool // 2.0: members are keys
	newestFirst  bool // 2.7: To is sorted by addition, newest first
	ownByAddress bool // 2.8: an own address without key is the user
	onlyIfAbsent bool // 2.18: being added counts only for who was out
	removedByKey bool // 2.24: Chat-Group-Member-Removed-Fpr
	adderJoins   bool // 2.26: who adds somebody to a group the user is out of is a member
	keysAligned  bool // 2.40: an invalid address no longer shifts the fingerprints
	onlyMembers  bool // 2.52: only who has a row can be removed

	sync syncMode // what a list of members from another own device does
}

// syncMode is what a release does with a member list that another device of the
// user sent in a synchronisation message.
type syncMode uint8

const (
	syncPlain   syncMode = iota // up to 1.153: taken as it is
	syncNow                     // 1.154.0-1.155.0: taken with the present time
	syncIgnored                 // 1.155.1-2.22: not for groups
	syncZero                    // 2.23: taken with times 0
)

func switchesOf(r release.Release) switches {
	return switches{
		futureDates:  r >= release.Of(1, 99, 0),
		leftIsKept:   r < release.Of(2, 23, 0),
		removedKnown: r >= release.Of(1, 51, 0) && r < release.Of(1, 64, 0),
		ownNeedsTo:   r < release.Of(1, 140, 0),
		listAtOnce:   r >= release.Of(1, 70, 0),
		foldAdded:    r >= release.Of(1, 131, 5),
		anyOwnAdded:  r >= release.Of(2, 58, 0),

		strangersRebuild: r > release.Of(0, 99, 0) && r < release.Beta(21),
		wipeOnReturn:     r >= release.Of(1, 28, 0),
		protectsJoins:    r >= release.Of(1, 47, 0),
		gated:            r >= release.Of(1, 61, 0),
		removalUngated:   r >= release.Of(1, 70, 0),
		classicRebuilds:  r >= release.Of(1, 104, 0),
		classicAllowed:   r >= release.Of(1, 121, 0),
		needsWholeReply:  r >= release.Of(1, 129, 1),
		sendingBumps:     r >= release.Of(1, 136, 5) && r < release.Of(1, 137, 3),
		removingBumps:    r >= release.Of(1, 137, 3) && r < release.Of(1, 154, 0),

		timed:        r >= release.Of(1, 154, 0),
		plainDrop:    r >= release.Of(1, 154, 2),
		classicSelf:  r < release.Of(1, 154, 2),
		expires:      r >= release.Of(1, 155, 0),
		zeroTimes:    r >= release.Of(1, 155, 1),
		keyed:        r >= release.Of(2, 0, 0),
		newestFirst:  r >= release.Of(2, 7, 0),
		ownByAddress: r >= release.Of(2, 8, 0),
		onlyIfAbsent: r >= release.Of(2, 18, 0),
		removedByKey: r >= release.Of(2, 24, 0),
		adderJoins:   r >= release.Of(2, 26, 0),
		keysAligned:  r >= release.Of(2, 40, 0),
		onlyMembers:  r >= release.Of(2, 52, 0),

		sync: syncModeOf(r),
	}
}

func syncModeOf(r release.Release) syncMode {
	switch {
	case r < release.Of(1, 154, 0):
		return syncPlain
	case r < release.Of(1, 155, 1):
		return syncNow
	case r < release.Of(2, 23, 0):
		return syncIgnored
	}
	return syncZero
}
