package analyze

import (
	"fmt"
	"strings"

	"github.com/gmmtool/gmmtool/internal/gmm"
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
	seen     func(sent) bool
	mustShow bool            // every message for which applies holds shows it within the span
	applies  func(sent) bool // nil: every message
}

// sent is one message a device sent.
type sent struct {
	m    *gmm.Message
	said *gmm.Reading
}

func (s sent) id() string { return s.said.MessageID }

func (s sent) sealed() bool { return s.m.Seal.Opening == gmm.Opened }

func (s sent) isGroupMail() bool { return s.said.GroupID != "" && s.said.Trash == "" }

func (s sent) says(name string) bool { return s.m.Protected.Has(name) || s.m.Outer.Has(name) }

// traits is the table the release of a device is recognised by.
func traits() []trait {
	r := release.Of
	sealed := sent.sealed
	sealedGroup := func(s sent) bool { return s.sealed() && s.isGroupMail() }
	return []trait{
		{name: "a group id in the Message-ID", until: r(1, 136, 0), seen: func(s sent) bool { return strings.HasPrefix(s.id(), "Gr.") }},
		{name: "a Message-ID that begins with Mr.", until: r(1, 144, 0), seen: func(s sent) bool { return strings.HasPrefix(s.id(), "Mr.") }},
		{name: "a Message-ID at localhost", from: r(1, 137, 0), seen: func(s sent) bool { return strings.HasSuffix(s.id(), "@localhost") }},
		{name: "a Message-ID of 24 characters", from: r(1, 144, 0), until: r(1, 155, 6), seen: func(s sent) bool { return isRandomID(s.id()) }},
		{name: "a UUID as Message-ID", from: r(1, 155, 6), seen: func(s sent) bool { return isUUID(s.id()) }},
		{name: "the subject \"...\"", until: r(1, 142, 0), applies: sealed, seen: func(s sent) bool { return s.m.Outer.Get("subject") == "..." }},
		{name: "protected To", from: r(1, 141, 0), mustShow: true, applies: sealed, seen: func(s sent) bool { return s.m.Protected.Has("to") }},
		{name: "protected Date", from: r(1, 141, 1), mustShow: true, applies: sealed, seen: func(s sent) bool { return s.m.Protected.Has("date") }},
		{name: "Chat-Group-Member-Timestamps", from: r(1, 154, 0), mustShow: true, applies: sent.isGroupMail,
			seen: func(s sent) bool { return s.says("chat-group-member-timestamps") }},
		{name: "Chat-Group-Name-Timestamp", from: r(1, 156, 1), seen: func(s sent) bool { return s.says("chat-group-name-timestamp") }},
		{name: "Chat-Group-Member-Fpr", from: r(2, 0, 0), mustShow: true, applies: sealedGroup,
			seen: func(s sent) bool { return s.says("chat-group-member-fpr") }},
		{name: "plain group mail", until: r(2, 0, 0), applies: sent.isGroupMail, seen: func(s sent) bool { return s.m.Seal.Opening == gmm.Plain }},
		{name: "the outer Autocrypt field", until: r(2, 23, 0), applies: sealed, mustShow: true, seen: hasOuterAutocrypt},
		{name: "Chat-Group-Member-Added-Fpr", from: r(2, 24, 0), mustShow: true, applies: func(s sent) bool { return s.said.Added != "" && s.isGroupMail() },
			seen: func(s sent) bool { return s.said.AddedFpr != "" }},
		{name: "hp in the protected Content-Type", from: r(2, 27, 0), mustShow: true, applies: sealed, seen: func(s sent) bool { return s.m.HP != "" }},
		{name: "hidden recipients in the outer To", from: r(2, 29, 0), mustShow: true, applies: sealed,
			seen: func(s sent) bool { return strings.Contains(s.m.Outer.Get("to"), "hidden-recipients") }},
		{name: "intended recipients in the signature", from: r(2, 40, 0), mustShow: true, applies: func(s sent) bool { return s.sealed() && !s.m.Seal.Secret },
			seen: func(s sent) bool { return len(s.m.Seal.Intended) > 0 }},
		{name: "the outer In-Reply-To field", until: r(2, 45, 0), applies: func(s sent) bool { return s.sealed() && s.m.Protected.Has("in-reply-to") },
			seen: func(s sent) bool { return s.m.Outer.Has("in-reply-to") }},
		{name: "nothing outside but From and Date", from: r(2, 45, 0), mustShow: true,
			applies: func(s sent) bool {
				return s.sealed() && (s.m.Protected.Has("references") || s.m.Protected.Has("auto-submitted"))
			},
			seen: func(s sent) bool { return !s.m.Outer.Has("references") && !s.m.Outer.Has("auto-submitted") }},
	}
}

