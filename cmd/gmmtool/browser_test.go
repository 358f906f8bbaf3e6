package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/internal/html/htmltest"
)

// An answer is what a reader of the page must be able to say of one device: whom
// it is missing or shows in vain, since when, by which message, and what became of
// that message.
type answer struct{ device, who, since, message, why string }

// The right answers for the bundled cases, as their scenarios have them.
var answers = map[string][]answer{
	"cases/before-keys": {
		{"bob", "still lists Alice and Fiona", "2026-11-20 23:34:22 UTC", "vlrUrhvrhcC1RnKlgEydYeqS@localhost", "did not send that message here"},
		{"doris", "misses bob@lab.example", "2026-11-20 23:34:27 UTC", "b2671353-7473-4bc3-8d96-407c1cd69f8c@localhost", "not followed"},
		{"doris", "still lists carol@lab.example", "2026-11-20 23:34:23 UTC", "d98f7316-4ab2-4c7c-b137-4b5cc35c05c6@localhost", "did not send that message here"},
	},
	"cases/kept-nowhere": {
		{"bob", "still lists Doris", "2026-11-20 23:39:04 UTC", "78d1ae03-3a08-47b6-8b51-01de22ffb02e@localhost", "did not send that message here"},
	},
	"cases/lost-and-spam": {
		{"alice", "still lists Fiona", "2026-11-20 23:40:06 UTC", "e643cb4a-e131-4f52-bc2c-a207ec82f1fb@localhost", "did not send that message here"},
		{"bob", "still lists Fiona", "2026-11-20 23:40:06 UTC", "e643cb4a-e131-4f52-bc2c-a207ec82f1fb@localhost", "never arrived"},
		{"erin", "still lists alice@lab.example", "2026-11-20 23:39:55 UTC", "7e28fb59-28dc-4bb2-8236-9477d07b3740@localhost", "never arrived"},
	},
	"cases/out-unawares": {
		{"doris", "still takes part", "2026-11-21 04:12:04 UTC", "CmJFOU3gswWmMa4pME19Sgv4@localhost", "outweighed"},
		{"erin", "still lists", "2026-11-21 04:12:09 UTC", "gY6AzmknUJHN7RZ-zJ65fyWm@localhost", "a later message undid it here"},
	},
	"cases/two-releases": {
		{"doris", "still takes part", "2026-11-20 23:33:49 UTC", "63598342-759f-4bf1-b8f9-e808ee76d9e8@localhost", "filed as spam"},
		{"fiona", "still lists Doris", "2026-11-20 23:33:49 UTC", "63598342-759f-4bf1-b8f9-e808ee76d9e8@localhost", "never arrived"},
		{"carol", "still lists Bob", "2026-11-20 23:33:56 UTC", "d95b0cc8-1dac-46eb-af44-b0410846b423@localhost", "filed as spam"},
	},
	"cases/without-times": {
		{"alice", "misses", "2026-11-20 23:40:34 UTC", "Mr.RkV1PATJs11.HmOtwU9RIiL@localhost", "did not send that message here"},
		{"fiona", "misses", "2026-11-20 23:40:34 UTC", "Mr.RkV1PATJs11.HmOtwU9RIiL@localhost", "outweighed"},
	},
	"attacks/forgeries-in-1.151": {
		{"carol", "is out of the group", "2026-11-28 13:17:43 UTC", "d5c3e3b0-2092-adc0-70f9-ed371fd5039d@localhost", "is not theirs"},
		{"bob", "misses", "2026-11-28 13:16:51 UTC", "ee088e00-d1c6-0a04-caf2-576e8763e269@localhost", "is not theirs"},
	},
	"attacks/forgeries-in-2.62": {
		{"fiona", "still lists", "2026-11-28 13:43:26 UTC", "9acbc707-7faf-4420-a674-5c0438e125c4@localhost", "never arrived"},
	},
	"cases/hidden-recipients": {
		{"alice", "does not have this group", "2026-11-28 17:59:09 UTC", "7103a6e4-af80-4aa2-9367-5893d362e2c7@localhost", "hides for whom it is"},
		{"erin", "does not have this group", "2026-11-28 17:59:11 UTC", "d9625638-110a-4c29-819a-6b9da87acb7e@localhost", "Bob added it"},
	},
	"backups-and-mail/of-two-releases": {
		{"doris", "still lists Bob", "2026-11-28 17:58:29 UTC", "8af3142f-4eb8-4061-8824-7212565fce08@localhost", "could not open it"},
	},
	"backups/of-1x": {
		{"doris", "misses Carol", "2026-11-28 13:13:18 UTC", "", "in a contact request"},
		{"doris", "still lists Alice", "2026-11-28 13:13:07 UTC", "", "Bob removed Alice"},
		{"doris", "still takes part", "2026-11-28 13:13:07 UTC", "", "Bob removed Doris at 2026-11-28 13:13:21 UTC; that was not sent yet"},
		{"alice", "is out of the group", "2026-11-28 13:13:06 UTC", "", "the client never read that message"},
	},
	"backups/of-2.62": {
		{"doris", "misses", "2026-11-28 13:12:37 UTC", "", "contact request"},
		{"doris", "", "2026-11-28 13:12:42 UTC", "", "was not sent yet"},
	},
}

