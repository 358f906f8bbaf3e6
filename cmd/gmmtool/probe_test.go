package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gmmtool/gmmtool/dedupe/probe"
)

func TestTheStateOfProbesIsNotOverwrittenByAnOlderOne(t *testing.T) {
	dir := t.TempDir()
	open := func(name string) *probes {
		p := &probes{path: filepath.Join(dir, "state.json")}
		if err := p.read(); err != nil {
			t.Fatal(err)
		}
		var err error
		if p.folder, err = newFolder(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		return p
	}
	first, second := open("first"), open("second")
	files := []probe.File{{Name: "probe.eml", Data: []byte("x")}}
	if err := first.keep(first.state, files); err != nil {
		t.Fatal(err)
	}
	if err := second.keep(second.state, files); !errors.Is(err, errRefused) {
		t.Errorf("the second run: %v", err)
	}
	first.discard()
	second.discard()
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 || entries[0].Name() != "first" || entries[1].Name() != "state.json" {
		t.Errorf("left: %v, %v", entries, err)
	}
	info, err := os.Stat(filepath.Join(dir, "state.json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestLivesOfQuestionsAreDaysOrHours(t *testing.T) {
	for text, want := range map[string]time.Duration{"14d": 336 * time.Hour, "36h": 36 * time.Hour, "90d": probe.MaxLife} {
		if got, err := parseLife(text); got != want || err != nil {
			t.Errorf("%q: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "d", "0d", "-1d", "91d", "2161h", "5", "5m", "1.5d", "99999999999999999999d", "5 d"} {
		if got, err := parseLife(text); err == nil {
			t.Errorf("%q is taken for %v", text, got)
		}
	}
}
