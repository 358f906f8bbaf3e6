package book_test

import (
	"encoding/binary"
	"errors"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/dedupe/book"
)

const (
	oldGoogle = "Name,Given Name,Additional Name,Family Name,Name Prefix,Name Suffix,Nickname,Birthday,Notes,Group Membership," +
		"E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Address 1 - Type,Address 1 - Formatted,Address 1 - Street,Address 1 - City,Address 1 - Postal Code," +
		"Organization 1 - Name,Organization 1 - Title,Website 1 - Value,Custom Field 1 - Value"
	newGoogle = "First Name,Middle Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value"
	ofOutlook = "Title,First Name,Middle Name,Last Name,Suffix,Company,Department,Job Title,Business Street,Business Street 2,Business City,Business Postal Code,Home Street,Home Country/Region," +
		"Business Phone,Home Fax,Mobile Phone,Birthday,E-mail Address,E-mail Type,E-mail 2 Address,Notes,Gender"
)

// linesOf are the lines of each card of a book, without those all cards have.
func linesOf(b book.Book) [][]string {
	var cards [][]string
	unfolded := strings.ReplaceAll(string(b.Data), "\r\n ", "")
	for text := range strings.SplitSeq(unfolded, "BEGIN:VCARD\r\nVERSION:3.0\r\n") {
		if text = strings.TrimSuffix(text, "END:VCARD\r\n"); text != "" {
			cards = append(cards, strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n"))
		}
	}
	return cards
}

func TestTablesBecomeCardsThatSayTheSame(t *testing.T) {
	for name, test := range map[string]struct {
		header, rows string
		form         string
		want         [][]string
	}{
		"Google's older table": {oldGoogle,
			"Zoë Marlow,Zoë,Ann,Marlow,Dr.,,zoe,1990-02-01,\"rows, on\nSundays\",* myContacts ::: Rowing,* Home,z@e.example ::: y@e.example,Mobile,+49 1,Work,Dock 3,Dock 3,Hamburg,20095,Boats; Ltd,Cox,https://zoe.example,blue\n",
			"CSV of Google Contacts",
			[][]string{{"FN:Zoë Marlow", "N:Marlow;Zoë;Ann;Dr.;", `ORG:Boats\; Ltd;`, "ADR;TYPE=work:;;Dock 3;Hamburg;;20095;", "NICKNAME:zoe", "BDAY:1990-02-01",
				`NOTE:rows\, on\nSundays`, "CATEGORIES:myContacts,Rowing", "EMAIL;TYPE=home:z@e.example", "EMAIL;TYPE=home:y@e.example", "TEL;TYPE=mobile:+49 1",
				`X-GMMTOOL-COLUMN;X-COLUMN=Address 1 - Formatted:Dock 3`, "TITLE:Cox", "URL:https://zoe.example", "X-GMMTOOL-COLUMN;X-COLUMN=Custom Field 1 - Value:blue"}}},
		"Google's newer table": {newGoogle, "Bo,,Ek,* myContacts,* ,b@e.example,,,,\n,,,,,c@e.example,,,,\n", "CSV of Google Contacts",
			[][]string{{"FN:Bo Ek", "N:Ek;Bo;;;", "CATEGORIES:myContacts", "EMAIL:b@e.example"}, {"FN:c@e.example", "N:;;;;", "EMAIL:c@e.example"}}},
		"Outlook's table": {ofOutlook, "Ms,Ida,,Olsen,,Boats,Sales,Head,Dock 3,Yard,Oslo,0150,Home 1,Norway,+47 2,+47 3,+47 4,0/0/00,i@e.example,SMTP,j@e.example,hi,Unspecified\n", "CSV of Outlook",
			[][]string{{"FN:Ms Ida Olsen", "N:Olsen;Ida;;Ms;", "ORG:Boats;Sales", "ADR;TYPE=work:;;Dock 3,Yard;Oslo;;0150;", "ADR;TYPE=home:;;Home 1;;;;Norway", "TITLE:Head",
				"TEL;TYPE=work:+47 2", "TEL;TYPE=home,fax:+47 3", "TEL;TYPE=cell:+47 4", "EMAIL:i@e.example", "X-GMMTOOL-COLUMN;X-COLUMN=E-mail Type:SMTP", "EMAIL:j@e.example", "NOTE:hi",
				"X-GMMTOOL-COLUMN;X-COLUMN=Gender:Unspecified"}}},
		"semicolons, and rows in which nothing stands": {strings.ReplaceAll(newGoogle, ",", ";"), ";;;;;;;;;\r\nBo;;Ek;;;b@e.example\r\n\r\n", "CSV of Google Contacts",
			[][]string{{"FN:Bo Ek", "N:Ek;Bo;;;", "EMAIL:b@e.example"}}},
		"tabs":               {strings.ReplaceAll(newGoogle, ",", "\t"), "Bo\t\tEk\n", "CSV of Google Contacts", [][]string{{"FN:Bo Ek", "N:Ek;Bo;;;"}}},
		"the separator told": {"sep=;\r\n" + strings.ReplaceAll(newGoogle, ",", ";"), "Bo;;Ek\r\n", "CSV of Google Contacts", [][]string{{"FN:Bo Ek", "N:Ek;Bo;;;"}}},
		"Thunderbird's table": {"First Name,Last Name,Display Name,Nickname,Primary Email,Secondary Email,Screen Name,Work Phone,Home Phone,Organization",
			"Bo,Ek,Bo E.,bo,b@e.example,c@e.example,bo7,+46 1,+46 2,Boats\n", "CSV of Thunderbird",
			[][]string{{"FN:Bo E.", "N:Ek;Bo;;;", "ORG:Boats;", "NICKNAME:bo", "EMAIL:b@e.example", "EMAIL:c@e.example", "X-GMMTOOL-COLUMN;X-COLUMN=Screen Name:bo7", "TEL;TYPE=work:+46 1", "TEL;TYPE=home:+46 2"}}},
		"a mark before it": {"\uFEFF" + newGoogle, "Bo,,Ek\n", "CSV of Google Contacts", [][]string{{"FN:Bo Ek", "N:Ek;Bo;;;"}}},
		"a header alone":   {newGoogle, "", "CSV of Google Contacts", nil},
	} {
		t.Run(name, func(t *testing.T) {
			b := book.Read("c.csv", []byte(test.header+"\n"+test.rows))
			if !b.Made() || b.Form != test.form || len(b.Problems) > 0 {
				t.Fatalf("made %v, form %q, problems %v", b.Made(), b.Form, b.Problems)
			}
			if diff := cmp.Diff(test.want, linesOf(b)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLinesOfATableMayEndWithCarriageReturns(t *testing.T) {
	b := book.Read("c.csv", []byte(newGoogle+"\rBo,,Ek\rCy,,D\r"))
	parsed, problems := b.Parse()
	if parsed.Len() != 2 || len(problems)+len(b.Problems) > 0 || parsed.Card(1).FirstLine() != 3 {
		t.Errorf("%d cards, %v %v, lines %v", parsed.Len(), problems, b.Problems, b.Lines)
	}
}

func TestCardsOfATableStandOnTheLinesOfTheirRows(t *testing.T) {
	b := book.Read("c.csv", []byte(newGoogle+"\nBo,,\"Ek\nthe second\"\n\nCy,,D\n"))
	parsed, problems := b.Parse()
	if parsed.Len() != 2 || len(problems) > 0 || parsed.Card(0).FirstLine() != 2 || parsed.Card(1).FirstLine() != 5 {
		t.Errorf("%d cards, %v, lines %v", parsed.Len(), problems, b.Lines)
	}
}

func TestDatesAreReadOnlyWhereTheyCanBeToldOrTheTableTells(t *testing.T) {
	for name, test := range map[string]struct{ dates, want string }{
		"the year first":                 {"1990-02-01", "BDAY:1990-02-01"},
		"no year":                        {"--02-01", "BDAY:--02-01"},
		"dots are between day and month": {"1.2.1990", "BDAY:1990-02-01"},
		"another row has a day over 12":  {"1/2/1990 25/2/1991", "BDAY:1990-02-01 BDAY:1991-02-25"},
		"another row has a month first":  {"1/2/1990 2/25/1991", "BDAY:1990-01-02 BDAY:1991-02-25"},
		"nothing tells":                  {"1/2/1990", "! X-GMMTOOL-COLUMN;X-COLUMN=Birthday:1/2/1990"},
		"rows that contradict":           {"25/2/1990 2/25/1990", "! X-GMMTOOL-COLUMN;X-COLUMN=Birthday:25/2/1990 X-GMMTOOL-COLUMN;X-COLUMN=Birthday:2/25/1990"},
		"two digits of a year":           {"25/2/90", "! X-GMMTOOL-COLUMN;X-COLUMN=Birthday:25/2/90"},
		"no date at all":                 {"0/0/00", ""},
	} {
		t.Run(name, func(t *testing.T) {
			text := "First Name,Last Name,Mobile Phone,Birthday\n"
			for date := range strings.FieldsSeq(test.dates) {
				text += "A,B,," + date + "\n"
			}
			b := book.Read("c.csv", []byte(text))
			var got []string
			for _, problem := range b.Problems {
				if !errors.Is(problem, book.ErrBirthday) || !strings.HasPrefix(problem.Error(), "c.csv:2: ") {
					t.Errorf("problem %v", problem)
				}
				got = append(got, "!")
			}
			for _, card := range linesOf(b) {
				got = append(got, card[2:]...)
			}
			if joined := strings.Join(got, " "); joined != test.want {
				t.Errorf("got %q, want %q", joined, test.want)
			}
		})
	}
}

func TestDamageInATableIsReportedWithItsLine(t *testing.T) {
	for name, test := range map[string]struct {
		text string
		kind error
		at   string
		rows int
	}{
		"more cells than columns":     {newGoogle + "\nA\n" + strings.Repeat("x,", 20) + "\nB\n", book.ErrTable, "c.csv:3: ", 3},
		"a quote within a cell":       {newGoogle + "\nA\nB\"C,d\nE\n", book.ErrTable, "c.csv:3: ", 2},
		"a quote that does not close": {newGoogle + "\nA\n\"B\n", book.ErrTable, "c.csv:3: ", 1},
		"a code page":                 {newGoogle + "\nZo\xeb\n", book.ErrGuessed, "c.csv:1: ", 1},
		"UTF-16 cut within a letter":  {string(wide(newGoogle+"\nZo\n")) + "x", book.ErrLetters, "c.csv:1: ", 1},
	} {
		t.Run(name, func(t *testing.T) {
			b := book.Read("c.csv", []byte(test.text))
			if len(b.Problems) != 1 || !errors.Is(b.Problems[0], test.kind) || !strings.HasPrefix(b.Problems[0].Error(), test.at) || len(b.Lines) != test.rows {
				t.Errorf("%d rows, problems %v", len(b.Lines), b.Problems)
			}
		})
	}
}

// wide is text in UTF-16 with a byte order mark.
func wide(text string) []byte {
	out := []byte{0xFF, 0xFE}
	for _, unit := range utf16.Encode([]rune(text)) {
		out = binary.LittleEndian.AppendUint16(out, unit)
	}
	return out
}

func TestTheFormSaysWhatWasReadAndWhatIsAGuess(t *testing.T) {
	const card = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë\r\nEND:VCARD\r\n"
	for name, test := range map[string]struct{ text, want string }{
		"vCards":                    {card, ""},
		"vCards with a mark":        {"\uFEFF" + card, ""},
		"vCards in UTF-16":          {string(wide(card)), "UTF-16LE"},
		"vCards in UTF-16, no mark": {string(wide(card)[2:]), "UTF-16LE (guessed)"},
		"a table in UTF-16":         {string(wide(newGoogle + "\nZoë\n")), "CSV of Google Contacts, UTF-16LE"},
		"a table in a code page":    {newGoogle + "\nZo\xeb\n", "CSV of Google Contacts, Windows-1252 (guessed)"},
		"an empty file":             {"", ""},
	} {
		if b := book.Read("b", []byte(test.text)); b.Form != test.want {
			t.Errorf("%s: %q, want %q", name, b.Form, test.want)
		}
	}
}

func TestWhatIsNoBookIsReported(t *testing.T) {
	for name, text := range map[string]string{
		"another table":               "Date,Amount\n2024-01-01,3\n",
		"a text":                      "hello\n",
		"a table in another language": "Vorname;Nachname;E-Mail-Adresse\nBo;Ek;b@e.example\n",
	} {
		if b := book.Read("b", []byte(text)); len(b.Problems) != 1 || !errors.Is(b.Problems[0], book.ErrNoBook) {
			t.Errorf("%s: %v", name, b.Problems)
		}
	}
}

// FuzzReadKeepsVCardsAndNeverFails holds for any bytes: vCards come out as they
// are, and of a table every row is one card without defects.
func FuzzReadKeepsVCardsAndNeverFails(f *testing.F) {
	for _, text := range []string{
		"BEGIN:VCARD\nEND:VCARD\n", newGoogle + "\nA,b,c\n\"x\ny\",z\n", ofOutlook + "\n;\n", strings.ReplaceAll(oldGoogle, ",", ";") + "\r\na;b\r\n", string(wide(newGoogle + "\nZo\n")),
		"First Name,Last Name,Mobile Phone,Birthday\na,b,c,1/2/1990\nBEGIN:VCARD,END:VCARD,,\n",
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		b := book.Read("b", data)
		if !b.Made() {
			if string(b.Data) != string(data) {
				t.Fatal("vCards were changed")
			}
			return
		}
		parsed, problems := b.Parse()
		if parsed.Len() != len(b.Lines) || len(problems) > 0 {
			t.Fatalf("%d rows, %d cards, %v: %q", len(b.Lines), parsed.Len(), problems, b.Data)
		}
		for i, card := range parsed.Cards() {
			if card.FirstLine() != b.Lines[i] || len(card.Properties("FN")) != 1 {
				t.Fatalf("card %d on line %d, want %d", i, card.FirstLine(), b.Lines[i])
			}
		}
	})
}
