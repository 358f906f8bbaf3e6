package simulate

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/internal/membership"
	"github.com/gmmtool/gmmtool/internal/release"
)

func play(t interface {
	Helper()
	Fatal(...any)
}, opts Options) *Result {
	t.Helper()
	r, err := Run(context.Background(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// drawn draws a small run of releases that keep times.
func drawn(t *rapid.T) Options {
	opts := Defaults()
	opts.Groups, opts.Members = 3, rapid.IntRange(2, 8).Draw(t, "members")
	opts.For = 4 * 24 * time.Hour
	opts.Changes = rapid.Float64Range(0, 6).Draw(t, "changes")
	opts.Network.Loss = rapid.Float64Range(0, 0.3).Draw(t, "loss")
	opts.Network.Spam = rapid.Float64Range(0, 0.1).Draw(t, "spam")
	opts.Network.Offline = rapid.Float64Range(0, 0.5).Draw(t, "offline")
	opts.Variant = rapid.SampledFrom(Variants()).Draw(t, "variant")
	opts.Wait = time.Duration(rapid.IntRange(0, 300).Draw(t, "wait")) * time.Second
	opts.Suppress = rapid.Bool().Draw(t, "suppress")
	opts.Seed = rapid.Uint64().Draw(t, "seed")
	opts.Releases = rapid.SliceOfN(rapid.SampledFrom([]release.Release{release.Of(1, 160, 0), release.Of(2, 33, 0), release.Latest}), 1, 3).Draw(t, "releases")
	return opts
}

func TestTheResultDoesNotDependOnTheJobs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opts := drawn(t)
		one := play(t, opts)
		opts.Jobs = 3
		if diff := cmp.Diff(one, play(t, opts)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestLettersThatTellNothingNeedNotBeShownToTheRulesOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opts := drawn(t)
		quick := play(t, opts)
		opts.exact = true
		if diff := cmp.Diff(quick, play(t, opts)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestOnANetworkThatLosesNothingAllViewsAgreeInEveryVariant(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		opts := drawn(t)
		opts.Network = Network{Delay: time.Second}
		opts.Changes = min(opts.Changes, 1) // two at once part views for good in some releases
		// 1.160 does not list the author of a message: whoever is added again by somebody
		// they hold for removed does not learn better until a third person writes.
		opts.Releases = rapid.SliceOfN(rapid.SampledFrom([]release.Release{release.Of(2, 33, 0), release.Latest}), 1, 3).Draw(t, "releases from 2.0 on")
		if r := play(t, opts); r.UnhealedDevices != 0 || r.Lost != 0 {
			t.Fatalf("%d devices are wrong, %d deliveries lost", r.UnhealedDevices, r.Lost)
		}
	})
}

func TestEveryEraIsPlayed(t *testing.T) {
	for _, rules := range membership.All() {
		r, err := release.Parse(rules.Name())
		if err != nil {
			t.Fatal(err)
		}
		opts := Defaults()
		opts.Groups, opts.For, opts.Changes, opts.Releases = 2, 10*24*time.Hour, 2, []release.Release{r}
		opts.Network = Network{Delay: time.Second}
		if result := play(t, opts); result.Changed == 0 || result.WrongShare > 0.9 {
			t.Errorf("%s: %d changes, wrong %.3f of the time", rules.Name(), result.Changed, result.WrongShare)
		}
	}
}

func TestVariantsAreComparedOnTheSameLife(t *testing.T) {
	opts := Defaults()
	opts.Groups, opts.Network.Loss = 5, 0
	var changed []int
	for _, opts.Variant = range []Variant{Today, GMMBroadcast, AnyBroadcast, SenderOnly} {
		changed = append(changed, play(t, opts).Changed)
	}
	if changed[0] == 0 || cmp.Diff(changed, []int{changed[0], changed[0], changed[0], changed[0]}) != "" {
		t.Errorf("changes by variant: %v", changed)
	}
}

func TestCorrectionsHealWhatTheReleaseLeaves(t *testing.T) {
	opts := Defaults()
	opts.Groups, opts.Network.Loss, opts.Messages = 40, 0.1, 3
	opts.Variant = Today
	today := play(t, opts)
	opts.Variant = AnyBroadcast
	if any := play(t, opts); any.WrongShare >= today.WrongShare || any.Corrections == 0 {
		t.Errorf("wrong %.5f of the time today, %.5f with %d corrections", today.WrongShare, any.WrongShare, any.Corrections)
	}
}

func TestWaitingAndSuppressionSendNoMore(t *testing.T) {
	opts := Defaults()
	opts.Groups, opts.Network.Loss = 40, 0.1
	for _, opts.Variant = range []Variant{AnyBroadcast, SenderOnly} {
		opts.Wait, opts.Suppress = 0, false
		at := play(t, opts)
		opts.Wait, opts.Suppress = 2*time.Minute, true
		waited := play(t, opts)
		if waited.Corrections >= at.Corrections || waited.Suppressed == 0 || waited.LargestBurst > at.LargestBurst {
			t.Errorf("%s: %d corrections at once, bursts to %d; %d after a wait, bursts to %d, %d suppressed", opts.Variant,
				at.Corrections, at.LargestBurst, waited.Corrections, waited.LargestBurst, waited.Suppressed)
		}
	}
}

func TestUnsignedForgeriesAreObeyedOnlyWhereMailNeedNotBeSigned(t *testing.T) {
	opts := Defaults()
	opts.Groups, opts.Attack = 5, Forger
	if r := play(t, opts); r.Obeyed != 0 {
		t.Errorf("%d devices of %s obeyed", r.Obeyed, opts.Releases[0])
	}
	opts.Releases = []release.Release{release.Of(1, 151, 3)}
	if r := play(t, opts); r.Obeyed == 0 {
		t.Error("no device of 1.151.3 obeyed")
	}
	opts.Releases, opts.Attack = Defaults().Releases, Insider
	if r := play(t, opts); r.Obeyed == 0 {
		t.Error("no device obeyed an insider")
	}
}

func TestOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	for name, spoil := range map[string]func(*Options){
		"no groups":       func(o *Options) { o.Groups = 0 },
		"one member":      func(o *Options) { o.Members = 1 },
		"no releases":     func(o *Options) { o.Releases = nil },
		"negative loss":   func(o *Options) { o.Network.Loss = -0.1 },
		"all lost twice":  func(o *Options) { o.Network.Loss, o.Network.Spam = 0.6, 0.6 },
		"always offline":  func(o *Options) { o.Network.Offline = 1 },
		"no time":         func(o *Options) { o.For = 0 },
		"a negative wait": func(o *Options) { o.Wait = -1 },
	} {
		opts := Defaults()
		spoil(&opts)
		if _, err := Run(t.Context(), opts); !errors.Is(err, ErrOptions) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
