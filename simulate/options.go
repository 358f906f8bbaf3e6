package simulate

import (
	"errors"
	"fmt"
	"time"

	"github.com/gmmtool/gmmtool/internal/release"
)

// Options are what is played. [Defaults] are a start.
type Options struct {
	Groups   int
	Members  int               // of each group, when it is made
	Releases []release.Release // dealt out to the devices in turn
	Variant  Variant
	// Wait is the longest time a device waits before it corrects; the wait is
	// drawn evenly. 0 corrects at once.
	Wait time.Duration
	// Suppress keeps a waiting correction back when somebody else's says the same,
	// or its addressee shows that they know.
	Suppress bool
	// Pause is the shortest time between two corrections of a device to the same
	// addressee. Without one, two devices that refuse each other's mail, or run
	// releases before 1.154, where the last message wins, answer corrections with
	// corrections until somebody else writes.
	Pause    time.Duration
	Network  Network
	Messages float64 // ordinary messages per group and day
	Changes  float64 // additions, removals and departures per group and day
	For      time.Duration
	Attack   Attack
	Seed     uint64
	Jobs     int // groups played at a time; below 1 means 1

	exact bool // for tests and replays: show the rules every letter
}

// Network is what becomes of mail and of the devices.
type Network struct {
	Loss    float64       // share of deliveries that never arrive
	Spam    float64       // share that is filed as spam, until somebody looks there
	Delay   time.Duration // mean of a delivery
	SpamFor time.Duration // mean until somebody looks
	Offline float64       // share of the time a device is offline
	Spell   time.Duration // mean of an offline spell
}

// Defaults are a hundred groups of ten over a month, on a network that is no
// better than it must be.
func Defaults() Options {
	return Options{
		Groups: 100, Members: 10, Releases: []release.Release{release.Latest}, Variant: Today,
		Network: Network{Loss: 0.02, Delay: 5 * time.Second, SpamFor: 3 * 24 * time.Hour, Offline: 0.2, Spell: 8 * time.Hour},
		Pause:   10 * time.Minute, Messages: 10, Changes: 0.5, For: 30 * 24 * time.Hour, Seed: 1,
	}
}

// ErrOptions is the kind of error of options that make no sense.
var ErrOptions = errors.New("cannot be played")

const (
	mostMembers = 10_000
	longest     = 10 * 365 * 24 * time.Hour
)

func (o *Options) check() error {
	shares := o.Network.Loss >= 0 && o.Network.Loss <= 1 && o.Network.Spam >= 0 && o.Network.Loss+o.Network.Spam <= 1 &&
		o.Network.Offline >= 0 && o.Network.Offline < 1
	switch {
	case o.Groups < 1:
		return fmt.Errorf("%d groups %w", o.Groups, ErrOptions)
	case o.Members < 2 || o.Members > mostMembers:
		return fmt.Errorf("a group of %d %w: it needs 2 to %d members", o.Members, ErrOptions, mostMembers)
	case len(o.Releases) == 0:
		return fmt.Errorf("devices without a release %w", ErrOptions)
	case !shares:
		return fmt.Errorf("shares beyond 0 to 1 %w", ErrOptions)
	case !(o.Messages >= 0 && o.Messages <= 1e5 && o.Changes >= 0 && o.Changes <= 1e5):
		return fmt.Errorf("more than 100000 messages or changes a day, or fewer than none, %w", ErrOptions)
	case o.For <= 0 || o.For > longest:
		return fmt.Errorf("%v %w: play up to ten years", o.For, ErrOptions)
	case o.Wait < 0 || o.Pause < 0 || o.Network.Delay < 0 || o.Network.SpamFor < 0 || o.Network.Spell < 0:
		return fmt.Errorf("a negative time %w", ErrOptions)
	case o.Network.Offline > 0 && o.Network.Spell < time.Minute:
		return fmt.Errorf("offline spells below a minute %w", ErrOptions)
	}
	return nil
}
