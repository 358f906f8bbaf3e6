package html

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
)

func render(t *testing.T, p Page) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestThePolicyAllowsTheStyleAndTheScriptAndNothingElse(t *testing.T) {
	page := string(render(t, Page{Title: "t", Verdict: "v", State: Good}))
	want := `content="default-src &#39;none&#39;; style-src ` + strings.ReplaceAll(source(style), "'", "&#39;") + `; script-src ` + strings.ReplaceAll(source(script), "'", "&#39;") + `; base-uri &#39;none&#39;; form-action &#39;none&#39;"`
	if !strings.Contains(strings.ReplaceAll(strings.ReplaceAll(page, "'", "&#39;"), "&#43;", "+"), want) {
		t.Errorf("no %s in %.600s", want, page)
	}
	if !strings.Contains(page, "<style>"+style+"</style>") || !strings.Contains(page, "<script>"+script+"</script>") {
		t.Error("style or script are not as their hashes say")
	}
}

func TestAHostileTextIsNeverMarkup(t *testing.T) {
	page := string(render(t, hostilePage()))
	for _, markup := range []string{"<img", "<svg onload", "onerror=alert(1)>", "<script>alert", "</textarea>"} {
		if strings.Contains(page, markup) {
			t.Errorf("%q stands in the page", markup)
		}
	}
	if n := len(regexp.MustCompile(`<script`).FindAllString(page, -1)); n != 2 {
		t.Errorf("%d scripts, not 2", n)
	}
}

func TestTheSamePageGivesTheSameBytes(t *testing.T) {
	if !bytes.Equal(render(t, crowd(9, 4, 300)), render(t, crowd(9, 4, 300))) {
		t.Error("two renderings differ")
	}
}

func TestALargeGroupStaysUnderFifteenMegabytes(t *testing.T) {
	if n := len(render(t, crowd(60, 12, 20_000))); n > 15<<20 {
		t.Errorf("%d bytes", n)
	}
}

func TestTwentyGroupsAndFiveThousandMessagesStayUnderOneMegabyte(t *testing.T) {
	for _, size := range []struct{ people, devices int }{{12, 6}, {28, 14}} {
		p := crowd(size.people, size.devices, 250)
		for len(p.Groups) < 20 {
			p.Groups = append(p.Groups, crowd(size.people, size.devices, 250).Groups...)
		}
		if n := len(render(t, p)); n > 1<<20 {
			t.Errorf("%d bytes of groups of %d people on %d devices", n, size.people, size.devices)
		}
	}
}

func TestWhereThereIsNoRoomForADrawingThePageSaysSoAndTellsItInWords(t *testing.T) {
	p := crowd(12, 6, 250)
	for len(p.Groups) < 20 {
		p.Groups = append(p.Groups, crowd(12, 6, 250).Groups...)
	}
	page := string(render(t, p))
	drawn, words := strings.Count(page, `<svg class="lanes"`), strings.Count(page, "The same in words")
	if drawn == 0 || drawn >= 20 || words != 20 || strings.Count(page, "no room for the drawing") != 20-drawn {
		t.Errorf("%d of 20 groups drawn, %d in words", drawn, words)
	}
	if legends := strings.Count(page, "an arrow from the author to each device"); legends != 1 {
		t.Errorf("the arrows are explained %d times", legends)
	}
}

func TestABandIsTheListThatTheLaneShows(t *testing.T) {
	at := func(s int64) Fate { return Fate{Kind: Arrived, Time: moment0(s)} }
	joined, left := at(3), at(5)
	joined.Joined, left.Left = []string{"b@x"}, []string{"a@x"}
	l := &Lanes{Devices: []Lane{{Device: "d", Members: []string{"b@x", "c@x"}}}, Messages: []Message{
		{Time: moment0(1), Kind: "add", Fates: []Fate{left}}, // written first, met last
		{Time: moment0(2), Kind: "add", Fates: []Fate{joined}},
	}}
	var got []string
	for _, b := range l.bandsOf(0) {
		got = append(got, strings.Join(b.members, " "))
	}
	if want := "a@x c@x|a@x b@x c@x|b@x c@x"; strings.Join(got, "|") != want {
		t.Errorf("bands %q, not %q", strings.Join(got, "|"), want)
	}
}

func TestASentenceStaysLeftToRightWhoeversNameBeginsIt(t *testing.T) {
	p := Page{Groups: []Group{{ID: "g", Findings: []Finding{{Severity: "warning", Text: "\u2068محمد\u2069's addition of Bob never arrived."}}}}}
	if page := string(render(t, p)); !strings.Contains(page, `<span dir="ltr">`+"\u2068محمد") {
		t.Error("the direction of a sentence follows from its first name")
	}
}
