package report

import (
	"encoding/csv"
	"io"
	"slices"

	"github.com/gmmtool/gmmtool/analyze"
)

// writeMatrixCSV writes who is a member of which group on which device: one row
// per group and person, one column per device, in the words of the table. A cell
// is empty where the device has nothing to say of the group, and in brackets where
// the device is rightly out of it.
func writeMatrixCSV(w io.Writer, r *analyze.Report) error {
	rows := csv.NewWriter(w)
	header := []string{"group_id", "group_name", "name", "address", "fingerprint", "agreed"}
	for _, d := range r.Devices {
		header = append(header, d.Device)
	}
	if err := writeCells(rows, header); err != nil {
		return err
	}
	names := newDirectory(r)
	for _, g := range r.Groups {
		m := newMatrix(g, r.Devices, names)
		for _, person := range m.rows {
			cells := []string{g.ID, g.Name, person.name, person.address, person.fingerprint, person.agreed()}
			for _, d := range r.Devices {
				i := slices.IndexFunc(m.columns, func(c column) bool { return c.device == d.Device })
				switch {
				case i < 0:
					cells = append(cells, "")
				case m.columns[i].out():
					cells = append(cells, "("+person.cells[i].signs()+")")
				default:
					cells = append(cells, person.cells[i].signs())
				}
			}
			if err := writeCells(rows, cells); err != nil {
				return err
			}
		}
	}
	rows.Flush()
	return rows.Error()
}
