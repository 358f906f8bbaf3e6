package html

import (
	"strings"
	"time"
)

// A Page is what a report says, in the order a reader asks.
type Page struct {
	Title   string   // of the window
	Verdict string   // the whole report in a sentence
	State   State    // "" for a result that is neither well nor wrong
	Do      []string // what to do, the most useful first
	Groups  []Group
	People  []People  // of a merge plan
	Sends   []Send    // of a plan of corrections
	Figures []Figures // of a simulation
	Notes   []Finding
	Devices []Device
	Inputs  []Input
	Sum     string // where every message went
	About   About
}

// State is how well something stands, for colours that a word stands beside.
type State string

const (
	Good   State = "good"
	Unsure State = "unsure"
	Bad    State = "bad"
)

// About is how the report came to be.
type About struct {
	Tool        string
	CommandLine string
	Made        time.Time // zero: not told
}

// A Group is one chat group.
type Group struct {
	ID, Name  string
	Label     string // "inconsistent", "consistent"
	State     State
	Summary   string // for a group in which all agree
	Differs   []Difference
	Do        []string
	Matrix    *Matrix
	Lanes     *Lanes
	Told      bool // the messages in words stand open
	Findings  []Finding
	Remainder string // how many findings are not listed, and where they are
}

// A Difference answers who is missing whom, since when, and by which message.
type Difference struct {
	Device string
	What   string // "still lists Fiona, who left or was removed"
	Since  time.Time
	Why    string
	Proofs []Proof
}

// A Proof is a message and where it lies.
type Proof struct{ MessageID, Place, SHA256 string }

// A Finding is something wrong or noteworthy.
type Finding struct {
	ID, Code, Severity, Text, Fix string
	Proofs                        []Proof
	More                          int // proofs not listed
}

// A Matrix sets what each device holds of each person beside the target.
type Matrix struct {
	Headings []Heading
	Disputed []Row
	Agreed   []Row
	Fold     string // "52 more people, all agree"
	Note     string // what the words in the cells mean, where they are not those of views

	Explained bool // the words are explained before
}

// A Heading is a device over its column.
type Heading struct {
	Device string
	Out    bool   // it is out of the group, its list stands still
	Lane   int    // in the group's lanes, -1 for none
	Note   string // what is to be known of the column, "" for nothing
}

// A Row is one person.
type Row struct {
	Name, Address string
	Target        string // "member", "left", "–"
	Cells         []Cell
}

// A Cell is what one device holds of one person.
type Cell struct {
	Word    string // "yes", "left", "?"
	Basis   string // "database", "mail", "inferred", "unknown", "" for what is not there
	Differs bool
	Told    string // the step that decided it, in words
	Message int    // the message of that step in the group's lanes, -1 for none
}

// Class says how the cell is marked.
func (c Cell) Class() string {
	class := ""
	if c.Differs {
		class = "x "
	}
	if c.Basis != "" && c.Basis != "mail" { // mail is what a cell rests on if nothing is said
		class += "b-" + c.Basis
	}
	return strings.TrimSpace(class)
}

// A Send is one message that somebody has to deliver.
type Send struct {
	File, Group, From, Why string
	To                     []string
	NotBefore              time.Time
	Carries                string
}

// Figures are numbers in rows, and what is drawn of them.
type Figures struct {
	Title, Note string
	Head        []string
	Rows        [][]string
	Plots       []Plot
}

// A Plot is a drawing. SVG stands in the page as it is: it must not hold a text that
// comes from a message, and no script and no style.
type Plot struct {
	Caption string
	SVG     []byte
}

// People are the records of one person, or of two who may be one.
type People struct {
	ID, Title string
	Label     string // "accept", "review", "refuse", "conflict", "alarm"
	State     State
	Records   []Record
	For       []Evidence
	Against   []Evidence
	Merged    []Property // what the cards hold together; empty if fewer than two are cards
	Note      string
}

// A Record is one record as it was found.
type Record struct {
	Side       string // "A", "B", or "" where there are no sides
	Kind       string
	Place      string
	Kept       bool
	Properties []Property
}

// A Property is a name and its values; Shared ones are equal in all records.
type Property struct {
	Name   string
	Values []string
	Shared bool
}

// Evidence ties two records, or speaks against it.
type Evidence struct {
	Text, Grade, Rule, Undone string
	Proofs                    []Proof
}

// A Device is one client.
type Device struct {
	Name, Account, Rules, Because, Order, Note string
	Messages                                   int
	Buckets                                    []Bucket
	State                                      State
}

// A Bucket is how many messages of a device were of one kind.
type Bucket struct {
	Name  string
	Count int
}

// An Input is one archive.
type Input struct {
	Path, Device, Form, SHA256 string
	Messages                   int
	Bytes                      int64
	Problems, Notes            []string
}
