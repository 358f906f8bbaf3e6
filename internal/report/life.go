package report

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"

	"github.com/gmmtool/gmmtool/simulate"
)

// LifeFormats are the formats [WriteLife] knows, the default first.
func LifeFormats() []Format { return []Format{Table, JSON, CSV} }

// Life is the replay of a real group life: what each device shows at the end, beside
// what the real client showed.
type Life struct {
	Schema int                   `json:"schema"`
	Counts LifeCounts            `json:"counts"`
	Views  []simulate.Comparison `json:"views"`
}

// LifeCounts counts views by verdict.
type LifeCounts struct {
	Agree       int `json:"agree"`
	NotModelled int `json:"not_modelled"`
	Differ      int `json:"differ"`
	NoTruth     int `json:"no_truth"`
}

// LifeSchema is the version of the JSON form of a [Life].
const LifeSchema = 1

// NewLife counts the views of a replay.
func NewLife(views []simulate.Comparison) Life {
	l := Life{Schema: LifeSchema, Views: views}
	for _, v := range views {
		switch v.Verdict {
		case simulate.Agrees:
			l.Counts.Agree++
		case simulate.NotModelled:
			l.Counts.NotModelled++
		case simulate.Differs:
			l.Counts.Differ++
		case simulate.Unchecked:
			l.Counts.NoTruth++
		}
	}
	return l
}

// WriteLife writes a replay as a table for people, JSON or CSV.
func WriteLife(w io.Writer, l Life, format Format) error {
	var buf bytes.Buffer
	var err error
	switch format {
	case JSON:
		err = WriteJSON(&buf, l)
	case CSV:
		err = writeLifeCSV(&buf, l.Views)
	default:
		err = tableLife(&buf, l)
	}
	if err != nil {
		return err
	}
	_, err = buf.WriteTo(w)
	return err
}

// tableLife shows one row per view, people by the part of their address before
// the "@".
func tableLife(b *bytes.Buffer, l Life) error {
	c := l.Counts
	fmt.Fprintf(b, "%s compared: %d as the real client showed, %d not, %d not modelled.\n",
		count(c.Agree+c.Differ+c.NotModelled, "view", "views"), c.Agree, c.Differ, c.NotModelled)
	if c.NoTruth > 0 {
		fmt.Fprintf(b, "Of %d more nobody noted what the client showed.\n", c.NoTruth)
	}
	if len(l.Views) == 0 {
		return nil
	}
	fmt.Fprintln(b)
	var rows [][]string
	var notes []string
	for _, v := range l.Views {
		rows = append(rows, []string{Safe(v.Group), Safe(v.Device), inOneCell(v.Simulated), inOneCell(v.Real), string(v.Verdict)})
		for _, what := range v.Untold {
			if v.Verdict == simulate.NotModelled {
				notes = append(notes, fmt.Sprintf("%s in “%s”: the journal does not tell %s.", Safe(v.Device), Safe(v.Group), what))
			}
		}
	}
	lines, err := drawGrid([]string{"group", "device", "simulated", "real client", ""}, rows)
	for _, line := range lines {
		fmt.Fprintln(b, line)
	}
	if len(notes) > 0 {
		fmt.Fprintln(b)
	}
	for _, note := range notes {
		fmt.Fprintln(b, note)
	}
	return err
}

func inOneCell(members []string) string {
	if members == nil {
		return "-"
	}
	names := make([]string, len(members))
	for i, address := range members {
		name, _, _ := strings.Cut(address, "@")
		names[i] = Safe(name)
	}
	return strings.Join(names, " ")
}

// lifeColumns are the columns of the CSV form of a [Life]: one row per view.
// Several members stand in one cell, a space between them.
func lifeColumns() []string {
	return []string{"group", "device", "simulated", "real", "verdict", "untold"}
}

func writeLifeCSV(b *bytes.Buffer, views []simulate.Comparison) error {
	w := csv.NewWriter(b)
	if err := w.Write(lifeColumns()); err != nil {
		return err
	}
	for _, v := range views {
		untold := make([]string, len(v.Untold))
		for i, what := range v.Untold {
			untold[i] = string(what)
		}
		cells := []string{v.Group, v.Device, strings.Join(v.Simulated, " "), strings.Join(v.Real, " "), string(v.Verdict), strings.Join(untold, "; ")}
		if err := writeCells(w, cells); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
