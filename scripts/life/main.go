// Command life writes a made-up group life into a new folder, one mbox per device,
// for scripts/bench.sh.
//
//	go run ./scripts/life OUT DEVICES MESSAGES [SHAPE]
//
// SHAPE is one of gmms, members, renames, references, corrections, chains, groups,
// pairs; without it one message in twenty changes the group.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/gmmtool/gmmtool/internal/synthetic"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "life:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return fmt.Errorf("OUT DEVICES MESSAGES [SHAPE]")
	}
	devices, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	messages, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	shape := ""
	if len(args) > 3 {
		shape = args[3]
	}
	life, err := shaped(shape, devices, messages)
	if err != nil {
		return err
	}
	for name, file := range life.Case() {
		path := filepath.Join(args[0], filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, file.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// shaped is a life of a size in which one thing grows.
func shaped(shape string, devices, messages int) (synthetic.Life, error) {
	life := synthetic.Life{Devices: devices, Messages: messages}
	switch shape {
	case "":
	case "gmms":
		life.Change = 1
	case "members":
		life.Members, life.Messages = messages, 60
	case "renames":
		life.Renames = true
	case "references":
		life.References, life.Messages = messages/20, 400
	case "corrections":
		life.Correction = true
	case "chains":
		life.Chain = true
	case "groups":
		life.Groups = messages / 10
	case "pairs":
		life.Pairs = true
	default:
		return life, fmt.Errorf("no shape %q", shape)
	}
	return life, nil
}
