package main

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"
)

// A process is what a run may touch of the world around it.
type process struct {
	args   []string // without the name of the program
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
	now    func() time.Time
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // a second signal ends the program at once
		time.Sleep(patience)
		os.Exit(int(exitInterrupted)) // it waits for something that never comes, as from a pipe
	})
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(garbageShare)
	}
	p := &process{
		args:   os.Args[1:],
		stdin:  os.Stdin,
		stdout: os.Stdout,
		stderr: os.Stderr,
		getenv: os.Getenv,
		now:    time.Now,
	}
	os.Exit(int(p.run(ctx)))
}

// garbageShare is how much garbage, in percent of what is held, may pile up before
// it is collected: events of large cases are many and live long, so that the usual
// 100 would double the memory and save little time.
const garbageShare = 30

// patience is how long an interrupted run may take to clean up.
const patience = 10 * time.Second

// run does what the arguments ask for, reports failure on standard error, and
// returns the exit code.
func (p *process) run(ctx context.Context) exitCode {
	app := p.newApp()
	var help bytes.Buffer // the only thing urfave/cli writes
	app.Writer = &help
	arguments, err := arrange(app, p.args)
	if err == nil {
		err = cmp.Or(app.RunContext(ctx, arguments), p.showHelp(help.String()))
	}
	code := codeOf(ctx, err)
	if code == exitInterrupted {
		p.complain(errInterrupted)
	} else {
		p.complain(err)
	}
	return code
}
