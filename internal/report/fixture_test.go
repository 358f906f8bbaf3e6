package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
)

// hostile is a display name that attacks everything it might be shown on.
const hostile = "=cmd()|'/c calc'!A1\x1b[2J\x1b]0;owned\x07\r\n\t\u202egnp.exe\u200b\x9b31m<script>"

func member(name string) analyze.Member {
	return analyze.Member{
		Address: strings.ToLower(name) + "@lab.example", Name: name,
		Fingerprint: strings.Repeat(fmt.Sprintf("%02X", name[0]), 20), Added: 1795217379,
	}
}

func members(names ...string) []analyze.Member {
	all := []analyze.Member{}
	for _, n := range names {
		all = append(all, member(n))
	}
	return all
}

func left(names ...string) []analyze.PastMember {
	all := []analyze.PastMember{}
	for _, n := range names {
		all = append(all, analyze.PastMember{Address: strings.ToLower(n) + "@lab.example", Removed: 1795217399})
	}
	return all
}

func device(name string) analyze.DeviceInfo {
	return analyze.DeviceInfo{
		Device: name, Addresses: []string{strings.ToLower(name) + "@lab.example"}, Fingerprints: []string{},
		Rules: "2.62", RulesBasis: "member fingerprints in own mail", Order: "imap-uid",
	}
}

func view(device string, shown []analyze.Member, past ...analyze.PastMember) analyze.DeviceView {
	if past == nil {
		past = []analyze.PastMember{}
	}
	return analyze.DeviceView{Device: device, Rules: "2.62", Members: shown, PastMembers: past, History: []analyze.Step{}}
}

// step is one that bob met s seconds into the story.
func step(s int, kind, actor, subject, id string, applied bool, why string) analyze.Step {
	return analyze.Step{
		Time: time.Unix(1795217379+int64(s), 0).UTC(), Basis: "imap-uid", Kind: kind, Actor: actor, Subject: subject,
		MessageID: id, Where: "bob/INBOX", Applied: applied, Why: why, Members: 4,
	}
}

// brokenCase is five devices around one group in pieces, one consistent group
// and a finding about neither.
func brokenCase() *analyze.Report {
	offset := int64(4096)
	bob := view("bob", members("Alice", "Bob", "Carol", "Gert"))
	bob.History = []analyze.Step{
		step(0, "create", "alice@lab.example", "", "c1@lab.example", true, "first message of the group"),
		step(7, "add", "alice@lab.example", "carol@lab.example", "a1@lab.example", true, "add is newer than what was held"),
		step(9, "remove", "mallory@lab.example", "alice@lab.example", "r1@lab.example", false, "sender is no member"),
	}
	carol := view("carol", members("Alice", "Bob", "Carol", "Doris"), left("Gert")...)
	carol.Uncertain = &analyze.Uncertain{
		Why: "two messages carry the same second",
		Possible: [2][]string{
			{"alice@lab.example", "bob@lab.example", "carol@lab.example", "doris@lab.example"},
			{"alice@lab.example", "bob@lab.example", "carol@lab.example"},
		},
	}
	return &analyze.Report{
		Schema: analyze.Schema, Tool: analyze.Tool{Name: "gmmtool", Version: "v0.0.0-test"},
		Inputs: []analyze.Input{
			{Path: "alice/Maildir", Device: "alice", Bytes: 90210, Messages: 21, Dialect: "maildir"},
			{Path: "bob.mbox", Device: "bob", Bytes: 8000, Messages: 9, Dialect: "mboxrd", Errors: []string{"bob.mbox:@7000: read message: unexpected end of file"}},
		},
		Devices: []analyze.DeviceInfo{device("alice"), device("bob"), device("carol"), device("doris"), device("gert")},
		Groups: []analyze.Group{
			{
				ID: "3npLEAoapvpKDU4i8rbgzaMp", Name: "Choir", Consistent: true,
				Target:  analyze.Target{Members: members("Alice", "Bob"), PastMembers: left()},
				Devices: []analyze.DeviceView{view("alice", members("Alice", "Bob")), view("bob", members("Alice", "Bob"))},
			},
			{
				ID: "K0ZxCsY3sgLKh0fV45VUbJOH", Name: "Book club",
				Target: analyze.Target{Members: members("Alice", "Bob", "Carol", "Doris"), PastMembers: left("Gert")},
				Devices: []analyze.DeviceView{
					view("alice", members("Alice", "Bob", "Carol", "Doris"), left("Gert")...),
					bob, carol,
					view("gert", members("Alice", "Bob"), left("Gert")...),
				},
			},
		},
		Findings: []analyze.Finding{
			{
				Code: "missed-gmm", Severity: analyze.SeverityError, Group: "K0ZxCsY3sgLKh0fV45VUbJOH", Device: "bob",
				Text: "bob never received the message with which Alice added Doris, so bob does not know that Doris is a member and what Doris writes shows up there as from an unknown sender.",
				Fix:  "Let Alice remove Doris and add her again, or run gmmtool correct.",
				Evidence: []analyze.Evidence{
					{MessageID: "a2@lab.example", Archive: "alice/Maildir", File: "cur/1795217386.M1P2.lab,S=3235:2,S", SHA256: strings.Repeat("ab", 32)},
					{MessageID: "a1@lab.example", Archive: "bob.mbox", Offset: &offset, SHA256: strings.Repeat("cd", 32)},
				},
			},
			{
				Code: "not-member", Severity: analyze.SeverityWarning, Group: "K0ZxCsY3sgLKh0fV45VUbJOH", Device: "bob",
				Text: "Mallory, who is not in the group, tried to remove Alice; bob ignored it.", Fix: "",
				Evidence: []analyze.Evidence{{MessageID: "r1@lab.example", Archive: "bob.mbox", Offset: &offset, SHA256: strings.Repeat("ef", 32)}},
			},
			{
				Code: "order-weak", Severity: analyze.SeverityInfo, Device: "gert",
				Text: "The order of gert's mail rests on file times, which copying changes.", Fix: "Export the mailbox with its UIDs.",
				Evidence: []analyze.Evidence{},
			},
		},
		Counts:   map[analyze.Bucket]int{"group": 12, "chat": 3, "other": 14, "undecryptable": 1},
		Messages: 30,
	}
}

