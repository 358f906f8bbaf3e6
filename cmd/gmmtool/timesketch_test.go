package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// TestTimesketchTakesEveryBundledCase puts what is written through the checks of
// Timesketch's importer (timesketch/lib/utils.py, read_and_validate_jsonl and
// read_and_validate_csv; timesketch/lib/tasks.py, run_csv_jsonl) and of its
// client (importer_client, importer.py).
func TestTimesketchTakesEveryBundledCase(t *testing.T) {
	for _, folder := range caseFolders(t) {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			imported := timesketchImport{types: map[string]string{}}
			for line := range strings.Lines(result(t, "analyze", folder, "--format", "timesketch")) {
				if err := imported.add(line); err != nil {
					t.Errorf("%v\n%s", err, line)
				}
			}
			if imported.events == 0 {
				t.Error("no events")
			}
		})
	}
}

func TestTheTimesketchChecksRefuseWhatTheImporterDoes(t *testing.T) {
	sound := `{"message":"m","datetime":"2026-11-20T23:29:39.000000+00:00","timestamp":1795217379000000,"timestamp_desc":"d","tag":[],"members":1}`
	imported := timesketchImport{types: map[string]string{}}
	if err := imported.add(sound); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string][2]string{
		"no message":            {`"message":"m",`, ``},
		"an empty message":      {`"m"`, `""`},
		"another zone":          {`+00:00`, `+02:00`},
		"a year nobody lived":   {`2026-`, `1601-`},
		"another moment":        {`1795217379000000`, `1795217379000001`},
		"seconds":               {`1795217379000000`, `1795217379`},
		"a broken number":       {`1795217379000000`, `1.5`},
		"a key of its own":      {`"members"`, `"_id"`},
		"a key of the database": {`"members"`, `"timesketch_label"`},
		"an empty tag":          {`[]`, `[""]`},
		"a tag that is a text":  {`[]`, `"a"`},
		"another type":          {`"members":1`, `"members":"1"`},
		"an object":             {`"members":1`, `"members":{"a":1}`},
		"not JSON":              {`{`, "\ufeff{"},
		"too long a text":       {`"m"`, `"` + strings.Repeat("m", 32767) + `"`},
	} {
		again := timesketchImport{types: map[string]string{"members": "number"}}
		if err := again.add(strings.Replace(sound, change[0], change[1], 1)); err == nil {
			t.Errorf("%s passes", name)
		}
	}
}

// A timesketchImport is what an importer has seen of a file.
type timesketchImport struct {
	types  map[string]string // by key: of all events, or the index refuses the rest
	events int
}

func (i *timesketchImport) add(line string) error {
	var event map[string]any
	numbers := json.NewDecoder(strings.NewReader(line))
	numbers.UseNumber()
	if err := numbers.Decode(&event); err != nil {
		return err
	}
	for _, key := range []string{"message", "datetime", "timestamp_desc"} {
		if text, ok := event[key].(string); !ok || text == "" {
			return fmt.Errorf("no %s", key)
		}
	}
	for key, value := range event {
		if err := i.addField(key, value); err != nil {
			return err
		}
	}
	if fields := len(i.types); fields*2*11/10 > 1000 {
		return fmt.Errorf("%d fields are too many for an index", fields)
	}
	i.events++
	return checkTimes(event["datetime"].(string), event["timestamp"])
}

func (i *timesketchImport) addField(key string, value any) error {
	if strings.HasPrefix(key, "_") || slices.Contains([]string{"timesketch_label", "label", "lang"}, key) {
		return fmt.Errorf("the key %q is the database's own", key)
	}
	kind := fmt.Sprintf("%T", value)
	switch v := value.(type) {
	case string:
		kind = "string"
		if len(v) > 32766 { // what Lucene can index
			return fmt.Errorf("%s has %d bytes", key, len(v))
		}
	case json.Number:
		kind = "number"
	case bool:
		kind = "bool"
	case []any:
		kind = "list"
		for _, tag := range v {
			if text, ok := tag.(string); !ok || text == "" {
				return fmt.Errorf("%s holds %v", key, tag)
			}
		}
	default:
		return fmt.Errorf("%s is a %s", key, kind)
	}
	if (key == "tag") != (kind == "list") {
		return fmt.Errorf("%s is a %s", key, kind)
	}
	if before := i.types[key]; before != "" && before != kind {
		return fmt.Errorf("%s was a %s and is a %s", key, before, kind)
	}
	i.types[key] = kind
	return nil
}

// checkTimes wants the moment twice: in words with its zone, and in whole
// microseconds.
func checkTimes(datetime string, timestamp any) error {
	at, err := time.Parse("2006-01-02T15:04:05.000000-07:00", datetime)
	if err != nil {
		return err
	}
	if year := at.UTC().Year(); year < 1700 || year > 9999 || !strings.HasSuffix(datetime, "+00:00") {
		return fmt.Errorf("datetime %q would be dropped or moved", datetime)
	}
	number, _ := timestamp.(json.Number)
	if micro, err := number.Int64(); err != nil || micro != at.UnixMicro() {
		return fmt.Errorf("timestamp %v is not %q in microseconds", timestamp, datetime)
	}
	return nil
}
