package main

import (
	"encoding/json"
	"errors"
	"os"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/internal/report"
	"github.com/gmmtool/gmmtool/internal/share"
)

func groupShardFlag() cli.Flag {
	return &cli.StringFlag{Name: "group-shard", DefaultText: "all", Usage: "tell only of share `I/N` of the groups; gmmtool merge-results joins the shares"}
}

func parseShare(c *cli.Context, flag string) (share.Share, error) {
	part, err := share.Parse(c.String(flag))
	if err != nil {
		return part, withHint("write --"+flag+" 2/8 for the second of eight shares", "--%s: %w", flag, err)
	}
	return part, nil
}

func (p *process) mergeResultsCommand() *cli.Command {
	own := []cli.Flag{
		&cli.StringFlag{Name: "format", Value: string(report.Table), Usage: "write the result as `FORMAT`: " + formatNames(report.Formats())},
		&cli.StringFlag{Name: "out", Usage: "of plans: write the whole into the new folder `DIR`"},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write the result to `FILE`, which must not exist, instead of standard output"},
		replaceFlag(),
		csvMarkFlag(),
		failOnFlag(),
	}
	return &cli.Command{
		Name:      "merge-results",
		Usage:     "join the shares of a result that many machines made",
		ArgsUsage: "SHARE...",
		Description: `Joins what gmmtool analyze, correct or dedupe wrote with --group-shard for every share,
in any order. The result is that of one run, byte for byte but for what is signed and
sealed anew each time, with what was decided in plans meanwhile. A share that is
missing, there twice, or of another case is refused.

   gmmtool analyze case/ --group-shard 1/2 --format json -o 1.json
   gmmtool analyze case/ --group-shard 2/2 --format json -o 2.json
   gmmtool merge-results 1.json 2.json --format json -o case.json
   gmmtool merge-results fix-1/ fix-2/ --out fix/`,
		Flags:  append(own, styleFlags()...),
		Action: p.mergeResults,
	}
}

func (p *process) mergeResults(c *cli.Context) error {
	format, err := report.ParseFormat(c.String("format"), report.Formats())
	if err != nil {
		return hinted{err, "see gmmtool help merge-results"}
	}
	mark, err := csvMark(c, format)
	if err != nil {
		return err
	}
	failOn, err := parseFailOn(c.String("fail-on"))
	if err != nil {
		return err
	}
	if err := checkStyle(c); err != nil {
		return err
	}
	paths := c.Args().Slice()
	if len(paths) == 0 {
		return withHint("name all that gmmtool analyze, correct or dedupe wrote with --group-shard", "merge-results needs the shares of a result")
	}
	if arePlans(paths) {
		return p.mergePlans(c, paths, format)
	}
	if c.IsSet("out") {
		return withHint("write the joined result with --output FILE", "--out is for plans, which lie in folders")
	}
	whole, err := joinShares(paths)
	if err != nil {
		return err
	}
	out, err := p.openOutput(c.String("output"), replaceableBy(c, paths))
	if err != nil {
		return err
	}
	defer out.discard()
	out.begin = mark
	style := p.style(out, c)
	style.Making = p.made()
	if err := report.Write(out, whole, format, style); err != nil {
		return err
	}
	if err := out.commit(); err != nil {
		return err
	}
	code := verdict(whole, failOn)
	if whole.Unreadable() {
		code = exitUnreadable
	}
	if code == exitClean {
		return nil
	}
	return code
}

// joinShares reads the shares and says of which file an error is.
func joinShares(paths []string) (*analyze.Report, error) {
	shares := make([]*analyze.Report, len(paths))
	for i, path := range paths {
		var err error
		if shares[i], err = readShare(path); err != nil {
			return nil, err
		}
	}
	whole, err := analyze.Joined(shares)
	if err != nil {
		return nil, explainShare(err, paths, "analyze")
	}
	return whole, nil
}

// explainShare names the file or folder of a share that cannot be joined.
func explainShare(err error, paths []string, command string) error {
	var failed *share.Error
	if errors.As(err, &failed) && failed.Index >= 0 {
		return withHint("give each share that gmmtool "+command+" --group-shard wrote of one case once, and nothing else", "%s: %w", paths[failed.Index], err)
	}
	return withHint("give all shares", "%w", err)
}

// readShare is [readReport] with the bytes that are not UTF-8.
func readShare(path string) (*analyze.Report, error) {
	share, err := readReport(path)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, withHint("check the name, and that you may read it", "%s: %w", path, cause(err))
	}
	var beside struct {
		Lost map[string][]byte `json:"not_utf8"`
	}
	if err := json.Unmarshal(data, &beside); err != nil {
		return nil, withHint("give what gmmtool analyze --group-shard wrote", "%s: %w", path, analyze.ErrNoReport)
	}
	report.RestoreNotUTF8(share, beside.Lost)
	return share, nil
}
