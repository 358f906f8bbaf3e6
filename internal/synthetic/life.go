package synthetic

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing/fstest"
	"time"
)

// A Life is a group life as clients up to 1.135 wrote it without keys: plain mail
// with its group headers outside and no list of times. Every message reaches
// every member, so that in the end all views agree.
type Life struct {
	Devices  int // members whose mailbox is in the case; at least 1
	Members  int // of each group; below Devices means Devices
	Messages int // in all
	Groups   int // below 1 means 1

	Change     int  // one message in so many is a GMM; 0 means one in twenty, 1 means every one
	Chain      bool // every message answers the one before
	References int  // how many earlier messages of its group each message refers to
	Renames    bool // every message renames its group
	Correction bool // every message is a correction that carries nothing
	Pairs      bool // one-to-one chats instead of groups
}

// Case writes the life into a case folder named "case": one mbox per device.
func (l Life) Case() fstest.MapFS {
	w := newWriter(l)
	for i := range l.Messages {
		w.next(i)
	}
	fsys := fstest.MapFS{}
	for i := range l.Devices {
		fsys["case/"+person(i)+"/INBOX.mbox"] = &fstest.MapFile{Data: w.boxes[i].Bytes()}
	}
	return fsys
}

func person(i int) string { return fmt.Sprintf("p%04d", i) }

func address(i int) string { return person(i) + "@life.example" }

// writer writes one life.
type writer struct {
	Life
	random *rand.Rand
	at     time.Time
	boxes  []bytes.Buffer
	groups []group
}

type group struct {
	members []int
	out     int      // who was removed and comes back with the next change, -1 for nobody
	ids     []string // Message-IDs so far
}

func newWriter(l Life) *writer {
	l.Devices, l.Groups = max(l.Devices, 1), max(l.Groups, 1)
	if l.Change == 0 {
		l.Change = 20
	}
	w := &writer{Life: l, random: rand.New(rand.NewPCG(7, 7)), at: time.Unix(1700000000, 0).UTC(), boxes: make([]bytes.Buffer, l.Devices)}
	for range l.Groups {
		g := group{out: -1}
		for i := range max(l.Members, l.Devices, 2) {
			g.members = append(g.members, i)
		}
		w.groups = append(w.groups, g)
	}
	return w
}

// next writes message i: first one of each group, then a change now and then.
func (w *writer) next(i int) {
	n := i
	if i >= w.Groups {
		n = w.random.IntN(w.Groups)
	}
	g := &w.groups[n]
	switch {
	case w.Pairs:
		w.send(n, w.random.IntN(2), g.members[:2], "")
	case i < w.Groups:
		w.send(n, g.members[0], g.members, "Chat-Group-Member-Added: "+address(g.members[len(g.members)-1]))
	case i%w.Change == 0 && g.out >= 0:
		back := g.out
		g.members, g.out = append(g.members, back), -1
		w.send(n, g.members[0], g.members, "Chat-Group-Member-Added: "+address(back))
	case i%w.Change == 0 && len(g.members) > 2:
		k := 1 + w.random.IntN(len(g.members)-1)
		out, all := g.members[k], g.members
		g.members, g.out = append(append([]int{}, all[:k]...), all[k+1:]...), out
		w.send(n, all[0], all, "Chat-Group-Member-Removed: "+address(out))
	default:
		w.send(n, g.members[w.random.IntN(len(g.members))], g.members, "")
	}
}

// send writes one message into the mailbox of everybody it reaches.
func (w *writer) send(n, from int, to []int, change string) {
	w.at = w.at.Add(30 * time.Second)
	g := &w.groups[n]
	id := fmt.Sprintf("Gr.group%08dabc.%08d@life.example", n, len(g.ids))
	var header strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&header, format+"\n", args...) }
	var recipients []string
	for _, i := range to {
		if i != from {
			recipients = append(recipients, "<"+address(i)+">")
		}
	}
	line("From: <%s>\nTo: %s\nSubject: Chat\nDate: %s", address(from), strings.Join(recipients, ",\n "), w.at.Format(time.RFC1123Z))
	line("Message-ID: <%s>\nChat-Version: 1.0", id)
	if !w.Pairs {
		line("Chat-Group-ID: group%08dabc\nChat-Group-Name: %s", n, w.name(n))
	}
	if change != "" {
		line("%s", change)
	}
	if w.Renames {
		line("Chat-Group-Name-Changed: Group %d", n)
	}
	if w.Correction {
		line("Chat-Group-Member-Correction: 1")
	}
	w.refer(line, g)
	line("Content-Type: text/plain; charset=utf-8\n\nhello")
	g.ids = append(g.ids, id)
	for _, i := range to {
		if i < w.Devices {
			fmt.Fprintf(&w.boxes[i], "From x@life.example Thu Jan  1 00:00:00 2015\nDelivered-To: %s\nReceived: from a by b; %s\n%s\n",
				address(i), w.at.Format(time.RFC1123Z), header.String())
		}
	}
}

func (w *writer) name(n int) string {
	if w.Renames {
		return fmt.Sprintf("Group %d of %d", n, len(w.groups[n].ids))
	}
	return fmt.Sprintf("Group %d", n)
}

// refer writes what the message answers.
func (w *writer) refer(line func(string, ...any), g *group) {
	if len(g.ids) == 0 {
		return
	}
	if w.Chain {
		line("In-Reply-To: <%s>", g.ids[len(g.ids)-1])
	}
	if earlier := g.ids[max(0, len(g.ids)-w.References):]; w.References > 0 {
		line("References: <%s>", strings.Join(earlier, ">\n <"))
	}
}
