package membership

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/release"
)

// releases has one release on each side of every switch.
var releases = strings.Fields(`0.42 1.0.0-beta.20 1.0.0-beta.24 1.25.0 1.40.0 1.47.0 1.51.0 1.61.0 1.64.0 1.69.0 1.70.0
	1.71.0 1.99.0 1.104.0 1.117.0 1.121.0 1.122.0 1.124.0 1.129.1 1.131.5 1.136.5 1.137.3 1.139.3 1.141.0 1.151.3 1.154.0
	1.154.2 1.155.0 1.155.1 1.160.0 2.0.0 2.7.0 2.8.0 2.16.0 2.18.0 2.23.0 2.24.0 2.26.0 2.33.0 2.40.0 2.50.0 2.52.0 2.58.0 2.62.0`)

var people = []string{"alice", "bob", "carol", "doris", "erin"}

func drawRules(t *rapid.T, names []string) Rules {
	r, err := release.Parse(rapid.SampledFrom(names).Draw(t, "release"))
	if err != nil {
		t.Fatal(err)
	}
	return For(r)
}

func drawTime(t *rapid.T, label string) int64 {
	return rapid.OneOf(
		rapid.Int64Range(morning-200, morning+200),
		rapid.Int64Range(noon-200, noon+200),
		rapid.Int64Range(noon-61*day, noon+61*day),
		rapid.SampledFrom([]int64{0, 1, -1}),
		rapid.Int64(),
	).Draw(t, label)
}

func drawAddress(t *rapid.T) string {
	if rapid.IntRange(0, 7).Draw(t, "flaw") == 0 {
		return address.Normalize(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "bob@", "self"})).Draw(t, "address"))
	}
	return addressOf(rapid.SampledFrom(people).Draw(t, "name"))
}

func drawKey(t *rapid.T) string {
	if rapid.IntRange(0, 7).Draw(t, "flaw") == 0 {
		return rapid.StringMatching(`[0-9A-Fa-f]{0,6}`).Draw(t, "key")
	}
	return keyOf(rapid.SampledFrom(people).Draw(t, "key of"))
}

func drawList(t *rapid.T, label string) []address.Mailbox {
	var list []address.Mailbox
	for range rapid.IntRange(0, 6).Draw(t, label) {
		list = append(list, address.Mailbox{Address: drawAddress(t)})
	}
	return list
}

// drawKeys draws fingerprints for lists of n people: one each as a rule, none,
// or another number.
func drawKeys(t *rapid.T, n int) []string {
	n = max(0, rapid.SampledFrom([]int{n, n, n, n - 1, n + 1, 0}).Draw(t, "fingerprints"))
	list := make([]string, n)
	for i := range list {
		list[i] = drawKey(t)
	}
	return list
}

func drawMail(t *rapid.T) Message {
	flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
	m := Message{
		From: drawAddress(t), Signer: drawKey(t), To: drawList(t, "to"), Past: drawList(t, "past"),
		Added: drawAddress(t), AddedHeader: flag("added"), Removed: drawAddress(t), RemovedHeader: flag("removed"), RemovedKey: drawKey(t),
		Chat: flag("chat"), HasName: flag("name"), Encrypted: flag("encrypted"), Partial: flag("partial"),
		Verified: flag("verified"), Protects: flag("protects"), MailingList: rapid.IntRange(0, 9).Draw(t, "list") == 0,
		ReplyTo: ReplyTo(rapid.IntRange(0, 3).Draw(t, "reply")), Date: drawTime(t, "date"), Now: drawTime(t, "now"),
	}
	m.Fingerprints = drawKeys(t, len(m.To)+len(m.Past))
	if flag("gossip") {
		m.Gossip = gossipOf(strings.Join(people, " "))
	}
	if n := len(m.To) + len(m.Past); flag("times") {
		n = max(0, n+rapid.SampledFrom([]int{0, 0, 0, 1, -1}).Draw(t, "excess"))
		m.Times = make([]int64, n)
		for i := range m.Times {
			m.Times[i] = drawTime(t, "time")
		}
	}
	return m
}

func drawView(t *rapid.T, r Rules) View {
	v := View{
		Exists: rapid.IntRange(0, 4).Draw(t, "exists") > 0, Left: rapid.Bool().Draw(t, "left"),
		Created: drawTime(t, "created"), ListTime: drawTime(t, "list time"), Unpromoted: rapid.Bool().Draw(t, "unpromoted"),
	}
	if !v.Exists {
		return v
	}
	v.Rows = map[ID]Row{}
	for _, name := range people {
		switch {
		case rapid.Bool().Draw(t, name):
		case r.timed:
			v.Rows[idOf(r, name)] = Row{drawTime(t, "added"), drawTime(t, "removed")}
		default:
			v.Rows[idOf(r, name)] = Row{}
		}
	}
	return v
}

func (v View) copied() View {
	v.Rows = maps.Clone(v.Rows)
	return v
}

// receiveKeepsItsWord is what holds for every message, whatever is in it.
func receiveKeepsItsWord(t *rapid.T) {
	r := drawRules(t, releases)
	before, contacts := drawView(t, r), met(r, "bob carol doris")
	m := drawMail(t)
	kept, keptContacts := before.copied(), contacts.known.all()

	for _, step := range []func(View, Contacts, Message) (View, Contacts, Outcome){r.Receive, r.Sent} {
		after, c, o := step(before, contacts, m)
		if !before.Equal(kept) || !maps.Equal(contacts.known.all(), keptContacts) {
			t.Fatal("the view or the contacts that were passed in have changed")
		}
		if _, ok := after.Rows[""]; ok || slices.Contains(after.Members(), "") {
			t.Fatal("the empty ID has a row")
		}
		if !r.timed {
			for id, row := range after.Rows {
				if row != (Row{}) {
					t.Fatalf("%s has times in an era without times: %v", id, row)
				}
			}
		}
		if !o.Changed && !maps.Equal(before.Rows, after.Rows) {
			t.Fatal("rows changed without saying so")
		}
		wantOutcome(t, before, after, o)
		if again, _, _ := step(before, contacts, m); !again.Equal(after) {
			t.Fatal("the same message gives another result")
		}
		_ = c.Address(ID(m.From))
	}
}

