package dedupe

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/parallel"
)

func (w *writer) proposals(p *Plan, found []link.Candidate) {
	proposals := make([]*Proposal, len(found))
	parallel.Parts(w.jobs, len(found), func(_, from, to int) {
		for i := from; i < to; i++ {
			proposals[i] = w.proposal(&found[i])
		}
	})
	for i, proposal := range proposals {
		if proposal != nil {
			w.mention(found[i].A...)
			w.mention(found[i].B...)
		}
	}
	proposals = slices.DeleteFunc(proposals, func(proposal *Proposal) bool { return proposal == nil })
	parallel.Sort(w.jobs, proposals, func(a, b *Proposal) int {
		return cmp.Or(cmp.Compare(a.Suggest, b.Suggest), slices.Compare(a.A, b.A), slices.Compare(a.B, b.B))
	})
	p.Proposals = valuesOf(proposals)
}

// proposal is one that was found, nil if there is nothing to decide.
func (w *writer) proposal(candidate *link.Candidate) *Proposal {
	if w.areLinked(candidate.A, candidate.B) {
		return nil
	}
	proposal := &Proposal{A: w.named(candidate.A), B: w.named(candidate.B), Decision: Review}
	if proposal.B[0] < proposal.A[0] {
		proposal.A, proposal.B = proposal.B, proposal.A
	}
	proposal.ID = ProposalID(proposal)
	for _, e := range w.evidence(candidate.Ties) {
		if e.Grade == link.Contra {
			proposal.Against = append(proposal.Against, e)
		} else {
			proposal.Evidence = append(proposal.Evidence, e)
		}
	}
	switch {
	case candidate.Accept:
		proposal.Suggest = Accept
	case len(proposal.Against) > 0:
		proposal.Suggest = Refuse
	default:
		proposal.Suggest = Undecided
	}
	proposal.Why = WhyReviewed(proposal)
	if !w.decisions.decideProposal(proposal) {
		return nil
	}
	return proposal
}

// ProposalID is what a proposal is called: by its records.
func ProposalID(p *Proposal) string {
	return record.Identify("proposal", slices.Concat(p.A, p.B)...)
}

// WhyReviewed says why a proposal that proof ties is none of the persons: what
// speaks against it, or what is not quite the same. It is "" without proof.
func WhyReviewed(p *Proposal) string {
	if !slices.ContainsFunc(p.Evidence, func(e Evidence) bool { return e.Grade == link.Proof }) {
		return ""
	}
	doubts := slices.Clone(p.Against)
	for _, e := range p.Evidence {
		if strings.HasPrefix(e.Rule, "similar-") || strings.HasPrefix(e.Rule, "near-") || e.Rule == "name-in-another-script" || e.Rule == "same-given-name" {
			doubts = append(doubts, e)
		}
	}
	if len(doubts) == 0 {
		return "there is proof, but it also ties others, who are somebody else: it may be shared"
	}
	texts := make([]string, 0, len(doubts))
	for _, e := range doubts {
		texts = append(texts, e.Text)
	}
	return "there is proof, but " + strings.Join(texts, ", and ")
}
