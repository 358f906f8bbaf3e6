package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// parseOptions makes options of the flags. It reads the keys and passphrase
// they name, so that a wrong name is found before any work is done.
func (p *process) parseOptions(c *cli.Context) (opts evidence.Options, err error) {
	opts = evidence.Options{Jobs: c.Int("jobs"), Spool: newSpool}
	if opts.Jobs < 1 {
		return opts, withHint("give 1 or more, or leave it out", "--jobs %d is not a number of threads", opts.Jobs)
	}
	if opts.Addresses, err = parseAddresses(c.StringSlice("address")); err != nil {
		return opts, err
	}
	if opts.Rules, err = parseRules(c.StringSlice("rules")); err != nil {
		return opts, err
	}
	if opts.Keys, err = readKeys(c.StringSlice("key")); err != nil {
		return opts, err
	}
	opts.Passphrase, err = p.readPassphrases(c.StringSlice("passphrase-file"), c.Int("passphrase-fd"))
	return opts, err
}

// readPassphrases reads [DEVICE=]FILE; without a device it is for all that have
// none of their own. Nil means that there is none.
func (p *process) readPassphrases(files []string, descriptor int) (func(device string) ([]byte, bool), error) {
	byDevice := map[string][]byte{}
	if len(files) == 0 {
		files = []string{""}
	}
	for _, value := range files {
		device, file := splitDevice(value)
		fd := -1
		if device == "" {
			fd = descriptor
		}
		passphrase, err := p.readPassphrase(file, fd)
		if err != nil {
			return nil, err
		}
		if passphrase != nil {
			byDevice[device] = passphrase
		}
	}
	if len(byDevice) == 0 {
		return nil, nil
	}
	return func(device string) ([]byte, bool) {
		if own, ok := byDevice[device]; ok {
			return own, true
		}
		passphrase, ok := byDevice[""]
		return passphrase, ok
	}, nil
}

// parseMoment reads RFC 3339; no text is not a time.
func parseMoment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	moment, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return moment, withHint("write date, time and zone, for example --at 2026-11-20T23:00:00Z", "--at %q is not a time", text)
	}
	return moment, nil
}

func parseAddresses(values []string) (map[string][]string, error) {
	addresses := map[string][]string{}
	for _, value := range values {
		device, address, found := strings.Cut(value, "=")
		if !found || device == "" || !strings.Contains(address, "@") {
			return nil, withHint("write --address DEVICE=ADDRESS, for example --address phone=alice@example.org", "--address %q is incomplete", value)
		}
		addresses[device] = append(addresses[device], address)
	}
	return addresses, nil
}

// parseRules reads [DEVICE=]VERSION; without a device it is for all, under "".
func parseRules(values []string) (map[string]string, error) {
	rules := map[string]string{}
	for _, value := range values {
		device, release, found := strings.Cut(value, "=")
		if !found {
			device, release = "", value
		}
		if release == "" {
			return nil, withHint("write --rules VERSION or --rules DEVICE=VERSION, for example --rules 1.139", "--rules %q is incomplete", value)
		}
		rules[device] = release
	}
	return rules, nil
}

func readKeys(values []string) ([]evidence.KeyFile, error) {
	var keys []evidence.KeyFile
	for _, value := range values {
		device, path := splitDevice(value)
		data, err := readSmall(path, evidence.MaxKeyFile)
		if err != nil {
			return nil, withHint("name a file of keys that you may read", "%s: key cannot be read: %w", path, err)
		}
		keys = append(keys, evidence.KeyFile{Device: device, Path: path, Data: data})
	}
	return keys, nil
}

// readSmall reads a regular file of at most max bytes, or a link to one. Nothing
// else is opened: a pipe would wait for ever, a device never end.
func readSmall(path string, max int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, cause(err)
	case !info.Mode().IsRegular():
		return nil, evidence.ErrNotRegular
	case info.Size() > max:
		return nil, fmt.Errorf("%w: more than %d KiB", evidence.ErrTooLarge, max>>10)
	}
	data, err := os.ReadFile(path)
	return data, cause(err)
}
