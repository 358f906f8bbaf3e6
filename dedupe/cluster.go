package dedupe

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// A Cluster is one entry of a review: the persons and proposals to be decided whose
// records are probably one person. Clusters stand in the order in which a review is
// worth most: alarming ones first, then what is certain and decides many, then what
// nobody can tell, then what leans to refuse.
type Cluster struct {
	ID string `json:"id" redact:"cluster"`
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

// ClusterOfOne is a cluster that is one proposal.
func ClusterOfOne(p *Proposal) Cluster {
	c := Cluster{Proposals: []string{p.ID}, Suggest: p.Suggest, Alarm: isAlarming(p.Against)}
	c.ID = c.name()
	return c
}

// CompleteClusters makes clusters of the proposals to be reviewed that are in none: each
// is one by itself, unless there are no clusters at all.
func (p *Plan) CompleteClusters() {
	if len(p.Clusters) == 0 {
		p.Clusters = clustersOf(p)
		return
	}
	isIn := make(map[string]bool, len(p.Proposals))
	for _, c := range p.Clusters {
		for _, id := range c.Proposals {
			isIn[id] = true
		}
	}
	before := len(p.Clusters)
	for i := range p.Proposals {
		if proposal := &p.Proposals[i]; proposal.Decision == Review && !isIn[proposal.ID] {
			p.Clusters = append(p.Clusters, ClusterOfOne(proposal))
		}
	}
	if len(p.Clusters) > before {
		slices.SortFunc(p.Clusters, compareClusters)
	}
}

// clustersOf groups what is to be decided by likely person. Proposals that lean to
// refuse hold nothing together: between records of one cluster they are in it, and
// stand alone elsewhere.
func clustersOf(p *Plan) []Cluster {
	var persons []*Person     // to be reviewed
	var proposals []*Proposal // all: decided ones hold together, too
	for i := range p.Persons {
		if person := &p.Persons[i]; person.Decision == Review && len(person.Records) > 0 {
			persons = append(persons, person)
		}
	}
	for i := range p.Proposals {
		if proposal := &p.Proposals[i]; len(proposal.A) > 0 && len(proposal.B) > 0 {
			proposals = append(proposals, proposal)
		}
	}
	number := numberRecords(persons, proposals)
	f := link.NewForest(len(number))
	join := func(ids []string) {
		for _, id := range ids[1:] {
			f.Join(number[ids[0]], number[id])
		}
	}
	for _, person := range persons {
		join(person.Records)
	}
	for _, proposal := range proposals {
		join(proposal.A)
		join(proposal.B)
		if proposal.Suggest != Refuse {
			f.Join(number[proposal.A[0]], number[proposal.B[0]])
		}
	}
	c := clustering{at: map[[2]uint32]int{}}
	for _, proposal := range proposals {
		if proposal.Decision == Review {
			c.add([2]uint32{f.Root(number[proposal.A[0]]), f.Root(number[proposal.B[0]])}, proposal)
		}
	}
	for _, person := range persons {
		root := f.Root(number[person.Records[0]])
		cluster := c.cluster([2]uint32{root, root})
		cluster.Persons = append(cluster.Persons, person.ID)
		cluster.Suggest = Undecided // proof, and something against it
		cluster.Alarm = cluster.Alarm || isAlarming(person.Against)
	}
	return c.sorted()
}

// numberRecords numbers the records of persons and proposals, by id.
func numberRecords(persons []*Person, proposals []*Proposal) map[string]uint32 {
	number := make(map[string]uint32, 2*(len(persons)+len(proposals)))
	add := func(ids []string) {
		for _, id := range ids {
			if _, known := number[id]; !known {
				number[id] = uint32(len(number))
			}
		}
	}
	for _, person := range persons {
		add(person.Records)
	}
	for _, proposal := range proposals {
		add(proposal.A)
		add(proposal.B)
	}
	return number
}

// A clustering collects clusters by the parts their records belong to: twice the
// same, except for a pair that leans to refuse.
type clustering struct {
	at  map[[2]uint32]int
	all []Cluster
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
	cluster.Proposals = append(cluster.Proposals, p.ID)
	if cluster.Suggest == "" {
		cluster.Suggest = p.Suggest
	}
	if cluster.Suggest != p.Suggest {
		cluster.Suggest = Undecided
	}
	cluster.Alarm = cluster.Alarm || isAlarming(p.Against)
}

// isAlarming reports evidence of a trick.
func isAlarming(against []Evidence) bool {
	return slices.ContainsFunc(against, func(e Evidence) bool {
		return strings.HasPrefix(e.Rule, "confusable-") || strings.HasPrefix(e.Rule, "claimed-author") || e.Rule == "key-compromised" || e.Rule == "dmarc-failed"
	})
}

func (c *clustering) sorted() []Cluster {
	for i := range c.all {
		c.all[i].ID = c.all[i].name()
	}
	slices.SortFunc(c.all, compareClusters)
	if c.all == nil {
		return []Cluster{}
	}
	return c.all
}

// name is the id, which follows from what is to be decided.
func (c *Cluster) name() string {
	return record.Identify("cluster", slices.Concat(c.Proposals, c.Persons)...)
}

func compareClusters(a, b Cluster) int {
	switch {
	case a.Alarm && !b.Alarm:
		return -1
	case b.Alarm && !a.Alarm:
		return 1
	}
	leans := [...]Decision{Accept, Undecided, Refuse}
	return cmp.Or(
		cmp.Compare(slices.Index(leans[:], a.Suggest), slices.Index(leans[:], b.Suggest)),
		cmp.Compare(len(b.Proposals)+len(b.Persons), len(a.Proposals)+len(a.Persons)),
		cmp.Compare(a.ID, b.ID),
	)
}