// What has to be done about it, and who has to.
var toDo = map[string][]string{
	"cases/before-keys":                {"Let Doris send the correction that gmmtool correct writes", "Let Alice send the correction"},
	"cases/kept-nowhere":               {"Let Alice send the correction that gmmtool correct writes"},
	"cases/lost-and-spam":              {"Let Carol send the correction", "Let Bob send the correction"},
	"cases/out-unawares":               {"Let Carol send the correction"},
	"cases/two-releases":               {"Let Alice send the correction", "Let Erin send the correction", "Move it to the inbox of doris"},
	"cases/without-times":              {"Let Bob send the correction"},
	"cases/hidden-recipients":          {"Let Doris send the correction", "Let Bob send the correction", "Update the client of alice to 1.160 or later"},
	"attacks/forgeries-in-1.151":       {"Let Alice send the correction", "gmmtool correct undoes it", "Ask Fiona by another way whether they wrote it"},
	"attacks/forgeries-in-2.62":        {"Let Doris send the correction", "Treat it as forged until the sender confirms it"},
	"backups-and-mail/of-two-releases": {"Let Doris send the correction", "Let bob go online"},
	"backups/of-1x":                    {"Let Alice send the correction", "Let Bob send the correction", "Let bob go online"},
	"backups/of-2.62":                  {"Let Alice send the correction", "Let Bob send the correction", "has to join again, by an invitation", "Let bob go online"},
}

func TestThePageAnswersWhoIsMissingWhomSinceWhenByWhichMessageAndWhatToDo(t *testing.T) {
	b := htmltest.Open(t)
	for _, folder := range variedCases(t) {
		name := filepath.ToSlash(strings.TrimPrefix(folder, filepath.FromSlash("../../testdata/")))
		list, ok := answers[name]
		if !ok {
			continue
		}
		t.Run(name, func(t *testing.T) {
			b.Load([]byte(result(t, "analyze", "../../testdata/"+name, "-q", "--format", "html")))
			told := htmltest.Value[[]string](b, `[...document.querySelectorAll(".differs > li")].map(e => e.innerText)`)
			for _, a := range list {
				if !isTold(told, a) {
					t.Errorf("nothing says %+v in:\n%s", a, strings.Join(told, "\n\n"))
				}
			}
			todo := b.Text("header .do")
			for _, want := range toDo[name] {
				if !strings.Contains(todo, want) {
					t.Errorf("what to do: no %q in %q", want, todo)
				}
			}
			if len(toDo[name]) == 0 {
				t.Error("nothing is known of what to do")
			}
		})
	}
}

// isTold reports whether one of the paragraphs gives the whole answer.
func isTold(paragraphs []string, a answer) bool {
	for _, p := range paragraphs {
		if strings.HasPrefix(p, a.device+" ") && strings.Contains(p, a.who) && strings.Contains(p, a.since) &&
			strings.Contains(p, a.message) && strings.Contains(p, a.why) {
			return true
		}
	}
	return false
}

