package planfile

import (
	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// Schema is the version that is written. Version 1 said all of each evidence where
// it stands; it is still read.
const (
	Schema      = 2
	firstSchema = 1
)

// A Plan is plan.json as it is read.
type Plan form[[]Record, []Person, []Proposal]

// A form is plan.json. Its fields are those of [dedupe.Plan], and Rules; its long
// lists are there when it is read, and made one by one as it is written.
type form[Records, Persons, Proposals any] struct {
	Schema int            `json:"schema"`
	Kind   string         `json:"kind"`
	Inputs []record.Input `json:"inputs"`
	Share  *dedupe.Share  `json:"share,omitempty"`
	// Rules are the kinds of evidence that the plan rests on, sorted by name.
	Rules []Rule `json:"rules"`
	// Country is the calling code of records of a large plan that have a phone number which
	// does not begin with "+", and say no code of their own.
	Country     string         `json:"country,omitempty"`
	Records     Records        `json:"records"`
	Persons     Persons        `json:"persons"`
	Proposals   Proposals      `json:"proposals"`
	Clusters    []Cluster      `json:"clusters,omitempty"`
	Conflicts   []Conflict     `json:"conflicts"`
	Alarms      []Evidence     `json:"alarms,omitempty"`
	Revocations []Revocation   `json:"revocations,omitempty"`
	LeftOut     []link.LeftOut `json:"left_out,omitempty"`
	Counts      dedupe.Counts  `json:"counts"`
}

// A Rule is what all evidence of one kind has in common.
type Rule struct {
	Rule   string     `json:"rule"`
	Grade  link.Grade `json:"grade"`
	Text   string     `json:"text"` // in words, with {value} where the value stands
	Undone string     `json:"undone_by,omitempty"`
}

// A Record is a record under the name the file calls it by: the one it has in
// every run, or, in a large plan, "#" and a number of this file alone. Lasting is
// then the former, left out where it follows from the UID. A record without a source
// is a card, one without a place or the name of a book lies in the only one of the
// plan: At are the line and index of its place in a large plan.
//
// Records of a large plan that have much in common stand behind each other, the first as
// "#17", the others as "#17.2", "#17.3" and so on. Those say what "#17" says, but for the
// fields they have themselves, and those named in Without; Country is that of the plan,
// not that of "#17". In which order the plan has
// its records is not said then: it is that of their lasting names.
type Record struct {
	ID      string        `json:"id"`
	Lasting string        `json:"lasting,omitempty"`
	Source  record.Source `json:"source,omitempty"`
	Place   *record.Place `json:"place,omitempty"`
	At      []int         `json:"at,omitempty"`
	record.Record
	Without []string `json:"without,omitempty"`
}

// A Person is a [dedupe.Person]. A large plan leaves out what follows from the records:
// ID (see [dedupe.PersonID]) where no cluster names it, Survivor (see
// [dedupe.SurvivorOf]), and Duplicates where it is one less than they are. Of several
// records like one, those behind the first are named ".2" and so on.
type Person struct {
	ID         string          `json:"id,omitempty"`
	Name       string          `json:"name"`
	Records    []string        `json:"records"`
	Survivor   *string         `json:"survivor,omitempty"`
	Duplicates *int            `json:"duplicates,omitempty"`
	Decision   dedupe.Decision `json:"decision"`
	Evidence   []Evidence      `json:"evidence"`
	Against    []Evidence      `json:"against,omitempty"`
}

// A Proposal is a [dedupe.Proposal]. In a large plan Why is left out where it follows
// from the evidence (see [dedupe.WhyReviewed]), ID where it follows from the records
// (see [dedupe.ProposalID]) and no cluster names it, and Decision where it is "review".
type Proposal struct {
	ID       string          `json:"id,omitempty"`
	A        []string        `json:"a"`
	B        []string        `json:"b"`
	Decision dedupe.Decision `json:"decision,omitempty"`
	Suggest  dedupe.Decision `json:"suggest"`
	Evidence []Evidence      `json:"evidence"`
	Against  []Evidence      `json:"against,omitempty"`
	Why      *string         `json:"why,omitempty"`
	Before   dedupe.Decision `json:"before,omitempty"`
	Fresh    []string        `json:"fresh,omitempty"`
}

// A Cluster is a [dedupe.Cluster]. Its records are those of its persons and
// proposals; version 1 lists them, too, and they are passed over. A large plan leaves
// clusters out that are one proposal which is to be reviewed.
type Cluster struct {
	ID        string          `json:"id"`
	Records   []string        `json:"records,omitempty"`
	Persons   []string        `json:"persons,omitempty"`
	Proposals []string        `json:"proposals,omitempty"`
	Suggest   dedupe.Decision `json:"suggest"`
	Alarm     bool            `json:"alarm,omitempty"`
}

// A Conflict is a [dedupe.Conflict].
type Conflict struct {
	ID    string       `json:"id"`
	Ends  [2]string    `json:"ends"`
	Why   string       `json:"why"`
	Paths [][]Evidence `json:"paths"`
}

// A Revocation is a [dedupe.Revocation].
type Revocation struct {
	record.Revocation
	Records []string `json:"records"`
}

// Evidence is what one rule says of one value. Records are those it ties: the first
// to each of the others. Of a proposal they are left out where they are the first of
// either side, of a person in a large plan where they are all records of the person, each
// tied to the next. Grade, Text and Undone are left out where they are those of the rule;
// Shown is the value in the text where it is spelt otherwise. In a large plan
// evidence that says no more is a list: rule, value, records; of the rule alone where it
// names no records, and the value is the first address of the first of them. One text of
// several records, "#17 #17.3 #17.2", ties each to the next.
type Evidence struct {
	Rule      string           `json:"rule"`
	Grade     link.Grade       `json:"grade,omitempty"`
	Records   []string         `json:"records,omitempty"`
	Text      string           `json:"text,omitempty"`
	Value     string           `json:"value"`
	Shown     string           `json:"shown,omitempty"`
	Witnesses []record.Witness `json:"witnesses,omitempty"`
	Undone    string           `json:"undone_by,omitempty"`

	isList  bool
	isShort bool // a list of the rule alone
}
