package history

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/synthetic"
)

// What is looked up in an order is what a search through all messages finds.
func TestAnOrderAnswersAsASearchThroughAllMessages(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var received []*Step
		id := rapid.SampledFrom([]string{"", "a", "b", "c", "own"})
		for range rapid.IntRange(0, 12).Draw(t, "received") {
			st := &Step{Reading: &gmm.Reading{MessageID: id.Draw(t, "id"), References: rapid.SliceOfN(id, 0, 2).Draw(t, "references")}}
			if at := rapid.IntRange(0, 9).Draw(t, "at"); at > 0 {
				st.At = time.Unix(int64(at), 0)
			}
			received = append(received, st)
		}
		own := &Step{Reading: &gmm.Reading{MessageID: "own", References: rapid.SliceOfN(id, 0, 2).Draw(t, "answers")}}
		o := newOrder(received, []ownStep{{Step: own}})

		at := time.Unix(rapid.Int64Range(0, 10).Draw(t, "when"), 0)
		last := 0
		for i, st := range received {
			if !st.At.IsZero() && !st.At.After(at) {
				last = i + 1
			}
		}
		if got := o.readBy(at); got != last {
			t.Fatalf("read by %v: %d, want %d", at, got, last)
		}
		from := rapid.IntRange(0, len(received)).Draw(t, "from")
		lower, upper := from, len(received)
		for i, st := range received {
			if st.Reading.MessageID != "" && slices.Contains(own.Reading.References, st.Reading.MessageID) {
				lower = max(lower, i+1)
			}
			if slices.Contains(st.Reading.References, "own") && i >= from {
				upper = min(upper, i)
			}
		}
		if l, u := o.bounds(from, own); l != lower || u != max(lower, upper) {
			t.Fatalf("bounds from %d: %d to %d, want %d to %d", from, l, u, lower, max(lower, upper))
		}
	})
}

// partedLife is a made-up life of which each device lost some messages.
func partedLife(t *rapid.T) fstest.MapFS {
	life := synthetic.Life{Devices: 3, Members: rapid.IntRange(3, 5).Draw(t, "members"), Messages: rapid.IntRange(5, 60).Draw(t, "messages"),
		Change: rapid.IntRange(1, 6).Draw(t, "change"), Chain: rapid.Bool().Draw(t, "chain")}
	fsys := life.Case()
	separator := []byte("From x@life.example ")
	for _, file := range fsys {
		var kept [][]byte
		for _, message := range bytes.SplitAfter(file.Data, separator) {
			if len(kept) == 0 || rapid.IntRange(0, 5).Draw(t, "lost") > 0 {
				kept = append(kept, message)
			}
		}
		file.Data = bytes.Join(kept, nil)
	}
	return fsys
}

// Playing a script with what was computed ahead, and forks from where they depart,
// gives what playing every possibility from the start gives.
func TestPlayingAheadIsPlayingFromTheStart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := rapid.SampledFrom([]string{"1.70", "1.104", "1.124", "1.136", "1.139", "1.151", "1.160"}).Draw(t, "rules")
		hs, claims := prepared(t, partedLife(t), rules)
		for _, d := range hs.Devices {
			own, maybe := hs.ownSends(d, claims[d])
			line := timelineOf(d, own, maybe, hs.deliveries)
			for id, s := range line.scripts {
				s.known, s.work = line.contacts, &line.work
				s.order = newOrder(s.received, s.own)
				p := newPlayer(s, s.received, s.order)
				p.run(0)
				if got, want := fmt.Sprint(p.choices), fmt.Sprint(slowly(s, fork{}).choices); got != want {
					t.Fatalf("%s in %s: places %s, want %s", d.Name, id, got, want)
				}
				for i, c := range p.choices {
					for _, place := range c.equal {
						want := slowly(s, fork{own: c.own, place: place})
						members := shown(want.view, want.contacts)
						got := s.otherPlace(p, i, place, shown(p.view, p.contacts))
						if got == nil {
							got = shown(p.view, p.contacts)
						}
						if !slices.Equal(got, members) {
							t.Fatalf("%s in %s, message %d at %d: members %v, want %v", d.Name, id, i, place, got, members)
						}
					}
				}
			}
		}
	})
}

// String shows what a choice decided.
func (c choice) String() string { return fmt.Sprint(c.best, c.equal) }

// prepared is a case up to the point where its devices are played.
func prepared(t *rapid.T, fsys fstest.MapFS, rules string) (*Histories, map[*Device][]*evidence.Event) {
	ctx := context.Background()
	opts := evidence.Options{Rules: map[string]string{"": rules}}
	c, err := evidence.Discover(ctx, []evidence.Source{{Path: "case", FS: fsys, Name: "case"}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	v, err := evidence.Read(ctx, c, opts)
	if err != nil {
		t.Fatal(err)
	}
	hs, claims := newHistories(v)
	return hs, claims
}

// slowly plays a script and forgets what it looked at ahead at every step.
func slowly(s *script, f fork) *player {
	p := newPlayer(s, s.received, s.order)
	p.fork = f
	for i := range p.own {
		p.ahead = nil
		before := p.state
		checkMisfits(p, p.own[i].Step)
		p.ahead = nil
		p.placeOwn(i)
		// Played again from what came before, nothing else may come out.
		if again := newPlayer(s, s.received, s.order); i == 0 {
			again.state, again.fork = before, f
			again.placeOwn(i)
			if again.next != p.next {
				panic("a player depends on more than its state")
			}
		}
	}
	p.ahead = nil
	for p.next < len(p.received) {
		p.ahead = nil
		p.receive()
	}
	return p
}

// checkMisfits holds that a received message that changes nothing changes no
// misfit, which is why place asks for it only after a change.
func checkMisfits(p *player, own *Step) {
	view, contacts := p.look(p.next)
	last := p.misfit(view, contacts, own)
	for i := p.next + 1; i <= min(len(p.received), p.next+placeWindow); i++ {
		before := contacts
		view, contacts = p.look(i)
		score := p.misfit(view, contacts, own)
		if !p.ahead[i-p.next-1].outcome.Changed && contacts.Equal(before) && score != last {
			panic(fmt.Sprintf("message %d changes nothing, and the misfit from %d to %d", i, last, score))
		}
		last = score
	}
}
