package html_test

import (
	"strings"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/internal/html"
	"github.com/gmmtool/gmmtool/internal/html/htmltest"
)

func TestHostileNamesDoNothingInABrowser(t *testing.T) {
	b := htmltest.Open(t)
	b.Load(html.Render(t, html.HostilePage()))
	if n := htmltest.Value[int](b, `document.querySelectorAll("img, iframe, object, embed, link, form, svg[onload]").length`); n != 0 {
		t.Errorf("%d elements that no page has", n)
	}
	if !strings.Contains(b.Text("h1"), `<img src=x onerror=alert(1)>`) {
		t.Errorf("the verdict reads %q", b.Text("h1"))
	}
	b.Click("td[data-i] button")
	if text := b.Text("#detail"); !strings.Contains(text, "<script>alert(2)</script>") {
		t.Errorf("the detail reads %q", text)
	}
}

func TestFiguresAndTheirPlotsAreSeen(t *testing.T) {
	b := htmltest.Open(t)
	b.Load(html.Render(t, html.Page{Title: "t", Verdict: "Played.", Figures: []html.Figures{{
		Title: "runs", Head: []string{"loss", "variant"}, Rows: [][]string{{"0.1", "<b>today</b>"}},
		Plots: []html.Plot{{Caption: "wrong_share", SVG: []byte(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 36"><rect width="64" height="36" fill="#0072b2"/></svg>`)}},
	}}}))
	if text := b.Text(".figures td"); text != "<b>today</b>" {
		t.Errorf("the cell reads %q", text)
	}
	const seen = `(() => { const box = document.querySelector("figure rect").getBoundingClientRect(); return box.width > 100 && box.height > 50; })()`
	if !htmltest.Value[bool](b, seen) || b.Text("figcaption") != "wrong_share" {
		t.Errorf("the plot is not seen, or not as %q", b.Text("figcaption"))
	}
	if htmltest.Value[int](b, `document.querySelectorAll("h1 .state").length`) != 0 {
		t.Error("a page without a state shows one")
	}
}

func TestSixtyMembersOnTwelveDevicesScrollUnderTheirHeads(t *testing.T) {
	b := htmltest.Open(t)
	b.Load(html.Render(t, html.Crowd(60, 12, 200)))
	b.Click(".group details summary")
	const top = `(() => { const box = document.querySelector(".group details .scroll"), head = box.querySelector("thead th"), name = box.querySelector("tbody th");
		box.scrollTop = 600; box.scrollLeft = 200;
		const outer = box.getBoundingClientRect(), inner = head.getBoundingClientRect(), side = name.getBoundingClientRect();
		return [box.scrollTop, inner.top - outer.top, side.left - outer.left]; })()`
	at := htmltest.Value[[]float64](b, top)
	if at[0] < 300 || at[1] < 0 || at[1] > 3 || at[2] < 0 || at[2] > 3 {
		t.Errorf("scrolled by %v, the head is %v below the edge, the name %v beside it", at[0], at[1], at[2])
	}
}

func TestTwentyThousandMessagesAreThereInTwoSeconds(t *testing.T) {
	page := html.Render(t, html.Crowd(60, 12, 20_000))
	b := htmltest.Open(t)
	least := time.Hour
	for range 3 { // other tests share the cores
		start := time.Now()
		b.Load(page)
		b.Click(".bydays")
		where := b.Text(".where")
		least = min(least, time.Since(start))
		if !strings.Contains(where, "of 20000") {
			t.Errorf("by day reads %q", where)
		}
		if least <= 2*time.Second {
			break
		}
	}
	t.Logf("%d bytes, interactive after %v", len(page), least)
	if least > 2*time.Second {
		t.Errorf("it took %v", least)
	}
}

func TestADayShowsItsMessagesAndTheirFates(t *testing.T) {
	b := htmltest.Open(t)
	b.Load(html.Render(t, html.Crowd(9, 4, 700)))
	b.Click(".bydays")
	b.Click(".dayview .msg circle")
	if text := b.Text("#detail"); !strings.Contains(text, "of 700") || !strings.Contains(text, "wrote it") {
		t.Errorf("the detail reads %q", text)
	}
	before := b.Text(".where")
	b.Click(".dayview button:not([disabled])")
	if after := b.Text(".where"); after == before {
		t.Errorf("one day earlier is still %q", after)
	}
	b.Click(".byorder")
	if htmltest.Value[bool](b, `document.querySelector(".drawings").hidden`) {
		t.Error("the drawings stay hidden")
	}
}

func TestTheKeyboardReachesEveryArrow(t *testing.T) {
	b := htmltest.Open(t)
	b.Load(html.Render(t, html.Crowd(9, 4, 60)))
	htmltest.Value[bool](b, `document.querySelector("svg.lanes .msg").focus(), true`)
	b.Press("\u0303") // ArrowRight
	b.Press("\r")
	if text := b.Text("#detail h3"); !strings.HasPrefix(text, "Message 11 ") {
		t.Errorf("the detail is of %q", text)
	}
	b.Press("\x1b")
	if !htmltest.Value[bool](b, `document.getElementById("detail").hidden && document.activeElement.classList.contains("msg")`) {
		t.Error("Escape does not lead back")
	}
}
