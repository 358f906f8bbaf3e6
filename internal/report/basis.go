package report

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// maxDeviceRows is how many devices are shown with a line each.
const maxDeviceRows = 12

// basis shows what the report rests on: the devices and how their mail was
// read, what could not be read, and where every message went.
func (p *page) basis(r *analyze.Report) error {
	p.gap()
	if len(r.Devices) > 0 {
		header, rows := deviceGrid(r)
		lines, err := drawGrid(header, rows)
		if err != nil {
			return err
		}
		for _, line := range lines {
			p.line(shorten(line, p.width))
		}
		p.line("")
	}
	p.notRead(r.Devices)
	p.accounts(r.Devices)
	for _, in := range r.Inputs {
		for _, e := range in.Errors {
			p.item("Not read: ", Safe(e), p.red)
		}
	}
	p.text(countLine(r), "")
	return nil
}

// notRead names the devices whose views do not rest on their own mail, by why.
func (p *page) notRead(devices []analyze.DeviceInfo) {
	const nothing = "nothing was read of it"
	alike := map[string][]string{}
	var reasons []string // in order of appearance
	for _, d := range devices {
		why := d.Unknown
		if why == "" && d.Messages == 0 && d.Database == "" {
			why = nothing
		}
		if why == "" {
			continue
		}
		if alike[why] == nil {
			reasons = append(reasons, why)
		}
		alike[why] = append(alike[why], label(d.Device))
	}
	for _, why := range reasons {
		heading := "Not known: "
		if why == nothing {
			heading = "Inferred: "
		}
		p.item(heading, "what "+enumerate(alike[why], maxDevicesNamed)+" "+showOrShows(len(alike[why]))+"; "+Safe(why)+".", p.yellow)
	}
}

// deviceGrid says who the devices are and by which rules their views were
// rebuilt.
func deviceGrid(r *analyze.Report) (header []string, rows [][]string) {
	if len(r.Devices) > maxDeviceRows {
		return kindGrid(r.Devices)
	}
	header = []string{"device", "account", "messages", "order", "rules", "because"}
	for _, d := range r.Devices {
		account := "unknown"
		if len(d.Addresses) > 0 {
			account = label(d.Addresses[0])
		}
		if more := len(d.Addresses) - 1; more > 0 {
			account += " +" + strconv.Itoa(more)
		}
		rows = append(rows, []string{
			label(d.Device), account, strconv.Itoa(d.Messages), orDash(label(d.Order)),
			orDash(label(d.Rules)), Safe(d.RulesBasis),
		})
	}
	return header, rows
}

// kindGrid is the short form for many devices: one line for all that were read
// in the same way.
func kindGrid(devices []analyze.DeviceInfo) (header []string, rows [][]string) {
	type kind struct{ order, rules, because string }
	alike := map[kind][]string{}
	var kinds []kind // in order of appearance
	for _, d := range devices {
		k := kind{d.Order, d.Rules, d.RulesBasis}
		if alike[k] == nil {
			kinds = append(kinds, k)
		}
		alike[k] = append(alike[k], label(d.Device))
	}
	for _, k := range kinds {
		rows = append(rows, []string{
			enumerate(alike[k], 3), orDash(label(k.order)), orDash(label(k.rules)), Safe(k.because),
		})
	}
	return []string{"devices", "order", "rules", "because"}, rows
}

// countLine is the sum of messages with the buckets that make it up, largest
// first.
func countLine(r *analyze.Report) string {
	buckets := slices.SortedFunc(maps.Keys(r.Counts), func(a, b evidence.Bucket) int {
		return cmp.Or(r.Counts[b]-r.Counts[a], strings.Compare(string(a), string(b)))
	})
	var parts []string
	for _, b := range buckets {
		if r.Counts[b] > 0 {
			parts = append(parts, strconv.Itoa(r.Counts[b])+" "+label(string(b)))
		}
	}
	line := count(r.Messages, "message", "messages") + " read from " + count(len(r.Inputs), "archive", "archives")
	if len(parts) > 0 {
		line += ": " + strings.Join(parts, ", ")
	}
	return line + "."
}
