package collect

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// Bounds on what is kept of answers. The first answers of a key from an address
// say as much as all.
const (
	maxRepliesEach = 64
	maxCitations   = 1_000_000 // of messages not met yet
	maxReferences  = 64        // of one letter
)

// minSecret is how many letters and digits the part of a Message-ID before "@"
// must have so that nobody guesses it: one mail is one guess.
const minSecret = 16

// correspondence is who answered what. Only the recipient of a message, and its
// sender, know its Message-ID. Whoever cites it from the address it was sent to
// reads the mailbox there, unless the id was told to others before.
type correspondence struct {
	sent    map[digest]sentAlone        // messages sent to one address alone
	replies map[keyAndAddress][]reply   // the first of each
	leaks   map[citation]int64          // when a message was first cited before a third person
	waiting map[digest]map[uint32]int64 // the same by everybody who saw the citation, of messages not met yet
	pending int
}

// sentAlone is a message to one recipient. Filed means that its device filed it as
// sent, Key signed it: what else names the user as its author, anybody wrote.
type sentAlone struct {
	by, to uint32
	key    string
	filed  bool
}

// A reply is a signed answer to a message.
type reply struct {
	to      digest
	arrived int64 // unix seconds; 0 if unknown
	witness record.Witness
}

// A citation is a message that was cited where somebody saw it.
type citation struct {
	message digest
	seen    uint32
}

// addCorrespondence notes a letter as a message to one recipient, as an answer to
// one, and as telling others of those it cites.
func (m *Mail) addCorrespondence(l *letter, author uint32) {
	c := &m.correspondence
	if c.sent == nil {
		*c = correspondence{map[digest]sentAlone{}, map[keyAndAddress][]reply{}, map[citation]int64{}, map[digest]map[uint32]int64{}, 0}
	}
	if author == 0 || l.copied {
		return
	}
	people := []uint32{author}
	for _, to := range l.to {
		if number := m.addresses.number(to.Address); !slices.Contains(people, number) {
			people = append(people, number)
		}
	}
	from, key, signed := l.Message.SignedAs()
	signed = signed && from.Address == l.author.Address
	if len(people) == 2 && isUnguessable(l.id) && (signed || l.IsSent()) && !l.list {
		c.addSent(digestOf(l.id), sentAlone{author, people[1], string(key), l.IsSent()})
	}
	if id := answered(l.Message); signed && len(people) == 2 && isUnguessable(id) {
		c.addReply(keyAndAddress{string(key), from.Address}, reply{digestOf(id), l.Met(), l.witness()})
	}
	at := l.at
	for i, id := range cited(l.Message) {
		if i >= maxReferences {
			break
		}
		c.cite(digestOf(id), people, at)
	}
}

// addSent keeps a message. What of it came before its own copy is looked at now.
func (c *correspondence) addSent(id digest, s sentAlone) {
	if known, ok := c.sent[id]; ok {
		known.filed = known.filed || s.filed
		known.key = cmp.Or(known.key, s.key)
		if known.by != s.by || known.to != s.to {
			known.to = 0 // it went to more than one
		}
		c.sent[id] = known
		return
	}
	c.sent[id] = s
	for person, at := range c.waiting[id] {
		c.leak(id, s, person, at)
	}
	c.pending -= len(c.waiting[id])
	delete(c.waiting, id)
}

// addReply keeps the first answers, whatever order they are met in.
func (c *correspondence) addReply(by keyAndAddress, r reply) {
	list := append(c.replies[by], r)
	slices.SortFunc(list, func(a, b reply) int { return cmp.Or(cmp.Compare(a.arrived, b.arrived), cmp.Compare(a.to, b.to)) })
	c.replies[by] = list[:min(len(list), maxRepliesEach)]
}

// cite notes who saw a message cited.
func (c *correspondence) cite(id digest, people []uint32, at int64) {
	s, known := c.sent[id]
	for _, person := range people {
		switch {
		case known:
			c.leak(id, s, person, at)
		case c.pending < maxCitations:
			if c.waiting[id] == nil {
				c.waiting[id] = map[uint32]int64{}
			}
			before, seen := c.waiting[id][person]
			if !seen {
				c.pending++
			}
			if !seen || at < before {
				c.waiting[id][person] = at
			}
		}
	}
}

func (c *correspondence) leak(id digest, s sentAlone, person uint32, at int64) {
	if person == s.by || person == s.to {
		return
	}
	key := citation{id, person}
	if before, seen := c.leaks[key]; !seen || at < before {
		c.leaks[key] = at
	}
}

// cited are the Message-IDs a message names.
func cited(l *gmm.Message) []string {
	var ids []string
	for _, section := range []gmm.Fields{l.Outer, l.Protected} {
		for _, name := range [...]string{"in-reply-to", "references"} {
			for _, id := range strings.Fields(section.Last(name)) {
				if id = withoutAngles(id); id != "" && !slices.Contains(ids, id) {
					ids = append(ids, id)
				}
			}
		}
	}
	return ids
}

// isUnguessable reports a Message-ID with enough in it that only chance or its
// recipient could name it.
func isUnguessable(id string) bool {
	local, _, _ := strings.Cut(id, "@")
	letters, digits := 0, 0
	for _, r := range local {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			letters++
		}
	}
	return letters+digits >= minSecret && letters > 0
}

// replied lists the keys that answered mail which users of the case had sent to
// one address alone, from that address, before its Message-ID was told to others.
func (m *Mail) replied(users []record.Owner) []record.Bond {
	own, ownKeys := map[string]int{}, map[string]int{}
	for i, user := range users {
		for _, address := range user.Addresses {
			own[address] = i + 1
		}
		for _, key := range user.Keys {
			ownKeys[key] = i + 1
		}
	}
	told := map[digest]int64{}
	for leak, at := range m.correspondence.leaks {
		if own[m.addresses.list[leak.seen]] != 0 {
			continue
		}
		if before, known := told[leak.message]; !known || at < before {
			told[leak.message] = at
		}
	}
	found := bonds{}
	for by, replies := range m.correspondence.replies {
		for _, r := range replies {
			s, known := m.correspondence.sent[r.to]
			at, leaked := told[r.to]
			user := own[m.addresses.list[s.by]]
			switch {
			case !known || user == 0 || m.addresses.list[s.to] != by.address:
			case !s.filed && ownKeys[s.key] != user: // written by somebody who named the user as its author
			case leaked && (r.arrived == 0 || at <= r.arrived):
			default:
				found.add(by.address, by.key, r.witness)
			}
		}
	}
	return found.sorted()
}
