package evidence

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/internal/store"
	"github.com/gmmtool/gmmtool/mboxio"
)

// eventRow is an event as a store keeps it; message is the row of what it says.
func eventRow(e *Event, message int64, o stored) store.Event {
	return store.Event{
		Chat: o.row.Chat, MessageID: o.messageID, Key: o.key,
		Position: e.Arrival.Position, Message: message, Member: e.Place.Member, Offset: e.Place.Offset, InFile: e.Place.InFile,
		Length: e.Length, SHA256: store.Digest(e.SHA256), Folder: e.Folder, Flags: e.Flags, Use: string(e.Use),
		UID: int64(e.Arrival.UID), Basis: string(e.Arrival.Basis), Arrived: timeText(e.Arrival.Time), TimeBasis: string(e.Arrival.TimeBasis),
		Received: timeText(e.Received), DeliveredTo: e.DeliveredTo,
	}
}

// eventOf is the event of a row, without what it says.
func eventOf(device, archive string, row store.Event, names *names) (*Event, error) {
	arrived, err := readTime(row.Arrived)
	if err != nil {
		return nil, err
	}
	received, err := readTime(row.Received)
	if err != nil {
		return nil, err
	}
	return &Event{
		Device: device,
		Place:  Place{Archive: archive, Member: row.Member, Offset: row.Offset, InFile: row.InFile},
		Length: row.Length, SHA256: Digest(row.SHA256), Folder: names.one(row.Folder), Flags: names.one(row.Flags), Use: mboxio.SpecialUse(row.Use),
		Arrival:  Arrival{Basis: Basis(names.one(row.Basis)), UID: uint32(row.UID), Time: arrived, TimeBasis: Basis(names.one(row.TimeBasis)), Position: row.Position},
		Received: received, DeliveredTo: names.one(row.DeliveredTo),
	}, nil
}

func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

func readTime(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	return time.Parse(time.RFC3339Nano, text)
}

// messageRow is what a message says as a store keeps it: before its signature was
// judged by certificates of others.
func messageRow(m *gmm.Message, chat bool) (store.Message, error) {
	content, err := json.Marshal(m)
	if err != nil {
		return store.Message{}, fmt.Errorf("store a message: %w", err)
	}
	r := m.Reading(release.Latest)
	return store.Message{
		Digest: sha256.Sum256(strconv.AppendBool(slices.Clip(content), chat)), Content: content, Chat: chat,
		Summary: store.Summary{
			MessageID: r.MessageID, GroupID: r.GroupID, GroupName: r.GroupName, Author: r.From.Address, Written: r.Date,
			Added: r.Added, Removed: r.Removed,
			Opening: m.Seal.Opening.String(), Signature: string(m.Seal.Signature), Signer: string(m.Seal.Signer),
		},
	}, nil
}

// probeField marks questions and answers about who is who (package dedupe/probe).
const probeField = "chat-contact-probe"

// rawReason says why the bytes of a message are kept, "" if they are not: nothing
// but what a correction may have to carry, a probe may have to be checked by, or a
// key that comes later may open.
func rawReason(m *gmm.Message, isOwn func(gmm.Seal) bool) string {
	r := m.Reading(release.Latest)
	switch {
	case m.Seal.Opening == gmm.NoKey, m.Seal.Opening == gmm.Opened && !isOwn(*m.Seal):
		return store.RawSealed
	case r.Added != "" || r.Removed != "":
		return store.RawGMM
	case m.Protected.Has(probeField):
		return store.RawProbe
	}
	return ""
}
