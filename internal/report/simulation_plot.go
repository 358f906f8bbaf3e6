package report

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/gmmtool/gmmtool/simulate"
)

// ErrMeasure is returned for a measure a simulation does not have.
var ErrMeasure = errors.New("no measure of a simulation")

const (
	plotWidth, plotHeight     = 640.0, 360.0
	plotLeft, plotRight       = 80.0, 130.0
	plotTop, plotBottom       = 30.0, 50.0
	plotTicks                 = 5
	plotInnerX                = plotWidth - plotLeft - plotRight
	plotInnerY                = plotHeight - plotTop - plotBottom
	plotDot               int = 3
)

// plotColors tell lines apart for readers with any colour vision (Okabe and Ito);
// each line is labelled, too.
func plotColors() []string {
	return []string{"#000000", "#0072b2", "#e69f00", "#d55e00", "#009e73", "#cc79a7"}
}

type point struct{ x, y float64 }

// plotSimulation draws one line per variant over the option in which the runs
// differ. Values of x stand at equal distances, in the order of the runs.
func plotSimulation(b *bytes.Buffer, s Simulation, measure string) error {
	var xs []float64
	var variants []simulate.Variant
	lines := map[simulate.Variant][]point{}
	top := 0.0
	for _, r := range s.Runs {
		x := 0.0
		if s.Over != "" {
			value, err := fieldOf(r, s.Over)
			if err != nil {
				return err
			}
			x = value
		}
		y, err := fieldOf(r, measure)
		if err != nil {
			return err
		}
		if !slices.Contains(xs, x) {
			xs = append(xs, x)
		}
		if _, known := lines[r.Variant]; !known {
			variants = append(variants, r.Variant)
		}
		lines[r.Variant] = append(lines[r.Variant], point{x, y})
		top = max(top, y)
	}
	top = roundUp(top)
	place := func(p point) (x, y float64) {
		step := plotInnerX / float64(max(1, len(xs)-1))
		return plotLeft + step*float64(slices.Index(xs, p.x)), plotTop + plotInnerY*(1-p.y/top)
	}
	fmt.Fprintf(b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" font-family="sans-serif" font-size="12">`+"\n", plotWidth, plotHeight)
	fmt.Fprintf(b, `<rect width="%g" height="%g" fill="white"/>`+"\n", plotWidth, plotHeight)
	plotAxes(b, s.Over, measure, xs, top, place)
	labels := labelPlaces(variants, lines, place)
	for i, v := range variants {
		color := plotColors()[i%len(plotColors())]
		fmt.Fprintf(b, `<polyline fill="none" stroke="%s" stroke-width="2" points="`, color)
		for _, p := range lines[v] {
			x, y := place(p)
			fmt.Fprintf(b, "%.1f,%.1f ", x, y)
		}
		fmt.Fprint(b, `"/>`+"\n")
		for _, p := range lines[v] {
			x, y := place(p)
			fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="%d" fill="%s"/>`+"\n", x, y, plotDot, color)
		}
		fmt.Fprintf(b, `<text x="%g" y="%.1f" fill="%s">%s</text>`+"\n", plotWidth-plotRight+12, labels[v]+4, color, v)
	}
	_, err := fmt.Fprintln(b, "</svg>")
	return err
}

func plotAxes(b *bytes.Buffer, over, measure string, xs []float64, top float64, place func(point) (x, y float64)) {
	for i := range plotTicks + 1 {
		value := top * float64(i) / plotTicks
		_, y := place(point{0, value})
		fmt.Fprintf(b, `<line x1="%g" y1="%.1f" x2="%g" y2="%.1f" stroke="#dddddd"/>`+"\n", plotLeft, y, plotWidth-plotRight, y)
		fmt.Fprintf(b, `<text x="%g" y="%.1f" text-anchor="end">%.3g</text>`+"\n", plotLeft-6, y+4, value)
	}
	for _, value := range xs {
		x, y := place(point{value, 0})
		fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="middle">%g</text>`+"\n", x, y+18, value)
	}
	fmt.Fprintf(b, `<text x="%g" y="%g" text-anchor="middle">%s</text>`+"\n", plotLeft+plotInnerX/2, plotHeight-10, over)
	fmt.Fprintf(b, `<text x="%g" y="%g">%s</text>`+"\n", plotLeft, plotTop-12, measure)
}

// labelPlaces puts the name of each line where it ends, moved so that none
// covers another.
func labelPlaces(variants []simulate.Variant, lines map[simulate.Variant][]point, place func(point) (x, y float64)) map[simulate.Variant]float64 {
	const lineHeight = 15
	at := map[simulate.Variant]float64{}
	for _, v := range variants {
		_, at[v] = place(lines[v][len(lines[v])-1])
	}
	order := slices.Clone(variants)
	slices.SortStableFunc(order, func(a, b simulate.Variant) int { return int(math.Copysign(1, at[b]-at[a])) })
	for i := 1; i < len(order); i++ {
		at[order[i]] = min(at[order[i]], at[order[i-1]]-lineHeight)
	}
	return at
}

// roundUp gives the next 1, 2 or 5 times a power of ten.
func roundUp(value float64) float64 {
	if value <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(value)))
	for _, factor := range []float64{1, 2, 5} {
		if value <= factor*power {
			return factor * power
		}
	}
	return 10 * power
}
