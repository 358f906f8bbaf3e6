package evidence

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"go.yaml.in/yaml/v4"
)

// maxCaseFile is how large a case.yaml may be, in bytes.
const maxCaseFile = 1 << 20

// caseDescription is a case.yaml: what discovery cannot know. Paths are
// relative to the file and may not leave its folder.
type caseDescription struct {
	Merge   string `yaml:"merge"`
	Devices []struct {
		Name      string   `yaml:"name"`
		Addresses []string `yaml:"addresses"`
		Archives  []string `yaml:"archives"`
		Keys      []string `yaml:"keys"`
		Rules     string   `yaml:"rules"`
	} `yaml:"devices"`
}

// addCaseFile reads a case.yaml. Flags override it.
func (d *discovery) addCaseFile(s Source) error {
	wrong := func(format string, args ...any) error {
		return &Error{Path: s.Path, Err: fmt.Errorf("%w: %s", ErrCaseFile, fmt.Sprintf(format, args...)), Fix: "see the manual, \"case.yaml\""}
	}
	data, err := readSmall(s.FS, s.Name, maxCaseFile)
	if err != nil {
		return &Error{Path: s.Path, Err: err, Fix: "check that it is a file you may read; see the manual, \"case.yaml\""}
	}
	var description caseDescription
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	decoder.KnownFields(true)
	if err := decoder.Decode(&description); err != nil {
		return wrong("%s", inYAML(err))
	}
	switch description.Merge {
	case "", "on":
	case "off":
		d.c.mergeOff = true
	default:
		return wrong("merge is %q, not on or off", description.Merge)
	}
	folder := path.Dir(s.Name)
	for i, entry := range description.Devices {
		if entry.Name == "" {
			return wrong("device %d has no name", i+1)
		}
		dev := d.device(entry.Name)
		for _, file := range append(entry.Archives, entry.Keys...) {
			if !fs.ValidPath(path.Clean(file)) {
				return wrong("path %q of device %q leaves the folder", file, entry.Name)
			}
		}
		for _, address := range entry.Addresses {
			dev.addresses = append(dev.addresses, strings.ToLower(address))
		}
		if entry.Rules != "" {
			if err := dev.setRules(entry.Rules); err != nil {
				return err
			}
		}
		for _, file := range entry.Archives {
			if err := d.add(Source{Device: entry.Name, Path: path.Join(path.Dir(s.Path), file), FS: s.FS, Name: path.Join(folder, file)}); err != nil {
				return err
			}
		}
		for _, file := range entry.Keys {
			d.readKeyFile(dev, s.FS, path.Join(folder, file), path.Join(path.Dir(s.Path), file))
		}
		if len(entry.Archives) == 0 {
			if _, err := fs.Stat(s.FS, path.Join(folder, entry.Name)); errors.Is(err, fs.ErrNotExist) {
				if len(entry.Keys) > 0 {
					continue // a device whose client keeps no mail
				}
				return wrong("device %q has no archives, and there is no folder of its name", entry.Name)
			}
			sub := cmp.Or(path.Join(folder, entry.Name), entry.Name)
			d.addDeviceFolder(entry.Name, Source{Path: path.Join(path.Dir(s.Path), entry.Name), FS: s.FS, Name: sub})
		}
	}
	return nil
}