// manyDevices is one group of n people with a device each, of which every
// seventh misses the last member.
func manyDevices(n int) *analyze.Report {
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("P%02d", i+1)
	}
	r := &analyze.Report{Schema: analyze.Schema, Messages: n, Counts: map[analyze.Bucket]int{"group": n}}
	g := analyze.Group{ID: "many", Name: "Crowd", Target: analyze.Target{Members: members(names...)}}
	for i, name := range names {
		shown := names
		if i%7 == 0 {
			shown = names[:n-1]
		}
		r.Devices = append(r.Devices, device(strings.ToLower(name)))
		g.Devices = append(g.Devices, view(strings.ToLower(name), members(shown...)))
	}
	r.Groups = []analyze.Group{g}
	return r
}

// oneDevice is a case with a single, consistent device.
func oneDevice() *analyze.Report {
	r := brokenCase()
	r.Devices, r.Inputs, r.Groups = r.Devices[:1], r.Inputs[:1], r.Groups[:1]
	r.Groups[0].Devices = r.Groups[0].Devices[:1]
	r.Findings = []analyze.Finding{}
	return r
}

// hostileCase is brokenCase with the hostile text in every place that mail
// can reach.
func hostileCase() *analyze.Report {
	r := brokenCase()
	g := &r.Groups[1]
	g.Name, g.ID = hostile, hostile
	for i := range r.Findings {
		f := &r.Findings[i]
		f.Text, f.Fix, f.Device = hostile, hostile, hostile
		if f.Group != "" {
			f.Group = hostile
		}
		for k := range f.Evidence {
			f.Evidence[k].MessageID, f.Evidence[k].File, f.Evidence[k].Archive = hostile, hostile, hostile
		}
	}
	g.Target.Members[0].Name = hostile
	g.Target.Members[1].Address = hostile
	g.Devices[2].Uncertain.Why = hostile
	for i := range g.Devices[1].History {
		s := &g.Devices[1].History[i]
		s.Actor, s.Subject, s.MessageID, s.Where, s.Why, s.Basis, s.Kind = hostile, hostile, hostile, hostile, hostile, hostile, hostile
	}
	r.Inputs[0].Errors = []string{hostile}
	r.Devices[0].Rules, r.Devices[0].RulesBasis, r.Devices[0].Order = hostile, hostile, hostile
	r.Counts = map[analyze.Bucket]int{hostile: 30}
	return r
}
