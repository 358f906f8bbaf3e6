package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/gmmtool/gmmtool/simulate"
)

// SimulationFormats are the formats [WriteSimulation] knows, the default first.
func SimulationFormats() []Format { return []Format{Table, JSON, CSV, SVG} }

// Simulation is one or more runs of made-up groups. Over names the option in
// which they differ besides the variant, "" for none.
type Simulation struct {
	Schema int                `json:"schema"`
	Over   string             `json:"over,omitempty"`
	Runs   []*simulate.Result `json:"runs"`
}

// SimulationSchema is the version of the JSON form of a [Simulation].
const SimulationSchema = 1

// WriteSimulation writes runs as a table for people, JSON, CSV or a plot. measure
// is the name of the JSON field that is plotted.
func WriteSimulation(w io.Writer, s Simulation, format Format, measure string) error {
	var buf bytes.Buffer
	var err error
	switch format {
	case JSON:
		s.Schema = SimulationSchema
		err = WriteJSON(&buf, s)
	case CSV:
		err = writeSimulationCSV(&buf, s.Runs)
	case SVG:
		err = plotSimulation(&buf, s, measure)
	default:
		err = tableSimulation(&buf, s)
	}
	if err != nil {
		return err
	}
	_, err = buf.WriteTo(w)
	return err
}

// tableSimulation shows one row per run, what people ask first in front.
func tableSimulation(b *bytes.Buffer, s Simulation) error {
	if len(s.Runs) == 0 {
		return nil
	}
	first := s.Runs[0]
	fmt.Fprintf(b, "%d groups of %d, %s days, seed %d\n\n", first.Groups, first.Members, decimal(first.Days), first.Seed)
	header := []string{"variant", "wrong", "divergences", "agree after", "95 of 100", "unhealed", "corrections", "each", "burst", "size"}
	if s.Over != "" {
		header = append([]string{s.Over}, header...)
	}
	if first.Attack != simulate.NoAttack {
		header = append(header, "obeyed", "damaged")
	}
	var rows [][]string
	for _, r := range s.Runs {
		row := []string{
			string(r.Variant), fmt.Sprintf("%.3f %%", 100*r.WrongShare), strconv.Itoa(r.Divergences),
			inWords(r.TimeToAgree.Median), inWords(r.TimeToAgree.P95), strconv.Itoa(r.UnhealedGroups),
			strconv.Itoa(r.Corrections), fmt.Sprintf("%.2f", r.CorrectionsPerDivergence), strconv.Itoa(r.LargestBurst), megabytes(r.CorrectionBytes),
		}
		if s.Over != "" {
			value, err := fieldOf(r, s.Over)
			if err != nil {
				return err
			}
			row = append([]string{decimal(value)}, row...)
		}
		if first.Attack != simulate.NoAttack {
			row = append(row, strconv.Itoa(r.Obeyed), strconv.Itoa(r.Damaged))
		}
		rows = append(rows, row)
	}
	lines, err := drawGrid(header, rows)
	for _, line := range lines {
		fmt.Fprintln(b, line)
	}
	return err
}

func decimal(value float64) string { return strconv.FormatFloat(value, 'f', -1, 64) }

func megabytes(size int64) string { return fmt.Sprintf("%.1f MB", float64(size)/1e6) }

func inWords(seconds float64) string {
	switch d := time.Duration(seconds * float64(time.Second)); {
	case d == 0:
		return "-"
	case d < time.Hour:
		return fmt.Sprintf("%.0f min", d.Minutes())
	case d < 48*time.Hour:
		return fmt.Sprintf("%.1f h", d.Hours())
	default:
		return fmt.Sprintf("%.1f d", d.Hours()/24)
	}
}

// simulationColumns are the columns of the CSV form and what of a run is in them:
// the names are those of the JSON form, in which "." leads into an object.
func simulationColumns() []string {
	return []string{
		"variant", "groups", "members", "wait", "suppress", "pause", "loss", "spam", "delay", "offline", "spell", "messages", "changes",
		"days", "attack", "seed", "events", "sent", "changed", "lost", "corrections", "suppressed", "largest_burst",
		"correction_bytes", "wrong_share", "unaware_share", "divergences", "corrections_per_divergence",
		"time_to_agree.median", "time_to_agree.p95", "time_to_agree.max",
		"messages_to_agree.median", "messages_to_agree.p95", "messages_to_agree.max",
		"unhealed_groups", "unhealed_devices", "obeyed", "damaged",
	}
}

// SimulationMeasures are the numbers of a run that can be plotted.
func SimulationMeasures() []string {
	columns := simulationColumns()
	return columns[slices.Index(columns, "events"):]
}

func writeSimulationCSV(b *bytes.Buffer, runs []*simulate.Result) error {
	w := csv.NewWriter(b)
	columns := simulationColumns()
	if err := w.Write(columns); err != nil {
		return err
	}
	for _, r := range runs {
		values, err := fieldsOfRun(r)
		if err != nil {
			return err
		}
		row := make([]string, len(columns))
		for i, column := range columns {
			row[i] = fmt.Sprint(values[column])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// fieldsOfRun gives a run's values by the names of its JSON form.
func fieldsOfRun(r *simulate.Result) (map[string]any, error) {
	data, err := json.Marshal(r)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var tree map[string]any
	if err := decoder.Decode(&tree); err != nil {
		return nil, err
	}
	values := map[string]any{}
	for name, value := range tree {
		inner, isObject := value.(map[string]any)
		if !isObject {
			values[name] = value
		}
		for part, value := range inner {
			values[name+"."+part] = value
		}
	}
	return values, nil
}

// fieldOf gives one number of a run by its name.
func fieldOf(r *simulate.Result, name string) (float64, error) {
	values, err := fieldsOfRun(r)
	if err != nil {
		return 0, err
	}
	number, ok := values[name].(json.Number)
	if !ok {
		return 0, fmt.Errorf("%w %q", ErrMeasure, name)
	}
	return number.Float64()
}
