package report

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// BenchmarkWrite renders one group in which each of n members has a device, every
// seventh misses somebody, and one message reached nobody: twice the devices are
// four times the cells.
func BenchmarkWrite(b *testing.B) {
	for _, n := range []int{100, 200, 400} {
		r := manyDevices(n)
		for i := range n {
			name := fmt.Sprintf("p%02d", i+1)
			r.Findings = append(r.Findings, found(finding.Warning, name, "1@x"))
			r.Groups[0].Devices[i].Uncertain = &analyze.Uncertain{Why: "order", Reason: "order"}
			for k, m := range r.Groups[0].Target.Members {
				u := r.Groups[0].Devices[i].Uncertain
				u.Possible[0] = append(u.Possible[0], m.Address)
				if k > 0 {
					u.Possible[1] = append(u.Possible[1], m.Address)
				}
			}
			r.Groups[0].Differs = append(r.Groups[0].Differs, differ(name, analyze.DiffersUndecided, strings.ToUpper(name))...)
		}
		for _, format := range Formats() {
			b.Run(fmt.Sprintf("%s/%d", format, n), func(b *testing.B) {
				for b.Loop() {
					if err := Write(io.Discard, r, format, Style{}); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