func (t table) all() map[ID]contact {
	all := map[ID]contact{}
	for _, layer := range t.layers {
		maps.Copy(all, layer)
	}
	return all
}

// minus lists the members of s that are not in t, sorted.
func minus(s, t set) []ID {
	var ids []ID
	for id := range s {
		if !t[id] {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

func wantOutcome(t *rapid.T, before, after View, o Outcome) {
	if o.Created != (after.Exists && !before.Exists) {
		t.Fatalf("created: %+v", o)
	}
	was, is := setOf(before.Members()...), setOf(after.Members()...)
	if diff := cmp.Diff([][]ID{minus(is, was), minus(was, is)}, [][]ID{o.Added, o.Removed}); diff != "" {
		t.Fatalf("added and removed (-want +got):\n%s", diff)
	}
	if o.Reason == ReasonNone {
		t.Fatal("no reason given")
	}
	if !o.Accepted && o.Changed {
		t.Fatalf("changed by a message that was not accepted: %s", o.Reason)
	}
}

func TestAnyMessageLeavesOldViewsAloneAndGivesReasons(t *testing.T) {
	rapid.Check(t, receiveKeepsItsWord)
}

func FuzzReceive(f *testing.F) {
	for _, seed := range []string{"", "alice", strings.Repeat("\x01", 400), strings.Repeat("\xff\x00\x7f", 200)} {
		f.Add([]byte(seed))
	}
	f.Fuzz(rapid.MakeFuzz(receiveKeepsItsWord))
}

// The eras that judge the sender by the list (is_from_in_chat).
func TestAStrangerChangesNothingWhileTheUserIsAMember(t *testing.T) {
	judging := releases[slices.Index(releases, "1.122.0"):]
	rapid.Check(t, func(t *rapid.T) {
		r := drawRules(t, judging)
		v := drawView(t, r)
		m := drawMail(t)
		from("erin")(&m)
		if !v.Has(Self) || v.Has(idOf(r, "erin")) {
			t.Skip()
		}
		after, _, o := r.Receive(v, met(r, "erin"), m)
		if !after.Equal(v) || o.Accepted || o.Changed {
			t.Fatalf("%+v became %+v (%s)", v, after, o.Reason)
		}
	})
}

// drawTimes draws a message with a positive time for some people, no time twice.
func drawTimes(t *rapid.T, used map[int64]bool) resolved {
	var m resolved
	var removals []int64
	for _, name := range people {
		at := rapid.Int64Range(1, 40).Filter(func(x int64) bool { return !used[x] }).Draw(t, name)
		used[at] = true
		switch rapid.IntRange(0, 2).Draw(t, "kind") {
		case 0:
			m.to, m.times = append(m.to, ID(name)), append(m.times, at)
		case 1:
			m.past, removals = append(m.past, ID(name)), append(removals, at)
		}
	}
	m.times = append(m.times, removals...)
	return m
}

func TestTheOrderInWhichTimesArriveDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		used := map[int64]bool{}
		messages := []resolved{drawTimes(t, used), drawTimes(t, used), drawTimes(t, used)}
		want := merged(messages...)
		if got := merged(rapid.Permutation(messages).Draw(t, "order")...); !slices.Equal(got.Members(), want.Members()) {
			t.Fatalf("%v and %v", want.Rows, got.Rows)
		}
	})
}

func TestMergingTwiceIsMergingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		used := map[int64]bool{}
		a, b := drawTimes(t, used), drawTimes(t, used)
		if once, twice := merged(a, b), merged(a, b, b, a); !once.Equal(twice) {
			t.Fatalf("%v and %v", once.Rows, twice.Rows)
		}
	})
}

func merged(messages ...resolved) View {
	d := &draft{}
	for _, m := range messages {
		d.merge(&m, "")
	}
	return d.View
}

func TestAnAdditionWinsAgainstARemovalOfTheSameTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := rapid.Int64Range(1, noon).Draw(t, "time")
		addition := resolved{to: []ID{"carol"}, times: []int64{at}}
		removal := resolved{past: []ID{"carol"}, times: []int64{at}}
		for _, order := range [][]resolved{{addition, removal}, {removal, addition}} {
			if !merged(order...).Has("carol") {
				t.Fatal("the removal won")
			}
		}
	})
}

// The law of a healthy group: what one device announces, another one that never
// heard of the group believes.
func TestAFreshDeviceBelievesWhatIsAnnounced(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRules(t, releases)
		alice := newDevice(r, "alice")
		alice.view = View{Exists: true, Created: morning, Rows: map[ID]Row{Self: r.row(morning)}}
		for _, name := range people[1:] {
			alice.contacts = alice.contacts.Meet(addressOf(name), keyOf(name))
			row := r.row(rapid.Int64Range(1, noon).Draw(t, name))
			if r.timed && name != "bob" {
				row.Removed = rapid.SampledFrom([]int64{0, row.Added, noon}).Draw(t, "removed")
			}
			if name == "bob" || rapid.Bool().Draw(t, "present") {
				alice.view.Rows[alice.id(name)] = row
			}
		}
		bob := newDevice(r, "bob")
		bob.receives(alice.writes(noon))
		if bob.members() != alice.members() {
			t.Fatalf("alice sees %q, bob sees %q", alice.members(), bob.members())
		}
	})
}
