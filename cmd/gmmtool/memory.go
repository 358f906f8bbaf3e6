package main

import "runtime/debug"

const (
	// memoryToCompare and memoryToMerge are where collecting garbage becomes more urgent
	// than speed, in bytes: a million contacts need less. They are not a bound on what
	// is read.
	memoryToCompare = 1310 << 20
	memoryToMerge   = 1700 << 20
	// garbagePercent is how much garbage there may be, to what is in use, up to the
	// limit.
	garbagePercent = 300
)

// spendMemory lets a run that reads address books take memory rather than time, up to
// a limit, unless the environment says otherwise.
func (p *process) spendMemory(limit int64) {
	if p.getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(limit)
	}
	if p.getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
}
