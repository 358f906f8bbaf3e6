// Command database writes a client's database with many messages, for
// scripts/bench.sh. It is run in the folder of the project.
//
//	go run ./scripts/database FILE MESSAGES
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/gmmtool/gmmtool/internal/backup/backuptest"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "database:", err)
		os.Exit(2)
	}
}

// textLength makes 300,000 messages a database of 115 MB.
const textLength = 110

func run(args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("FILE MESSAGES")
	}
	messages, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	files, err := filepath.Glob("testdata/backups/of-2.62/alice/*.tar.gz")
	if err != nil || len(files) != 1 {
		return fmt.Errorf("%d backups in testdata: %w", len(files), os.ErrNotExist)
	}
	data, err := backuptest.Unpack(files[0])
	if err != nil {
		return err
	}
	return backuptest.Grow(args[0], data, messages, textLength)
}
