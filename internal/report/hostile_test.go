package report

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/analyze"
	"github.com/gmmtool/gmmtool/analyze/evidence"
)

func TestNoFormatLetsMailReachTheTerminal(t *testing.T) {
	for _, format := range Formats() {
		t.Run(string(format), func(t *testing.T) {
			assertVisible(t, render(t, hostileCase(), format, Style{}))
		})
	}
	for _, format := range ListFormats() {
		t.Run("list "+string(format), func(t *testing.T) {
			assertVisible(t, renderList(t, format, hostileEntry()))
		})
	}
}

func assertVisible(t *testing.T, out string) {
	t.Helper()
	if !utf8.ValidString(out) {
		t.Error("output is not UTF-8")
	}
	for _, r := range out {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Fatalf("output holds %U", r)
		}
	}
}

func TestNoCellStartsAFormula(t *testing.T) {
	for name, out := range map[string]string{
		"report": render(t, hostileCase(), CSV, Style{}),
		"list":   renderList(t, CSV, hostileEntry()),
	} {
		rows, err := csv.NewReader(strings.NewReader(out)).ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, row := range rows {
			for _, c := range row {
				if c != "" && strings.Contains("=+-@\t\r", c[:1]) {
					t.Errorf("%s: cell %q is a formula", name, c)
				}
			}
		}
	}
}

func TestCellsThatLookLikeFormulasBecomeText(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "a=1": "a=1", "=1": "'=1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "＝1": "'＝1",
		"\t=1": `'\x09=1`, "\r=1": `'\x0d=1`,
	} {
		if got := csvCell(in); got != want {
			t.Errorf("csvCell(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestJSONGivesEveryByteBack(t *testing.T) {
	want := hostileCase()
	var got struct {
		*analyze.Report
		Lost map[string][]byte `json:"not_utf8"`
	}
	if err := json.Unmarshal([]byte(render(t, want, JSON, Style{})), &got); err != nil {
		t.Fatal(err)
	}
	pointer := "/groups/1/name"
	if string(got.Lost[pointer]) != hostile {
		t.Errorf("not_utf8 of %s = %q, want %q", pointer, got.Lost[pointer], hostile)
	}
	if name := strings.ToValidUTF8(hostile, "\ufffd"); got.Groups[1].Name != name {
		t.Errorf("name = %q, want %q", got.Groups[1].Name, name)
	}
	sound := brokenCase()
	got.Report, got.Lost = nil, nil
	if err := json.Unmarshal([]byte(render(t, sound, JSON, Style{})), &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sound, got.Report); diff != "" || got.Lost != nil {
		t.Errorf("JSON of a sound report does not read back (-want +got):\n%s", diff)
	}
}

func FuzzJSONGivesTheTextBack(f *testing.F) {
	for _, seed := range []string{"", "a", hostile, "\u2028", "\U000e0041", "J\xf6rg", `\u0041"`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		line, err := marshal(evidence.ListEntry{MessageID: s})
		if err != nil {
			t.Fatal(err)
		}
		assertVisible(t, string(line))
		var got struct {
			MessageID string            `json:"message_id"`
			Lost      map[string][]byte `json:"not_utf8"`
		}
		if err := json.Unmarshal(line, &got); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if lost, ok := got.Lost["/message_id"]; ok {
			got.MessageID = string(lost)
		}
		if got.MessageID != s {
			t.Fatalf("%q came back as %q", s, got.MessageID)
		}
	})
}

func TestTimesketchGetsWhatItsImporterDemands(t *testing.T) {
	r := brokenCase()
	history := &r.Groups[1].Devices[1].History
	(*history)[0].Why = strings.Repeat("é", maxTimesketchBytes)
	*history = append(*history, analyze.Step{Kind: "add", MessageID: "no time"})
	types := map[string]string{}
	for line := range strings.Lines(render(t, r, Timesketch, Style{})) {
		var event map[string]any
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			t.Fatal(err)
		}
		for k, v := range event {
			kind := jsonType(v)
			if types[k] != "" && types[k] != kind {
				t.Errorf("%s is %s and %s", k, types[k], kind)
			}
			types[k] = kind
			if s, ok := v.(string); ok && len(s) > maxTimesketchBytes {
				t.Errorf("%s has %d bytes", k, len(s))
			}
		}
		at, err := time.Parse("2006-01-02T15:04:05.000000-07:00", event["datetime"].(string))
		if err != nil || at.Year() < firstTimesketchYear || !strings.HasSuffix(event["datetime"].(string), "+00:00") {
			t.Errorf("datetime %v: %v", event["datetime"], err)
		}
		if event["message"] == "" || event["timestamp_desc"] == "" {
			t.Errorf("event without message or timestamp_desc: %s", line)
		}
	}
	if len(types) == 0 {
		t.Error("no events")
	}
}

