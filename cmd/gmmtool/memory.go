package main

import "runtime/debug"

const (
	// memoryLimit is where collecting garbage becomes more urgent than speed, in
	// bytes: a million contacts need less. It is not a bound on what is read.
	memoryLimit = 1250 << 20
	// garbagePercent is how much garbage there may be, to what is in use, up to the
	// limit.
	garbagePercent = 300
)

// spendMemory lets a run that reads address books take memory rather than time,
// unless the environment says otherwise.
func (p *process) spendMemory() {
	if p.getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryLimit)
	}
	if p.getenv("GOGC") == "" {
		debug.SetGCPercent(garbagePercent)
	}
}
