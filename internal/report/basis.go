package report

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/finding"
)

// maxDeviceRows is how many devices are shown with a line each.
const maxDeviceRows = 8

// basis shows what the report rests on: the devices and how their mail was
// read, what could not be read, and where every message went.
func (p *page) basis(r *analyze.Report) error {
	p.gap()
	if len(r.Devices) > 0 {
		if err := p.devices(r); err != nil {
			return err
		}
		p.line("")
	}
	p.notRead(r.Devices)
	if !slices.ContainsFunc(r.Findings, func(f finding.Finding) bool { return f.Code == finding.OneAccount }) {
		p.accounts(r.Devices)
	}
	for _, in := range r.Inputs {
		for _, e := range in.Errors {
			p.item("Not read: ", Safe(e), p.red)
		}
	}
	p.text(countLine(r), "")
	return nil
}

// devices shows who the devices are and by which rules their views were rebuilt:
// as a grid, or where that is too wide in a sentence each.
func (p *page) devices(r *analyze.Report) error {
	header, rows, sentences := deviceLines(r)
	if gridWidth(header, rows) > p.width {
		for _, s := range sentences {
			p.lines = append(p.lines, wrap(s, "", indent, p.prose)...)
		}
		return nil
	}
	lines, err := drawGrid(header, rows)
	p.lines = append(p.lines, lines...)
	return err
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

// deviceLines are the header and the rows of a grid of devices, and the same in
// sentences. Of many devices there is one line for all that were read in the same
// way.
func deviceLines(r *analyze.Report) (header []string, rows [][]string, sentences []string) {
	if len(r.Devices) > maxDeviceRows {
		return kindLines(r.Devices)
	}
	header = []string{"device", "account", "messages", "order", "rules", "because"}
	for _, d := range r.Devices {
		account := "unknown"
		if len(d.Addresses) > 0 {
			account = wholeLabel(d.Addresses[0])
		}
		if more := len(d.Addresses) - 1; more > 0 {
			account += " +" + strconv.Itoa(more)
		}
		read := wayOf(d)
		rows = append(rows, append([]string{label(d.Device), account, strconv.Itoa(d.Messages)}, read.cells()...))
		sentences = append(sentences, label(d.Device)+", account "+account+": "+count(d.Messages, "message", "messages")+", "+read.words()+".")
	}
	return header, rows, sentences
}

// kindLines is the short form for many devices.
func kindLines(devices []analyze.DeviceInfo) (header []string, rows [][]string, sentences []string) {
	alike := map[way][]string{}
	var ways []way // in order of appearance
	for _, d := range devices {
		w := wayOf(d)
		if alike[w] == nil {
			ways = append(ways, w)
		}
		alike[w] = append(alike[w], label(d.Device))
	}
	for _, w := range ways {
		names := enumerate(alike[w], 3)
		rows = append(rows, append([]string{names}, w.cells()...))
		sentences = append(sentences, names+": "+w.words()+".")
	}
	return []string{"devices", "order", "rules", "because"}, rows, sentences
}

// A way is how the mail of a device was read. Its texts are fit to be shown.
type way struct{ order, rules, because string }

func wayOf(d analyze.DeviceInfo) way {
	return way{orDash(label(d.Order)), orDash(label(d.Rules)), isolate(Safe(d.RulesBasis))}
}

func (w way) cells() []string { return []string{w.order, w.rules, w.because} }

func (w way) words() string {
	return "order by " + w.order + ", rules of " + w.rules + " (" + w.because + ")"
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
