package simulate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// A Life is the journal of a group life that real clients led: what their users
// did, and what the network did with each delivery (scenario.json).
type Life struct {
	Journal []Deed     `json:"journal"`
	Network []Delivery `json:"network"`
}

// A Deed is one entry of a journal. At is in unix seconds, after the deed.
type Deed struct {
	At      float64  `json:"at"`
	Op      string   `json:"op"`
	Device  string   `json:"device"`
	Version string   `json:"version"`
	Group   string   `json:"group"`
	By      string   `json:"by"`
	Who     string   `json:"who"`
	Members []string `json:"members"`
}

// A Delivery is what became of one copy of a message.
type Delivery struct {
	At      float64 `json:"at"`
	Sender  string  `json:"sender"` // address
	To      string  `json:"to"`     // address
	Verdict string  `json:"verdict"`
}

// ErrLife is the kind of errors of [ReadLife] and [Replay], ErrTruth that of
// [ReadTruth].
var (
	ErrLife  = errors.New("no journal of a group life")
	ErrTruth = errors.New("not what a client showed")
)

// ReadLife reads a journal.
func ReadLife(r io.Reader) (*Life, error) {
	var l Life
	if err := json.NewDecoder(r).Decode(&l); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrLife, err)
	}
	return &l, nil
}
