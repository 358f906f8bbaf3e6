package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/analyze"
)

// draw is a matrix in short: a line per person, a cell per device.
func draw(m matrix) string {
	var b strings.Builder
	b.WriteString("-")
	for _, c := range m.columns {
		b.WriteString(" " + c.heading())
	}
	for _, r := range m.rows {
		b.WriteString("\n" + strings.TrimSuffix(r.address, "@lab.example"))
		for _, cell := range r.cells {
			b.WriteString(" " + cell.standing.sign())
			if cell.inferred {
				b.WriteString("*")
			}
			if cell.differs != "" {
				b.WriteString("!")
			}
		}
		b.WriteString(" " + r.agreed())
	}
	return b.String()
}

func TestTheMatrixShowsWhoIsMissingWhom(t *testing.T) {
	alice, bob, carol := device("alice"), device("bob"), device("carol")
	target := analyze.Target{Members: members("Alice", "Bob")}
	for _, tc := range []struct {
		name    string
		devices []analyze.DeviceInfo
		target  analyze.Target
		views   []analyze.DeviceView
		differs []analyze.Differs
		want    []string
	}{
		{
			"devices that agree", []analyze.DeviceInfo{alice, bob}, target,
			[]analyze.DeviceView{view("alice", members("Alice", "Bob")), view("bob", members("Alice", "Bob"))},
			nil,
			[]string{"- alice bob", "alice yes yes member", "bob yes yes member"},
		},
		{
			"who is missing comes first", []analyze.DeviceInfo{alice, bob}, target,
			[]analyze.DeviceView{view("alice", members("Alice")), view("bob", members("Alice", "Bob"))},
			differ("alice", analyze.DiffersMissing, "Bob"),
			[]string{"- alice bob", "bob no! yes member", "alice yes yes member"},
		},
		{
			"who left and is still listed", []analyze.DeviceInfo{alice, bob}, analyze.Target{Members: members("Alice", "Bob"), PastMembers: left("Carol")},
			[]analyze.DeviceView{view("alice", members("Alice", "Bob", "Carol")), view("bob", members("Alice", "Bob"), left("Carol")...)},
			differ("alice", analyze.DiffersExtra, "Carol"),
			[]string{"- alice bob", "carol yes! left left", "alice yes yes member", "bob yes yes member"},
		},
		{
			"a device without the group that belongs to it", []analyze.DeviceInfo{alice, bob}, target,
			[]analyze.DeviceView{view("alice", members("Alice", "Bob"))},
			differ("bob", analyze.DiffersNoGroup, "Bob"),
			[]string{"- alice bob", "bob yes none! member", "alice yes none member"},
		},
		{
			"a device without the group that does not belong to it", []analyze.DeviceInfo{alice, bob, carol}, target,
			[]analyze.DeviceView{view("alice", members("Alice", "Bob")), view("bob", members("Alice", "Bob"))},
			nil,
			[]string{"- alice bob", "alice yes yes member", "bob yes yes member"},
		},
		{
			"the list of a device that left stands still", []analyze.DeviceInfo{alice, bob, carol}, target,
			[]analyze.DeviceView{view("alice", members("Alice", "Bob")), view("bob", members("Alice", "Bob")), view("carol", members("Alice"), left("Carol")...)},
			nil,
			[]string{"- alice bob (carol)", "alice yes yes yes member", "bob yes yes no member", "carol no no left no"},
		},
		{
			"a device that wrongly thinks it left has one fault", []analyze.DeviceInfo{alice, bob, carol}, analyze.Target{Members: members("Alice", "Bob", "Carol")},
			[]analyze.DeviceView{view("alice", members("Alice", "Bob", "Carol")), view("bob", members("Alice", "Bob", "Carol")), view("carol", members("Alice"))},
			differ("carol", analyze.DiffersOut, "Carol"),
			[]string{"- alice bob carol", "carol yes yes no! member", "alice yes yes yes member", "bob yes yes no member"},
		},
		{
			"a device that does not know it was removed", []analyze.DeviceInfo{alice, carol}, analyze.Target{Members: members("Alice"), PastMembers: left("Carol")},
			[]analyze.DeviceView{view("alice", members("Alice"), left("Carol")...), view("carol", members("Alice", "Carol"))},
			differ("carol", analyze.DiffersExtra, "Carol"),
			[]string{"- alice carol", "carol left yes! left", "alice yes yes member"},
		},
		{
			"addresses are the same in any case", []analyze.DeviceInfo{alice}, analyze.Target{Members: []analyze.Member{{Address: "ALICE@lab.example"}}},
			[]analyze.DeviceView{view("alice", members("Alice"))},
			nil,
			[]string{"- alice", "ALICE yes member"},
		},
		{
			"a member under another key", []analyze.DeviceInfo{alice}, target,
			[]analyze.DeviceView{view("alice", append(members("Alice"), analyze.Member{Address: "bob@lab.example", Fingerprint: "00"}))},
			differ("alice", analyze.DiffersKey, "Bob"),
			[]string{"- alice", "bob key! member", "alice yes member"},
		},
		{
			"a device whose owner is not known", []analyze.DeviceInfo{{Device: "export", Messages: 1}}, target,
			[]analyze.DeviceView{view("export", members("Alice"))},
			differ("export", analyze.DiffersMissing, "Bob"),
			[]string{"- export", "bob no! member", "alice yes member"},
		},
		{
			"a device whose mail cannot be opened holds nothing and lacks nothing", []analyze.DeviceInfo{alice, locked("bob")}, target,
			[]analyze.DeviceView{view("alice", members("Alice", "Bob")), {Device: "bob", Basis: "unknown"}},
			nil,
			[]string{"- alice bob", "alice yes unknown member", "bob yes unknown member"},
		},
		{
			"a device whose mail cannot be opened and that no other mail puts into the group", []analyze.DeviceInfo{alice, locked("carol")}, target,
			[]analyze.DeviceView{view("alice", members("Alice", "Bob"))},
			nil,
			[]string{"- alice", "alice yes member", "bob yes member"},
		},
		{
			"a member's device whose mail cannot be opened and of which no mail tells", []analyze.DeviceInfo{alice, locked("bob")}, target,
			[]analyze.DeviceView{view("alice", members("Alice", "Bob"))},
			nil,
			[]string{"- alice bob", "alice yes unknown member", "bob yes unknown member"},
		},
		{
			"what was inferred is marked", []analyze.DeviceInfo{alice, bob}, target,
			[]analyze.DeviceView{view("alice", members("Alice", "Bob")), view("bob", inferred(members("Alice", "Bob")))},
			nil,
			[]string{"- alice bob", "alice yes yes* member", "bob yes yes* member"},
		},
		{
			"a device of which nothing was read is marked itself", []analyze.DeviceInfo{alice, unread("bob")}, target,
			[]analyze.DeviceView{view("alice", members("Alice", "Bob")), view("bob", inferred(members("Alice", "Bob")))},
			nil,
			[]string{"- alice bob*", "alice yes yes* member", "bob yes yes* member"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := draw(newMatrix(analyze.Group{Target: tc.target, Devices: tc.views, Differs: tc.differs}, tc.devices, newNames()))
			if diff := cmp.Diff(strings.Join(tc.want, "\n"), got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestTheHeadingSaysWhatAGroupWasComparedWith(t *testing.T) {
	alice, bob := device("alice"), device("bob")
	agreeing := []analyze.DeviceView{view("alice", members("Alice", "Bob")), view("bob", members("Alice", "Bob"))}
	guessed := []analyze.DeviceView{agreeing[0], view("bob", inferred(members("Alice", "Bob")))}
	for _, tc := range []struct {
		name    string
		devices []analyze.DeviceInfo
		views   []analyze.DeviceView
		verdict string
		state   string
		says    string
	}{
		{"two devices that agree", []analyze.DeviceInfo{alice, bob}, agreeing, "The group is consistent.", "consistent", "Both devices agree on 2 members: Alice and Bob."},
		{
			"one device alone", []analyze.DeviceInfo{alice}, agreeing[:1],
			"One device, and nothing to compare it with.", "one device, nothing to compare with", "1 device has it, with 2 members: Alice and Bob.",
		},
		{
			"one device beside one that cannot be opened", []analyze.DeviceInfo{alice, locked("bob")}, agreeing[:1],
			"No group is on more than one device: nothing to compare.", "one device, nothing to compare with",
			"1 device has it, with 2 members: Alice and Bob. What bob shows is not known.",
		},
		{
			"an agreement that rests on what was inferred", []analyze.DeviceInfo{alice, unread("bob")}, guessed, "The group is consistent.", "consistent",
			"Both devices agree on 2 members: Alice and Bob. What bob shows is inferred in part, not read in its own mail.",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := &analyze.Report{Devices: tc.devices, Groups: []analyze.Group{{
				ID: "G", Name: "Choir", Consistent: true, Devices: tc.views, Target: analyze.Target{Members: members("Alice", "Bob")},
			}}}
			got := strings.Join(strings.Fields(render(t, r, Table, Style{Width: 200})), " ")
			for _, want := range []string{tc.verdict, "Group “Choir” G " + tc.state + " " + tc.says} {
				if !strings.Contains(got, want) {
					t.Errorf("%q is not in:\n%s", want, got)
				}
			}
		})
	}
}

func TestWithManyDevicesTheUnknownOnesAreNamedToo(t *testing.T) {
	r := manyDevices(30)
	r.Devices[4], r.Groups[0].Devices[4] = locked("p05"), analyze.DeviceView{Device: "p05", Basis: "unknown"}
	r.Groups[0].Devices[5].Members = inferred(members("P01", "P02"))
	got := strings.Join(strings.Fields(render(t, r, Table, Style{})), " ")
	for _, want := range []string{"29 more members, all agree:", "What p05 shows is not known.", "What p06 shows is inferred in part, not read in its own mail."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in:\n%s", want, got)
		}
	}
}

func TestGroupsThatNothingIsComparedWithAreCountedApart(t *testing.T) {
	for _, tc := range []struct {
		devices, n, bad, alone, unknown int
		want                            string
	}{
		{1, 0, 0, 0, 0, "No groups found"},
		{2, 1, 0, 0, 0, "The group is consistent"},
		{2, 1, 0, 0, 1, "The group is consistent as far as is known"},
		{2, 2, 0, 0, 0, "Both groups are consistent"},
		{2, 3, 0, 0, 1, "All 3 groups are consistent as far as is known"},
		{1, 3, 0, 3, 0, "One device, and nothing to compare it with"},
		{2, 3, 0, 3, 0, "No group is on more than one device: nothing to compare"},
		{2, 3, 0, 1, 0, "2 of 3 groups are consistent, 1 is on one device at most"},
		{1, 3, 1, 2, 0, "1 of 3 groups is inconsistent"},
	} {
		if got := compared(tc.devices, tc.n, tc.bad, tc.alone, tc.unknown); got != tc.want {
			t.Errorf("got %q, want %q", got, tc.want)
		}
	}
}

func TestSentencesNamePeopleSoThatNobodyIsTakenForAnother(t *testing.T) {
	const key = "0123456789ABCDEF0123"
	long := strings.Repeat("long ", 20)
	people := []struct{ name, address, want string }{
		{"Doris", "doris@x", "Doris"},
		{"Zoë 🦊 O'Hara-Smith (sales) & [dogs]", "zoe@x", "Zoë 🦊 O'Hara-Smith (sales) & [dogs]"},
		{"👩\u200d👩\u200d👧 Family Müller", "family@x", "👩\u200d👩\u200d👧 Family Müller"},
		{"Anna-Katharina von Hohenlohe-Langenburg zu Sayn", "anna@x", "Anna-Katharina von Hohenlohe-Langenburg zu Sayn"},
		{"שרה כהן", "sara@x", "\u2068שרה כהן\u2069"},
		{"Twin", "twin1@x", "Twin <twin1@x>"},
		{"ｔｗｉｎ ", "twin2@x", "“ｔｗｉｎ ” <twin2@x>"},
		{"Alice, Bob", "comma@x", "“Alice, Bob” <comma@x>"},
		{"Alice and Bob", "and@x", "“Alice and Bob” <and@x>"},
		{"a\u202eb", "bidi@x", `“a\u202eb” <bidi@x>`},
		{"\u2068open", "isolate@x", `“\u2068open” <isolate@x>`},
		{"\x1b[31mred", "escape@x", `“\x1b[31mred” <escape@x>`},
		{"doris@x", "mallory@x", "“doris@x” <mallory@x>"},
		{"41 more", "number@x", "“41 more” <number@x>"},
		{long, "long@x", "“" + long[:maxWhole-1] + "…” <long@x>"},
		{"plain@x", "plain@x", "plain@x"},
		{"", "", "key " + key[:16]},
	}
	names := newNames()
	for _, p := range people {
		names.add(p.address, key, p.name)
	}
	for _, p := range people {
		if got := names.person(p.address, key); got != p.want {
			t.Errorf("%q is called %q, want %q", p.name, got, p.want)
		}
	}
}
