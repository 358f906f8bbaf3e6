package report

import (
	"strings"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

// maxWhy bounds the proof told in a table, in bytes; JSON has it whole.
const maxWhy = 400

// linked names members that are one person.
func (p *page) linked(persons []finding.Person) {
	if len(persons) == 0 {
		return
	}
	p.line("")
	p.line(indent + p.bold("Members that are one person"))
	for _, person := range persons {
		var addresses []string
		for _, address := range person.Addresses {
			addresses = append(addresses, label(address))
		}
		why := Safe(person.Why)
		if len(why) > maxWhy {
			why = strings.ToValidUTF8(why[:maxWhy], "") + "…"
		}
		p.text(enumerate(addresses, maxNamed)+": "+why, indent+indent)
	}
}
