package e2e

import (
	"slices"
	"strings"
)

// correctionText begins what people read of a correction in the chat.
const correctionText = "The member list of this group was not the same for everybody."

// heal corrects what the mailboxes show and checks all that is promised: each
// client shows what the plan predicted, shows the correction once, and nothing
// more when it arrives a second time.
func (g group) heal(handOver way, flags ...string) plan {
	g.lab.t.Helper()
	p := g.lab.correct(flags...)
	before := g.shownCorrections()
	p.awaitDue()
	handOver(g.lab, p)
	g.checkViews(p)
	g.checkShownOnce(p, before)
	shown := g.allMessages()
	byHand(g.lab, p)
	g.lab.settle()
	g.checkViews(p)
	for name, messages := range g.allMessages() {
		if !slices.Equal(messages, shown[name]) {
			g.lab.t.Errorf("%s got a correction a second time and shows %+v, before it %+v", name, messages, shown[name])
		}
	}
	return p
}

// checkViews waits for what the plan says that clients show.
func (g group) checkViews(p plan) {
	g.lab.t.Helper()
	predicted := p.of(g).after()
	for _, c := range g.lab.clients {
		want, planned := predicted[c.name]
		if planned && !g.lab.becomesTrue(func() bool { return slices.Equal(g.view(c), want) }) {
			g.lab.t.Errorf("%s (%s) shows %v, the plan said %v", c.name, c.release, g.view(c), want)
		}
	}
}

// checkShownOnce waits until each client shows as many corrections as were sent
// to it.
func (g group) checkShownOnce(p plan, before map[string]int) {
	g.lab.t.Helper()
	for _, c := range g.lab.clients {
		sent := 0
		for _, correction := range p.Corrections {
			if slices.Contains(correction.Recipients, c.address) {
				sent++
			}
		}
		shown := func() int { return g.shownCorrections()[c.name] - before[c.name] }
		if !g.lab.becomesTrue(func() bool { return shown() == sent }) {
			g.lab.t.Errorf("%s (%s) was sent %d corrections and shows %d", c.name, c.release, sent, shown())
		}
	}
}

// shownCorrections counts the corrections that each client shows in the group.
func (g group) shownCorrections() map[string]int {
	g.lab.t.Helper()
	count := map[string]int{}
	for name, messages := range g.allMessages() {
		for _, m := range messages {
			if strings.Contains(m.Text, correctionText) {
				count[name]++
			}
		}
	}
	return count
}

// allMessages are what each client shows in the group, by the client's name.
func (g group) allMessages() map[string][]message {
	g.lab.t.Helper()
	shown := map[string][]message{}
	for _, c := range g.lab.clients {
		if chat := g.chat(c); chat != 0 {
			shown[c.name] = c.messages(chat)
		}
	}
	return shown
}

// checkConsistent asks gmmtool whether all devices show the same now.
func (g group) checkConsistent() {
	g.lab.t.Helper()
	if a := g.lab.analyze(); !a.consistent(g) {
		g.lab.t.Errorf("gmmtool still finds %q inconsistent: %+v", g.name, a.Findings)
	}
}
