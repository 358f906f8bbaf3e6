package main

import (
	"fmt"
	"time"

	"github.com/schollz/progressbar/v3"
)

// progressDelay is how long reading may take before progress is worth showing.
const progressDelay = time.Second

// A meter shows on a terminal how much has been read. How much there is in all
// is not known before, because archives are compressed and packed.
type meter struct {
	p     *process
	start time.Time
	read  int64 // bytes
	bar   *progressbar.ProgressBar
}

// newMeter returns nil, which shows nothing, unless standard error is a
// terminal that can redraw a line and the user wants to see it.
func (p *process) newMeter(wanted bool) *meter {
	if _, isTerminal := terminalWidth(p.stderr); !wanted || !isTerminal || p.getenv("TERM") == "dumb" {
		return nil
	}
	return &meter{p: p, start: p.now()}
}

// update takes how many bytes have been read since the last call. It is called from one
// goroutine at a time.
func (m *meter) update(more int64) {
	m.read += more
	if m.bar == nil {
		if m.p.now().Sub(m.start) < progressDelay {
			return
		}
		m.bar = progressbar.NewOptions64(-1,
			progressbar.OptionSetWriter(m.p.stderr),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSpinnerType(14),
			progressbar.OptionSetElapsedTime(false),
			progressbar.OptionClearOnFinish(),
		)
	}
	m.bar.Describe("read " + formatBytes(m.read))
	_ = m.bar.Add(1) // a progress bar that fails is not a reason to stop
}

// stop clears the line.
func (m *meter) stop() {
	if m != nil && m.bar != nil {
		_ = m.bar.Finish()
	}
}

// formatBytes is a size in decimal units, as disks and file managers count.
func formatBytes(n int64) string {
	if n < 1e9 {
		return fmt.Sprintf("%.0f MB", float64(n)/1e6)
	}
	return fmt.Sprintf("%.1f GB", float64(n)/1e9)
}
