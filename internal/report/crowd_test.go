package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// crowdNames are names as people have them; the last two belong to two people each.
var crowdNames = []string{
	"Anna-Katharina von Hohenlohe-Langenburg", "李小龙", "محمد بن عبد الله", "👩\u200d👩\u200d👧 Family Müller", "שרה כהן", "Zoë 🦊",
	"山田 太郎 (営業部)", "Kim, Lee", "bob@lab.example", "ghost\u202e", "Maria", "Maria",
}

// crowd is 60 people; those after the twelfth are called by a number.
func crowd() []analyze.Member {
	list := members()
	for i := range 60 {
		name := fmt.Sprintf("P%02d", i)
		m := member(name)
		m.Name = name
		if i < len(crowdNames) {
			m.Name = crowdNames[i]
		}
		list = append(list, m)
	}
	return list
}

// crowdCase is a group of 60 members and 12 devices: three of these miss the second
// Maria, another still lists somebody who left. One device believes 40 people were
// members once. The names of devices are long, so that no grid fits.
func crowdCase() *analyze.Report {
	people := crowd()
	gone, maria := people[6], people[11]
	rest := slices.Concat(people[:6], people[7:])
	ghosts := left()
	for i := range 40 {
		ghosts = append(ghosts, left(fmt.Sprintf("ghost-number-%d-of-many", i))...)
	}
	g := analyze.Group{ID: "crowd", Name: "The crowd", Target: analyze.Target{Members: rest, PastMembers: []analyze.PastMember{{Address: gone.Address}}}}
	r := &analyze.Report{Schema: analyze.Schema, Messages: 600, Counts: map[evidence.Bucket]int{"group": 600}}
	for i := range 12 {
		name := fmt.Sprintf("device-of-person-%02d", i)
		d := device(name)
		d.Addresses = []string{people[20+i].Address}
		r.Devices = append(r.Devices, d)
		shown, past := rest, []analyze.PastMember{{Address: gone.Address}}
		switch {
		case i < 3:
			shown = slices.Concat(rest[:10], rest[11:])
			g.Differs = append(g.Differs, analyze.Differs{Device: name, Address: maria.Address, How: analyze.DiffersMissing})
			r.Findings = append(r.Findings, crowdFinding(finding.ViewsDiffer, finding.Error, name, "a2@x", finding.Difference{Subject: maria.Address, How: finding.Missing, Reason: finding.NeverArrived, Actor: people[0].Address}))
		case i == 3:
			shown, past = people, nil
			g.Differs = append(g.Differs, analyze.Differs{Device: name, Address: gone.Address, How: analyze.DiffersExtra})
			r.Findings = append(r.Findings, crowdFinding(finding.ViewsDiffer, finding.Error, name, "r1@x", finding.Difference{Subject: gone.Address, How: finding.Extra, Reason: finding.FiledAsSpam, Actor: people[2].Address}))
		case i == 4:
			past = append(past, ghosts...)
		}
		g.Devices = append(g.Devices, view(name, shown, past...))
	}
	for i := range 40 {
		f := crowdFinding(finding.NotReached, finding.Warning, fmt.Sprintf("device-of-person-%02d", i%12), fmt.Sprintf("n%d@x", i))
		f.Actor, f.Subject = people[i].Address, people[i+1].Address
		r.Findings = append(r.Findings, f)
	}
	mismatch := crowdFinding(finding.ListMismatch, finding.Info, "device-of-person-03", "m@x")
	mismatch.Actor, mismatch.Subject = people[1].Address, people[3].Address
	mismatch.Listed, mismatch.Shown = addressesOf(rest), addressesOf(people)
	r.Findings = append(r.Findings, mismatch)
	r.Groups = []analyze.Group{g}
	return r
}

func addressesOf(people []analyze.Member) (list []string) {
	for _, m := range people {
		list = append(list, m.Address)
	}
	return list
}

// crowdFinding is about a message that adds, unless differences say otherwise.
func crowdFinding(code finding.Code, severity finding.Severity, device, message string, differences ...finding.Difference) finding.Finding {
	told := &finding.Message{ID: message, Kind: "add", Time: time.Unix(1795217386, 0)}
	for i := range differences {
		differences[i].Message = told
		if differences[i].How == finding.Extra {
			told.Kind = "remove"
		}
	}
	return finding.Finding{
		ID: message + device, Code: code, Severity: severity, Group: "crowd", GroupName: "The crowd", Device: device, Message: told, Differences: differences,
		Evidence: []finding.Evidence{{MessageID: message, Archive: "case/device-of-person-05/INBOX.mbox", SHA256: strings.Repeat("ab", 32)}},
	}
}

