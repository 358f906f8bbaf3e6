package evidence

import "github.com/gmmtool/gmmtool/internal/gmm"

// Bucket is the one class a message counts in.
type Bucket string

// The buckets. Every message read counts in exactly one.
const (
	BucketOrdinary  Bucket = "ordinary"  // not chat mail
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

// BucketOf classes an event of the device, by its reading as the newest release
// has it. seen are the Message-IDs the device has met before this one; the
// message's own is added.
func (d *Device) BucketOf(e *Event, reading *gmm.Reading, seen map[string]bool) Bucket {
	if e.InJunk() {
		return BucketJunk
	}
	if e.IsDraft() || reading.Trash == gmm.Draft {
		return BucketDraft
	}
	if id := reading.MessageID; id != "" {
		if seen[id] {
			return BucketDuplicate
		}
		seen[id] = true
	}
	switch e.Message.Seal.Opening {
	case gmm.NoKey:
		return BucketSealed
	case gmm.Damaged, gmm.Unsupported:
		return BucketDamaged
	case gmm.Opened:
		if !e.Message.Seal.Secret && !d.owns(e.Message.Seal.OpenedBy) {
			return BucketSealed
		}
	}
	switch {
	case reading.Trash == gmm.Sync:
		return BucketOwnSync
	case reading.Trash == gmm.Receipt || reading.Trash == gmm.Bounce:
		return BucketReceipt
	case reading.GroupID != "":
		return BucketGroup
	case reading.Chat:
		return BucketChat
	}
	return BucketOrdinary
}
