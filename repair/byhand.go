package repair

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/compose"
	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// maxAdvisers bounds the members of whom is tried whether what they do in their
// client heals a device. Nearly always all or none of those do whom it shows.
const maxAdvisers = 2

// instead finds what heals a device that no correction heals: the least that some
// member could do in their client, as the device's own rules tell.
func (p *planner) instead(s history.DeviceState, signers []signer) Advice {
	by := p.advisers(s)
	writes := Advice{Kind: WriteToGroup}
	for _, member := range by {
		if s.Release >= wholeLists && p.healsByClient(member, s, []act{{}}) {
			writes.By = member.Address
			break
		}
	}
	if len(signers) == 0 && p.keys[firstOf(s.Addresses)] != nil {
		return Advice{Kind: GiveKey, By: writes.By}
	}
	if writes.By != "" {
		return writes
	}
	change := Advice{Kind: ChangeByHand, Add: history.Without(p.target, s.Shown()), Drop: history.Without(s.Shown(), p.target)}
	for _, member := range by {
		if !slices.Contains(change.Add, member.Address) && p.healsByClient(member, s, change.acts()) {
			change.By = member.Address
			return change
		}
	}
	return Advice{Kind: JoinAgain}
}

// acts are the changes of a [ChangeByHand], one by one.
func (a Advice) acts() []act {
	var acts []act
	for _, address := range a.Add {
		acts = append(acts, act{removed: address}, act{added: address})
	}
	for _, address := range a.Drop {
		acts = append(acts, act{added: address}, act{removed: address})
	}
	return acts
}

// An act is one message that a client sends: an addition, a removal, or neither.
type act struct{ added, removed string }

// An adviser is a member who could act, with the list their client has.
type adviser struct {
	history.Person
	rows  []row
	timed bool
}

// advisers are the members of the target other than the device's user: first those
// whose own device shows what it should, then those of whom the case holds none,
// and whose list is taken for right.
func (p *planner) advisers(s history.DeviceState) []adviser {
	var right, unknown []adviser
	for _, person := range p.goal.Members {
		if slices.Contains(s.Addresses, person.Address) {
			continue
		}
		i := slices.IndexFunc(p.states, func(s history.DeviceState) bool { return slices.Contains(s.Addresses, person.Address) })
		switch {
		case i < 0:
			unknown = append(unknown, adviser{person, rowsOf(p.goal, nil, 0), s.Rules.Timed()})
		case !p.states[i].Undecrypted && slices.Equal(p.states[i].Shown(), p.target):
			right = append(right, adviser{person, p.rowsShown(p.states[i]), p.states[i].Rules.Timed()})
		}
	}
	list := append(right, unknown...)
	if s.View.Exists {
		shown := setOf(s.Shown())
		slices.SortStableFunc(list, func(a, b adviser) int { return isLast(shown[a.Address]) - isLast(shown[b.Address]) })
	}
	return list[:min(len(list), maxAdvisers)]
}

// isLast orders those whom a device does not show behind those whom it does.
func isLast(shown bool) int {
	if shown {
		return 0
	}
	return 1
}

// rowsShown is a device's own list, as its client states it.
func (p *planner) rowsShown(s history.DeviceState) []row {
	var rows []row
	for id, held := range s.View.Rows {
		r := row{member: held.Member(), time: max(held.Added, held.Removed)}
		r.Address = s.Contacts.Address(id)
		if key := p.keys[r.Address]; key != nil {
			r.Fingerprint = string(key.Fingerprint())
		}
		if r.Address != "" {
			rows = append(rows, r)
		}
	}
	slices.SortFunc(rows, func(a, b row) int { return strings.Compare(a.Address, b.Address) })
	return rows
}

// healsByClient predicts whether a device shows the target after what a member
// does in their client.
func (p *planner) healsByClient(by adviser, s history.DeviceState, acts []act) bool {
	rows := slices.Clone(by.rows)
	now := max(p.opts.Now.Unix(), p.goal.Dated+1) + int64(longestWait/time.Second)
	for i, a := range acts {
		at := now + int64(i)
		for k := range rows {
			switch rows[k].Address {
			case a.added:
				rows[k].member, rows[k].time = true, at
			case a.removed:
				rows[k].member, rows[k].time = false, at
			}
		}
		if a.added != "" && !slices.ContainsFunc(rows, func(r row) bool { return r.Address == a.added }) {
			rows = append(rows, row{Person: history.Person{Address: a.added}, member: true, time: at})
		}
		p.predictions++
		s, _ = s.Receive(p.asSent(by, rows, a, at, p.keys[by.Address] != nil && p.keys[firstOf(s.Addresses)] != nil), at)
	}
	return !p.isDiverged(s)
}

// asSent is the message of an act as its recipients read it, sealed or plain.
func (p *planner) asSent(by adviser, rows []row, a act, at int64, sealed bool) *gmm.Message {
	var h compose.Header
	var to, past []compose.Mailbox
	var times, pastTimes, fingerprints, pastFingerprints []string
	for _, r := range rows {
		switch {
		case !r.member:
			past = append(past, mailbox(r.Person))
			pastTimes, pastFingerprints = append(pastTimes, strconv.FormatInt(r.time, 10)), append(pastFingerprints, r.Fingerprint)
		case r.Address != by.Address:
			to = append(to, mailbox(r.Person))
			times, fingerprints = append(times, strconv.FormatInt(r.time, 10)), append(fingerprints, r.Fingerprint)
		}
	}
	h.AddMailboxes("From", mailbox(by.Person))
	h.AddMailboxes("To", to...)
	h.AddDate(time.Unix(at, 0))
	h.Add("Message-ID", fmt.Sprintf("<%d.by.hand@localhost>", at))
	h.Add("Chat-Version", "1.0")
	h.Add("Chat-Group-ID", p.goal.ID)
	h.AddText("Chat-Group-Name", p.goal.Name)
	if a.added != "" {
		h.Add("Chat-Group-Member-Added", a.added)
	}
	if a.removed != "" {
		h.Add("Chat-Group-Member-Removed", a.removed)
	}
	if by.timed {
		if len(past) > 0 {
			h.AddMailboxes("Chat-Group-Past-Members", past...)
		}
		h.Add("Chat-Group-Member-Timestamps", strings.Join(append(times, pastTimes...), " "))
		if all := append(fingerprints, pastFingerprints...); !slices.Contains(all, "") && len(all) > 0 {
			h.Add("Chat-Group-Member-Fpr", strings.Join(all, " "))
		}
	}
	section := gmm.ParseHeader([]byte(h.String()))
	if !sealed {
		return &gmm.Message{Outer: section, Seal: &gmm.Seal{Opening: gmm.Plain, Signature: pgp.Unsigned}}
	}
	return &gmm.Message{Outer: section, Protected: section, HP: "cipher",
		Seal: &gmm.Seal{Opening: gmm.Opened, Secret: true, Signature: pgp.Good, Accepted: true, Signer: p.keys[by.Address].Fingerprint()}}
}
