package html

import (
	"fmt"
	"strings"
	"time"
)

// A toldMessage is a drawn message in words.
type toldMessage struct {
	Number   int
	Time     time.Time
	Told, ID string
	Fates    []string
}

// told says in words what the drawings show.
func (l *Lanes) told() []toldMessage {
	shown, _ := l.drawn()
	var list []toldMessage
	for _, i := range shown {
		m := &l.Messages[i]
		list = append(list, toldMessage{i + 1, m.Time, m.Told, m.ID, l.fates(m)})
	}
	return list
}

// fewDevices is from how many devices on most of them are counted, not named.
const fewDevices = 4

// fates says what became of a message, a line for all devices alike.
func (l *Lanes) fates(m *Message) []string {
	alike := map[string][]string{}
	var order []string
	concerned := 0
	for lane, f := range m.Fates {
		if f.Kind == NotConcerned {
			continue
		}
		concerned++
		said := f.Kind.word()
		if f.Kind.reached() && len(f.Joined)+len(f.Left) > 0 {
			said += fmt.Sprintf(", then showed %d", f.Members)
		}
		if f.Why != "" && (f.Kind == Refused || !f.Kind.reached()) {
			said += ": " + f.Why
		}
		if alike[said] == nil {
			order = append(order, said)
		}
		alike[said] = append(alike[said], l.Devices[lane].Device)
	}
	var lines []string
	rest := ""
	for _, said := range order {
		if rest == "" && len(order) > 1 && len(alike[said]) >= fewDevices && 2*len(alike[said]) > concerned {
			rest = said
			continue
		}
		lines = append(lines, strings.Join(alike[said], ", ")+": "+said)
	}
	switch {
	case rest != "":
		lines = append(lines, fmt.Sprintf("the other %d: %s", len(alike[rest]), rest))
	case len(order) == 1 && concerned >= fewDevices && concerned == len(m.Fates):
		lines = []string{fmt.Sprintf("all %d devices: %s", concerned, order[0])}
	}
	return lines
}

// remark says which changes are not drawn.
func (l *Lanes) remark() string {
	shown, all := l.drawn()
	if l.undrawn {
		return "This page has no room for the drawing of this group: the words below tell it, and “by day” draws it where script runs."
	}
	if all || len(shown) == 0 {
		return ""
	}
	return fmt.Sprintf("Drawn are %d changes around the parting, messages %d to %d. “By day” shows all others, the table below counts them, and gmmtool history tells them.",
		len(shown), shown[0]+1, shown[len(shown)-1]+1)
}

// A day counts the messages of one day, UTC.
type day struct {
	Day                       string
	Messages, Changes, Failed int
}

// perDay counts by day, where there is more than the drawings show.
func (l *Lanes) perDay() []day {
	if shown, _ := l.drawn(); len(shown) == len(l.Messages) {
		return nil
	}
	var days []day
	for i := range l.Messages {
		m := &l.Messages[i]
		name := m.Time.UTC().Format(time.DateOnly)
		if len(days) == 0 || days[len(days)-1].Day != name {
			days = append(days, day{Day: name})
		}
		d := &days[len(days)-1]
		d.Messages++
		if m.changes() {
			d.Changes++
		}
		for _, f := range m.Fates {
			if f.Kind == Spam || f.Kind == Lost || f.Kind == Unreadable || f.Kind == NotSentHere {
				d.Failed++
				break
			}
		}
	}
	return days
}
