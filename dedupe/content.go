package dedupe

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/compare"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/phone"
)

// Content is what a decided card said, as digests, so that it is known again when
// an app has given it another UID: Whole of all that is compared, Reached of
// addresses and telephone numbers alone.
type Content struct {
	Whole   string `json:"whole"`
	Reached string `json:"reached,omitempty"`
}

// contentOf digests what a card says in the forms it is compared in, whatever
// order and spelling an app writes it in.
func contentOf(r *record.Record) Content {
	var names, reached, rest []string
	for _, text := range r.Names {
		names = append(names, compare.ReadName(text).Key)
	}
	for _, address := range r.Addresses {
		reached = append(reached, compare.FoldAddress(address))
	}
	for _, number := range r.Phones {
		reached = append(reached, cmp.Or(phone.Key(number, r.Country), strings.TrimSpace(number)))
	}
	for _, text := range r.Organisations {
		rest = append(rest, compare.OrganisationKey(text))
	}
	for _, text := range r.Postal {
		rest = append(rest, compare.PostalKey(text))
	}
	for _, key := range r.Keys {
		rest = append(rest, key.Fingerprint)
	}
	if date, ok := compare.ReadDate(r.Birthday); ok {
		rest = append(rest, date.String())
	}
	c := Content{Whole: digestOf(names, reached, rest)}
	if slices.ContainsFunc(reached, func(s string) bool { return s != "" }) {
		c.Reached = digestOf(reached)
	}
	return c
}

// digestOf digests sets of texts.
func digestOf(sets ...[]string) string {
	var all []string
	for _, set := range sets {
		set = slices.DeleteFunc(slices.Clone(set), func(s string) bool { return s == "" })
		slices.Sort(set)
		all = append(append(all, slices.Compact(set)...), "")
	}
	return strconv.FormatUint(record.Digest(all...), 16)
}

// renamed finds the cards that were decided under an id nobody has any more, and
// that are there under another: those that say the same, else those that reach the
// same, if there are as many of them.
func renamed(decisions Decisions, index *record.Index) map[string]string {
	if len(decisions.Cards) == 0 {
		return nil // spares naming every card
	}
	missing := map[string]Content{}
	for id, content := range decisions.Cards {
		missing[id] = content
	}
	current := map[string]uint32{}
	for i := range uint32(index.Len()) {
		if index.At(i).Source != record.Card {
			continue
		}
		id := index.ID(i)
		if _, known := missing[id]; known {
			delete(missing, id)
		} else {
			current[id] = i
		}
	}
	if len(missing) == 0 {
		return nil
	}
	found := map[string]string{}
	for _, by := range [...]func(Content) string{func(c Content) string { return c.Whole }, func(c Content) string { return c.Reached }} {
		then, now := map[string][]string{}, map[string][]string{}
		for id, content := range missing {
			then[by(content)] = append(then[by(content)], id)
		}
		for id, i := range current {
			value := by(contentOf(index.At(i)))
			now[value] = append(now[value], id)
		}
		for value, ids := range then {
			if value == "" || len(ids) != len(now[value]) { // which is which is not known
				continue
			}
			slices.Sort(ids)
			slices.Sort(now[value]) // of cards that say the same it does not matter
			for i, id := range ids {
				found[id] = now[value][i]
				delete(missing, id)
				delete(current, now[value][i])
			}
		}
	}
	return found
}

// under gives decisions with cards under the names they have now.
func (d Decisions) under(names map[string]string) Decisions {
	if len(names) == 0 {
		return d
	}
	rename := func(ids []string) []string {
		list := make([]string, 0, len(ids))
		for _, id := range ids {
			if now, ok := names[id]; ok {
				id = now
			}
			list = append(list, id)
		}
		slices.Sort(list)
		return slices.Compact(list)
	}
	pairs := make([]Decided, 0, len(d.Pairs))
	for _, pair := range d.Pairs {
		pair.A, pair.B = rename(pair.A), rename(pair.B)
		pairs = append(pairs, pair)
	}
	d.Pairs = pairs
	return d
}
