package simulate

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// A Life is the journal of a group life that real clients led: what their users
// did, and what the network did with each delivery (scenario.json).
type Life struct {
	Journal []Deed     `json:"journal"`
	Network []Delivery `json:"network"`
}

// A Deed is one entry of a journal. At is in unix seconds, after the deed. Op is
// "device" (Device with Version), "create", "create_unpromoted" (Group with Members
// by By), "add", "remove", "leave", "say", "remove_in_request", "remove_offline",
// "remove_unpromoted" (Who in Group by By), "offline", "online" (Device), or "heal"
// (the network lets go what it held); others are passed over.
type Deed struct {
	At      float64  `json:"at"`
	Op      string   `json:"op"`
	Device  string   `json:"device"`
	Address string   `json:"address"` // of a device; if it is missing, its name in the domain of the first mail
	Version string   `json:"version"`
	Group   string   `json:"group"`
	By      string   `json:"by"`
	Who     string   `json:"who"`
	Members []string `json:"members"`
}

// A Delivery is what became of one copy of a message. Verdict is "deliver", "hold"
// (until the next "heal"), or anything else: it never arrives.
type Delivery struct {
	At      float64 `json:"at"`
	Sender  string  `json:"sender"` // address
	To      string  `json:"to"`     // address
	Verdict string  `json:"verdict"`
}

// ErrLife is the kind of errors of [ReadLife] and [Replay], ErrTruth that of
// [ReadTruth].
var (
	ErrLife  = errors.New("not the journal of a group life")
	ErrTruth = errors.New("not what a client showed")
)

// ReadLife reads a journal.
func ReadLife(r io.Reader) (*Life, error) {
	var l Life
	if err := decode(r, ErrLife, &l); err != nil {
		return nil, err
	}
	return &l, l.check()
}

// decode reads JSON. Its errors are of a kind, and say where.
func decode(r io.Reader, kind error, v any) error {
	var syntax *json.SyntaxError
	var wrong *json.UnmarshalTypeError
	switch err := json.NewDecoder(r).Decode(v); {
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: not JSON at byte %d", kind, syntax.Offset)
	case errors.As(err, &wrong):
		return fmt.Errorf("%w: %q is a %s at byte %d", kind, wrong.Field, wrong.Value, wrong.Offset)
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return fmt.Errorf("%w: it ends too early", kind)
	case err != nil:
		return fmt.Errorf("%w: %w", kind, err)
	}
	return nil
}

// What is played at most: a life is one of some people, not of a network. The time
// that a replay takes grows with the product of deeds and deliveries.
const (
	mostDevices = 1000
	mostViews   = 100_000 // devices by groups
	mostDeeds   = 10_000
	mostMail    = 100_000
	endOfTime   = 1e11 // unix seconds
)

// wrong is an error about a deed.
func (d Deed) wrong(format string, args ...any) error {
	return fmt.Errorf("%w: %q at %.3f: %s", ErrLife, d.Op, d.At, fmt.Sprintf(format, args...))
}

func (l *Life) check() error {
	devices, groups := 0, 0
	for _, d := range l.Journal {
		switch {
		case !(d.At >= 0 && d.At < endOfTime):
			return d.wrong("not a time in unix seconds")
		case d.Op == "device":
			devices++
		case strings.HasPrefix(d.Op, "create"):
			groups++
		}
	}
	for _, d := range l.Network {
		if !(d.At >= 0 && d.At < endOfTime) {
			return fmt.Errorf("%w: mail of %q at %.3f: not a time in unix seconds", ErrLife, d.Sender, d.At)
		}
	}
	switch {
	case len(l.Network) == 0:
		return fmt.Errorf("%w: it does not tell what the network did", ErrLife)
	case devices == 0:
		return fmt.Errorf("%w: it has no device", ErrLife)
	case devices > mostDevices || devices*groups > mostViews || len(l.Journal) > mostDeeds || len(l.Network) > mostMail:
		return fmt.Errorf("%w: it is too large: %d devices, %d groups, %d deeds, %d deliveries", ErrLife, devices, groups, len(l.Journal), len(l.Network))
	}
	return nil
}
