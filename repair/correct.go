package repair

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Options are what the surroundings provide.
type Options struct {
	Now    time.Time // the date of the corrections, and the clock predictions are made with
	Random io.Reader // for sealing
}

// Result is a plan and the messages it speaks of.
type Result struct {
	Plan  Plan
	Files []File
}

// Healthy reports whether there is nothing to correct.
func (r *Result) Healthy() bool {
	return len(r.Files) == 0 && !slices.ContainsFunc(r.Plan.Groups, func(g Group) bool { return len(g.Unhealed) > 0 })
}

// Correct plans and writes the corrections of every group whose views differ.
func Correct(ctx context.Context, study *analyze.Study, opts Options) (*Result, error) {
	result := &Result{Plan: Plan{Schema: Schema, Groups: []Group{}, Corrections: []Correction{}}}
	for _, id := range study.Groups() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p := &planner{study: study, opts: opts, goal: study.Goal(id), seats: study.Seats(id)}
		if err := p.plan(ctx); err != nil {
			return nil, err
		}
		result.Plan.Groups = append(result.Plan.Groups, p.group)
		for _, made := range p.made {
			made.correction.File = fmt.Sprintf("correction-%02d.eml", len(result.Files)+1)
			result.Plan.Corrections = append(result.Plan.Corrections, made.correction)
			result.Files = append(result.Files, File{Name: made.correction.File, Data: made.data})
		}
	}
	return result, nil
}

// planner plans one group.
type planner struct {
	study *analyze.Study
	opts  Options
	goal  analyze.Goal
	seats []analyze.Seat // as they are before the next correction
	keys  map[string]*pgp.Key
	gmms  []carried
	group Group
	made  []made
}

type made struct {
	correction Correction
	data       []byte
}

func (p *planner) plan(ctx context.Context) error {
	p.group = Group{ID: p.goal.ID, Name: p.goal.Name, Target: p.target(), Devices: []Device{}}
	before := slices.Clone(p.seats)
	if len(p.ill()) > 0 {
		p.findKeys()
		if err := p.collectOriginals(ctx); err != nil {
			return err
		}
		if err := p.chain(); err != nil {
			return err
		}
	}
	for i, seat := range p.seats {
		p.group.Devices = append(p.group.Devices, Device{Device: seat.Device, Before: before[i].Shown(), After: seat.Shown()})
	}
	return nil
}

func (p *planner) target() []string {
	list := []string{}
	for _, person := range p.goal.Members {
		list = append(list, person.Address)
	}
	return list
}

// ill lists the seats that do not show what they should: members that show
// another list, and former members that do not know they are out.
func (p *planner) ill() []int {
	target := p.target()
	var list []int
	for i, seat := range p.seats {
		if seat.InTarget && !slices.Equal(seat.Shown(), target) || !seat.InTarget && seat.View.Has("self") {
			list = append(list, i)
		}
	}
	return list
}

// chain adds one correction after the other, each by the signer that heals
// most, until all are healed or nobody can go on.
func (p *planner) chain() error {
	for round := 0; len(p.ill()) > 0 && round <= len(p.seats); round++ {
		best, bestSeats := letter{}, []analyze.Seat(nil)
		left := len(p.ill())
		for _, signer := range p.signers() {
			l := p.letterBy(signer)
			after := p.predict(&l)
			trial := planner{seats: after, goal: p.goal}
			if n := len(trial.ill()); n < left {
				best, bestSeats, left = l, after, n
			}
		}
		if bestSeats == nil {
			break
		}
		if err := p.write(&best); err != nil {
			return err
		}
	}
	for _, i := range p.ill() {
		p.group.Unhealed = append(p.group.Unhealed, p.advice(p.seats[i]))
	}
	return nil
}

// signers are the members of the target whose secret key is at hand; those
// whose own list is right come first.
func (p *planner) signers() []analyze.Seat {
	var right, wrong []analyze.Seat
	for _, seat := range p.seats {
		switch {
		case !seat.InTarget || p.signingKey(seat) == nil:
		case slices.Equal(seat.Shown(), p.target()):
			right = append(right, seat)
		default:
			wrong = append(wrong, seat)
		}
	}
	return append(right, wrong...)
}

// signingKey is the seat's secret key that the group knows, nil if none is.
func (p *planner) signingKey(seat analyze.Seat) *pgp.Key {
	for _, key := range seat.Secret {
		if !key.SecretLocked() && key.CheckSigner(p.opts.Now) == nil {
			return key
		}
	}
	return nil
}

func (p *planner) letterBy(seat analyze.Seat) letter {
	l := letter{goal: p.goal, rows: rowsOf(p.goal, p.seats), keys: p.keys, gmms: p.gmms, date: p.opts.Now}
	for _, person := range p.goal.Members {
		if slices.Contains(seat.Addresses, person.Address) {
			l.signer = person
		}
	}
	for i := range l.rows {
		if l.rows[i].Fingerprint == "" && p.keys[l.rows[i].Address] != nil {
			l.rows[i].Fingerprint = string(p.keys[l.rows[i].Address].Fingerprint())
		}
	}
	for _, s := range p.seats {
		l.old = l.old || s.Release < gmm.R(1, 154, 0)
		l.open = l.open || s.Release < gmm.R(1, 157, 0)
	}
	for p.study.Knows(l.messageID()) {
		l.attempt++
	}
	return l
}

