package planfile

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

// Few is up to how many records a plan calls each by its lasting name. A larger one
// counts them: the names would be a quarter of it.
const Few = 10_000

// Written is a plan on its way into a file: a [Plan] whose long lists are made one
// by one as they are written.
type Written form[List, List, List]

// Of is a plan as the file has it, which is in short where isLarge: its entries should
// stand on a line each then. The plan must not change until it is written.
func Of(plan *dedupe.Plan, isLarge bool) *Written {
	p := &Written{
		Schema: Schema, Kind: plan.Kind, Inputs: plan.Inputs, Share: plan.Share,
		Conflicts: make([]Conflict, 0, len(plan.Conflicts)), LeftOut: plan.LeftOut, Counts: plan.Counts,
	}
	w := &writer{isLarge: isLarge, listed: plan.Records, onlyBook: onlyBook(plan.Inputs), named: map[string]bool{}}
	parallel.Tasks(parallel.Cores(), func() { w.number(plan) }, func() {
		p.Rules, p.Clusters = rulesOf(plan), w.clusters(plan)
	})
	w.rules, p.Country = indexRules(p.Rules), w.country
	p.Records = List{len(plan.Records), func(i int) any { return w.record(i) }}
	p.Persons = List{len(plan.Persons), func(i int) any { return w.person(&plan.Persons[i]) }}
	p.Proposals = List{len(plan.Proposals), func(i int) any { return w.proposal(&plan.Proposals[i]) }}
	for _, c := range plan.Conflicts {
		conflict := Conflict{ID: c.ID, Ends: [2]string{w.name(c.Ends[0]), w.name(c.Ends[1])}, Why: c.Why, Paths: make([][]Evidence, 0, len(c.Paths))}
		for _, path := range c.Paths {
			conflict.Paths = append(conflict.Paths, w.each(path))
		}
		p.Conflicts = append(p.Conflicts, conflict)
	}
	p.Alarms = w.each(plan.Alarms)
	for _, r := range plan.Revocations {
		p.Revocations = append(p.Revocations, Revocation{r.Revocation, w.names(r.Records)})
	}
	return p
}

// onlyBook is the path of the book of a plan, "" if it has none or several.
func onlyBook(inputs []record.Input) string {
	only := ""
	for _, input := range inputs {
		if input.Kind != "book" {
			continue
		}
		if only != "" {
			return ""
		}
		only = input.Path
	}
	return only
}

// A writer knows what the entries of a plan need not say.
type writer struct {
	isLarge  bool
	listed   []dedupe.Listed
	rules    map[string]*Rule
	onlyBook string
	country  string     // of records that do not say theirs
	numbers  *numbering // of records of a large plan
	fields   []field
	named    map[string]bool // ids of persons and proposals that clusters name
}

func (w *writer) number(plan *dedupe.Plan) {
	if w.isLarge {
		w.country = usualCountry(plan.Records)
		w.numbers, w.fields = numberingOf(plan), fields()
	}
}

// name is what the file calls a record.
func (w *writer) name(id string) string {
	if w.isLarge {
		if row, known := w.numbers.rows[id]; known {
			return w.numbers.names[row]
		}
	}
	return id
}

// find is the record with an id, nil if the plan has none.
func (w *writer) find(id string) *dedupe.Listed {
	if row, known := w.numbers.rows[id]; known {
		return &w.listed[row]
	}
	return nil
}

func (w *writer) names(ids []string) []string {
	if !w.isLarge {
		return ids
	}
	names := make([]string, 0, len(ids))
	for _, id := range ids {
		names = append(names, w.name(id))
	}
	return names
}

// shortNames are names of records, of which those that are like the first do not repeat
// its number.
func (w *writer) shortNames(ids []string) []string {
	names := w.names(ids)
	if w.isLarge && len(names) > 0 {
		first := numberIn(names[0]) + "."
		for i := 1; i < len(names); i++ {
			if strings.HasPrefix(names[i], first) {
				names[i] = names[i][len(first)-1:]
			}
		}
	}
	return names
}

// A writtenRecord is a [Record] on its way out, without a copy of all it says.
type writtenRecord struct {
	ID      string        `json:"id"`
	Lasting string        `json:"lasting,omitempty"`
	Source  record.Source `json:"source,omitempty"`
	Place   *record.Place `json:"place,omitempty"`
	At      []int         `json:"at,omitempty"`
	*record.Record
	Without []string `json:"without,omitempty"`
	Content string   `json:"content,omitempty"` // stays empty, in the place of that of the record
}

// record is the record with a number in the file.
func (w *writer) record(i int) *writtenRecord {
	if !w.isLarge {
		listed := &w.listed[i]
		return w.placed(listed, &writtenRecord{ID: listed.ID, Record: listed.Record})
	}
	row := w.numbers.order[i]
	listed := &w.listed[row]
	r := &writtenRecord{ID: w.numbers.names[row], Record: listed.Record}
	if like := w.numbers.like[row]; like != row {
		r.Record, r.Without = difference(listed.Record, w.listed[like].Record, w.fields)
	}
	w.state(listed.Country, countryOf(listed.Record, w.country), r)
	if !namesItself(listed.Record, listed.ID) {
		r.Lasting = listed.ID
	}
	return w.placed(listed, r)
}