func hasOuterAutocrypt(s sent) bool {
	for _, key := range s.m.Autocrypt {
		if !key.Protected {
			return true
		}
	}
	return false
}

// recognise narrows the releases a device may run by the traits of what it
// sent. The newest message that contradicts an older one wins: clients are
// updated, not downgraded.
func recognise(messages []sent) (low, high release.Release, why []string) {
	high = release.Latest
	reasons := map[string]bool{}
	for _, s := range messages {
		l, h, names := traitsOf(s)
		if l > high || h < low {
			low, high, reasons = 0, release.Latest, map[string]bool{} // updated in between: start again
		}
		low, high = max(low, l), min(high, h)
		for _, name := range names {
			reasons[name] = true
		}
	}
	for _, t := range traits() {
		if reasons[t.name] {
			why = append(why, t.name)
		}
		if reasons["no "+t.name] {
			why = append(why, "no "+t.name)
		}
	}
	return low, high, why
}

// traitsOf gives the span of releases that could have sent one message.
func traitsOf(s sent) (low, high release.Release, names []string) {
	high = release.Latest
	for _, t := range traits() {
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

// chooseRelease settles which release's rules a device gets: what the user
// said, else what its mail shows, else what the other devices run.
func (d *device) chooseRelease(opts Options, messages []sent, others map[release.Release]int) error {
	chosen := d.ruleSet
	for _, name := range [...]string{"", d.name} {
		if rules := opts.Rules[name]; rules != "" {
			chosen = rules
		}
	}
	if chosen != "" {
		given, err := release.Parse(chosen)
		if err != nil {
			return &Error{Err: err, Fix: "give rules as a client release, for example --rules " + d.name + "=1.160.0"}
		}
		d.release, d.oldest, d.releaseBasis = given, given, "set by the user"
		return nil
	}
	low, high, why := recognise(messages)
	if len(why) == 0 {
		d.release, d.releaseBasis = release.Latest, "nothing sent: the newest"
		if usual, ok := commonest(others, 0, release.Latest); ok {
			d.release, d.releaseBasis = usual, "nothing sent: as most other devices"
		}
		d.oldest = d.release
		return nil
	}
	d.releaseBasis = fmt.Sprintf("sent mail of %s", spanText(low, high))
	d.release, d.oldest = high, low
	if usual, ok := commonest(others, low, high); ok {
		d.release = usual
	}
	return nil
}

// commonest is the release most devices of the case run, among those between
// low and high; of several the newest.
func commonest(votes map[release.Release]int, low, high release.Release) (release.Release, bool) {
	best, found := release.Release(0), false
	for voted, n := range votes {
		if voted >= low && voted <= high && (!found || n > votes[best] || n == votes[best] && voted > best) {
			best, found = voted, true
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

// lastName leaves out the patch of a release that is the last of its kind, but for
// 1.160.0, the last before members were keys.
func lastName(r release.Release) string {
	if last, err := release.Parse(r.Name()); err == nil && last == r && r != keyContacts.Previous() {
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
