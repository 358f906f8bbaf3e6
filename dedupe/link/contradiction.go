package link

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// maxCluster is how many different records of one cluster are checked against
// each other; a larger one is left to somebody who knows.
const maxCluster = 300

// A contradiction is a [Contradiction] that may be left to a reviewer.
type contradiction struct {
	a, b  uint32
	why   *Tie
	hard  bool // no reviewer should be asked: the cause has to go
	paths [][]Tie
}

// A separation takes the contradictions out of a cluster.
type separation struct {
	index     *record.Index
	testimony *testimony
	earlier   Earlier
	cluster
	nodes    []*profile     // of the records, those alike made one
	node     map[uint32]int // of each record
	at       [][]int        // of each node: the ties to other nodes, in order
	open     []bool         // of the ties: not taken away
	part     []uint32       // of the nodes: equal for those that ties hold together
	tooLarge bool
	followed int // ties, see Work
	found    []contradiction
}

// separate checks all pairs of a cluster and takes every path away that leads
// between two records that cannot be one person's, the records in the middle
// included: which end they belong to is what is not known.
func (c *separation) separate() {
	c.mergeAlike()
	if c.tooLarge = len(c.nodes) > maxCluster; c.tooLarge {
		return
	}
	for i, a := range c.nodes {
		for j := range i {
			b := c.nodes[j]
			if c.part[i] != c.part[j] {
				continue
			}
			why, hard := c.veto(a, b)
			if why == nil {
				continue
			}
			found := contradiction{a: b.records[0], b: a.records[0], why: why, hard: hard}
			if found.paths = c.takePaths(j, i, why, hard); len(found.paths) > 0 {
				c.found = append(c.found, found)
				c.findParts()
			}
		}
	}
}

// takePaths takes every path between two nodes away, and returns them. Two copies
// of one card, of which nothing can differ, and a probe answered with both keys,
// whose owner said so whatever names they go by, stand against what is for a
// reviewer to decide.
func (c *separation) takePaths(from, to int, why *Tie, hard bool) (taken [][]Tie) {
	for path := c.path(from, to); path != nil; path = c.path(from, to) {
		if rule := c.ties[path[0]].Rule; !hard && why.Rule != &ruleRefused && len(path) == 1 && (rule == &ruleContent || rule == &ruleProbe) {
			break
		}
		var steps []Tie
		for _, t := range path {
			steps = append(steps, c.ties[t])
		}
		for _, t := range c.weakest(path, why) {
			c.open[t] = false
		}
		taken = append(taken, steps)
	}
	return taken
}

// weakest are the ties of a path that are to go: claims, which take no proof with
// them; of what was refused before, those between records that were; else all.
func (c *separation) weakest(path []int, why *Tie) []int {
	var claims, refused []int
	for _, t := range path {
		switch tie := c.ties[t]; {
		case tie.claim:
			claims = append(claims, t)
		case why.Rule == &ruleRefused && c.earlier.IsRefused(c.index.ID(tie.A), c.index.ID(tie.B)):
			refused = append(refused, t)
		}
	}
	switch {
	case claims != nil:
		return claims
	case refused != nil:
		return refused
	}
	return path
}

// findParts finds which nodes ties still hold together.
func (c *separation) findParts() {
	c.followed += len(c.ties)
	f := NewForest(len(c.part))
	for i, t := range c.ties {
		if c.open[i] {
			f.Join(uint32(c.node[t.A]), uint32(c.node[t.B]))
		}
	}
	for i := range c.part {
		c.part[i] = f.Root(uint32(i))
	}
}