func TestAClickTellsWhichStepDecidedACell(t *testing.T) {
	b := htmltest.Open(t)
	b.Load([]byte(result(t, "analyze", "../../testdata/cases/lost-and-spam", "-q", "--format", "html")))
	b.Click("#g0 td.x button")
	for _, want := range []string{"Doris", "2026-11-20 23:40:", "alice", "joined"} {
		if text := b.Text("#detail"); !strings.Contains(text, want) {
			t.Errorf("no %q in the detail:\n%s", want, text)
		}
	}
	b.Click("#detail .close")
	b.Click("#g0 svg.lanes .msg:last-of-type circle")
	for _, want := range []string{"Carol removes Fiona", "e643cb4a-e131-4f52-bc2c-a207ec82f1fb@localhost", "never arrived", "was not sent here"} {
		if text := b.Text("#detail"); !strings.Contains(text, want) {
			t.Errorf("no %q in the detail:\n%s", want, text)
		}
	}
}

func TestSearchLeavesTheGroupsThatFit(t *testing.T) {
	b := htmltest.Open(t)
	b.Load([]byte(result(t, "analyze", "../../testdata/cases/lost-and-spam", "-q", "--format", "html")))
	htmltest.Value[bool](b, `document.getElementById("search").focus(), true`)
	b.Press("group 1")
	if found := b.Text("#found"); found != "1 found" {
		t.Errorf("%q", found)
	}
	if !htmltest.Value[bool](b, `document.getElementById("g0").hidden && !document.getElementById("g1").hidden`) {
		t.Error("another group is shown")
	}
}

func TestWithoutScriptThePageSaysTheSame(t *testing.T) {
	b := htmltest.Open(t)
	b.WithoutScript()
	b.Load([]byte(result(t, "analyze", "../../testdata/cases/lost-and-spam", "-q", "--format", "html")))
	for selector, want := range map[string]string{
		".differs":            "still lists Fiona",
		"#g0 table":           "fiona@lab.example",
		"#g0 .words summary":  "The same in words",
		"#g0 svg.lanes title": "told in words below",
	} {
		if text := htmltest.Value[string](b, `document.querySelector("`+selector+`").textContent`); !strings.Contains(text, want) {
			t.Errorf("%s: no %q in %q", selector, want, text)
		}
	}
	if htmltest.Value[bool](b, `document.documentElement.classList.contains("js")`) {
		t.Error("the script ran")
	}
}

func TestEveryCommandsPageFitsATelephoneAndAsksNothingOfTheNetwork(t *testing.T) {
	b := htmltest.Open(t)
	in := t.TempDir()
	const folder = "../../testdata/cases/lost-and-spam"
	for _, args := range [][]string{
		{"analyze", folder},
		{"history", folder, "--group", "Group 1"},
		{"correct", folder, "--out", in + "/fix"},
		{"dedupe", folder, "--book", "../../testdata/books/contacts.vcf", "--out", in + "/plan"},
	} {
		page := []byte(result(t, append(args, "-q", "--format", "html")...))
		for _, dark := range []bool{false, true} {
			b.Show(390, 800, dark)
			b.Load(page)
			if wide := htmltest.Value[int](b, `document.documentElement.scrollWidth`); wide > 390 {
				t.Errorf("%s is %d pixels wide", args[0], wide)
			}
		}
	}
}

// TestPictures makes the pictures of the manual in the folder GMMTOOL_PICTURES.
func TestPictures(t *testing.T) {
	dir := os.Getenv("GMMTOOL_PICTURES")
	if dir == "" {
		t.Skip("GMMTOOL_PICTURES is not set")
	}
	b := htmltest.Open(t)
	in := t.TempDir()
	const folder = "../../testdata/cases/two-releases"
	pages := map[string][]string{
		"analyze": {"analyze", folder},
		"history": {"history", folder, "--group", "Group 1"},
		"correct": {"correct", folder, "--out", in + "/fix"},
		"dedupe":  {"dedupe", "--book", "../../testdata/books/contacts.vcf", "--out", in + "/plan"},
	}
	for name, args := range pages {
		page := []byte(result(t, append(args, "-q", "--format", "html")...))
		for _, window := range []struct {
			name  string
			width int64
			dark  bool
		}{{"wide", 1000, false}, {"narrow-dark", 390, true}} {
			b.Show(window.width, 1500, window.dark)
			b.Load(page)
			if err := os.WriteFile(filepath.Join(dir, name+"-"+window.name+".png"), b.Picture(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}
