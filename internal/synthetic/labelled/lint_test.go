package labelled

import (
	"slices"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/collect"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// A label nobody could give from what the case shows is a mistake of the
// generator, not of the rules. This looks at values alone and knows no rule.
func TestLabelsCanBeSeenInTheCase(t *testing.T) {
	c := Make(7, 5*len(kinds()))
	found, _ := planOf(t, c, t.TempDir())
	look := newLook(c, found)
	for _, p := range c.Truth.Pairs {
		switch shared := look.shared(p.A, p.B); {
		case p.Label == Same && len(shared) == 0:
			t.Errorf("%s: %s and %s are to be the same, and share nothing: %s", p.Kind, look.entries[p.A].Locator, look.entries[p.B].Locator, p.Why)
		case p.Label == Different && look.samePersonByAllThatShows(p.A, p.B, shared):
			t.Errorf("%s: %s and %s are to be different, and share %q: %s", p.Kind, look.entries[p.A].Locator, look.entries[p.B].Locator, shared, p.Why)
		case p.Why == "":
			t.Errorf("%s: a label without a reason", p.Kind)
		}
	}
}

// Scenes must not meet by accident, or labels across them would be guesses.
func TestScenesShareNoAddress(t *testing.T) {
	c := Make(13, 5*len(kinds()))
	found, _ := planOf(t, c, t.TempDir())
	scene, at := map[string]int{}, map[Locator]Entry{}
	for _, e := range c.Truth.Records {
		at[e.key()] = e
	}
	for _, r := range found.Records {
		e := at[locatorOf(r)]
		for _, address := range r.Addresses {
			address = strings.ToLower(address)
			if other, ok := scene[address]; ok && other != e.Scene && e.Kind != "own" && e.Kind != "own record" {
				t.Errorf("scenes %d and %d (%s) share %s", other, e.Scene, e.Kind, address)
			}
			scene[address] = e.Scene
		}
	}
}

// A look is what can be seen of the entries of a truth.
type look struct {
	entries   map[string]Entry
	records   map[string][]record.Record
	signed    map[string][]string // address -> keys that signed for it, and theirs before and after
	dialogues map[[2]string]bool
	answers   map[string]string // address -> one of those whose keys answered together
}

// answered gives all addresses whose keys answered questions together one name.
func answered(c Case) map[string]string {
	of := map[string]string{}
	for _, e := range c.Exchanges {
		if e.Relay != nil || e.Replay {
			continue
		}
		a, b := e.New.Address, e.Candidate.Address
		for _, address := range []string{a, b} {
			if of[address] == "" {
				of[address] = address
			}
		}
		old := of[b]
		for address, one := range of {
			if one == old {
				of[address] = of[a]
			}
		}
	}
	return of
}

func newLook(c Case, found *collect.Found) look {
	l := look{map[string]Entry{}, map[string][]record.Record{}, map[string][]string{}, map[[2]string]bool{}, answered(c)}
	at := map[Locator]string{}
	for _, e := range c.Truth.Records {
		l.entries[e.ID], at[e.key()] = e, e.ID
	}
	for _, r := range found.Records {
		id := at[locatorOf(r)]
		l.records[id] = append(l.records[id], r)
	}
	for _, bond := range slices.Concat(found.Testimony.Signed, found.Testimony.Shown) {
		l.signed[bond.Address] = append(l.signed[bond.Address], bond.Key)
	}
	for _, change := range found.Testimony.Successions {
		for address, keys := range l.signed {
			if slices.Contains(keys, change.Old) && change.Certified {
				l.signed[address] = append(keys, change.New)
			}
		}
	}
	for _, tie := range found.Testimony.Dialogues {
		l.dialogues[inOrder(tie.From, tie.To)] = true
	}
	return l
}

// values are all that an entry shows, each with a word for what it is.
func (l look) values(id string) []string {
	var list []string
	add := func(what string, values ...string) {
		for _, v := range values {
			list = append(list, what+" "+strings.ToLower(v))
		}
	}
	for _, r := range l.records[id] {
		for _, name := range r.Names {
			words := strings.Fields(strings.NewReplacer(",", " ", ".", " ", "-", " ").Replace(strings.ToLower(name)))
			slices.Sort(words)
			add("name", strings.Join(words, " "))
		}
		add("organisation", r.Organisations...)
		add("postal", r.Postal...)
		for _, address := range r.Addresses {
			local, domain, _ := strings.Cut(strings.ToLower(address), "@")
			base, _, _ := strings.Cut(local, "+")
			if domain == "gmail.com" || domain == "googlemail.com" {
				base, domain = strings.ReplaceAll(base, ".", ""), "gmail.com"
			}
			add("address", base+"@"+domain)
			add("key", l.signed[strings.ToLower(address)]...)
			if one := l.answers[strings.ToLower(address)]; one != "" {
				add("answer", one)
			}
		}
		for _, key := range r.Keys {
			add("key", key.Fingerprint)
		}
		for _, phone := range r.Phones {
			digits := strings.Map(onlyDigits, phone)
			add("phone", strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(digits, "00"), "49"), "0"))
		}
		if r.Birthday != "" {
			add("birthday", strings.Map(onlyDigits, r.Birthday))
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func onlyDigits(r rune) rune {
	if r < '0' || r > '9' {
		return -1
	}
	return r
}

func (l look) shared(a, b string) []string {
	theirs := l.values(b)
	return slices.DeleteFunc(l.values(a), func(v string) bool { return !slices.Contains(theirs, v) })
}

// samePersonByAllThatShows reports two entries with one name and one personal
// value, of which nothing differs that a person has one of.
func (l look) samePersonByAllThatShows(a, b string, shared []string) bool {
	has := func(list []string, what string) bool {
		return slices.ContainsFunc(list, func(v string) bool { return strings.HasPrefix(v, what+" ") })
	}
	personal := has(shared, "phone") || has(shared, "birthday") || has(shared, "address")
	if !has(shared, "name") || !personal {
		return false
	}
	bornApart := has(l.values(a), "birthday") && has(l.values(b), "birthday") && !has(shared, "birthday")
	return !bornApart && !l.talk(a, b)
}

func (l look) talk(a, b string) bool {
	for _, x := range l.records[a] {
		for _, y := range l.records[b] {
			for _, from := range x.Addresses {
				if slices.ContainsFunc(y.Addresses, func(to string) bool { return l.dialogues[inOrder(from, to)] }) {
					return true
				}
			}
		}
	}
	return false
}
