package dedupe

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// A Cluster is one entry of a review: the records that are probably one person,
// with the persons and proposals to be decided. Clusters stand in the order in
// which a review is worth most: alarming ones first, then what is certain and
// decides many, then what nobody can tell, then what leans to refuse.
type Cluster struct {
	ID      string   `json:"id" redact:"cluster"`
	Records []string `json:"records" redact:"record"` // ids, sorted
	// Persons and Proposals are the ids of what is to be decided.
	Persons   []string `json:"persons,omitempty" redact:"person"`
	Proposals []string `json:"proposals,omitempty" redact:"proposal"`
	Suggest   Decision `json:"suggest"` // Accept, Undecided or Refuse
	// Alarm is set where something looks like another and is not, or a key was
	// stolen.
	Alarm bool `json:"alarm,omitempty"`
}

// Clusters are those of a plan; one of an earlier release has none written down.
func Clusters(p *Plan) []Cluster {
	if len(p.Clusters) > 0 {
		return p.Clusters
	}
	return clustersOf(p)
}

// clustersOf groups what is to be decided by likely person. Proposals that lean to
// refuse hold nothing together: between records of one cluster they are in it, and
// stand alone elsewhere.
func clustersOf(p *Plan) []Cluster {
	number := map[string]uint32{}
	for i, listed := range p.Records {
		number[listed.ID] = uint32(i)
	}
	f := link.NewForest(len(p.Records))
	join := func(ids []string) {
		for _, id := range ids[1:] {
			f.Join(number[ids[0]], number[id])
		}
	}
	for _, person := range p.Persons {
		if person.Decision == Review {
			join(person.Records)
		}
	}
	for _, proposal := range p.Proposals {
		join(proposal.A)
		join(proposal.B)
		if proposal.Suggest != Refuse {
			join([]string{proposal.A[0], proposal.B[0]})
		}
	}
	c := clustering{plan: p, at: map[[2]uint32]int{}}
	for i := range p.Proposals {
		proposal := &p.Proposals[i]
		if proposal.Decision == Review {
			c.add([2]uint32{f.Root(number[proposal.A[0]]), f.Root(number[proposal.B[0]])}, proposal)
		}
	}
	for i := range p.Persons {
		if person := &p.Persons[i]; person.Decision == Review {
			root := f.Root(number[person.Records[0]])
			cluster := c.cluster([2]uint32{root, root})
			cluster.Records = append(cluster.Records, person.Records...)
			cluster.Persons = append(cluster.Persons, person.ID)
			cluster.Suggest = Undecided // proof, and something against it
			cluster.Alarm = cluster.Alarm || isAlarming(person.Against)
		}
	}
	return c.sorted()
}

// A clustering collects clusters by the parts their records belong to: twice the
// same, except for a pair that leans to refuse.
type clustering struct {
	plan *Plan
	at   map[[2]uint32]int
	all  []Cluster
}

func (c *clustering) cluster(parts [2]uint32) *Cluster {
	i, known := c.at[parts]
	if !known {
		i = len(c.all)
		c.at[parts] = i
		c.all = append(c.all, Cluster{})
	}
	return &c.all[i]
}

func (c *clustering) add(parts [2]uint32, p *Proposal) {
	cluster := c.cluster(parts)
	cluster.Records = append(append(cluster.Records, p.A...), p.B...)
	cluster.Proposals = append(cluster.Proposals, p.ID)
	if cluster.Suggest == "" {
		cluster.Suggest = p.Suggest
	}
	if cluster.Suggest != p.Suggest {
		cluster.Suggest = Undecided
	}
	cluster.Alarm = cluster.Alarm || isAlarming(p.Against)
}

// NameRecordsOfClusters lists the records of clusters that list none: those of
// their persons and proposals.
func (p *Plan) NameRecordsOfClusters() {
	persons, proposals := make(map[string]*Person, len(p.Persons)), make(map[string]*Proposal, len(p.Proposals))
	for i := range p.Persons {
		persons[p.Persons[i].ID] = &p.Persons[i]
	}
	for i := range p.Proposals {
		proposals[p.Proposals[i].ID] = &p.Proposals[i]
	}
	for i := range p.Clusters {
		c := &p.Clusters[i]
		if len(c.Records) > 0 {
			continue
		}
		for _, id := range c.Persons {
			if person := persons[id]; person != nil {
				c.Records = append(c.Records, person.Records...)
			}
		}
		for _, id := range c.Proposals {
			if proposal := proposals[id]; proposal != nil {
				c.Records = append(append(c.Records, proposal.A...), proposal.B...)
			}
		}
		slices.Sort(c.Records)
		c.Records = slices.Compact(c.Records)
	}
}

// isAlarming reports evidence of a trick.
func isAlarming(against []Evidence) bool {
	return slices.ContainsFunc(against, func(e Evidence) bool {
		return strings.HasPrefix(e.Rule, "confusable-") || strings.HasPrefix(e.Rule, "claimed-author") || e.Rule == "key-compromised" || e.Rule == "dmarc-failed"
	})
}

func (c *clustering) sorted() []Cluster {
	for i := range c.all {
		cluster := &c.all[i]
		slices.Sort(cluster.Records)
		cluster.Records = slices.Compact(cluster.Records)
		cluster.ID = record.Identify("cluster", slices.Concat(cluster.Proposals, cluster.Persons)...)
	}
	leans := []Decision{Accept, Undecided, Refuse}
	slices.SortFunc(c.all, func(a, b Cluster) int {
		switch {
		case a.Alarm && !b.Alarm:
			return -1
		case b.Alarm && !a.Alarm:
			return 1
		}
		return cmp.Or(
			cmp.Compare(slices.Index(leans, a.Suggest), slices.Index(leans, b.Suggest)),
			cmp.Compare(len(b.Proposals)+len(b.Persons), len(a.Proposals)+len(a.Persons)),
			cmp.Compare(a.ID, b.ID),
		)
	})
	if c.all == nil {
		return []Cluster{}
	}
	return c.all
}
