package share

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Kinds of failure of [Complete] and [Place].
var (
	ErrWhole = errors.New("is not a share but a whole result")
	ErrTwice = errors.New("is there twice")
	ErrLost  = errors.New("is missing")
	ErrOther = errors.New("is of another result")
)

// An Error names the share that cannot be joined, by its place in the list; -1 is a
// share that is not in it.
type Error struct {
	Index  int
	Number int // of the share, 0 if it has none
	Err    error
}

func (e *Error) Error() string {
	if e.Number == 0 {
		return e.Err.Error()
	}
	return fmt.Sprintf("share %d %s", e.Number, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// A Part is a share with what it says of the whole, which is the same in every share
// of one result.
type Part struct {
	Share
	OfWhole any
}

// Complete checks that these are all shares of one result, each once. Errors are
// *[Error].
func Complete(parts []Part) error {
	if len(parts) == 0 {
		return &Error{-1, 1, ErrLost}
	}
	var first []byte
	seen := map[int]bool{}
	for i, p := range parts {
		if p.Of == 0 {
			return &Error{Index: i, Err: ErrWhole}
		}
		text, err := json.Marshal([]any{p.Of, p.OfWhole})
		if err != nil {
			return &Error{i, p.Number, err}
		}
		if first == nil {
			first = text
		}
		switch {
		case !slices.Equal(text, first):
			return &Error{i, p.Number, ErrOther}
		case seen[p.Number]:
			return &Error{i, p.Number, ErrTwice}
		}
		seen[p.Number] = true
	}
	for n := range parts[0].Of {
		if !seen[n+1] {
			return &Error{-1, n + 1, ErrLost}
		}
	}
	return nil
}

// Items are those of one share, and where each stands in the whole, counted from 0.
type Items[T any] struct {
	List []T
	At   []int
}

// Place puts the items of all shares where they belong. Errors are *[Error]: there is no
// room for an item, or its room is taken.
func Place[T any](shares []Items[T]) ([]T, error) {
	n := 0
	for _, s := range shares {
		n += len(s.List)
	}
	whole, taken := make([]T, n), make([]bool, n)
	for i, s := range shares {
		if len(s.List) != len(s.At) {
			return nil, &Error{Index: i, Err: ErrOther}
		}
		for j, at := range s.At {
			if at < 0 || at >= n || taken[at] {
				return nil, &Error{Index: i, Err: ErrOther}
			}
			whole[at], taken[at] = s.List[j], true
		}
	}
	return whole, nil
}
