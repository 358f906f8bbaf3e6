package main

import (
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

// severityNames are the severities as users type and read them, the lightest
// first.
func severityNames() []string { return []string{"note", "warning", "error"} }

func failOnFlag() cli.Flag {
	return &cli.StringFlag{Name: "fail-on", Value: "note", Usage: "exit with 1 only for findings of `SEVERITY` or worse: " + strings.Join(severityNames(), ", ")}
}

// parseFailOn reads the value of --fail-on.
func parseFailOn(name string) (finding.Severity, error) { return parseSeverity("fail-on", name) }

// parseSeverity reads the value of a flag that takes a severity.
func parseSeverity(flag, name string) (finding.Severity, error) {
	switch name {
	case "note":
		return finding.Info, nil
	case "warning":
		return finding.Warning, nil
	case "error":
		return finding.Error, nil
	}
	return "", withHint("use "+strings.Join(severityNames(), ", "), "--%s %q is not a severity", flag, name)
}
