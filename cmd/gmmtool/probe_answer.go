package main

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/dedupe/probe"
	"github.com/gmmtool/gmmtool/internal/report"
	"golang.org/x/term"
)

// answer writes the answers to questions the user agrees to.
func (run *caseRun) answer() (exitCode, error) {
	wanted := run.flags.StringSlice("probe")
	if run.flags.Bool("yes") && len(wanted) == 0 {
		return exitError, withHint("name what you have read: --yes --probe ID", "--yes alone would answer whoever asks")
	}
	book, err := run.openProbes()
	if err != nil {
		return exitError, err
	}
	defer book.discard()
	v, hs, err := run.rebuild()
	if err != nil {
		return exitError, err
	}
	c := run.probeCase(v, hs)
	requests, refused, err := probe.Requests(run.flags.Context, c, book.state, run.probeOptions())
	if err != nil {
		return exitError, explain(err)
	}
	code := run.finish(exitClean, v.Inputs, evidence.Unreadable(v.Inputs))
	run.complainOf(refused)
	if requests, err = choose(requests, wanted); err != nil {
		return exitError, err
	}
	agreed, err := run.consent(requests)
	if err != nil {
		return exitError, err
	}
	files, err := run.answerAll(c, book, agreed)
	if err != nil {
		return exitError, err
	}
	return code, run.writeFiles(answerResult{probeSchema, append([]probe.Request{}, requests...), files}, summaryOf(len(requests), len(files)), files)
}

// answerAll writes the answers and notes them. Without any, nothing is written.
func (run *caseRun) answerAll(c probe.Case, book *probes, requests []probe.Request) ([]probe.File, error) {
	state, files := book.state.Purge(run.p.now()), []probe.File{}
	for i, request := range requests {
		next, file, err := probe.Answer(c, state, request, fmt.Sprintf("ok-%02d.eml", i+1), run.probeOptions())
		if err != nil {
			return nil, explain(err)
		}
		state, files = next, append(files, file)
	}
	if len(files) == 0 {
		return files, nil
	}
	return files, book.keep(state, files)
}

func summaryOf(questions, answers int) string {
	if questions == 0 {
		return "No question waits for an answer."
	}
	return fmt.Sprintf("Questions: %d. Answers written: %d.", questions, answers)
}

// choose keeps the requests of the ids given, all if there is none.
func choose(requests []probe.Request, wanted []string) ([]probe.Request, error) {
	if len(wanted) == 0 {
		return requests, nil
	}
	var chosen []probe.Request
	for _, id := range wanted {
		before := len(chosen)
		for _, r := range requests {
			if r.ID == id && !slices.Contains(chosen, r) {
				chosen = append(chosen, r)
			}
		}
		if len(chosen) == before {
			return nil, withHint("run without --probe to see the questions", "no question %q waits for an answer", id)
		}
	}
	return chosen, nil
}

// consent asks the user about each request. Without a terminal only --yes
// agrees.
func (run *caseRun) consent(requests []probe.Request) ([]probe.Request, error) {
	if run.flags.Bool("yes") || len(requests) == 0 {
		return requests, nil
	}
	for _, r := range requests {
		fmt.Fprint(run.p.stderr, report.Safe(describe(r))+"\n")
	}
	file, ok := run.p.stdin.(*os.File)
	if !ok || !term.IsTerminal(int(file.Fd())) || slices.Contains(run.flags.Args().Slice(), standardInput) {
		return nil, refusal{withHint("answer on a terminal, or say which: --yes --probe "+requests[0].ID,
			"nothing is answered without your consent")}
	}
	var agreed []probe.Request
	lines := bufio.NewReader(file)
	for _, r := range requests {
		fmt.Fprintf(run.p.stderr, "Answer question %s? Type yes or no: ", r.ID)
		line, err := readLine(run.flags.Context, lines)
		if err != nil {
			return nil, refusal{withHint("type yes or no", "nothing is answered without your consent")}
		}
		if strings.TrimSpace(line) == "yes" {
			agreed = append(agreed, r)
		}
	}
	return agreed, nil
}

// describe says who asks, and what an answer tells them.
func describe(r probe.Request) string {
	proof := "It is signed with the keys of both."
	if r.Record.Fingerprint == "" || r.Candidate.Fingerprint == "" {
		proof = "It is signed with the key of one; the other has none."
	}
	return fmt.Sprintf("Question %s: %s (key %s) asks. An answer tells them that %s and %s are you. %s Until %s.",
		r.ID, r.Prober.Address, r.Prober.Fingerprint, r.Record.Address, r.Candidate.Address, proof, r.Expires.Format(time.RFC3339))
}

// readLine reads a line unless the run is interrupted first.
func readLine(ctx context.Context, r *bufio.Reader) (string, error) {
	type result struct {
		line string
		err  error
	}
	read := make(chan result, 1)
	go func() {
		line, err := r.ReadString('\n')
		read <- result{line, err}
	}()
	select {
	case <-ctx.Done():
		return "", ctx.Err()
	case got := <-read:
		return got.line, got.err
	}
}
