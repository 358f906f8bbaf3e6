package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestALifeThatCannotBePlayedSaysWhatToDo(t *testing.T) {
	const journal = `{"journal": [{"at": 1, "op": "device", "device": "alice", "version": "2"}, {"at": 2, "op": "create", "group": "G", "by": "alice"}],
		"network": [{"at": 2, "sender": "alice@x.example", "to": "alice@x.example", "verdict": "deliver"}]}`
	for _, tc := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"a folder without a journal", map[string]string{"other.json": "{}"}, "scenario.json: cannot be read: no such file or directory\n  hint: name the folder"},
		{"the journal itself", map[string]string{"life": journal}, "not a directory\n  hint: name the folder"},
		{"a folder of the journal's name", map[string]string{"scenario.json/x": ""}, "scenario.json: not a file\n  hint: name the folder"},
		{"a journal that was cut off", map[string]string{"scenario.json": journal[:60]}, "it ends too early\n  hint: docs/e2e.md"},
		{"a journal in which a device is missing", map[string]string{"scenario.json": strings.Replace(journal, `"by": "alice"`, `"by": "bob"`, 1)}, "scenario.json: not the journal of a group life: \"create\" at 2.000: by \"bob\": no such device\n  hint: docs/e2e.md"},
		{"what a client showed that was cut off", map[string]string{"scenario.json": journal, "alice/truth.json": "{"}, "alice/truth.json: not what a client showed: it ends too early\n  hint: docs/e2e.md"},
		{"two answers of one client", map[string]string{"scenario.json": journal, "a/truth.json": `{"device": "alice"}`, "b/truth.json": `{"device": "alice"}`}, "both of the device \"alice\"\n  hint: keep one"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "life")
			for name, text := range tc.files {
				file := filepath.Join(folder, filepath.FromSlash(name))
				if name == "life" {
					file = folder
				}
				if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			p, stdout, stderr := newProcess("simulate", "--life", folder)
			if code := p.run(t.Context()); code != exitError || stdout.Len() > 0 || !strings.Contains(stderr.String(), tc.want) {
				t.Errorf("exit code %d, stdout %q, stderr %q, want %q", code, stdout, stderr, tc.want)
			}
		})
	}
}
