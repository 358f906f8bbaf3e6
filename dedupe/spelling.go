package dedupe

import (
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/compare"
)

// asSpelled puts addresses into a text about two records as the first of these that
// has them spells them, in the place of the form in which they were compared.
func (w *writer) asSpelled(text string, records ...uint32) string {
	if !strings.Contains(text, "@") {
		return text
	}
	for _, i := range records {
		for _, address := range w.index.At(i).Addresses {
			if strings.Contains(text, address) {
				continue
			}
			if m, ok := compare.ReadMailbox(address); ok {
				text = replaceWord(text, m.Address, address)
			}
		}
	}
	return text
}

// replaceWord replaces old where it stands between quotes or blanks.
func replaceWord(text, old, new string) string {
	for _, before := range []string{`"`, " "} {
		for _, after := range []string{`"`, " "} {
			text = strings.Replace(text, before+old+after, before+new+after, 1)
		}
	}
	return text
}
