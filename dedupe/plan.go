package dedupe

import (
	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// Schema is the version of the plan format, Kind what tells it from other plans.
const (
	Schema = 1
	Kind   = "merge"
)

// Decision is what is to be done with a person or proposal. A reviewer edits it.
type Decision string

const (
	Accept Decision = "accept"
	Review Decision = "review" // nothing is done until somebody decides
	Refuse Decision = "refuse" // nothing is done, and it is remembered
)

// Undecided is what the evidence of a proposal leans to if that is not enough
// and nothing is against it. It is no decision.
const Undecided Decision = "undecided"

// A Plan is what would be done, as plan.json has it. Everything is in a fixed
// order.
type Plan struct {
	Schema int            `json:"schema"`
	Kind   string         `json:"kind"`
	Inputs []record.Input `json:"inputs"`
	Share  *Share         `json:"share,omitempty"` // which part of a divided plan this is, nil if it is whole
	// Records are those the rest of the plan speaks of; all others have no
	// duplicate.
	Records   []Listed   `json:"records"`
	Persons   []Person   `json:"persons"`
	Proposals []Proposal `json:"proposals"`
	// Clusters group the persons and proposals that are to be reviewed, one for
	// each likely person.
	Clusters  []Cluster  `json:"clusters,omitempty"`
	Conflicts []Conflict `json:"conflicts"`
	// Alarms are records that look alike and are not: the names or addresses
	// read the same and are written with other letters.
	Alarms []Evidence `json:"alarms,omitempty"`
	// Revocations are keys that records name and their owner gave up.
	Revocations []Revocation `json:"revocations,omitempty"`
	// LeftOut are comparisons that were not made because too many records share
	// a value.
	LeftOut []link.LeftOut `json:"left_out,omitempty"`
	Counts  Counts         `json:"counts"`
}

// Listed is a record under the name the plan calls it by. ID follows from what
// the record is, not from where it stands in the input, so that it is the same
// in the next run. There always is a record; of a plan that was just made it is the
// one that was given to [Find].
type Listed struct {
	ID string `json:"id" redact:"record"`
	*record.Record
}

// A Person is records tied by proof. The survivor is the card that is kept;
// "" if no record is a card.
type Person struct {
	ID       string   `json:"id" redact:"person"`
	Name     string   `json:"name" redact:"name"`
	Records  []string `json:"records" redact:"record"` // ids, sorted
	Survivor string   `json:"survivor,omitempty" redact:"record"`
	// Duplicates is how many contacts are too many; 0 for records that are only
	// linked, such as one member in many groups. See [Counts].
	Duplicates int        `json:"duplicates"`
	Decision   Decision   `json:"decision"`
	Evidence   []Evidence `json:"evidence"`
	Against    []Evidence `json:"against,omitempty"`
}

// A Proposal is two persons, or records, that hints say are one. A and B each
// list the ids of all records of one side.
type Proposal struct {
	ID       string     `json:"id" redact:"proposal"`
	A        []string   `json:"a" redact:"record"`
	B        []string   `json:"b" redact:"record"`
	Decision Decision   `json:"decision"`
	Suggest  Decision   `json:"suggest"` // Accept, Undecided or Refuse: what the evidence leans to
	Evidence []Evidence `json:"evidence"`
	Against  []Evidence `json:"against,omitempty"`
	// Why says why something with proof is to be reviewed all the same.
	Why string `json:"why,omitempty"`
	// Before is the decision remembered from an earlier plan, Fresh the evidence
	// that has come since.
	Before Decision `json:"before,omitempty"`
	Fresh  []string `json:"fresh,omitempty"` // texts of the new evidence
}

// A Conflict is proof that would make one person of two that cannot be: two
// active keys, two verified contacts, the user's own record. Nothing is merged
// until the cause is removed; both paths are shown.
type Conflict struct {
	ID    string       `json:"id" redact:"conflict"`
	Ends  [2]string    `json:"ends" redact:"record"` // record ids
	Why   string       `json:"why"`
	Paths [][]Evidence `json:"paths"`
}

// A Revocation is a revoked key with the records, by id, that name it. What was
// signed after a key was compromised proves nothing.
type Revocation struct {
	record.Revocation
	Records []string `json:"records" redact:"record"`
}

// Evidence ties two records, or speaks against it. Rule names the rule; the
// manual has one entry for each.
type Evidence struct {
	Rule      string           `json:"rule"`
	Grade     link.Grade       `json:"grade"`
	Records   [2]string        `json:"records" redact:"record"`
	Text      string           `json:"text"`                 // in words, with the value
	Value     string           `json:"value" redact:"value"` // what the two share: a fingerprint, an address
	Witnesses []record.Witness `json:"witnesses,omitempty"`
	Undone    string           `json:"undone_by,omitempty"` // what would contradict it, in words
}

// Counts sum up a run.
type Counts struct {
	Records int `json:"records"`
	Cards   int `json:"cards"`
	// Duplicates are contacts that need not be: of each person all but one. A
	// card is a contact, and so is an address that no card of the person has;
	// rows of one address in many groups are not duplicates of each other.
	Duplicates int `json:"duplicates"`
	Persons    int `json:"persons"` // with more than one record
	Proposals  int `json:"proposals"`
	Conflicts  int `json:"conflicts"`
	// Own and Impersonal are records that are joined with nobody: the user's
	// own, and those of organisations, roles, lists and relays.
	Own        int `json:"own"`
	Impersonal int `json:"impersonal"`
}