// predict has every seat read the letter as if it were sealed and delivered.
func (p *planner) predict(l *letter) []analyze.Seat {
	m := &gmm.Message{
		Outer:     gmm.ParseHeader(l.envelope(nil)),
		Protected: gmm.ParseHeader([]byte(strings.Join(l.protected(), newline) + newline)),
		HP:        "cipher",
		Seal:      gmm.Seal{Opening: gmm.Opened, Secret: true, Signature: pgp.Good, Accepted: true, Signer: l.keys[l.signer.Address].Fingerprint()},
	}
	return p.readBy(func(analyze.Seat) *gmm.Message { return m })
}

func (p *planner) readBy(message func(analyze.Seat) *gmm.Message) []analyze.Seat {
	var after []analyze.Seat
	for _, seat := range p.seats {
		next, _ := seat.Receive(message(seat), p.opts.Now.Unix())
		after = append(after, next)
	}
	return after
}

// write seals a letter, predicts from the written bytes what every device will
// show, and adds it to the plan.
func (p *planner) write(l *letter) error {
	var readers []*pgp.Key
	var recipients []string
	for _, address := range p.recipients() {
		if key := p.keys[address]; key != nil {
			readers = append(readers, key)
			recipients = append(recipients, address)
		}
	}
	signer := p.keys[l.signer.Address]
	sealed, err := pgp.Seal(l.entity(), signer, readers, pgp.SealOptions{
		Time: l.date, Random: p.opts.Random, AllowExpired: true, AllowRevoked: true,
	})
	if err != nil {
		return fmt.Errorf("seal correction of group %q by %s: %w", p.goal.Name, l.signer.Address, err)
	}
	data := l.envelope(sealed)
	var healed []string
	ill := p.ill()
	after := p.readBy(func(seat analyze.Seat) *gmm.Message {
		reader := &gmm.Reader{}
		m, _ := reader.Read(data, gmm.Keys{Own: pgp.NewRing(seat.Secret...)})
		return m
	})
	for _, i := range ill {
		if slices.Equal(after[i].Shown(), p.target()) {
			healed = append(healed, after[i].Device)
		}
	}
	p.seats = after
	p.made = append(p.made, made{data: data, correction: Correction{
		MessageID:  l.messageID(),
		Group:      p.goal.ID,
		From:       l.signer.Address,
		Recipients: recipients,
		GMMs:       gmmIDs(l.gmms),
		Why:        fmt.Sprintf("%s tells %s who is in %q", l.signer.Address, and(healed), p.goal.Name),
	}})
	return nil
}

// recipients are the members of the target and the former members who do not
// know that they are out.
func (p *planner) recipients() []string {
	list := p.target()
	for _, i := range p.ill() {
		if seat := p.seats[i]; !seat.InTarget {
			list = append(list, seat.Addresses...)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func gmmIDs(list []carried) []string {
	ids := []string{}
	for _, g := range list {
		ids = append(ids, g.messageID)
	}
	return ids
}

// findKeys finds everybody's key, and notes whose is not known.
func (p *planner) findKeys() {
	p.keys = map[string]*pgp.Key{}
	for _, person := range slices.Concat(p.goal.Members, p.goal.Past) {
		if found, ok := p.study.KeyOf(person); ok {
			p.keys[person.Address] = found.Key
			p.group.Keys = append(p.group.Keys, Key{Address: person.Address, Fingerprint: string(found.Key.Fingerprint()), Origin: found.Origin})
		} else if slices.Contains(p.target(), person.Address) {
			p.group.Unreachable = append(p.group.Unreachable, person.Address)
		}
	}
	slices.SortFunc(p.group.Keys, func(a, b Key) int { return cmp.Compare(a.Address, b.Address) })
}

// collectOriginals copies the GMMs that members missed. One that cannot be
// shown to others is left out: the list heals without it.
func (p *planner) collectOriginals(ctx context.Context) error {
	missed := p.study.Missed(p.goal.ID)
	var events []*analyze.Event
	for _, m := range missed {
		events = append(events, m.Event)
	}
	raw, err := p.study.Raw(ctx, events)
	if err != nil {
		return err
	}
	for _, m := range missed {
		data, ok := raw[m.Event.SHA256]
		if !ok {
			continue
		}
		attached, err := original(data, p.study.Secrets())
		if err == nil && !bytes.Contains(attached, []byte("PRIVATE KEY")) {
			p.gmms = append(p.gmms, carried{messageID: m.MessageID, data: attached})
		}
	}
	return nil
}
