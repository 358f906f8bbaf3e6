package planfile

import "encoding/json"

// A List is elements that are made when they are asked for, by any goroutine.
type List struct {
	n    int
	make func(i int) any
}

// Len is how many there are.
func (l List) Len() int { return l.n }

// At makes the one with a number below Len.
func (l List) At(i int) any { return l.make(i) }

// MarshalJSON implements [json.Marshaler].
func (l List) MarshalJSON() ([]byte, error) {
	all := make([]any, l.n)
	for i := range all {
		all[i] = l.At(i)
	}
	return json.Marshal(all)
}
