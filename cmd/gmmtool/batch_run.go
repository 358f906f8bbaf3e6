package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gmmtool/gmmtool/internal/report"
)

// A batchRun is one run over many cases. Each case is worked on by a process of its
// own: one that fails, whatever way, takes nothing of the others with it.
type batchRun struct {
	p      *process
	dir    string
	cases  []batchCase
	format report.Format
	index  bool
	quiet  bool
	jobs   int
	memory int64    // bytes, for all cases together
	flags  []string // for each case
	failOn string
	state  batchState

	mu   sync.Mutex // of what follows
	room *sync.Cond
	used int64 // bytes that the running cases may take
	busy int   // threads of the running cases
	done int
}

// batchState is in DIR/run.json: which run it is, and whether it came to its end.
type batchState struct {
	Schema   int       `json:"schema"`
	Started  time.Time `json:"started"`
	Finished bool      `json:"finished"`
}

const batchStateFile = "run.json"

// open makes the folder of results, and finds out whether a run was interrupted in it.
func (run *batchRun) open() (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Join(run.dir, "cases"), 0o700); err != nil {
		return nil, withHint("name a folder in which you may write", "%s: %w", run.dir, cause(err))
	}
	lock, err := lockFolder(run.dir)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(filepath.Join(run.dir, batchStateFile))
	if err == nil {
		err = json.Unmarshal(data, &run.state)
	}
	if err != nil || run.state.Finished {
		run.state = batchState{Schema: 1, Started: run.p.now().UTC()}
	}
	return lock, run.writeJSON(batchStateFile, run.state)
}

// lockFolder keeps two runs from working in one folder.
func lockFolder(dir string) (unlock func(), err error) {
	name := filepath.Join(dir, "lock")
	file, err := os.OpenFile(name, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, withHint("name a folder in which you may write", "%s: %w", name, cause(err))
	}
	if err := lockFile(file); err != nil {
		return nil, errors.Join(withHint("wait until it has ended", "%s: another batch is working there", dir), file.Close())
	}
	return func() { file.Close() }, nil
}

// caseMemory is what a case takes besides its mail, in bytes. Of its mail it takes
// less than a quarter: events are a fraction of the messages they are made of.
const caseMemory = 48 << 20

func (c batchCase) needs() int64 { return caseMemory + c.bytes/4 }

// work does the cases that this run has not done yet, as many at once as there are
// threads and as there is memory for. The error is that of the context.
func (run *batchRun) work(ctx context.Context) error {
	run.room = sync.NewCond(&run.mu)
	defer context.AfterFunc(ctx, run.room.Broadcast)()
	var running sync.WaitGroup
	threads := max(1, run.jobs/len(run.cases))
	for _, c := range run.cases {
		if run.isDone(c) {
			run.tell(c, "was done before the interruption")
			continue
		}
		if !run.enter(ctx, c, threads) {
			break
		}
		running.Go(func() {
			defer run.leave(c, threads)
			if said := run.analyse(ctx, c, threads); ctx.Err() == nil {
				run.tell(c, said)
			}
		})
	}
	running.Wait()
	return ctx.Err()
}

// enter waits for room. A case that needs more than there is runs alone.
func (run *batchRun) enter(ctx context.Context, c batchCase, threads int) bool {
	run.mu.Lock()
	defer run.mu.Unlock()
	for ctx.Err() == nil && run.busy > 0 && (run.busy+threads > run.jobs || run.used+c.needs() > run.memory) {
		run.room.Wait()
	}
	run.busy += threads
	run.used += c.needs()
	return ctx.Err() == nil
}

func (run *batchRun) leave(c batchCase, threads int) {
	run.mu.Lock()
	defer run.mu.Unlock()
	run.busy -= threads
	run.used -= c.needs()
	run.room.Broadcast()
}

// tell says that a case is done, and how many are left.
func (run *batchRun) tell(c batchCase, said string) {
	run.mu.Lock()
	defer run.mu.Unlock()
	run.done++
	if !run.quiet {
		fmt.Fprintf(run.p.stderr, "gmmtool: %s: %s; %d of %d done, %d left\n", report.Safe(c.name), report.Safe(said), run.done, len(run.cases), len(run.cases)-run.done)
	}
}

func (run *batchRun) writeJSON(name string, v any) error {
	return run.replace(name, func(o *output) error { return report.WriteJSON(o, v) })
}

// replace writes a file of the folder of results, in place of an older one.
func (run *batchRun) replace(name string, write func(*output) error) error {
	out, err := run.p.openOutput(filepath.Join(run.dir, name), func(string, os.FileInfo) error { return nil })
	if err != nil {
		return err
	}
	defer out.discard()
	if err := write(out); err != nil {
		return err
	}
	return out.commit()
}
