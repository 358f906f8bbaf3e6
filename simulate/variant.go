package simulate

import (
	"errors"
	"fmt"
	"strings"
)

// A Variant is one way to settle what the proposal "replay group modification
// messages on inconsistencies" leaves open. Clients of the last three follow the
// protocol on top of what their release does by itself.
type Variant string

const (
	// None: only messages that add or remove a member count, and only for whom
	// they name. Nothing heals.
	None Variant = "none"
	// Today: what the releases do by themselves.
	Today Variant = "today"
	// GMMBroadcast: who receives an addition or removal with a list that is not
	// their own corrects it, to all.
	GMMBroadcast Variant = "gmm-broadcast"
	// AnyBroadcast: as GMMBroadcast, for any message with a list.
	AnyBroadcast Variant = "any-broadcast"
	// SenderOnly: for any message, but the correction goes to its sender alone,
	// who forwards what it changed to all.
	SenderOnly Variant = "sender-only"
)

// Variants are all variants, in the order of how much they send.
func Variants() []Variant { return []Variant{None, Today, GMMBroadcast, AnyBroadcast, SenderOnly} }

// ErrVariant is the kind of error of [ParseVariant].
var ErrVariant = errors.New("unknown variant")

// ParseVariant reads the name of a variant.
func ParseVariant(text string) (Variant, error) {
	var names []string
	for _, v := range Variants() {
		if string(v) == text {
			return v, nil
		}
		names = append(names, string(v))
	}
	return "", fmt.Errorf("%w %q: use %s", ErrVariant, text, strings.Join(names, ", "))
}

// checks reports whether the variant has a device compare its list with that of
// a message it received.
func (v Variant) checks(l *letter) bool {
	switch v {
	case GMMBroadcast:
		return l.kind == addition || l.kind == removal
	case AnyBroadcast, SenderOnly:
		return true
	}
	return false
}

// replays reports whether clients read what a correction carries.
func (v Variant) replays() bool { return v != None && v != Today }