func TestTheTableOfACrowdFitsAScreenOfAnyWidth(t *testing.T) {
	for _, width := range []int{40, 60, 80, 100, 120, 200} {
		for name, r := range map[string]*analyze.Report{"crowd": crowdCase(), "short names": withShortNames(crowdCase()), "many groups": manyGroups(), "broken": brokenCase()} {
			page := strings.TrimSuffix(render(t, r, Table, Style{Width: width}), "\n")
			lines := strings.Split(page, "\n")
			if name == "crowd" && width == 120 && len(lines) > 60 {
				t.Errorf("%d lines:\n%s", len(lines), page)
			}
			for _, line := range lines {
				isToCopy := strings.Contains(line, "INBOX.mbox") || strings.Contains(line, "Maildir/cur")
				if columns(line) > width && !isToCopy {
					t.Errorf("%s: %d columns in %d: %q", name, columns(line), width, line)
				}
				if strings.Count(line, "\u2068") != strings.Count(line, "\u2069") {
					t.Errorf("an isolate is left open: %q", line)
				}
			}
		}
	}
}

// withShortNames gives devices names short enough for a grid.
func withShortNames(r *analyze.Report) *analyze.Report {
	for i := range r.Devices {
		r.Devices[i].Device = strings.TrimPrefix(r.Devices[i].Device, "device-of-person-")
	}
	g := &r.Groups[0]
	for i := range g.Devices {
		g.Devices[i].Device = strings.TrimPrefix(g.Devices[i].Device, "device-of-person-")
	}
	for i := range g.Differs {
		g.Differs[i].Device = strings.TrimPrefix(g.Differs[i].Device, "device-of-person-")
	}
	return r
}

func TestPeopleAreCalledByTheirNamesAndNobodyIsTakenForAnother(t *testing.T) {
	page := strings.Join(strings.Fields(render(t, crowdCase(), Table, Style{Width: 120})), " ")
	for _, want := range []string{
		"device-of-person-00, device-of-person-01 and device-of-person-02: miss Maria <p11@lab.example>",
		"device-of-person-03: still lists 山田 太郎 (営業部), who left or was removed",
		"\u2068محمد بن عبد الله\u2069 removed 山田 太郎 (営業部)",
		"“Kim, Lee” <p07@lab.example>",
		"40 past members, all agree: ghost-number-0-of-many@lab.example and 39 more.",
		"58 more members, all agree: Anna-Katharina von Hohenlohe-Langenburg, 李小龙,",
		"the device lists 山田 太郎 (営業部), the message does not. [list-mismatch]",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("%q is not in:\n%s", want, page)
		}
	}
	for _, not := range []string{"\u202e", "ghost-number-39"} {
		if strings.Contains(page, not) {
			t.Errorf("%q is in:\n%s", not, page)
		}
	}
}

// manyGroups is seven groups: two that are broken, one of them with the name of a
// sound one, and one with an error.
func manyGroups() *analyze.Report {
	r := brokenCase()
	broken := r.Groups[1]
	for i, name := range []string{"Book club", "", "A group whose name somebody typed on a phone, in a good mood", "مجموعة العائلة", "Choir 2"} {
		g := r.Groups[0]
		if i == 0 {
			g = broken
		}
		g.ID, g.Name = fmt.Sprintf("another-id-%d", i), name
		r.Groups = append(r.Groups, g)
	}
	r.Groups[0].Name = "Book club"
	refused := r.Findings[1]
	refused.Code, refused.Severity, refused.Group = finding.Impersonation, finding.Error, "another-id-4"
	r.Findings = append(r.Findings, refused)
	return r
}

func TestManyGroupsBeginWithAnOverview(t *testing.T) {
	page := render(t, manyGroups(), Table, Style{Width: 120})
	var overview []string
	for _, line := range strings.Split(page, "\n")[2:9] {
		overview = append(overview, strings.Join(strings.Fields(line), " "))
	}
	want := []string{
		"“Book club” K0ZxCsY3sgLKh0fV45VUbJOH inconsistent 4 members 5 devices 1 error, 1 warning",
		"“Book club” another-id-0 inconsistent 4 members 5 devices no findings",
		"“Choir 2” consistent 2 members 2 devices 1 error",
	}
	if !slices.Equal(overview[:3], want) {
		t.Errorf("overview begins\n%s", strings.Join(overview, "\n"))
	}
	if strings.Contains(page, "Group “\u2068مجموعة العائلة\u2069”") || !strings.Contains(page, "Group “Choir 2”") {
		t.Errorf("a sound group is told, or one with an error is not:\n%s", page)
	}
	if !strings.Contains(page, "--group NAME tells of any group.") {
		t.Errorf("nothing says how to see the others:\n%s", page)
	}
}
