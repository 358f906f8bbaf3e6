package html

import (
	"fmt"
	"reflect"
	"time"
)

// hostileText attacks every place that a text may stand in.
const hostileText = `"'><img src=x onerror=alert(1)></script></style></title><script>alert(2)</script>` +
	`<svg onload=alert(3)>{{.}}${alert(4)}--><!--&lt;]]>` + "\u202e\u2066gnp.exe \x00\x1b[2J\u2028 </textarea>javascript:alert(5)"

// fill puts text into every string below v, and two elements into every list.
func fill(v reflect.Value, text string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int, reflect.Int64:
		if v.Int() == 0 {
			v.SetInt(1)
		}
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), text)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(1795217379, 0).UTC()))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(v.Field(i), text)
			}
		}
	}
}

// hostilePage has a hostile text wherever a page has a text at all.
func hostilePage() Page {
	var p Page
	fill(reflect.ValueOf(&p).Elem(), hostileText)
	p.State = Bad
	for i := range p.Groups {
		l := p.Groups[i].Lanes
		l.Parted = 0
		for k := range l.Messages {
			l.Messages[k].From = 0
			l.Messages[k].Fates[0].Kind, l.Messages[k].Fates[1].Kind = Wrote, Lost
		}
	}
	return p
}

// crowd is a group of people, devices and messages, in which every tenth message
// changes members and some are lost.
func crowd(people, devices, messages int) Page {
	l := &Lanes{Parted: messages / 2, Note: "dev3 lacks person7"}
	m := &Matrix{Fold: fmt.Sprintf("%d more people, all agree", people-2)}
	for d := range devices {
		name := fmt.Sprintf("device%d", d)
		l.Devices = append(l.Devices, Lane{Device: name})
		m.Headings = append(m.Headings, Heading{Device: name, Lane: len(m.Headings)})
	}
	start := time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC)
	for i := range messages {
		msg := Message{Time: start.Add(time.Duration(i) * 7 * time.Minute), Kind: "message", ID: fmt.Sprintf("%08x-4e2a-4d0f-9a64-%012x@localhost", i*7919, i*104729),
			From: i % devices, Told: fmt.Sprintf("Person %d writes", i%people)}
		if i%10 == 0 {
			msg.Kind, msg.Told = "add", fmt.Sprintf("Person %d adds Person %d", i%people, (i/10)%people)
		}
		for d := range devices {
			f := Fate{Kind: Arrived, Time: msg.Time.Add(time.Duration(d) * time.Second), Members: people, Why: "the newest time of each member counts", Where: "INBOX"}
			switch {
			case d == msg.From:
				f.Kind = Wrote
			case (i+d)%97 == 0:
				f = Fate{Kind: Lost, Why: "no copy lies in its archive"}
			case i%200 == 0:
				f.Joined = []string{fmt.Sprintf("person%d@lab.example", (i/10)%people)}
			}
			if i%10 == 0 && f.Kind != Lost && i >= messages-10*people {
				f.Archive, f.Place, f.SHA256 = l.Devices[d].Device+"/Maildir", fmt.Sprintf("/cur/17952179%02d.M3090%dP2233.lab:2,S", i%100, i), fmt.Sprintf("%064x", i*d)
			}
			msg.Fates = append(msg.Fates, f)
		}
		l.Messages = append(l.Messages, msg)
	}
	for p := range people {
		row := Row{Name: fmt.Sprintf("Person %d", p), Address: fmt.Sprintf("person%d@lab.example", p), Target: "member"}
		for d := range devices {
			row.Cells = append(row.Cells, Cell{Word: "yes", Basis: "mail", Differs: p < 2 && d == 3, Message: p * 10, Told: "by message 1"})
		}
		if p < 2 {
			m.Disputed = append(m.Disputed, row)
		} else {
			m.Agreed = append(m.Agreed, row)
		}
	}
	return Page{Title: "crowd", Verdict: "The group is inconsistent.", State: Bad, Groups: []Group{{ID: "g", Name: "Crowd", Label: "inconsistent", State: Bad, Matrix: m, Lanes: l}}}
}

func moment0(seconds int64) time.Time { return time.Unix(1795217379+seconds, 0).UTC() }
