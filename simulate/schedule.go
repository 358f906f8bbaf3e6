package simulate

import (
	"math/rand/v2"
	"time"
)

type actKind uint8

const (
	says actKind = iota
	adds
	removes
	leaves
)

// An act is what somebody does, before it is known who can: whom it falls to is
// counted on from a drawn number among those who can.
type act struct {
	kind    actKind
	by, who int
}

// schedule plans a group's life: who writes, who changes the group, who is
// offline when. It does not depend on the variant.
func (g *group) schedule(dice *rand.Rand) {
	end := g.now + g.opts.For.Milliseconds()
	plan := func(perDay float64, draw func() *act) {
		if perDay <= 0 {
			return
		}
		mean := time.Duration(min(float64(24*time.Hour)/perDay, float64(longest)))
		for at := g.now + around(dice, mean); at < end; at += 1 + around(dice, mean) {
			g.queue.push(event{at: at, kind: acts, act: draw()})
		}
	}
	people := len(g.devices)
	plan(g.opts.Messages, func() *act { return &act{says, dice.IntN(people), 0} })
	plan(g.opts.Changes, func() *act {
		kind := adds
		switch share := dice.Float64(); {
		case share > 0.9:
			kind = leaves
		case share > 0.5:
			kind = removes
		}
		return &act{kind, dice.IntN(people), dice.IntN(people)}
	})
	if share := g.opts.Network.Offline; share > 0 {
		g.scheduleSpells(dice, share, end)
	}
	if g.opts.Attack != NoAttack {
		g.queue.push(event{at: g.now + g.opts.For.Milliseconds()/2, kind: isAttacked})
	}
}

// scheduleSpells takes every device offline and back, again and again. At the end
// all are online.
func (g *group) scheduleSpells(dice *rand.Rand, share float64, end int64) {
	spell := g.opts.Network.Spell
	online := time.Duration(min(float64(spell)*(1-share)/share, float64(longest)))
	for person := range g.devices {
		for at := g.now + around(dice, online); at < end; at += 1 + around(dice, online) {
			back := min(at+1+around(dice, spell), end)
			g.queue.push(event{at: at, kind: switches, device: int32(person)})
			g.queue.push(event{at: back, kind: switches, device: int32(person)})
			at = back
		}
	}
}

// perform finds who does what was planned, of those who are online. Only members
// who are not mistaken about that themselves change the group, so that it is
// known who is in it.
func (g *group) perform(a *act) {
	switch a.kind {
	case says:
		g.eachFrom(a.by, func(person int) bool { return g.devices[person].online && g.say(person) })
		return
	case leaves:
		if g.truth.count > 2 {
			g.eachFrom(a.by, func(person int) bool { return g.canChange(person) && g.remove(person, person) })
		}
		return
	}
	g.eachFrom(a.by, func(by int) bool {
		if !g.canChange(by) {
			return false
		}
		return g.eachFrom(a.who, func(who int) bool {
			switch {
			case who == by || g.truth.in[who] == (a.kind == adds):
				return false
			case a.kind == adds:
				return g.add(by, who)
			}
			return g.truth.count > 2 && g.remove(by, who)
		})
	})
}

func (g *group) canChange(person int) bool {
	return g.truth.in[person] && g.devices[person].online && g.devices[person].shows()
}

// eachFrom tries people in turn, beginning with a number, until one will do.
func (g *group) eachFrom(first int, try func(person int) bool) bool {
	for i := range g.devices {
		if try((first + i) % len(g.devices)) {
			return true
		}
	}
	return false
}
