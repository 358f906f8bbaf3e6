package main

import (
	"io"
	"strconv"
	"time"

	"github.com/urfave/cli/v2"
)

func (p *process) manCommand() *cli.Command {
	return &cli.Command{
		Name:  "man",
		Usage: "print the man page",
		Description: `Its date is that of the commit the program was built from, or SOURCE_DATE_EPOCH.

   gmmtool man > gmmtool.1`,
		Action: func(c *cli.Context) error {
			if err := noArguments(c); err != nil {
				return err
			}
			b := readBuild()
			_, err := io.WriteString(p.stdout, manPage(c.App, b.Version, p.pageDate(b)))
			return err
		},
	}
}

// pageDate is the day the man page is of, so that the same build prints the same
// page. It is zero if nothing tells.
func (p *process) pageDate(b build) time.Time {
	return p.datedOr(b.committed)
}

// datedOr is the time that output is to bear, where SOURCE_DATE_EPOCH gives it in
// seconds since 1970, so that the same input gives the same bytes.
func (p *process) datedOr(otherwise time.Time) time.Time {
	if seconds, err := strconv.ParseInt(p.getenv("SOURCE_DATE_EPOCH"), 10, 64); err == nil {
		return time.Unix(seconds, 0).UTC()
	}
	return otherwise
}

// manPage describes the program in the man macros, in the order of man-pages(7).
func manPage(app *cli.App, version string, date time.Time) string {
	var m roff
	day := ""
	if !date.IsZero() {
		day = date.Format(time.DateOnly)
	}
	m.line(`.TH GMMTOOL 1 "` + day + `" "` + escapeRoff(app.Name+" "+version) + `" "User Commands"`)
	m.macro("SH", "NAME")
	m.line(app.Name + ` \- ` + escapeRoff(app.Usage))
	m.macro("SH", "SYNOPSIS")
	m.synopsis(app.Name, "COMMAND", "[flags]", "SOURCE...")
	m.macro("SH", "DESCRIPTION")
	m.text(description)
	m.macro("SH", "OPTIONS")
	m.text("Every command takes --help (-h), which explains it.")
	for _, command := range app.VisibleCommands() {
		m.command(app.Name, command)
	}
	m.macro("SH", "EXIT STATUS")
	for _, meaning := range exitMeanings() {
		m.tagged(strconv.Itoa(int(meaning.code)), meaning.text)
	}
	m.macro("SH", "ENVIRONMENT")
	for _, variable := range environment() {
		m.tagged(variable[0], variable[1])
	}
	m.macro("SH", "FILES")
	for _, file := range ownFiles() {
		m.tagged(file[0], file[1])
	}
	m.macro("SH", "EXAMPLES")
	for _, example := range examples() {
		m.tagged(example[0], example[1])
	}
	m.macro("SH", "SEE ALSO")
	m.line(`.BR gpg (1),`)
	m.line(`.BR mbox (5),`)
	m.line(`.BR maildir (5)`)
	return m.String()
}

// environment are the variables the program looks at.
func environment() [][2]string {
	return [][2]string{
		{"COLUMNS", "How wide tables are, unless --width says it; else as wide as the terminal."},
		{"NO_COLOR", "If it is set, --color auto uses no colours."},
		{"TERM", "With the value dumb, neither colours nor progress are shown."},
		{"SOURCE_DATE_EPOCH", "The date of the man page, in seconds since 1970."},
		{"GOGC, GOMEMLIMIT", "How memory is used, as for every Go program; without them gmmtool chooses."},
	}
}

// ownFiles are the files that the program reads or writes by their names.
func ownFiles() [][2]string {
	return [][2]string{
		{"case.yaml", "In a case folder, or given as a SOURCE: devices, addresses, archives, keys and rules."},
		{"keys/", "In the folder of a device: its secret keys, which open its mail."},
		{planName, "In the folder that correct or dedupe wrote: what apply is to carry out."},
		{"sent.jsonl", "Beside a plan of corrections: what was delivered, so that nothing is sent twice."},
		{"journal.json", "In the folder that apply wrote: what undo takes back."},
		{"decisions.json", "In the folder that apply wrote, or in a case folder: who is and who is not one person, for dedupe to keep to."},
		{"index.json, FILE.json", "Beside what export wrote: where each message came from, and its hashes."},
	}
}

// examples are what most people want, first of all.
func examples() [][2]string {
	return [][2]string{
		{"gmmtool analyze case/", "Shows who is in which group on which device, and why devices differ. The folder has one folder per device."},
		{"gmmtool analyze alice.mbox bob=Maildir/ --format json -o report.json", "Reads two archives, one of them named, and writes a report for programs."},
		{"gmmtool correct case/ --out fix/", "Writes the messages that bring the member lists together."},
		{"gmmtool apply fix/", "Shows how they would be delivered."},
		{"gmmtool dedupe --book contacts.vcf --out plan/", "Finds contacts that are there twice, and plans how to merge them."},
		{"gmmtool apply plan/ --out merged/ --yes", "Writes the merged book beside the old one."},
	}
}
