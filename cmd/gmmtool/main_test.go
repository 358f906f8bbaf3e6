package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"gmmtool": main})
}

// TestScript runs testdata/script: the real program, in a fresh directory for
// each file, with $TESTDATA naming the repository's testdata.
func TestScript(t *testing.T) {
	mail, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	dir, files := filepath.Join("testdata", "script"), []string(nil)
	if testing.Short() { // of each command that does several things at a time, one
		for _, name := range []string{"analyze", "apply", "batch", "correct", "dedupe", "index", "simulate"} {
			files = append(files, filepath.Join(dir, name+".txtar"))
		}
		dir = ""
	}
	testscript.Run(t, testscript.Params{
		Dir:                 dir,
		Files:               files,
		RequireExplicitExec: false,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Condition: func(name string) (bool, error) {
			if name == "long" {
				return os.Getenv("GMMTOOL_LONG") != "", nil
			}
			return false, fmt.Errorf("condition %q is not known", name)
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("TESTDATA", mail)
			e.Setenv("TZ", "Pacific/Auckland") // no output may depend on it
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "smtpserver": smtpServer},
	})
}

// exits runs a command and demands its exit code: "exits 3 gmmtool list x.mbox".
// The code is an interface; "!" would take any failure for the right one.
func exits(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exits CODE command...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		got = failed.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}