// mergeAlike makes one node of all records that are alike and tied.
func (c *separation) mergeAlike() {
	c.node, c.open = map[uint32]int{}, make([]bool, len(c.ties))
	classes := map[string]int{}
	var first []uint32 // of the records of each node
	for _, i := range c.records {
		class := classOf(c.index.At(i))
		if c.earlier != nil {
			if id := c.index.ID(i); c.earlier.IsDecided(id) { // it may have been told apart from those alike
				class += id
			}
		}
		at, seen := classes[class]
		if !seen {
			at = len(first)
			classes[class] = at
			first = append(first, i)
		}
		c.node[i] = at
	}
	if len(first) > 1 { // one alone is not compared
		for _, i := range first {
			c.nodes = append(c.nodes, c.testimony.describe(c.index.At(i), i))
		}
	}
	c.at = make([][]int, len(first))
	for i, t := range c.ties {
		c.open[i] = true
		if a, b := c.node[t.A], c.node[t.B]; a != b {
			c.at[a], c.at[b] = append(c.at[a], i), append(c.at[b], i)
		}
	}
	c.part = make([]uint32, len(first))
	c.findParts()
}

// veto says why two records cannot be one person's, or must not be made one
// without asking.
func (c *separation) veto(a, b *profile) (why *Tie, hard bool) {
	if a.owner != 0 || b.owner != 0 {
		return against(&ruleOwn, a.records[0], b.records[0], both(c.index.ID(a.records[0]), c.index.ID(b.records[0]))), a.owner != b.owner
	}
	for _, x := range a.mailboxes {
		for _, y := range b.mailboxes {
			if witness, two := c.testimony.areInDialogue(x.Folded, y.Folded); two && !c.areOnOneCard(x, y) {
				return against(&ruleDialogue, x.record, y.record, both(x.Folded, y.Folded), witness), true
			}
		}
	}
	if value, witnesses, found := c.testimony.areActiveTogether(a, b); found {
		return against(&ruleKeysActive, a.records[0], b.records[0], value, witnesses...), true
	}
	if idA, idB := c.index.ID(a.records[0]), c.index.ID(b.records[0]); c.earlier != nil && c.earlier.IsRefused(idA, idB) {
		return against(&ruleRefused, a.records[0], b.records[0], both(idA, idB)), false
	}
	if len(c.testimony.answered) > 0 && c.testimony.haveAnswered(a, b) {
		return nil, false // their owner said so, whatever names they go by
	}
	return c.testimony.objection(a, b), false
}

// areOnOneCard reports that the user's own book has both addresses on one card.
// People do write to all addresses of a friend at once.
func (c *separation) areOnOneCard(x, y mailbox) bool {
	for _, node := range c.nodes {
		has := func(b mailbox) bool {
			return slices.ContainsFunc(node.mailboxes, func(other mailbox) bool { return other.Account == b.Account })
		}
		if node.hasCard && has(x) && has(y) {
			return true
		}
	}
	return false
}

// path is the shortest way between two nodes over ties that are still there, nil
// if there is none.
func (c *separation) path(from, to int) []int {
	came := make([]int, len(c.nodes)) // the tie a node was reached by, plus one
	reached := []int{from}
	seen := make([]bool, len(c.nodes))
	seen[from] = true
	for len(reached) > 0 && !seen[to] {
		at := reached[0]
		reached = reached[1:]
		c.followed += len(c.at[at])
		for _, i := range c.at[at] {
			next := c.node[c.ties[i].A] + c.node[c.ties[i].B] - at
			if !c.open[i] || seen[next] {
				continue
			}
			seen[next], came[next] = true, i+1
			reached = append(reached, next)
		}
	}
	if !seen[to] || from == to {
		return nil
	}
	var path []int
	for at := to; at != from; {
		t := came[at] - 1
		path = append([]int{t}, path...)
		at = c.node[c.ties[t].A] + c.node[c.ties[t].B] - at
	}
	return path
}

// kept are the ties no contradiction took away.
func (c *separation) kept() []Tie {
	var kept []Tie
	for i, t := range c.ties {
		if c.open[i] {
			kept = append(kept, t)
		}
	}
	return kept
}

var ruleRefused = Rule{Name: "refused-before", Grade: Contra, family: byCard, bits: 0, says: "they were told apart before: %q", Undone: "the remembered decision is removed"}

var ruleOwn = Rule{Name: "own-record", Grade: Contra, family: byKey, bits: -20, says: "one is the user's own: %q", Undone: "the address is named as the user's own", veto: true}