func jsonType(v any) string {
	switch v.(type) {
	case string:
		return "string"
	case bool:
		return "bool"
	case float64:
		return "number"
	case []any:
		return "list"
	}
	return "other"
}

func hostileEntry() evidence.ListEntry {
	offset := int64(0)
	at := time.Unix(1795217379, 0)
	return evidence.ListEntry{
		Device: hostile, Archive: hostile, Offset: &offset, Length: 7, Folder: hostile, Flags: hostile,
		Arrival: &at, UID: 7, Basis: "imap-uid", SHA256: "ab", MessageID: hostile, Bucket: "chat",
	}
}

func renderList(t *testing.T, format Format, entries ...evidence.ListEntry) string {
	t.Helper()
	var buf bytes.Buffer
	list, err := NewList(&buf, format)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if err := list.Entry(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := list.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestAListShowsWhereEachMessageLies(t *testing.T) {
	offset := int64(4096)
	at := time.Unix(1795217379, 0)
	entries := []evidence.ListEntry{
		{Device: "bob", Archive: "bob.mbox", Offset: &offset, Length: 99, Arrival: &at, Basis: "position", SHA256: "ab", MessageID: "1@x", Bucket: "chat"},
		{Device: "alice", Archive: "alice/Maildir", File: "cur/1", Length: 12, UID: 3, Basis: "imap-uid", SHA256: "cd", Bucket: "other"},
	}
	want := "2026-11-20T23:29:39Z  bob         chat          1@x  bob.mbox:@4096\n" +
		"-                     alice       other         -  alice/Maildir/cur/1\n"
	if diff := cmp.Diff(want, renderList(t, Text, entries...)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	want = "device,archive,offset,length,file,folder,flags,arrival,uid,basis,sha256,message_id,bucket\n" +
		"bob,bob.mbox,4096,99,,,,2026-11-20T23:29:39Z,,position,ab,1@x,chat\n" +
		"alice,alice/Maildir,,12,cur/1,,,,3,imap-uid,cd,,other\n"
	if diff := cmp.Diff(want, renderList(t, CSV, entries...)); diff != "" {
		t.Errorf("csv (-want +got):\n%s", diff)
	}
}

// full is a disk that takes no bytes.
type full struct{}

var errFull = errors.New("no space left")

func (full) Write([]byte) (int, error) { return 0, errFull }

var _ io.Writer = full{}

func TestAFullDiskIsReported(t *testing.T) {
	for _, format := range Formats() {
		if err := Write(full{}, brokenCase(), format, Style{}); !errors.Is(err, errFull) {
			t.Errorf("%s: error is %v", format, err)
		}
	}
	for _, format := range ListFormats() {
		list, err := NewList(full{}, format)
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(list.Entry(hostileEntry()), list.Close()); !errors.Is(err, errFull) {
			t.Errorf("list %s: error is %v", format, err)
		}
	}
}

func TestUnknownFormatsAreNamedWithTheKnownOnes(t *testing.T) {
	_, err := ParseFormat("xml", Formats())
	if !errors.Is(err, ErrFormat) || !strings.Contains(err.Error(), `"xml"`) || !strings.Contains(err.Error(), "timesketch") {
		t.Errorf("error is %v", err)
	}
	if f, err := ParseFormat("csv", ListFormats()); f != CSV || err != nil {
		t.Errorf("csv: %v, %v", f, err)
	}
}
