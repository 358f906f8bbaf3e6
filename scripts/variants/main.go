// Command variants plays what docs/variants.md tells and writes its tables and plots
// anew: every row is the mean of runs from several seeds, with the least and the
// largest of them.
//
//	go run ./scripts/variants [PART...]
//
// PART is one of loss, members, offline, attack; all of them without.
package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/simulate"
)

const (
	page  = "docs/variants.md"
	plots = "docs/plots"
	seeds = 5
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "variants:", err)
		os.Exit(2)
	}
}

// A part is one table of the page.
type part struct {
	name   string
	header string // of the first column
	rows   []plan
}

// A plan is one row for each variant.
type plan struct {
	label string
	x     float64 // in plots
	opts  simulate.Options
}

func parts() []part {
	return []part{lossPart(), membersPart(), offlinePart(), attackPart()}
}

// protocol are the options of all parts: the defaults, and what docs/variants.md
// recommends of waiting.
func protocol() simulate.Options {
	opts := simulate.Defaults()
	opts.Wait, opts.Suppress, opts.Jobs = 2*time.Minute, true, runtime.GOMAXPROCS(0)
	return opts
}

func lossPart() part {
	p := part{name: "loss", header: "loss"}
	for _, loss := range []float64{0, 0.01, 0.05, 0.1, 0.2} {
		opts := protocol()
		opts.Groups, opts.Network.Loss = 100, loss
		p.rows = append(p.rows, plan{fmt.Sprintf("%g %%", 100*loss), loss, opts})
	}
	return p
}

func membersPart() part {
	p := part{name: "members", header: "members"}
	for _, size := range []struct{ members, groups int }{{4, 300}, {10, 120}, {30, 40}, {100, 10}, {300, 3}, {1000, 1}} {
		opts := protocol()
		opts.Groups, opts.Members, opts.For = size.groups, size.members, 15*24*time.Hour
		p.rows = append(p.rows, plan{fmt.Sprint(size.members), float64(size.members), opts})
	}
	return p
}

func offlinePart() part {
	p := part{name: "offline", header: "offline, spells of"}
	for _, offline := range []struct {
		share float64
		spell time.Duration
	}{{0, 8 * time.Hour}, {0.2, 8 * time.Hour}, {0.5, 8 * time.Hour}, {0.5, 3 * 24 * time.Hour}} {
		opts := protocol()
		opts.Groups, opts.Network.Offline, opts.Network.Spell = 100, offline.share, offline.spell
		label := fmt.Sprintf("%g %%, %g h", 100*offline.share, offline.spell.Hours())
		if offline.share == 0 {
			label = "never"
		}
		p.rows = append(p.rows, plan{label: label, opts: opts})
	}
	return p
}

func attackPart() part {
	p := part{name: "attack", header: "attacker, release"}
	for _, attack := range []simulate.Attack{simulate.Insider, simulate.Forger} {
		for _, r := range []release.Release{release.Of(1, 151, 3), release.Of(1, 160, 0), release.Latest} {
			opts := protocol()
			opts.Groups, opts.For, opts.Attack, opts.Releases = 60, 10*24*time.Hour, attack, []release.Release{r}
			p.rows = append(p.rows, plan{label: fmt.Sprintf("%s, %s", attack, r.Name()), opts: opts})
		}
	}
	return p
}

func run(names []string) error {
	for _, p := range parts() {
		if len(names) > 0 && !slices.Contains(names, p.name) {
			continue
		}
		began := time.Now()
		rows, err := play(p)
		if err != nil {
			return err
		}
		if err := write(p, rows); err != nil {
			return err
		}
		for name, plot := range plotsOf(p, rows) {
			if err := os.WriteFile(filepath.Join(plots, name), plot, 0o644); err != nil {
				return err
			}
		}
		fmt.Printf("%s: %.0f s\n", p.name, time.Since(began).Seconds())
	}
	return nil
}

// write puts the table of a part into the page.
func write(p part, rows []row) error {
	text, err := os.ReadFile(page)
	if err == nil {
		text, err = replace(text, p.name, table(p, rows))
	}
	if err != nil {
		return err
	}
	return os.WriteFile(page, text, 0o644)
}

// A row is a plan played in one variant, once for each seed.
type row struct {
	plan
	variant simulate.Variant
	runs    []*simulate.Result
}

func play(p part) ([]row, error) {
	var rows []row
	for _, plan := range p.rows {
		for _, variant := range simulate.Variants() {
			r := row{plan: plan, variant: variant}
			for seed := range uint64(seeds) {
				opts := plan.opts
				opts.Variant, opts.Seed = variant, seed+1
				result, err := simulate.Run(context.Background(), opts)
				if err != nil {
					return nil, err
				}
				r.runs = append(r.runs, result)
			}
			rows = append(rows, r)
		}
	}
	return rows, nil
}

// replace puts a table between the marks of a part.
func replace(text []byte, name string, table []byte) ([]byte, error) {
	begin, end := fmt.Appendf(nil, "<!-- %s: made by scripts/variants -->\n", name), []byte("<!-- end -->\n")
	from := bytes.Index(text, begin)
	if from < 0 {
		return nil, fmt.Errorf("%s has no mark for %q", page, name)
	}
	from += len(begin)
	to := bytes.Index(text[from:], end)
	if to < 0 {
		return nil, fmt.Errorf("%s: the table %q has no end", page, name)
	}
	return slices.Concat(text[:from], table, text[from+to:]), nil
}
