package simulate

import (
	"cmp"
	"maps"
	"slices"
)

const (
	slack    = 0.5  // how much earlier than it was noted a deed may have left, in seconds
	haste    = 1    // how long mail may wait behind that of the next deed, in seconds
	prompt   = 3    // how much later mail mostly leaves at most, in seconds
	patience = 30   // how much later than it was noted a deed may leave, in seconds
	together = 0.3  // how far apart the copies of one message are handed over, in seconds
	alike    = 0.5  // share of recipients that a letter and its message have at least in common
	pause    = 0.02 // how far apart messages are at least handed over, in seconds
)

// carry finds the delivery of a letter to one person among those of its message.
func (p *player) carry(now int64, l *letter, to int) (int64, bool) {
	p.handOver(now, l)
	for _, i := range p.sent[l] {
		d := p.network[i]
		switch {
		case d.To != p.addresses[to]:
		case d.Verdict == "deliver":
			return max(now, int64(d.At*1000)), true
		case d.Verdict == "hold":
			at, ok := p.released(d.At)
			return max(now, at), ok
		default: // dropped, or in a folder no client reads
			return 0, false
		}
	}
	return 0, false
}

// handOver finds the copies of a letter that is handed over now.
func (p *player) handOver(now int64, l *letter) {
	if _, known := p.sent[l]; known {
		return
	}
	copies, _ := p.leaves(now, l.from, l.to)
	for _, i := range copies {
		p.used[i] = true
	}
	p.sent[l] = copies
}

// handOverAll finds the copies of what a person wrote in all groups while offline, in
// the order in which it was written, which is that in which it leaves.
func (p *player) handOverAll(now int64, person int) {
	var written []*letter
	for _, name := range slices.Sorted(maps.Keys(p.groups)) {
		written = append(written, p.groups[name].devices[person].outbox...)
	}
	slices.SortStableFunc(written, func(a, b *letter) int { return cmp.Compare(a.says.Date, b.says.Date) })
	for _, l := range written {
		p.handOver(now, l)
	}
}

// leaves is where in the journal of the network the copies of a letter to some
// people are that is handed over now, and how well the recipients fit: of the
// messages of its sender that belong to no earlier letter the one that fits best
// before the sender's next deed or, if none does, the first to exactly these people
// afterwards. Receipts lie between, and what a client refused to send is not there.
func (p *player) leaves(now int64, from int, to []int) (best []int, most float64) {
	at := float64(now) / 1000
	next, last := p.nextDeed(at, from), -1
	begin, _ := slices.BinarySearchFunc(p.network, at-slack-pause, func(d Delivery, at float64) int { return cmp.Compare(d.At, at) })
	for i := begin; i < len(p.network) && p.network[i].At <= at+patience; i++ {
		first := p.network[i]
		if first.Sender != p.addresses[from] {
			continue
		}
		before := last
		last = i
		switch {
		case p.used[i] || first.At < at-slack:
			continue
		case before >= 0 && !p.used[before] && !p.ends(p.network[before], first):
			continue // not the first copy
		}
		copies, fit := p.copies(i, to)
		switch {
		case first.At >= next && most >= alike:
			return best, most
		case first.At >= next && fit == 1:
			return copies, fit
		case first.At < next && fit > most:
			best, most = copies, fit
		}
	}
	if most >= alike {
		return best, most
	}
	if back, ok := p.backAfter(now, from); ok {
		return p.leaves(back, from, to)
	}
	return nil, 0
}

// backAfter is when a person's device is back that soon goes offline: mail that did
// not leave before waits until then.
func (p *player) backAfter(now int64, person int) (back int64, ok bool) {
	left := false
	for _, d := range p.journal {
		at := int64(d.At * 1000)
		switch {
		case d.Device != p.names[person] || at <= now || !left && at > now+patience*1000:
		case d.Op == "offline":
			left = true
		case d.Op == "online" && left:
			return at, true
		}
	}
	return 0, false
}

// ends reports whether a message seems to end between two deliveries of its sender:
// the sender's own copy is the last, and between messages there is a pause.
func (p *player) ends(last, next Delivery) bool {
	return last.To == last.Sender || next.At > last.At+pause
}

// nextDeed is when mail about the next deed of a person may leave or, if there is
// none for a while, when that about this deed should have left.
func (p *player) nextDeed(now float64, by int) float64 {
	next, _ := slices.BinarySearchFunc(p.journal, now, func(d Deed, at float64) int { return cmp.Compare(d.At, at) })
	for _, d := range p.journal[next:] {
		switch {
		case d.At > now+prompt:
			return now + prompt
		case d.By == p.names[by] && d.At > now:
			return max(d.At, now+haste)
		}
	}
	return now + prompt
}

// copies is what a sender handed over together, beginning with a delivery, and how
// well its recipients fit some people: the share of both in all. It ends where
// somebody would get it twice, or where the sender pauses and it fits best.
func (p *player) copies(first int, to []int) (best []int, most float64) {
	last := p.network[first]
	var copies []int
	got := map[string]bool{}
	both, others := 0, 0
	for i := first; i < len(p.network) && p.network[i].At < last.At+together; i++ {
		d := p.network[i]
		if d.Sender != last.Sender || p.used[i] {
			continue
		}
		if got[d.To] {
			break
		}
		if fit := share(both, len(to)+others); p.ends(last, d) && fit > most {
			best, most = slices.Clone(copies), fit
		}
		got[d.To], last = true, d
		copies = append(copies, i)
		switch {
		case d.To == d.Sender:
		case slices.ContainsFunc(to, func(person int) bool { return p.addresses[person] == d.To }):
			both++
		default:
			others++
		}
	}
	if fit := share(both, len(to)+others); fit > most {
		return copies, fit
	}
	return best, most
}

func share(part, all int) float64 { return float64(part) / float64(max(1, all)) }
