package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/internal/report"
)

func (p *process) listCommand() *cli.Command {
	return &cli.Command{
		Name:      "list",
		Usage:     "list every message with its place, arrival, hash and class",
		ArgsUsage: "SOURCE...",
		Description: `The evidence underneath analyze, one message per line, in archive order: arrival,
device, class, Message-ID and place. The other formats add offset and length, folder,
flags, UID, the basis of the order and the SHA-256 of the raw bytes; json and jsonl are
one object per line. A summary by class goes to standard error.`,
		Flags: append(caseFlags(report.ListFormats()), csvMarkFlag()),
		Action: func(c *cli.Context) error {
			return p.runCase(c, report.ListFormats(), (*caseRun).list)
		},
	}
}

func (run *caseRun) list() (exitCode, error) {
	entries, err := report.NewList(run.out, run.format)
	if err != nil {
		return exitError, err
	}
	summary, err := evidence.List(run.flags.Context, run.named, run.options, entries.Entry)
	if err != nil {
		return exitError, err
	}
	if err := addUp(summary.Messages, summary.Counts); err != nil {
		return exitError, err
	}
	if err := entries.Close(); err != nil {
		return exitError, err
	}
	code := run.finish(exitClean, summary.Inputs, evidence.Unreadable(summary.Inputs))
	if !run.flags.Bool("quiet") {
		fmt.Fprintln(run.p.stderr, summaryLine(summary))
	}
	return code, nil
}

// summaryLine is "3 messages: 2 chat, 1 other".
func summaryLine(s evidence.ListSummary) string {
	line := fmt.Sprintf("%d messages", s.Messages)
	if s.Messages == 1 {
		line = "1 message"
	}
	var parts []string
	for _, bucket := range slices.Sorted(maps.Keys(s.Counts)) {
		if n := s.Counts[bucket]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, report.Safe(string(bucket))))
		}
	}
	if len(parts) > 0 {
		line += ": " + strings.Join(parts, ", ")
	}
	return line
}
