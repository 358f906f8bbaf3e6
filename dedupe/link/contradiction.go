package link

import (
	"slices"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

// maxCluster is how many different records of one cluster are checked against
// each other; a larger one is left to somebody who knows.
const maxCluster = 300

// A contradiction is a [Contradiction] that may be none: what is not hard is left
// to a reviewer.
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
	open     []bool         // of the ties: not taken away
	tooLarge bool
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
			why, hard := c.veto(a, b)
			if why == nil {
				continue
			}
			found := contradiction{a: b.records[0], b: a.records[0], why: why, hard: hard}
			for path := c.path(j, i); path != nil; path = c.path(j, i) {
				if !hard && why.Rule != &ruleRefused && (c.isCopy(path) || c.isProbed(path)) {
					break
				}
				var steps []Tie
				for _, t := range path {
					c.open[t] = false
					steps = append(steps, c.ties[t])
				}
				found.paths = append(found.paths, steps)
			}
			if len(found.paths) > 0 {
				c.found = append(c.found, found)
			}
		}
	}
}

// mergeAlike makes one node of all records that are alike and tied.
func (c *separation) mergeAlike() {
	c.node, c.open = map[uint32]int{}, make([]bool, len(c.ties))
	classes := map[string]int{}
	for _, i := range c.records {
		class := classOf(c.index.At(i))
		if c.earlier != nil {
			if id := c.index.ID(i); c.earlier.IsDecided(id) { // it may have been told apart from its like
				class += id
			}
		}
		at, seen := classes[class]
		if !seen {
			at = len(c.nodes)
			classes[class] = at
			c.nodes = append(c.nodes, c.testimony.describe(c.index.At(i), i))
		}
		c.node[i] = at
	}
	for i := range c.open {
		c.open[i] = true
	}
}

// veto says why two records cannot be one person's, or must not be made one
// without asking.
func (c *separation) veto(a, b *profile) (why *Tie, hard bool) {
	if a.owner != 0 || b.owner != 0 {
		return against(&ruleOwn, a.records[0], b.records[0], both(c.index.ID(a.records[0]), c.index.ID(b.records[0]))), a.owner != b.owner
	}
	for _, x := range a.mailboxes {
		for _, y := range b.mailboxes {
			if witness, talked := c.testimony.areInDialogue(x.Folded, y.Folded); talked && !c.areOnOneCard(x, y) {
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
	return c.testimony.objection(a, b), false
}

// areOnOneCard reports that the user's own book has both addresses on one card. People
// do write to all addresses of a friend at once.
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

// isCopy reports two copies of one card, of which nothing can differ.
func (c *separation) isCopy(path []int) bool {
	return len(path) == 1 && c.ties[path[0]].Rule == &ruleContent
}

// isProbed reports an answer with both keys: its owner said so, whatever names
// they go by.
func (c *separation) isProbed(path []int) bool {
	return len(path) == 1 && c.ties[path[0]].Rule == &ruleProbe
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
		for i, t := range c.ties {
			next := c.node[t.A] + c.node[t.B] - at
			if !c.open[i] || c.node[t.A] != at && c.node[t.B] != at || seen[next] {
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
