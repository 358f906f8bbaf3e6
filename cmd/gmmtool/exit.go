package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/gmmtool/gmmtool/internal/report"
)

// An exitCode is the answer of the program to a script. As an error it ends a
// command that did its work; it is never printed.
type exitCode int

// The exit codes. They never change their meaning; treat an unknown one as
// failure.
const (
	exitClean       exitCode = 0   // nothing to report
	exitFindings    exitCode = 1   // findings
	exitError       exitCode = 2   // wrong usage or internal error
	exitUnreadable  exitCode = 3   // finished, but some input could not be read
	exitRefused     exitCode = 4   // refused: it would overwrite something, or is not safe
	exitInterrupted exitCode = 130 // stopped by a signal
)

// An exitMeaning is what an exit code tells.
type exitMeaning struct {
	code exitCode
	text string
}

// exitMeanings tells it to a reader.
func exitMeanings() []exitMeaning {
	return []exitMeaning{
		{exitClean, "nothing to report"},
		{exitFindings, "findings"},
		{exitError, "wrong usage or internal error"},
		{exitUnreadable, "finished but some input could not be read"},
		{exitRefused, "refused because it would overwrite something or is not safe"},
		{exitInterrupted, "interrupted"},
	}
}

func (c exitCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

var (
	errRefused     = errors.New("exists already")
	errInterrupted = errors.New("interrupted; nothing was left half-written")
)

// codeOf turns the error a command ended with into the exit code.
func codeOf(ctx context.Context, err error) exitCode {
	code, done := err.(exitCode)
	switch {
	case err == nil:
		return exitClean
	case done:
		return code
	case ctx.Err() != nil:
		return exitInterrupted
	case errors.Is(err, errRefused):
		return exitRefused
	}
	return exitError
}

// A hinted error knows what the user can do about it.
type hinted struct {
	error
	hint string
}

func (h hinted) Unwrap() error { return h.error }
func (h hinted) Hint() string  { return h.hint }

// withHint is an error of its own with an advice. Both are one line without a
// full stop at its end.
func withHint(hint, format string, args ...any) error {
	return hinted{fmt.Errorf(format, args...), hint}
}

// complain prints err and its hint; joined errors one after the other. Names in
// errors may come from mail, so all of it is made safe to show.
func (p *process) complain(err error) {
	if _, done := err.(exitCode); done || err == nil {
		return
	}
	// errors.Join puts its parts on lines of their own; other errors with
	// several causes have a message of their own.
	if joined, ok := err.(interface{ Unwrap() []error }); ok && strings.Contains(err.Error(), "\n") {
		for _, e := range joined.Unwrap() {
			p.complain(e)
		}
		return
	}
	fmt.Fprintf(p.stderr, "gmmtool: %s\n", report.Safe(err.Error()))
	var advice interface{ Hint() string }
	if errors.As(err, &advice) && advice.Hint() != "" {
		fmt.Fprintf(p.stderr, "  hint: %s\n", report.Safe(advice.Hint()))
	}
}