// state says of which country a record is, unless that follows.
func (w *writer) state(code, follows string, r *writtenRecord) {
	if code == follows {
		code = ""
	} else if code == "" {
		r.Without = append(r.Without, country)
	}
	if r.Record.Country != code {
		said := *r.Record // not the one of the plan
		r.Record = &said
		r.Record.Country = code
	}
}

// placed says where a record was found.
func (w *writer) placed(listed *dedupe.Listed, r *writtenRecord) *writtenRecord {
	r.Source = listed.Source
	isInOnly := listed.Source == record.Card && listed.Place.Book == w.onlyBook
	if w.isLarge && listed.Source == record.Card {
		r.Source = ""
		if isInOnly {
			r.At = []int{listed.Place.Line, listed.Place.Index}
			return r
		}
	}
	place := listed.Place
	if isInOnly {
		place.Book = ""
	}
	r.Place = &place
	return r
}

// namesItself reports a card whose lasting name follows from a UID that JSON can
// hold.
func namesItself(r *record.Record, id string) bool {
	return r.Source == record.Card && r.UID != "" && utf8.ValidString(r.UID) && record.NameOf(r) == id
}

func (w *writer) person(p *dedupe.Person) Person {
	written := Person{ID: p.ID, Name: p.Name, Records: w.shortNames(p.Records), Duplicates: &p.Duplicates, Decision: p.Decision}
	if !w.isLarge {
		if p.Survivor != "" {
			written.Survivor = &p.Survivor
		}
		written.Evidence, written.Against = w.grouped(p.Evidence), w.grouped(p.Against)
		return written
	}
	if p.Duplicates == len(p.Records)-1 {
		written.Duplicates = nil
	}
	// Records are named, though they follow: who takes one out of a person edits its
	// records, and what tied it must still say so.
	written.Evidence, written.Against = w.grouped(p.Evidence), w.grouped(p.Against)
	id, survivor := whatFollows(p.Records, w.find)
	if id == p.ID && !w.named[id] {
		written.ID = ""
	}
	if survivor != p.Survivor {
		survivor = w.name(p.Survivor)
		written.Survivor = &survivor
	}
	return written
}

func (w *writer) proposal(p *dedupe.Proposal) Proposal {
	written := Proposal{
		ID: p.ID, A: w.shortNames(p.A), B: w.shortNames(p.B), Decision: p.Decision, Suggest: p.Suggest,
		Evidence: w.grouped(p.Evidence), Against: w.grouped(p.Against), Before: p.Before, Fresh: p.Fresh,
	}
	follows := ""
	if w.isLarge {
		follows = dedupe.WhyReviewed(p)
		if !w.named[p.ID] && p.ID == dedupe.ProposalID(p) {
			written.ID = ""
		}
		if p.Decision == dedupe.Review {
			written.Decision = ""
		}
	}
	if p.Why != follows {
		written.Why = &p.Why
	}
	for _, list := range [][]Evidence{written.Evidence, written.Against} {
		for i := range list {
			if slices.Equal(list[i].Records, written.firsts()) {
				list[i].Records = nil
			}
		}
	}
	if w.isLarge && len(p.A) > 0 {
		w.shorten(w.find(p.A[0]), written.Evidence, written.Against)
	}
	return written
}

// clusters are those of a plan, but for what follows from its proposals. The places of a
// share are those of all.
func (w *writer) clusters(plan *dedupe.Plan) []Cluster {
	alone := map[string]*dedupe.Proposal{}
	if w.isLarge && plan.Share == nil {
		for i := range plan.Proposals {
			if p := &plan.Proposals[i]; p.Decision == dedupe.Review {
				alone[p.ID] = p
			}
		}
	}
	list := make([]Cluster, 0, len(plan.Clusters))
	for _, c := range plan.Clusters {
		if len(c.Persons) == 0 && len(c.Proposals) == 1 {
			if p := alone[c.Proposals[0]]; p != nil && isSameCluster(c, dedupe.ClusterOfOne(p)) {
				continue
			}
		}
		for _, id := range slices.Concat(c.Persons, c.Proposals) {
			w.named[id] = true
		}
		list = append(list, Cluster{ID: c.ID, Persons: c.Persons, Proposals: c.Proposals, Suggest: c.Suggest, Alarm: c.Alarm})
	}
	return list
}

func isSameCluster(a, b dedupe.Cluster) bool {
	return a.ID == b.ID && a.Suggest == b.Suggest && a.Alarm == b.Alarm
}

// firsts are the first records of either side.
func (p *Proposal) firsts() []string {
	if len(p.A) == 0 || len(p.B) == 0 {
		return nil
	}
	return []string{p.A[0], p.B[0]}
}
