package report

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// hostile is a display name that attacks everything it might be shown on.
const hostile = "=cmd()|'/c calc'!A1\x1b[2J\x1b]0;owned\x07\r\n\t\u202egnp.exe\u200b\x9b31m<script>"

func member(name string) analyze.Member {
	return analyze.Member{
		Address: strings.ToLower(name) + "@lab.example", Name: name,
		Fingerprint: strings.Repeat(fmt.Sprintf("%02X", name[0]), 20), Added: 1795217379, Basis: "mail",
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
		all = append(all, analyze.PastMember{Address: strings.ToLower(n) + "@lab.example", Removed: 1795217399, Basis: "mail"})
	}
	return all
}

func device(name string) analyze.DeviceInfo {
	return analyze.DeviceInfo{
		Device: name, Addresses: []string{strings.ToLower(name) + "@lab.example"}, Fingerprints: []string{},
		Rules: "2.62", RulesBasis: "member fingerprints in own mail", Messages: 9, Order: "imap-uid",
		Counts: map[evidence.Bucket]int{evidence.BucketGroup: 9},
	}
}

// locked is a device whose mail cannot be opened.
func locked(name string) analyze.DeviceInfo {
	d := device(name)
	d.Unknown = "its mail is sealed, and its secret key is locked"
	return d
}

// unread is a device with an empty mailbox.
func unread(name string) analyze.DeviceInfo {
	d := device(name)
	d.Messages = 0
	return d
}

// inferred marks members as not read in the device's own mail.
func inferred(list []analyze.Member) []analyze.Member {
	for i := range list {
		list[i].Basis = "inferred"
	}
	return list
}

func view(device string, shown []analyze.Member, past ...analyze.PastMember) analyze.DeviceView {
	if past == nil {
		past = []analyze.PastMember{}
	}
	return analyze.DeviceView{Basis: "mail", Device: device, Rules: "2.62", Members: shown, PastMembers: past, History: []analyze.Step{}}
}

// differ says that a device differs on people.
func differ(device, how string, names ...string) []analyze.Differs {
	var list []analyze.Differs
	for _, m := range members(names...) {
		list = append(list, analyze.Differs{Device: device, Address: m.Address, How: how})
	}
	return list
}

