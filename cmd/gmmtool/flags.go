package main

import (
	"runtime"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/report"
)

// caseFlags are the flags of every command that reads a case.
func caseFlags(formats []report.Format) []cli.Flag {
	return append([]cli.Flag{
		&cli.StringFlag{Name: "format", Value: string(formats[0]), Usage: "write the result as `FORMAT`: " + formatNames(formats)},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write the result to `FILE`, which must not exist, instead of standard output"},
		replaceFlag(),
		&cli.StringFlag{Name: "manifest", Usage: "write the evidence manifest to `FILE`: every input and output with size and SHA-256"},
		&cli.StringSliceFlag{Name: "key", Usage: "read secret keys from `[DEVICE=]FILE`"},
		&cli.StringSliceFlag{Name: "passphrase-file", Usage: "read the passphrase of keys and backups from the first line of `[DEVICE=]FILE`"},
		&cli.IntFlag{Name: "passphrase-fd", Value: -1, DefaultText: "none", Usage: "read the passphrase of keys and backups from open file descriptor `N`"},
		&cli.StringSliceFlag{Name: "address", Usage: "say that `DEVICE=ADDRESS` is an own address of a device"},
		&cli.StringSliceFlag{Name: "rules", Usage: "apply the membership rules of client release `[DEVICE=]VERSION`, for example 1.139"},
		&cli.StringFlag{Name: "at", DefaultText: "of the newest message", Usage: "show what clients show at `TIME`, which decides how long past members are remembered"},
		&cli.IntFlag{Name: "jobs", Aliases: []string{"j"}, Value: runtime.GOMAXPROCS(0), DefaultText: "number of cores", Usage: "use `N` threads; the result is the same for any number"},
		&cli.BoolFlag{Name: "quiet", DisableDefaultText: true, Aliases: []string{"q"}, Usage: "print no progress and no summary on standard error"},
		&cli.BoolFlag{Name: "no-progress", DisableDefaultText: true, Usage: "show no progress while reading"},
	}, styleFlags()...)
}

func replaceFlag() cli.Flag {
	return &cli.BoolFlag{Name: "replace", DisableDefaultText: true, Usage: "let the result take the place of an older file, never of an input"}
}

func csvMarkFlag() cli.Flag {
	return &cli.BoolFlag{Name: "csv-bom", DisableDefaultText: true, Usage: "begin CSV with a byte order mark, by which Excel knows that it is UTF-8"}
}

// csvMark is what the result begins with.
func csvMark(c *cli.Context, format report.Format) (string, error) {
	switch {
	case !c.Bool("csv-bom"):
		return "", nil
	case !format.IsCSV():
		return "", withHint("leave it out, or add --format "+string(report.CSV), "--csv-bom is for CSV, not for --format %s", format)
	}
	return report.ByteOrderMark, nil
}

// styleFlags say how a table looks.
func styleFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringFlag{Name: "color", Value: colorAuto, Usage: "use colours `WHEN`: " + strings.Join(colorChoices(), ", ")},
		&cli.BoolFlag{Name: "no-color", DisableDefaultText: true, Usage: "use no colours, the same as --color never"},
		&cli.IntFlag{Name: "width", DefaultText: "of the terminal", Usage: "make tables at most `N` columns wide"},
	}
}

func formatNames(formats []report.Format) string {
	names := make([]string, len(formats))
	for i, f := range formats {
		names[i] = string(f)
	}
	return strings.Join(names, ", ")
}
