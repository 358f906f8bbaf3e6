package history

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

// A trait is something releases of a certain span put into the mail they send
// (facts read in src/mimefactory.rs, src/tools.rs and src/pgp.rs, each at the
// first and last release that shows it). seen reports whether it shows in m;
// absent tells what its absence means, if anything.
type trait struct {
	name     string
	from     release.Release // first release that shows it
	until    release.Release // first release that no longer does, 0 if all do
	seen     func(specimen) bool
	mustShow bool                // every message for which applies holds shows it within the span
	applies  func(specimen) bool // nil: every message
}

// specimen is one message a device sent, as the newest release reads it.
type specimen struct {
	m         *gmm.Message
	reading   *gmm.Reading
	delivered time.Time
}

func (s specimen) id() string { return s.reading.MessageID }

func (s specimen) sealed() bool { return s.m.Seal.Opening == gmm.Opened }

func (s specimen) isGroupMail() bool { return s.reading.GroupID != "" && s.reading.Trash == "" }

func (s specimen) says(name string) bool { return s.m.Protected.Has(name) || s.m.Outer.Has(name) }

// traits is the table the release of a device is recognised by.
var traits = traitTable()

func traitTable() []trait {
	r := release.Of
	sealed := specimen.sealed
	sealedGroup := func(s specimen) bool { return s.sealed() && s.isGroupMail() }
	return []trait{
		{name: "a group id in the Message-ID", until: r(1, 136, 0), seen: func(s specimen) bool { return strings.HasPrefix(s.id(), "Gr.") }},
		{name: "a Message-ID that begins with Mr.", until: r(1, 144, 0), seen: func(s specimen) bool { return strings.HasPrefix(s.id(), "Mr.") }},
		{name: "a Message-ID at localhost", from: r(1, 137, 0), seen: func(s specimen) bool { return strings.HasSuffix(s.id(), "@localhost") }},
		{name: "a Message-ID of 24 characters", from: r(1, 144, 0), until: r(1, 155, 6), seen: func(s specimen) bool { return isRandomID(s.id()) }},
		{name: "a UUID as Message-ID", from: r(1, 155, 6), seen: func(s specimen) bool { return isUUID(s.id()) }},
		{name: "the subject \"...\"", until: r(1, 142, 0), applies: sealed, seen: func(s specimen) bool { return s.m.Outer.Get("subject") == "..." }},
		{name: "protected To", from: r(1, 141, 0), mustShow: true, applies: sealed, seen: func(s specimen) bool { return s.m.Protected.Has("to") }},
		{name: "protected Date", from: r(1, 141, 1), mustShow: true, applies: sealed, seen: func(s specimen) bool { return s.m.Protected.Has("date") }},
		{name: "Chat-Group-Member-Timestamps", from: r(1, 154, 0), mustShow: true, applies: specimen.isGroupMail,
			seen: func(s specimen) bool { return s.says("chat-group-member-timestamps") }},
		{name: "Chat-Group-Name-Timestamp", from: r(1, 156, 1), seen: func(s specimen) bool { return s.says("chat-group-name-timestamp") }},
		{name: "a date in the literal packet", until: r(1, 160, 0), mustShow: true, applies: sealed, seen: func(s specimen) bool { return s.m.Seal.Dated }},
		{name: "Chat-Group-Member-Fpr", from: r(2, 0, 0), mustShow: true, applies: sealedGroup,
			seen: func(s specimen) bool { return s.says("chat-group-member-fpr") }},
		{name: "plain group mail", until: r(2, 0, 0), applies: specimen.isGroupMail, seen: func(s specimen) bool { return s.m.Seal.Opening == gmm.Plain }},
		{name: "the outer Autocrypt field", until: r(2, 23, 0), applies: sealed, mustShow: true, seen: hasOuterAutocrypt},
		{name: "Chat-Group-Member-Added-Fpr", from: r(2, 24, 0), mustShow: true, applies: func(s specimen) bool { return s.reading.Added != "" && s.isGroupMail() },
			seen: func(s specimen) bool { return s.reading.AddedFpr != "" }},
		{name: "hp in the protected Content-Type", from: r(2, 27, 0), mustShow: true, applies: sealed, seen: func(s specimen) bool { return s.m.HP != "" }},
		{name: "hidden recipients in the outer To", from: r(2, 29, 0), mustShow: true, applies: sealed,
			seen: func(s specimen) bool { return strings.Contains(s.m.Outer.Get("to"), "hidden-recipients") }},
		{name: "intended recipients in the signature", from: r(2, 40, 0), mustShow: true, applies: func(s specimen) bool { return s.sealed() && !s.m.Seal.Secret },
			seen: func(s specimen) bool { return len(s.m.Seal.Intended) > 0 }},
		{name: "the outer In-Reply-To field", until: r(2, 45, 0), applies: func(s specimen) bool { return s.sealed() && s.m.Protected.Has("in-reply-to") },
			seen: func(s specimen) bool { return s.m.Outer.Has("in-reply-to") }},
		{name: "nothing outside but From and Date", from: r(2, 45, 0), mustShow: true,
			applies: func(s specimen) bool {
				return s.sealed() && (s.m.Protected.Has("references") || s.m.Protected.Has("auto-submitted"))
			},
			seen: func(s specimen) bool { return !s.m.Outer.Has("references") && !s.m.Outer.Has("auto-submitted") }},
	}
}

