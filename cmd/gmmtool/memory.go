package main

import "runtime/debug"

const (
	// memoryToCompare and memoryToMerge are where collecting garbage becomes more urgent
	// than speed, in bytes: a million contacts need less. They are not a bound on what
	// is read.
	memoryToCompare = 1310 << 20
	memoryToMerge   = 1660 << 20
	// planOfMany is the largest plan of a million cards, in bytes. Of each further byte
	// of a plan six are held while it is read, which is when most is held, and
	// memoryOfPlan allowed: a limit below what is held would have the collector run all
	// the time.
	planOfMany   = 310 << 20
	memoryOfPlan = 8
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

// memoryForPlan is the limit for a run that carries out a merge plan of so many bytes.
func memoryForPlan(bytes int) int64 {
	return memoryToMerge + memoryOfPlan*int64(max(0, bytes-planOfMany))
}
