package record

import "strings"

// Compact puts all texts of a record into two pieces of memory: of a million records
// little else is held, and every piece costs.
func (r *Record) Compact() {
	lists := [...]*[]string{&r.Names, &r.Addresses, &r.Phones, &r.Organisations, &r.Postal, &r.Claimed}
	alone := [...]*string{&r.UID, &r.Birthday}
	values, size := 0, 0
	for _, list := range lists {
		values += len(*list)
		for _, text := range *list {
			size += len(text)
		}
	}
	for _, text := range alone {
		size += len(*text)
	}
	var b strings.Builder
	b.Grow(size)
	for _, list := range lists {
		for _, text := range *list {
			b.WriteString(text)
		}
	}
	for _, text := range alone {
		b.WriteString(*text)
	}
	whole, texts := b.String(), make([]string, 0, values)
	for _, list := range lists {
		if len(*list) == 0 {
			continue
		}
		from := len(texts)
		for _, text := range *list {
			texts = append(texts, whole[:len(text)])
			whole = whole[len(text):]
		}
		*list = texts[from:len(texts):len(texts)]
	}
	for _, text := range alone {
		n := len(*text)
		*text, whole = whole[:n], whole[n:]
	}
}
