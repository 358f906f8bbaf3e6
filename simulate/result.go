package simulate

import (
	"cmp"
	"slices"
)

// Result is what came of a run. Times are in seconds; shares are of the time that
// members' devices were online.
type Result struct {
	Variant  Variant  `json:"variant"`
	Groups   int      `json:"groups"`
	Members  int      `json:"members"`
	Releases []string `json:"releases"`
	Wait     float64  `json:"wait"`
	Suppress bool     `json:"suppress"`
	Pause    float64  `json:"pause"`
	Loss     float64  `json:"loss"`
	Spam     float64  `json:"spam"`
	Delay    float64  `json:"delay"`
	Offline  float64  `json:"offline"`
	Spell    float64  `json:"spell"`
	Messages float64  `json:"messages"` // per group and day
	Changes  float64  `json:"changes"`  // per group and day
	Days     float64  `json:"days"`
	Attack   Attack   `json:"attack"`
	Seed     uint64   `json:"seed"`

	Events       int `json:"events"`
	Sent         int `json:"sent"`          // messages, corrections included
	Changed      int `json:"changed"`       // additions, removals and departures
	Lost         int `json:"lost"`          // deliveries
	Corrections  int `json:"corrections"`   // sent
	Suppressed   int `json:"suppressed"`    // corrections that were not, since they had become needless
	LargestBurst int `json:"largest_burst"` // most corrections in one group within a minute
	// CorrectionBytes is what corrections weigh, counted once per recipient.
	CorrectionBytes int64 `json:"correction_bytes"`

	WrongShare   float64 `json:"wrong_share"`   // a member sees other members than there are
	UnawareShare float64 `json:"unaware_share"` // a former member sees a group as its member; of the same time

	// Divergences are the times, longer than a minute, in which some online device
	// of a group was wrong.
	Divergences              int     `json:"divergences"`
	CorrectionsPerDivergence float64 `json:"corrections_per_divergence"`
	TimeToAgree              Spread  `json:"time_to_agree"`
	MessagesToAgree          Spread  `json:"messages_to_agree"`

	UnhealedGroups  int `json:"unhealed_groups"` // some device is wrong a day after the last message
	UnhealedDevices int `json:"unhealed_devices"`

	Obeyed  int `json:"obeyed"`  // devices that did at once what the attack said
	Damaged int `json:"damaged"` // devices that believe it at the end
}

// Spread is how a measure is distributed.
type Spread struct {
	Median float64 `json:"median"`
	P95    float64 `json:"p95"` // 95 of 100 are not above
	Max    float64 `json:"max"`
}

func newResult(opts *Options, tallies []tally, ends []ending) *Result {
	r := &Result{
		Variant: opts.Variant, Groups: opts.Groups, Members: opts.Members,
		Wait: opts.Wait.Seconds(), Suppress: opts.Suppress, Pause: opts.Pause.Seconds(), Loss: opts.Network.Loss, Spam: opts.Network.Spam,
		Delay: opts.Network.Delay.Seconds(), Offline: opts.Network.Offline, Spell: opts.Network.Spell.Seconds(),
		Messages: opts.Messages, Changes: opts.Changes, Days: opts.For.Hours() / 24, Attack: opts.Attack, Seed: opts.Seed,
	}
	for _, release := range opts.Releases {
		r.Releases = append(r.Releases, release.String())
	}
	var stands [unaware + 1]int64
	var divergences []divergence
	for i := range tallies {
		t := &tallies[i]
		r.Events += t.Events
		r.Sent += t.Letters
		r.Changed += t.Changes
		r.Lost += t.Lost
		r.Corrections += t.Corrections
		r.Suppressed += t.Suppressed
		r.LargestBurst = max(r.LargestBurst, t.burst)
		r.CorrectionBytes += t.Bytes
		r.Obeyed += t.Obeyed
		r.Damaged += ends[i].damaged
		r.UnhealedDevices += ends[i].wrong
		if ends[i].wrong > 0 {
			r.UnhealedGroups++
		}
		for s, time := range t.stands {
			stands[s] += time
		}
		divergences = append(divergences, t.divergences...)
	}
	if members := float64(stands[right] + stands[wrong]); members > 0 {
		r.WrongShare = float64(stands[wrong]) / members
		r.UnawareShare = float64(stands[unaware]) / members
	}
	r.Divergences = len(divergences)
	r.TimeToAgree = spread(divergences, func(d divergence) float64 { return float64(d.length) / 1000 })
	r.MessagesToAgree = spread(divergences, func(d divergence) float64 { return float64(d.letters) })
	if len(divergences) > 0 {
		r.CorrectionsPerDivergence = float64(r.Corrections) / float64(len(divergences))
	}
	return r
}

func spread(divergences []divergence, measure func(divergence) float64) Spread {
	if len(divergences) == 0 {
		return Spread{}
	}
	values := make([]float64, len(divergences))
	for i, d := range divergences {
		values[i] = measure(d)
	}
	slices.SortFunc(values, cmp.Compare[float64])
	at := func(share float64) float64 { return values[int(share*float64(len(values)-1)+0.5)] }
	return Spread{at(0.5), at(0.95), values[len(values)-1]}
}
