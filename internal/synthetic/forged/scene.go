package forged

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing/fstest"
)

// ErrNoTruth: no device of the case says what its client showed, or none has mail.
var ErrNoTruth = errors.New("no truth.json beside a mailbox")

// A Scene is a case that mail is forged against.
type Scene struct {
	files   fstest.MapFS
	devices []device // by name
	sealed  []letter // sealed mail of the case, by file
	newest  int64    // unix seconds, when a client last showed something new
	chance  *rand.ChaCha8
	random  *rand.Rand
}

type device struct {
	name        string
	address     string
	certificate []byte // armored
	groups      []group
}

type group struct {
	ID      string   `json:"grpid"`
	Name    string   `json:"name"`
	Members []string `json:"members"`
	History []struct {
		Time int64 `json:"time"`
	} `json:"history"`
}

// A letter is one sealed message and whose mailbox holds it.
type letter struct {
	device string
	data   []byte
}

// NewScene reads a case folder named "case": of each device its truth.json, its
// certificate, and the sealed mail in its Maildir.
func NewScene(files fstest.MapFS, seed uint64) (*Scene, error) {
	var key [32]byte
	copy(key[:], strconv.FormatUint(seed, 10))
	chance := rand.NewChaCha8(key)
	s := &Scene{files: files, chance: chance, random: rand.New(chance)}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		data, parts := files[name].Data, strings.Split(name, "/")
		switch {
		case path.Base(name) == "truth.json":
			if err := s.addDevice(parts[1], data); err != nil {
				return nil, err
			}
		case path.Base(path.Dir(name)) == "cur" && bytes.Contains(data, []byte("multipart/encrypted")):
			s.sealed = append(s.sealed, letter{parts[1], data})
		}
	}
	if len(s.devices) == 0 {
		return nil, ErrNoTruth
	}
	return s, nil
}

func (s *Scene) addDevice(name string, truth []byte) error {
	var said struct {
		Address string  `json:"address"`
		Groups  []group `json:"groups"`
	}
	if err := json.Unmarshal(truth, &said); err != nil {
		return err
	}
	d := device{name: name, address: said.Address, groups: said.Groups}
	for file, f := range s.files {
		if ok, _ := path.Match("case/"+name+"/keys/public*", file); ok {
			d.certificate = f.Data
		}
	}
	for _, g := range d.groups {
		for _, h := range g.History {
			s.newest = max(s.newest, h.Time)
		}
	}
	s.devices = append(s.devices, d)
	return nil
}

// mailboxes are the devices with mail in their inbox.
func (s *Scene) mailboxes() []device {
	return slices.DeleteFunc(slices.Clone(s.devices), func(d device) bool {
		for file := range s.files {
			if ok, _ := path.Match("case/"+d.name+"/Maildir/cur/*", file); ok {
				return false
			}
		}
		return true
	})
}

// With is the case with a forgery in the inbox of its victim, as the mail server
// would have filed it.
func (s *Scene) With(f Forgery) fstest.MapFS {
	files := maps.Clone(s.files)
	box := "case/" + f.Victim + "/Maildir/"
	name := fmt.Sprintf("%d.M1P1Q99999.lab", s.newest+60)
	files[box+"cur/"+name+"!2,"] = &fstest.MapFile{Data: f.Data}
	if list, ok := files[box+"dovecot-uidlist"]; ok {
		files[box+"dovecot-uidlist"] = &fstest.MapFile{Data: fmt.Appendf(bytes.TrimRight(list.Data, "\n"), "\n%d :%s\n", nextUID(list.Data), name)}
	}
	return files
}

// nextUID is the UID the next message gets. Dovecot brings its count in the first
// line up to date only when it writes the list anew.
func nextUID(list []byte) int {
	next := 1
	for line := range strings.Lines(string(list)) {
		if number, _, found := strings.Cut(line, " :"); found {
			uid, _ := strconv.Atoi(strings.Fields(number)[0])
			next = max(next, uid+1)
		} else if count := countField.FindStringSubmatch(line); count != nil {
			uid, _ := strconv.Atoi(count[1])
			next = max(next, uid)
		}
	}
	return next
}

var countField = regexp.MustCompile(` N(\d+)`)