func hasOuterAutocrypt(s specimen) bool {
	for _, key := range s.m.Autocrypt {
		if !key.Protected {
			return true
		}
	}
	return false
}

// A span is a range of releases, and how many messages show it.
type span struct {
	low, high release.Release
	messages  int
	traits    map[string]bool // by their names, what shows it
}

// recognise narrows the releases a device ran by the traits of what it sent, in
// the order in which it was delivered: one span after the other, because clients
// are updated. Mail whose traits no release has together is left out.
func recognise(messages []specimen) []span {
	var spans []span
	for _, s := range messages {
		low, high, names := traitsOf(s)
		if low > high {
			continue
		}
		n := len(spans) - 1
		if n < 0 || low > spans[n].high || high < spans[n].low { // updated in between
			spans = append(spans, span{low: 0, high: release.Latest, traits: map[string]bool{}})
			n++
		}
		ran := &spans[n]
		ran.low, ran.high, ran.messages = max(ran.low, low), min(ran.high, high), ran.messages+1
		for _, name := range names {
			ran.traits[name] = true
		}
	}
	return spans
}

// traitsOf gives the span of releases that could have sent one message.
func traitsOf(s specimen) (low, high release.Release, names []string) {
	high = release.Latest
	for _, t := range traits {
		if t.applies != nil && !t.applies(s) {
			continue
		}
		switch shows := t.seen(s); {
		case shows:
			low = max(low, t.from)
			if t.until != 0 {
				high = min(high, t.until.Previous())
			}
			names = append(names, t.name)
		case t.mustShow && t.from != 0:
			high = min(high, t.from.Previous())
			names = append(names, "no "+t.name)
		case t.mustShow:
			low = max(low, t.until)
			names = append(names, "no "+t.name)
		}
	}
	return low, high, names
}

// chooseReleases settles which release's rules each device gets: what the user
// said, else what its mail shows. Where that leaves a choice, a device is taken
// to run what most others run.
func (hs *Histories) chooseReleases(claims map[*Device][]*evidence.Event) {
	shown := make([]span, len(hs.Devices))
	votes := map[release.Release]int{}
	for i, d := range hs.Devices {
		hs.Work.add(Work{Messages: len(claims[d]), Readings: len(claims[d])})
		shown[i] = hs.releasesOf(d, claims[d])
		straddles := shown[i].low < keyContacts && shown[i].high >= keyContacts
		if len(shown[i].traits) > 0 && !straddles {
			votes[shown[i].high]++
		}
	}
	for i, d := range hs.Devices {
		others := maps.Clone(votes) // what a device shows itself tells nothing more by being counted again
		if straddles := shown[i].low < keyContacts && shown[i].high >= keyContacts; len(shown[i].traits) > 0 && !straddles {
			if others[shown[i].high]--; others[shown[i].high] <= 0 {
				delete(others, shown[i].high)
			}
		}
		d.chooseRelease(shown[i], others)
		if len(shown[i].traits) == 0 {
			hs.chooseByKey(d, others)
		}
	}
}

// releasesOf reads off a device's mail which releases it may run now. Proven mail
// decides: the newest of it, since clients are updated, not downgraded. Claims
// narrow it down where they fit and lie in several mailboxes. Without any proven
// mail, it is what most of the claims show that the mailboxes they were sent to
// hold.
func (hs *Histories) releasesOf(d *Device, claims []*evidence.Event) span {
	isOwn := func(reading *gmm.Reading) bool { return d.Owns(reading.From.Address) && !reading.Correction }
	d.spans = recognise(specimensOf(claims, func(e *evidence.Event, reading *gmm.Reading) bool { return isOwn(reading) && d.proves(e.Message) }))
	claimed := specimensOf(claims, func(e *evidence.Event, reading *gmm.Reading) bool {
		return isOwn(reading) && d.isClaim(e.Message) && hs.creditOf(d, e, reading) != refused
	})
	if n := len(d.spans); n > 0 {
		return d.spans[n-1].narrowed(slices.DeleteFunc(claimed, func(s specimen) bool { return !hs.isInSeveral(s) }))
	}
	best := span{}
	for _, ran := range recognise(claimed) {
		if ran.messages >= best.messages {
			best = ran
		}
	}
	return best
}

