package simulate

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/release"
)

// Replay plays a life by the rules of its releases and returns what each device then
// shows, by group and device. Devices that never heard of a group are left out.
//
// It follows the journal: what somebody did they could do, so that their client had
// read what let them; and the recipients of what they sent, which the network noted,
// tell how much they had read.
func Replay(ctx context.Context, l *Life) ([]Shown, error) {
	p := player{life: l, used: make([]bool, len(l.Network)), sent: map[*letter][]int{}, persons: map[string]int{}, groups: map[string]*group{}, away: map[int]bool{}}
	if err := p.meet(); err != nil {
		return nil, err
	}
	p.network = slices.SortedStableFunc(slices.Values(l.Network), func(a, b Delivery) int { return cmp.Compare(a.At, b.At) })
	p.journal, p.keyring = p.withReturns(), newKeyring(p.releases)
	for _, deed := range p.journal {
		if err := p.play(ctx, deed); err != nil {
			return nil, err
		}
	}
	if err := p.end(ctx); err != nil {
		return nil, err
	}
	shown := []Shown{}
	for name, g := range p.groups {
		for _, d := range g.devices {
			if s := p.shown(name, g, d); s.Members != nil || len(s.Untold) > 0 {
				shown = append(shown, s)
			}
		}
	}
	slices.SortFunc(shown, byGroup)
	return shown, nil
}

// end brings all devices online and lets them read everything.
func (p *player) end(ctx context.Context) error {
	for _, name := range slices.Sorted(maps.Keys(p.groups)) {
		g := p.groups[name]
		for _, d := range g.devices {
			p.connect(d, g, true)
		}
		if err := g.run(ctx, g.now+aftermath.Milliseconds()); err != nil {
			return err
		}
	}
	return nil
}

func (p *player) shown(name string, g *group, d *device) Shown {
	if g.hangsOnTimes(d) {
		d.hangsOn(Seconds)
	}
	if g.inTheClear {
		d.hangsOn(InTheClear)
	}
	return Shown{Group: name, Device: p.names[d.person], Members: g.shown(d), Untold: d.untold}
}

// shown is whom a device shows, by address, sorted: nil if it does not have the group.
func (g *group) shown(d *device) []string {
	if !d.view.Exists {
		return nil
	}
	list := []string{}
	for _, member := range g.members(d) {
		list = append(list, g.address(member))
	}
	slices.Sort(list)
	return list
}

// A player plays a journal, and is the network of all its groups.
type player struct {
	life      *Life
	journal   []Deed            // of life, see withReturns
	network   []Delivery        // of life, in order of time
	used      []bool            // deliveries that belong to a message already
	sent      map[*letter][]int // the deliveries of a message
	names     []string
	addresses []string
	releases  []release.Release
	persons   map[string]int // by name
	groups    map[string]*group
	keyring   *keyring
	away      map[int]bool // persons whose device is offline
}

// meet finds the devices. One person has one device.
func (p *player) meet() error {
	domain := "lab.example"
	if len(p.life.Network) > 0 {
		_, domain, _ = strings.Cut(p.life.Network[0].Sender, "@")
	}
	for _, deed := range p.life.Journal {
		if deed.Op != "device" {
			continue
		}
		r, err := release.Parse(deed.Version)
		if err != nil {
			return deed.wrong("%q: %v", deed.Device, err)
		}
		addr := cmp.Or(deed.Address, deed.Device+"@"+domain)
		switch {
		case deed.Device == "":
			return deed.wrong("it has no name")
		case slices.Contains(p.addresses, addr) || slices.Contains(p.names, deed.Device):
			return deed.wrong("two of %q, %q", deed.Device, addr)
		}
		p.persons[deed.Device] = len(p.names)
		p.names = append(p.names, deed.Device)
		p.addresses = append(p.addresses, addr)
		p.releases = append(p.releases, r)
	}
	return nil
}

// withReturns is the journal with the end of each offline spell. Where it does not
// tell, a device is back when mail of its own leaves.
func (p *player) withReturns() []Deed {
	journal := slices.Clone(p.life.Journal)
	for _, left := range p.life.Journal {
		person, known := p.persons[left.Device]
		told := slices.ContainsFunc(p.life.Journal, func(d Deed) bool { return d.Op == "online" && d.Device == left.Device && d.At > left.At })
		if left.Op != "offline" || !known || told {
			continue
		}
		for _, d := range p.network {
			if d.At > left.At && d.Sender == p.addresses[person] && d.To != d.Sender {
				journal = append(journal, Deed{At: d.At, Op: "online", Device: left.Device})
				break
			}
		}
	}
	slices.SortStableFunc(journal, func(a, b Deed) int { return cmp.Compare(a.At, b.At) })
	return journal
}