// step is one that bob met s seconds into the story.
func step(s int, kind, actor, subject, id string, applied bool, why string) analyze.Step {
	offset := int64(s) << 12
	return analyze.Step{
		Time: time.Unix(1795217379+int64(s), 0).UTC(), Basis: "imap-uid", Kind: kind, Actor: actor, Subject: subject,
		MessageID: id, Where: "bob/INBOX", Applied: applied, Why: why, Members: 4,
		Archive: "bob.mbox", Offset: &offset, SHA256: evidence.Digest{0: byte(s), 31: 0xef},
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
		step(9, "remove", "mallory@lab.example", "alice@lab.example", "r1@lab.example", false, "sender is not a member"),
	}
	carol := view("carol", members("Alice", "Bob", "Carol", "Doris"), left("Gert")...)
	carol.Uncertain = &analyze.Uncertain{
		Why: "two messages carry the same second", Reason: "order",
		Possible: [2][]string{
			{"alice@lab.example", "bob@lab.example", "carol@lab.example", "doris@lab.example"},
			{"alice@lab.example", "bob@lab.example", "carol@lab.example"},
		},
	}
	return &analyze.Report{
		Schema: analyze.Schema, Tool: analyze.Tool{Name: "gmmtool", Version: "v0.0.0-test"},
		Inputs: []evidence.Input{
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
				Differs: slices.Concat(
					differ("bob", analyze.DiffersMissing, "Doris"), differ("bob", analyze.DiffersExtra, "Gert"),
					differ("carol", analyze.DiffersUndecided, "Doris"), differ("doris", analyze.DiffersNoGroup, "Doris"),
				),
			},
		},
		Findings: []finding.Finding{
			{
				ID: "views-differ-1", Code: finding.ViewsDiffer, Reason: finding.OtherMembers, Severity: finding.Error,
				Group: "K0ZxCsY3sgLKh0fV45VUbJOH", GroupName: "Book club", Device: "bob", Devices: []string{"bob"},
				Differences: []finding.Difference{
					{
						Subject: "doris@lab.example", How: finding.Missing, Reason: finding.NeverArrived, Actor: "alice@lab.example",
						Message: &finding.Message{ID: "a2@lab.example", Kind: "add", Time: time.Unix(1795217386, 0).UTC()},
					},
					{Subject: "gert@lab.example", How: finding.Extra, Reason: finding.NoMessage},
				},
				Evidence: []finding.Evidence{
					{MessageID: "a2@lab.example", Archive: "alice/Maildir", File: "cur/1795217386.M1P2.lab,S=3235:2,S", SHA256: strings.Repeat("ab", 32)},
					{MessageID: "a1@lab.example", Archive: "bob.mbox", Offset: &offset, SHA256: strings.Repeat("cd", 32)},
				},
			},
			{
				ID: "non-member-change-1", Code: finding.NonMemberChange, Severity: finding.Warning,
				Group: "K0ZxCsY3sgLKh0fV45VUbJOH", GroupName: "Book club", Device: "bob", Devices: []string{"bob"},
				Actor: "mallory@lab.example", Subject: "alice@lab.example",
				Message:  &finding.Message{ID: "r1@lab.example", Kind: "remove", Time: time.Unix(1795217388, 0).UTC()},
				Evidence: []finding.Evidence{{MessageID: "r1@lab.example", Archive: "bob.mbox", Offset: &offset, SHA256: strings.Repeat("ef", 32)}},
			},
			{
				ID: "unknown-owner-1", Code: finding.UnknownOwner, Severity: finding.Info, Device: "gert", Devices: []string{"gert"},
				Evidence: []finding.Evidence{},
			},
		},
		Counts:   map[evidence.Bucket]int{"group": 12, "chat": 3, "other": 14, "undecryptable": 1},
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
	r := &analyze.Report{Schema: analyze.Schema, Messages: n, Counts: map[evidence.Bucket]int{"group": n}}
	g := analyze.Group{ID: "many", Name: "Crowd", Target: analyze.Target{Members: members(names...)}}
	for i, name := range names {
		shown := names
		if i%7 == 0 {
			shown = names[:n-1]
			g.Differs = append(g.Differs, differ(strings.ToLower(name), analyze.DiffersMissing, names[n-1])...)
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
	r.Findings = []finding.Finding{}
	return r
}

// doubtfulCase is three devices around one group: of one nothing was read, another
// is locked; and three findings about mail in another's name.
func doubtfulCase() *analyze.Report {
	r := brokenCase()
	r.Inputs = r.Inputs[:1]
	r.Devices = []analyze.DeviceInfo{device("alice"), unread("bob"), locked("carol")}
	g := r.Groups[1]
	g.Target = analyze.Target{Members: members("Alice", "Bob", "Carol")}
	g.Devices = []analyze.DeviceView{view("alice", members("Alice", "Bob", "Carol")), view("bob", inferred(members("Alice", "Bob"))), {Basis: "unknown", Device: "carol"}}
	g.Differs = differ("bob", analyze.DiffersMissing, "Carol")
	r.Groups = []analyze.Group{g}
	forged := finding.Finding{
		Code: finding.Impersonation, Reason: finding.WrittenByAnother, Severity: finding.Error, Group: g.ID, GroupName: g.Name,
		Actor: "carol@lab.example", Subject: "alice@lab.example", Followed: []string{"bob"}, Refused: []string{"alice"},
		Message:  &finding.Message{ID: "f1@lab.example", Kind: "remove", Time: time.Unix(1795217386, 0).UTC()},
		Evidence: []finding.Evidence{{MessageID: "f1@lab.example", Archive: "alice/Maildir", File: "cur/1", SHA256: strings.Repeat("ab", 32)}},
	}
	impossible := forged
	impossible.Reason, impossible.Severity, impossible.Followed = finding.NoSuchClient, finding.Warning, nil
	r.Findings = []finding.Finding{
		{
			Code: finding.ViewsDiffer, Reason: finding.OtherMembers, Severity: finding.Error, Group: g.ID, GroupName: g.Name, Device: "bob",
			Differences: []finding.Difference{{Subject: "carol@lab.example", How: finding.Missing, Reason: finding.NoMessage, Inferred: true}},
		},
		forged, impossible,
	}
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
		f.ID, f.Reason, f.GroupName, f.Device, f.Actor, f.Subject = hostile, hostile, hostile, hostile, hostile, hostile
		for k := range f.Differences {
			f.Differences[k].Subject, f.Differences[k].Actor, f.Differences[k].Rule = hostile, hostile, hostile
		}
		f.Followed, f.Refused = []string{hostile}, []string{hostile}
		if f.Message != nil {
			f.Message.ID, f.Message.Kind = hostile, hostile
		}
		if f.Group != "" {
			f.Group = hostile
		}
		for k := range f.Evidence {
			f.Evidence[k].MessageID, f.Evidence[k].File, f.Evidence[k].Archive = hostile, hostile, hostile
		}
	}
	g.Target.Members[0].Name = hostile
	g.Target.Members[1].Address = hostile
	g.Differs = append(g.Differs, analyze.Differs{Device: "alice", Address: hostile, How: analyze.DiffersMissing})
	g.Devices[2].Uncertain.Why = hostile
	for i := range g.Devices[1].History {
		s := &g.Devices[1].History[i]
		s.Actor, s.Subject, s.MessageID, s.Where, s.Why, s.Basis, s.Kind = hostile, hostile, hostile, hostile, hostile, hostile, hostile
	}
	r.Inputs[0].Errors = []string{hostile}
	r.Devices[4].Unknown = hostile
	r.Devices[0].Rules, r.Devices[0].RulesBasis, r.Devices[0].Order = hostile, hostile, hostile
	r.Counts = map[evidence.Bucket]int{hostile: 30}
	return r
}