// narrowed takes those claims into account that fit the span.
func (ran span) narrowed(claimed []specimen) span {
	for _, s := range claimed {
		if low, high, names := traitsOf(s); max(low, ran.low) <= min(high, ran.high) {
			ran.low, ran.high = max(low, ran.low), min(high, ran.high)
			for _, name := range names {
				ran.traits[name] = true
			}
		}
	}
	return ran
}

// isInSeveral reports whether a message lies in the mailboxes of several devices.
func (hs *Histories) isInSeveral(s specimen) bool {
	m := hs.byID[s.id()]
	return m != nil && slices.ContainsFunc(m.Copies, func(e *evidence.Event) bool {
		return e.Device != m.Event.Device && e.Message.Content == s.m.Content
	})
}

// specimensOf collects the messages that show a release, in the order in which
// they were delivered. The sender's own Date says nothing about it.
func specimensOf(claims []*evidence.Event, shows func(*evidence.Event, *gmm.Reading) bool) []specimen {
	first := map[string]int{} // Message-ID -> index in found
	var found []specimen
	for _, e := range claims {
		reading := latest(e)
		if reading.MessageID == "" || !shows(e, reading) {
			continue
		}
		i, known := first[reading.MessageID]
		if !known {
			i = len(found)
			first[reading.MessageID] = i
			found = append(found, specimen{m: e.Message, reading: reading, delivered: e.Delivered()})
		}
		if at := e.Delivered(); !at.IsZero() && (found[i].delivered.IsZero() || at.Before(found[i].delivered)) {
			found[i].delivered = at
		}
	}
	slices.SortStableFunc(found, func(a, b specimen) int {
		return cmp.Or(a.delivered.Compare(b.delivered), strings.Compare(a.id(), b.id()))
	})
	return found
}

// chooseRelease takes the span of releases that the device's mail shows, if it
// shows any.
func (d *Device) chooseRelease(shown span, others map[release.Release]int) {
	switch {
	case d.evidence.RulesSet:
		d.Release, d.Oldest, d.ReleaseBasis = d.evidence.Rules, d.evidence.Rules, "set by the user"
	case d.database != nil && d.evidence.Backup.Version > 0:
		d.Oldest, d.Release = evidence.DatabaseReleases(d.evidence.Backup)
		d.ReleaseBasis = fmt.Sprintf("its database is of version %d", d.evidence.Backup.Version)
	case len(shown.traits) == 0:
		d.Release, d.ReleaseBasis = release.Latest, "nothing sent: the newest"
		if usual, ok := commonest(others, 0, release.Latest); ok {
			d.Release, d.ReleaseBasis = usual, "nothing sent: as most other devices"
		}
		d.Oldest = d.Release
	default:
		d.ReleaseBasis = fmt.Sprintf("sent mail of %s", spanText(shown.low, shown.high))
		d.Release, d.Oldest = shown.high, shown.low
		if usual, ok := commonest(others, shown.low, shown.high); ok {
			d.Release = usual
		}
	}
	d.Rules = membership.For(d.Release)
}

// commonest is the release most devices of the case run, among those between
// low and high; of several the newest.
func commonest(votes map[release.Release]int, low, high release.Release) (release.Release, bool) {
	var best release.Release
	found := false
	for r, n := range votes {
		if r >= low && r <= high && (!found || n > votes[best] || n == votes[best] && r > best) {
			best, found = r, true
		}
	}
	return best, found
}

func spanText(low, high release.Release) string {
	switch {
	case low == 0:
		return "up to " + lastName(high)
	case high >= release.Latest:
		return low.String() + " or later"
	}
	return low.String() + " to " + lastName(high)
}

// lastName leaves the last number out where r is the last release of its kind.
func lastName(r release.Release) string {
	if last, err := release.Parse(r.Name()); err == nil && last == r {
		return r.Name()
	}
	return r.String()
}

// isUUID recognises "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx@...".
func isUUID(id string) bool {
	local, _, _ := strings.Cut(id, "@")
	return len(local) == 36 && local[8] == '-' && local[13] == '-' && local[18] == '-' && local[23] == '-'
}

func isRandomID(id string) bool {
	local, domain, _ := strings.Cut(id, "@")
	return len(local) == 24 && domain == "localhost" && !strings.Contains(local, ".")
}
