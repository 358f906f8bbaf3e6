package analyze

import (
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/release"
)

// The buckets. Every message read counts in exactly one.
const (
	BucketOrdinary  Bucket = "ordinary"  // no chat mail
	BucketGroup     Bucket = "group"     // names a group and can be read
	BucketChat      Bucket = "chat"      // chat mail that names no group
	BucketOwnSync   Bucket = "sync"      // between the owner's own devices
	BucketReceipt   Bucket = "receipt"   // read receipts and bounces
	BucketSealed    Bucket = "sealed"    // encrypted, none of the device's keys opens it
	BucketDamaged   Bucket = "damaged"   // encrypted, cut or altered
	BucketDuplicate Bucket = "duplicate" // the device has met its Message-ID before
	BucketJunk      Bucket = "junk"      // filed as spam: never reached the client
	BucketDraft     Bucket = "draft"     // was never sent
)

// Buckets lists all buckets in the order reports give them.
func Buckets() []Bucket {
	return []Bucket{BucketGroup, BucketChat, BucketOwnSync, BucketReceipt, BucketSealed, BucketDamaged,
		BucketDuplicate, BucketJunk, BucketDraft, BucketOrdinary}
}

// bucketOf classes an event of device d. seen are the Message-IDs the device
// has met before this one; the message's own is added.
func bucketOf(e *Event, d *device, seen map[string]bool) Bucket {
	said := e.Message.Reading(release.Latest)
	if e.inJunk() {
		return BucketJunk
	}
	if isDraftFolder(e.Folder) || said.Trash == gmm.Draft {
		return BucketDraft
	}
	if id := said.MessageID; id != "" {
		if seen[id] {
			return BucketDuplicate
		}
		seen[id] = true
	}
	return contentBucket(e.Message, said, d)
}

func contentBucket(m *gmm.Message, said *gmm.Reading, d *device) Bucket {
	switch m.Seal.Opening {
	case gmm.NoKey:
		return BucketSealed
	case gmm.Damaged, gmm.Unsupported:
		return BucketDamaged
	case gmm.Opened:
		if !m.Seal.Secret && !d.ownsKey(m.Seal.OpenedBy) {
			return BucketSealed
		}
	}
	switch {
	case said.Trash == gmm.Sync:
		return BucketOwnSync
	case said.Trash == gmm.Receipt || said.Trash == gmm.Bounce:
		return BucketReceipt
	case said.GroupID != "":
		return BucketGroup
	case said.Chat:
		return BucketChat
	}
	return BucketOrdinary
}
