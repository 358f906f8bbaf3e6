package simulate

import (
	"cmp"
	"slices"
)

// everyone is the addressee of a correction to all.
const everyone = -1

// A wait is the time between an inconsistency and its correction.
type wait struct {
	about *letter // that showed the inconsistency
}

// consider compares the list of a letter with the device's own, after the letter
// was applied, and has the device correct if they differ. A letter that was
// written before the last correction to its author went out prompts no other, nor
// does any within the pause after it.
func (g *group) consider(d *device, l *letter) {
	if !g.variant.checks(l) || !d.shows() || l.lists == d.members {
		return
	}
	addressee := g.addressee(l)
	if last, told := d.told[addressee]; told && min(l.sentAt(), g.now-g.opts.Pause.Milliseconds()) <= last || d.waiting[addressee] != nil {
		return
	}
	if d.waiting == nil {
		d.waiting, d.told = map[int]*wait{}, map[int]int64{}
	}
	w := &wait{about: l}
	d.waiting[addressee] = w
	at := g.now
	if g.opts.Wait > 0 {
		at += g.waits.Int64N(g.opts.Wait.Milliseconds() + 1)
	}
	g.queue.push(event{at: at, kind: corrects, device: int32(d.person), letter: l})
}

func (g *group) addressee(l *letter) int {
	if g.variant == SenderOnly {
		return l.from
	}
	return everyone
}

// recognise ends the waits that a letter makes needless: another device said what
// this one was going to say, or the addressee shows that they know it.
func (g *group) recognise(d *device, l *letter) {
	if !g.opts.Suppress || len(d.waiting) == 0 || l.lists != d.members {
		return
	}
	for addressee, w := range d.waiting {
		switch {
		case l.kind == correction && !l.private && l.from != w.about.from, l.from == w.about.from:
			delete(d.waiting, addressee)
			g.tally.Suppressed++
		}
	}
}

// correct writes the correction a device waited to write.
func (g *group) correct(d *device, about *letter) {
	addressee := g.addressee(about)
	if w := d.waiting[addressee]; w == nil || w.about != about {
		return
	}
	delete(d.waiting, addressee)
	if !d.shows() {
		return
	}
	d.told[addressee] = g.now
	l := &letter{kind: correction, carried: g.explains(d, about)}
	if addressee != everyone {
		l.private, l.to = true, []int{about.from}
	}
	g.send(d, g.correction(d, l, about.from))
}

// forward hands on to all what a correction to this device alone changed.
func (g *group) forward(d *device, l *letter) {
	if d.shows() {
		g.send(d, g.correction(d, &letter{kind: correction, carried: l.carried}, l.from))
	}
}

// correction writes the whole list. Where a release before 1.154 may read it, it
// answers a message that was never sent: some of them then take the list as it is.
func (g *group) correction(d *device, l *letter, addressee int) *letter {
	l.parent = noParent
	if g.untimed {
		l.parent = neverSent
	}
	return g.write(d, l, addressee)
}

// explains lists the GMMs that explain how the device's list differs from that of
// a letter, oldest first.
func (g *group) explains(d *device, about *letter) []*letter {
	listed := map[int]bool{about.from: true}
	for _, to := range about.says.To {
		listed[g.numbers[to.Address]] = true
	}
	if about.kind == removal {
		delete(listed, about.subject)
	}
	var carried []*letter
	for person, gmm := range d.gmms {
		if d.view.Has(g.id(d, person)) != listed[person] {
			carried = append(carried, gmm)
		}
	}
	slices.SortFunc(carried, func(a, b *letter) int { return cmp.Compare(a.number, b.number) })
	return carried
}
