package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze"
)

// filterFlags limit a result to a part of it.
func filterFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "group", Usage: "tell only of the group with this `ID` or name; may be given more than once"},
		&cli.StringSliceFlag{Name: "device", Usage: "tell only of `DEVICE`; may be given more than once"},
		&cli.StringFlag{Name: "min-severity", Usage: "tell only findings of `SEVERITY` or worse: " + strings.Join(severityNames(), ", ")},
	}
}

// parseFilter reads the values of [filterFlags].
func parseFilter(c *cli.Context) (analyze.Filter, error) {
	filter := analyze.Filter{Groups: c.StringSlice("group"), Devices: c.StringSlice("device")}
	if !c.IsSet("min-severity") {
		return filter, nil
	}
	var err error
	filter.MinSeverity, err = parseSeverity("min-severity", c.String("min-severity"))
	return filter, err
}

// whatThereIs is the hint for a filter that matches nothing: the names it could
// have had.
func whatThereIs(r *analyze.Report, filter analyze.Filter, err error) string {
	switch {
	case errors.Is(err, analyze.ErrNoGroup):
		return suggest(filter.Groups, groupNames(r), "the groups are ", "no group was found")
	case errors.Is(err, analyze.ErrDeviceUnknown):
		return suggest(filter.Devices, deviceNames(r), "the devices are ", "no device was found")
	}
	var holders []string
	for _, g := range r.Groups {
		if slices.Contains(filter.Groups, g.ID) || slices.Contains(filter.Groups, g.Name) {
			for _, v := range g.Devices {
				holders = append(holders, v.Device)
			}
		}
	}
	return suggest(nil, holders, "the devices that have it are ", "no device has it")
}

// suggest names the choices, first the one that is close to what was typed.
func suggest(typed, choices []string, before, none string) string {
	if len(choices) == 0 {
		return none
	}
	hint := ""
	for _, name := range typed {
		if similar := nearest(name, choices); similar != "" && !slices.Contains(choices, name) {
			hint = fmt.Sprintf("did you mean %q? ", similar)
		}
	}
	const most = 20
	more := ""
	if n := len(choices) - most; n > 0 {
		choices, more = choices[:most], fmt.Sprintf(" and %d more", n)
	}
	quoted := make([]string, len(choices))
	for i, name := range choices {
		quoted[i] = fmt.Sprintf("%q", name)
	}
	return hint + before + strings.Join(quoted, ", ") + more
}

// groupNames are the names of the groups, or the ids of those without.
func groupNames(r *analyze.Report) []string {
	var names []string
	for _, g := range r.Groups {
		name := g.Name
		if name == "" {
			name = g.ID
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func deviceNames(r *analyze.Report) []string {
	var names []string
	for _, d := range r.Devices {
		names = append(names, d.Device)
	}
	return names
}
