package simulate

import "slices"

// noticeable is how long views must differ, in milliseconds, to count as a
// divergence: a change takes some seconds to travel.
const noticeable = 60_000

// A tally counts what happens in one group.
type tally struct {
	Events, Letters, Changes, Lost   int
	Corrections, Suppressed          int
	Bytes                            int64
	Obeyed                           int
	stands                           [unaware + 1]int64 // milliseconds of all devices together
	closed                           bool
	divergences                      []divergence
	burst                            int     // the most corrections within a minute
	lately                           []int64 // when the corrections of the last minute were sent
	wrongs                           int     // devices that are wrong now
	apart                            int64   // since when some are
	lettersBefore, correctionsBefore int
}

// A divergence is a time in which some device was wrong.
type divergence struct {
	length               int64 // milliseconds
	letters, corrections int
	open                 bool // it never ended
}

func (t *tally) stood(s standing, length int64) {
	if !t.closed {
		t.stands[s] += length
	}
}

func (t *tally) parted(now int64) {
	if t.wrongs++; t.wrongs == 1 {
		t.apart, t.lettersBefore, t.correctionsBefore = now, t.Letters, t.Corrections
	}
}

func (t *tally) agreed(now int64) {
	if t.wrongs--; t.wrongs == 0 {
		t.note(now, false)
	}
}

func (t *tally) note(now int64, open bool) {
	if length := now - t.apart; length > noticeable {
		t.divergences = append(t.divergences, divergence{length, t.Letters - t.lettersBefore, t.Corrections - t.correctionsBefore, open})
	}
}

func (t *tally) correctionSent(now int64, l *letter) {
	t.Corrections++
	t.Bytes += int64(len(l.to)) * int64(CorrectionSize(len(l.says.To), len(l.carried)))
	t.lately = append(t.lately, now)
	old := slices.IndexFunc(t.lately, func(at int64) bool { return at > now-60_000 })
	t.lately = t.lately[max(old, 0):]
	t.burst = max(t.burst, len(t.lately))
}