func (p *player) play(ctx context.Context, deed Deed) error {
	at := int64(deed.At * 1000)
	for _, name := range slices.Sorted(maps.Keys(p.groups)) {
		if err := p.groups[name].run(ctx, at); err != nil {
			return err
		}
	}
	switch deed.Op {
	case "offline", "online":
		if person, known := p.persons[deed.Device]; known {
			p.connectAll(at, person, deed.Op == "online")
		}
		return nil
	case "create", "create_unpromoted", "add", "remove", "leave", "say", "remove_in_request", "remove_offline", "remove_unpromoted":
	default:
		return nil
	}
	by, known := p.persons[deed.By]
	name, _, _ := strings.Cut(deed.Who, "@")
	who, whoKnown := p.persons[name]
	about := deed.Who != "" || slices.Contains([]string{"add", "remove", "remove_in_request", "remove_offline"}, deed.Op)
	switch {
	case !known:
		return deed.wrong("by %q: no such device", deed.By)
	case about && !whoKnown:
		return deed.wrong("who is %q: no such device", deed.Who)
	}
	if deed.Op == "create" || deed.Op == "create_unpromoted" {
		return p.create(deed, by, at)
	}
	g := p.groups[deed.Group]
	if g == nil {
		return deed.wrong("%q: no such group", deed.Group)
	}
	if deed.Op == "remove_unpromoted" && deed.Who == "" {
		g.devices[by].hangsOn(Unnamed)
		return nil
	}
	p.act(g, deed.Op, by, who)
	return nil
}

// act has a person do something to a group. A client takes its time to read, so
// that it may not have read what arrived lately: it has at most read what still
// lets it do this, and as much as its recipients show it had.
func (p *player) act(g *group, op string, by, who int) {
	d := g.devices[by]
	if _, possible := g.foresee(d, op, who); !possible && !d.online && len(d.mailbox) > 0 { // it has been back meanwhile
		p.connect(d, g, true)
		p.connect(d, g, false)
	}
	unread, most := 0, -1.0
	for n := 0; n <= g.readings(d) && most < 1; n++ {
		to, possible := g.foresee(g.before(d, n), op, who)
		if !possible {
			continue
		}
		_, fit := p.leaves(p.sendsAt(d, g.now), by, to)
		if fit > most {
			unread, most = n, fit
		}
	}
	g.unread(d, unread, func() {
		switch op {
		case "add":
			g.add(by, who)
		case "remove":
			g.remove(by, who)
		case "leave":
			g.remove(by, by)
		case "remove_in_request", "remove_offline", "remove_unpromoted": // nobody is told, or not before the life ends
			g.removeHere(by, who)
		default:
			g.say(by)
		}
	})
}

// sendsAt is when mail that a device writes now is handed over.
func (p *player) sendsAt(d *device, now int64) int64 {
	if !d.online {
		for _, deed := range p.journal {
			if at := int64(deed.At * 1000); deed.Op == "online" && deed.Device == p.names[d.person] && at > now {
				return at
			}
		}
	}
	return now
}

func (p *player) create(deed Deed, by int, at int64) error {
	switch {
	case deed.Group == "":
		return deed.wrong("the group has no name")
	case p.groups[deed.Group] != nil:
		return deed.wrong("two groups of the name %q", deed.Group)
	}
	g := newGroup(&Options{Variant: Today, exact: true}, p.releases, p.addresses, p, at)
	var others []int
	for _, name := range deed.Members {
		person, known := p.persons[name]
		if !known {
			return deed.wrong("%q: no such device", name)
		}
		others = append(others, person)
	}
	g.replayed, g.keyring = true, p.keyring
	for person, away := range p.away {
		p.connect(g.devices[person], g, !away)
	}
	p.groups[deed.Group] = g
	g.found(by, others)
	if deed.Op == "create" {
		g.greet(by)
	}
	return nil
}

// connectAll takes a person offline or brings them back, in all groups.
func (p *player) connectAll(at int64, person int, online bool) {
	p.away[person] = !online
	if online {
		p.handOverAll(at, person)
	}
	for _, name := range slices.Sorted(maps.Keys(p.groups)) {
		g := p.groups[name]
		p.connect(g.devices[person], g, online)
	}
}

func (p *player) connect(d *device, g *group, online bool) {
	switch {
	case online && !d.online:
		g.goOnline(d)
	case !online && d.online:
		d.left = g.now
	}
	d.online = online
}

// released is when held mail is let go: at the next "heal", if there is one.
func (p *player) released(held float64) (int64, bool) {
	at := slices.IndexFunc(p.journal, func(d Deed) bool { return d.Op == "heal" && d.At > held })
	if at < 0 {
		return 0, false
	}
	return int64(p.journal[at].At * 1000), true
}
