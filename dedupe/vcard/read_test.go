package vcard_test

import (
	"crypto/sha256"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

func TestWhatProgramsExportIsReadAsTheyMeantIt(t *testing.T) {
	books := books(t)
	for _, test := range []struct {
		file, property, want string
		card                 int
	}{
		{"google-contacts.vcf", "FN", "Zoë Marlow", 0},
		{"google-contacts.vcf", "URL", "https://zoe.example/", 0},
		{"google-contacts.vcf", "NOTE", "Met at the lake, rows on Sundays\nBrings cake", 0},
		{"google-contacts.vcf", "EMAIL", "zoe@home.example|zoe@rowing.example", 0},
		{"google-contacts.vcf", "X-ABLABEL", "Rowing club|_$!<HomePage>!$_", 0},
		{"macos.vcf", "X-ADDRESSBOOKSERVER-MEMBER", "urn:uuid:6f1c3a52-8a5a-4c4f-9d47-0c3b7b7e2d11|urn:uuid:0b9f4a0e-56a5-49a5-9d6e-3b7e0b1c2d3e", 1},
		{"outlook-2.1.vcf", "FN", "Jürgen Größe", 0},
		{"outlook-2.1.vcf", "LABEL", "Hafen 3\nHinterhof\n20095 Hamburg", 0},
		{"outlook-2.1.vcf", "EMAIL", "juergen@bau.example", 0},
		{"android-2.1.vcf", "FN", "Анна Иванова", 0},
		{"android-2.1.vcf", "NOTE", "two\nlines, c:\\new=", 0},
		{"nextcloud.vcf", "TEL", "tel:+351-900-000-002;ext=7", 0},
		{"thunderbird.vcf", "NOTE", "first line\nsecond line", 0},
		{"kde.vcf", "FN", "Tom Weiß", 0},
		{"delta-chat.vcf", "FN", "Kim, the baker", 0},
		{"delta-chat.vcf", "NOTE", "bread; rolls\ncake", 0},
	} {
		t.Run(test.file+" "+test.property, func(t *testing.T) {
			var texts []string
			for _, line := range books[test.file].Card(test.card).Properties(test.property) {
				texts = append(texts, line.Text())
			}
			if got := strings.Join(texts, "|"); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestComponentsAreSplitWhereTheWriterSplitThem(t *testing.T) {
	books := books(t)
	for _, test := range []struct {
		file, property string
		want           [][]string
	}{
		{"outlook-2.1.vcf", "N", [][]string{{"Größe"}, {"Jürgen"}}},
		{"outlook-2.1.vcf", "ORG", [][]string{{"Straßenbau; Nord"}, {"Büro"}}},
		{"outlook-2.1.vcf", "ADR", [][]string{nil, nil, {"Hafen 3\nHinterhof"}, {"Hamburg"}, nil, {"20095"}, {"Germany"}}},
		{"android-2.1.vcf", "N", [][]string{{"Иванова"}, {"Анна"}, nil, nil, nil}},
		{"android-2.1.vcf", "ORG", [][]string{{"A=B;C"}}},
		{"macos.vcf", "ORG", [][]string{{"Hale & Sons; Boats"}, {"Dock 3"}, nil}},
	} {
		t.Run(test.file+" "+test.property, func(t *testing.T) {
			got := books[test.file].Card(0).Properties(test.property)[0].Components()
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEncodedSemicolonsBelongToTheComponent(t *testing.T) {
	for name, line := range map[string]string{
		"UTF-8":     "N;ENCODING=QUOTED-PRINTABLE:a=3Bb;c",
		"Shift JIS": "N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=83\\;x", // ソ ends in a backslash byte
	} {
		t.Run(name, func(t *testing.T) {
			got := cardOf(t, "2.1", line).Properties("N")[0].Components()
			want := map[string][][]string{"UTF-8": {{"a;b"}, {"c"}}, "Shift JIS": {{"ソ"}, {"x"}}}[name]
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKeysAreFoundInEveryForm(t *testing.T) {
	for name, test := range map[string]struct{ version, line, media, data, uri string }{
		"Delta Chat, comma escaped": {"4.0", `KEY:data:application/pgp-keys;base64\,a2V5`, "application/pgp-keys", "key", ""},
		"Delta Chat, as RFC 2397":   {"4.0", "KEY:data:application/pgp-keys;base64,a2V5", "application/pgp-keys", "key", ""},
		"base64 of 3.0":             {"3.0", "KEY;TYPE=PGP;ENCODING=b:a2V5", "application/pgp-keys", "key", ""},
		"base64 of 2.1, folded":     {"2.1", "KEY;PGP;BASE64:\r\n a2V\r\n 5\r\n", "application/pgp-keys", "key", ""},
		"base64 of 2.1, no blanks":  {"2.1", "KEY;ENCODING=BASE64:\r\na2V\r\n5\r\n", "", "key", ""},
		"no padding":                {"3.0", "KEY;ENCODING=B:a2U", "", "ke", ""},
		"a reference":               {"4.0", "KEY;MEDIATYPE=application/pgp-keys:https://keys.example/a?b=1,2", "application/pgp-keys", "", "https://keys.example/a?b=1,2"},
		"openpgp4fpr":               {"3.0", "KEY;VALUE=uri:OPENPGP4FPR:ABCD", "", "", "OPENPGP4FPR:ABCD"},
		"armored text":              {"3.0", `KEY;TYPE=PGP:-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAA==`, "application/pgp-keys", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAA==", ""},
		"percent encoded":           {"4.0", "KEY:data:text/plain,a%20key", "text/plain", "a key", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := cardOf(t, test.version, test.line).Properties("KEY")[0].Blob()
			if err != nil {
				t.Fatal(err)
			}
			if got.MediaType != test.media || string(got.Data) != test.data || got.URI != test.uri {
				t.Errorf("got %q %q %q", got.MediaType, got.Data, got.URI)
			}
		})
	}
}

func TestParametersAreReadInEverySyntax(t *testing.T) {
	for name, test := range map[string]struct {
		version, line string
		types         []string
		pref          int
		label         []string
	}{
		"bare types of 2.1":         {"2.1", "TEL;HOME;PREF;QUOTED-PRINTABLE:1", []string{"home"}, 1, nil},
		"repeated types of 3.0":     {"3.0", "TEL;type=CELL;type=pref:1", []string{"cell"}, 1, nil},
		"a quoted list of types":    {"4.0", `TEL;PREF=7;TYPE="voice,home":1`, []string{"voice", "home"}, 7, nil},
		"escapes of RFC 6868":       {"4.0", `ADR;LABEL="a^nb^^c^'d:;":;;`, nil, 0, []string{"a\nb^c\"d:;"}},
		"a circumflex in 2.1":       {"2.1", "ADR;LABEL=a^nb:;;", nil, 0, []string{"a^nb"}},
		"a preference out of range": {"4.0", "TEL;PREF=101:1", nil, 0, nil},
		"several values":            {"4.0", `TEL;LABEL=a,"b,c":1`, nil, 0, []string{"a", "b,c"}},
	} {
		t.Run(name, func(t *testing.T) {
			card := cardOf(t, test.version, test.line)
			line := card.Lines()[2]
			if diff := cmp.Diff(test.types, line.Types()); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.label, line.Param("label")); diff != "" {
				t.Error(diff)
			}
			if line.Pref() != test.pref {
				t.Errorf("preference %d, want %d", line.Pref(), test.pref)
			}
		})
	}
}

func TestDamageIsReportedWithItsLine(t *testing.T) {
	long := "BEGIN:VCARD\nVERSION:3.0\n" + strings.Repeat("X-A:1\n", 1<<16) + "END:VCARD\n"
	for name, test := range map[string]struct {
		text string
		line int
		kind error
	}{
		"text before the first card": {"\nhello\nBEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n", 2, vcard.ErrNoBegin},
		"a card that does not end":   {"BEGIN:VCARD\nVERSION:3.0\nEND:VCARD\nBEGIN:VCARD\nVERSION:3.0\nFN:a\n", 4, vcard.ErrNoEnd},
		"UTF-16 cut within a letter": {"\xff\xfe\r\x00\n", 1, vcard.ErrUTF16},
		"UTF-32":                     {"\xff\xfe\x00\x00B\x00\x00\x00", 1, vcard.ErrUTF32},
		"no version":                 {"BEGIN:VCARD\nFN:a\nEND:VCARD\n", 1, vcard.ErrVersion},
		"a line without colon":       {"BEGIN:VCARD\nVERSION:3.0\nFN:a\n b\nnonsense\nEND:VCARD\n", 5, vcard.ErrBadLine},
		"base64 after its block":     {"BEGIN:VCARD\nVERSION:2.1\nPHOTO;BASE64:\n AAAA\n\nABCD\nEND:VCARD\n", 6, vcard.ErrBadLine},
		"half a byte of a photo":     {"BEGIN:VCARD\nVERSION:3.0\nPHOTO;ENCODING=b:AAAAA\nEND:VCARD\n", 3, vcard.ErrEncoding},
		"a damaged photo":            {"BEGIN:VCARD\nVERSION:3.0\nPHOTO;ENCODING=b:A*A\nEND:VCARD\n", 3, vcard.ErrEncoding},
		"an unknown charset":         {"BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=x-none:a\nEND:VCARD\n", 3, vcard.ErrEncoding},
		"bytes that are not UTF-8":   {"BEGIN:VCARD\nVERSION:3.0\nFN:\xe4\nEND:VCARD\n", 3, vcard.ErrEncoding},
		"more lines than anyone has": {long, 1 + 1<<16, vcard.ErrTooLarge},
	} {
		t.Run(name, func(t *testing.T) {
			book, problems := vcard.Parse("a.vcf", []byte(test.text))
			for _, card := range book.Cards() {
				problems = append(problems, card.Problems()...)
			}
			if len(problems) != 1 || problems[0].Line != test.line || !errors.Is(problems[0], test.kind) || problems[0].Book != "a.vcf" {
				t.Errorf("got %v", problems)
			}
		})
	}
}

func TestValuesAreUnfoldedByTheRulesOfTheirVersion(t *testing.T) {
	for name, test := range map[string]struct{ version, line, want string }{
		"a fold of 3.0 put in its blank":      {"3.0", "NOTE:a\r\n b", "ab"},
		"a fold of 2.1 stands before a blank": {"2.1", "NOTE:a\r\n b", "a b"},
		"a soft break leaves nothing":         {"2.1", "NOTE;QUOTED-PRINTABLE:a= \r\n b", "a b"},
		"undeclared bytes are a code page":    {"2.1", "NOTE:\xe4\x9d", "ä\u009d"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := cardOf(t, test.version, test.line).Properties("NOTE")[0].Text(); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func TestTheVersionOfAnAgentIsNotTheCards(t *testing.T) {
	book, _ := vcard.Parse("a.vcf", []byte("BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nVERSION:2.1\nEND:VCARD\nVERSION:4.0\nEND:VCARD\n"))
	if got := book.Card(0).Version(); got != vcard.V40 {
		t.Errorf("version %v", got)
	}
}

func TestAnAgentIsNotTheCardItself(t *testing.T) {
	card := cardOf(t, "2.1", "AGENT:", "BEGIN:VCARD", "VERSION:2.1", "FN:The agent", "END:VCARD", "FN:The person")
	if card.FormattedName() != "The person" || len(card.Properties("AGENT")) != 1 {
		t.Errorf("read %q", card.FormattedName())
	}
}

func TestBrokenCardsDoNotHideTheNext(t *testing.T) {
	book, problems := vcard.Parse("a.vcf", []byte("BEGIN:VCARD\nAGENT:\nBEGIN:VCARD\nFN:in\nBEGIN:VCARD\nVERSION:3.0\nFN:whole\nEND:VCARD\n"))
	if book.Len() != 2 || len(problems) != 1 || book.Card(1).FormattedName() != "whole" {
		t.Errorf("%d cards, %v", book.Len(), problems)
	}
}

func TestCardsThatSayTheSameHaveOneDigest(t *testing.T) {
	base := cardOf(t, "3.0", "FN:Zoë", "N:M;Zoë;;;", "EMAIL;TYPE=HOME,pref:z@e.example", "item1.TEL:1", "item1.X-ABLabel:club", "CATEGORIES:a,b", "KEY;ENCODING=b:a2V5")
	for name, test := range map[string]struct {
		card *vcard.Card
		same bool
	}{
		"another order, folding and group": {cardOf(t, "3.0", "item7.x-ablabel:club", "categories:b,a", "N:M;Zo\xc3\r\n \xab", "EMAIL;type=PREF;TYPE=home:z@e.ex\r\n ample", "item7.TEL:1", "KEY;ENCODING=B:a2\r\n V5", "FN:Zoë"), true},
		"another UID, REV and program":     {cardOf(t, "3.0", "UID:1", "REV:2", "PRODID:3", "FN:Zoë", "N:M;Zoë;;;", "EMAIL;TYPE=HOME,pref:z@e.example", "item1.TEL:1", "item1.X-ABLabel:club", "CATEGORIES:a,b", "KEY;ENCODING=b:a2V5"), true},
		"version 2.1":                      {cardOf(t, "2.1", "FN;CHARSET=UTF-8;QUOTED-PRINTABLE:Zo=C3=\r\n=AB", "N;CHARSET=ISO-8859-1:M;Zo\xeb", "EMAIL;HOME;PREF:z@e.example", "a.TEL:1", "a.X-ABLabel:club", "CATEGORIES:a,b", "KEY;BASE64:\r\n a2V5\r\n"), true},
		"version 4.0":                      {cardOf(t, "4.0", "FN:Zoë", "N:M;Zoë;;;", "EMAIL;TYPE=home;PREF=1:z@e.example", "a.TEL:1", "a.X-ABLabel:club", "CATEGORIES:a,b", "KEY:data:application/pgp-keys;base64,a2V5"), true},
		"another name":                     {cardOf(t, "3.0", "FN:Zoe", "N:M;Zoë;;;", "EMAIL;TYPE=HOME,pref:z@e.example", "item1.TEL:1", "item1.X-ABLabel:club", "CATEGORIES:a,b", "KEY;ENCODING=b:a2V5"), false},
		"a label on another line":          {cardOf(t, "3.0", "FN:Zoë", "N:M;Zoë;;;", "item1.EMAIL;TYPE=HOME,pref:z@e.example", "TEL:1", "item1.X-ABLabel:club", "CATEGORIES:a,b", "KEY;ENCODING=b:a2V5"), false},
		"another type":                     {cardOf(t, "3.0", "FN:Zoë", "N:M;Zoë;;;", "EMAIL;TYPE=WORK,pref:z@e.example", "item1.TEL:1", "item1.X-ABLabel:club", "CATEGORIES:a,b", "KEY;ENCODING=b:a2V5"), false},
	} {
		t.Run(name, func(t *testing.T) {
			if same := test.card.ContentDigest() == base.ContentDigest(); same != test.same {
				t.Errorf("same digest: %v", same)
			}
		})
	}
}

func TestOnePhotoHasOneDigestInEveryVersion(t *testing.T) {
	want := sha256.Sum256([]byte("key"))
	for version, line := range map[string]string{"2.1": "PHOTO;JPEG;BASE64:\r\n a2V5\r\n", "3.0": "PHOTO;ENCODING=b;TYPE=JPEG:a2V5", "4.0": "PHOTO:data:image/jpeg;base64,a2V5"} {
		photo, err := cardOf(t, version, line).Properties("photo")[0].Blob()
		if err != nil || photo.Digest() != want || photo.MediaType != "image/jpeg" {
			t.Errorf("%s: %v, %q", version, err, photo.MediaType)
		}
	}
}
