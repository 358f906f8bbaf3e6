package html

import (
	"slices"
	"strings"
	"time"
)

// Lanes are the messages of one group over time: a lane for each device.
type Lanes struct {
	Devices  []Lane
	Messages []Message // in the order in which they were written
	Target   []string  // names of the members all the mail adds up to
	Parted   int       // the message at which the views part, -1 for none
	Note     string    // what happened there
	only     []int     // the messages to draw, nil for those that change members

	Explained bool // the signs are explained before
	undrawn   bool // there is no room for the drawings
}

// OnlyDraw limits the drawings to some messages, by their index in order.
func (l *Lanes) OnlyDraw(messages []int) { l.only = messages }

// A Lane is one device.
type Lane struct {
	Device  string
	Members []string // names of whom it shows in the end
}

// A Message is one message of the group, or an act of one device that a database
// tells of.
type Message struct {
	Time  time.Time
	Kind  string // "create", "add", "remove", "leave", "correction", "message"
	ID    string
	From  int // the lane of its author, -1 where the case has no device of theirs
	Fates []Fate
	Told  string // who did what, as a sentence
}

// changes reports whether anybody's members changed by it, or were meant to.
func (m *Message) changes() bool {
	return m.Kind != "message" || slices.ContainsFunc(m.Fates, func(f Fate) bool { return len(f.Joined)+len(f.Left) > 0 })
}

// A Fate is what became of a message on one device.
type Fate struct {
	Kind         FateKind
	Time         time.Time // when the device met it; zero if it did not
	Members      int       // it shows afterwards
	Why, Where   string
	Joined, Left []string // names
	Archive      string   // where it lies, and what it is; "" where that is not to be shown
	Place        string   // in the archive
	SHA256       string   // lower-case hex
}

// A FateKind is one letter, so that a row of them is short.
type FateKind byte

// The fates, by the letter in the data of a page.
const (
	NotConcerned FateKind = '-' // the device has no part in it, or nothing is known
	Wrote        FateKind = 'w'
	Arrived      FateKind = 'a'
	Late         FateKind = 'l' // a later change was there before it
	Inferred     FateKind = 'i' // arrived, as other people's copies tell
	Refused      FateKind = 'r' // arrived, and the rules did not let it change the members
	Spam         FateKind = 's'
	Lost         FateKind = 'n'
	Unreadable   FateKind = 'k' // no key of the device opens it
	NotSentHere  FateKind = 'o'
)

// fateWords are the fates in words, in the order of the legend.
func fateWords() []struct {
	Kind FateKind
	Word string
} {
	return []struct {
		Kind FateKind
		Word string
	}{
		{Arrived, "arrived"}, {Late, "late"}, {Inferred, "arrived (inferred)"}, {Refused, "refused"},
		{Spam, "spam"}, {Lost, "lost"}, {Unreadable, "unreadable"}, {NotSentHere, "not sent here"},
	}
}

// word is a fate in words.
func (k FateKind) word() string {
	for _, f := range fateWords() {
		if f.Kind == k {
			return f.Word
		}
	}
	if k == Wrote {
		return "wrote it"
	}
	return ""
}

// reached reports whether the device met the message.
func (k FateKind) reached() bool { return strings.ContainsRune("walir", rune(k)) }

// before are the members a lane shows before any message.
func (l *Lanes) before(lane int) map[string]bool {
	members := map[string]bool{}
	for _, address := range l.Devices[lane].Members {
		members[address] = true
	}
	for i := len(l.Messages) - 1; i >= 0; i-- {
		fate := &l.Messages[i].Fates[lane]
		for _, address := range fate.Joined {
			delete(members, address)
		}
		for _, address := range fate.Left {
			members[address] = true
		}
	}
	return members
}
