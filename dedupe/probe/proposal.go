package probe

import (
	"fmt"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// Pair gives the two records of a proposal that can be asked: of each side one,
// with the best known key. Whoever runs it and whatever the order of the plan,
// the one with the lower fingerprint is first, and so gets the probe.
func Pair(plan *dedupe.Plan, proposal string) (first, second Identity, err error) {
	for _, p := range plan.Proposals {
		if p.ID != proposal {
			continue
		}
		a, b := representative(plan, p.A), representative(plan, p.B)
		if a.Address == "" || b.Address == "" {
			return a, b, fmt.Errorf("%w: %q has a side without an address", ErrProposal, proposal)
		}
		if b.Fingerprint < a.Fingerprint || b.Fingerprint == a.Fingerprint && b.Address < a.Address {
			a, b = b, a
		}
		return a, b, nil
	}
	return Identity{}, Identity{}, fmt.Errorf("%w: %q", ErrProposal, proposal)
}

// representative is the identity of some records whose key is known best, the
// first of equals.
func representative(plan *dedupe.Plan, ids []string) Identity {
	var best Identity
	bestRank := -1
	for _, id := range ids {
		for _, listed := range plan.Records {
			if listed.ID != id || len(listed.Addresses) == 0 {
				continue
			}
			candidate, err := ParseIdentity(listed.Addresses[0])
			if err != nil {
				continue
			}
			rank := 0
			for _, key := range listed.Keys {
				if r := rankOf(key.Learnt); r > rank {
					candidate.Fingerprint, rank = key.Fingerprint, r
				}
			}
			if rank > bestRank {
				best, bestRank = candidate, rank
			}
		}
	}
	return best
}

// rankOf orders the ways a key was learnt: what its owner signed first, the word
// of others last.
func rankOf(learnt record.Learnt) int {
	switch learnt {
	case record.LearntSigned:
		return 5
	case record.LearntExported:
		return 4
	case record.LearntHeader:
		return 3
	case record.LearntCard:
		return 2
	}
	return 1
}
