package evidence

import (
	"encoding/json"
	"fmt"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
	"github.com/gmmtool/gmmtool/mboxio"
)

// Schema is the version of the serialised form of an [Evidence]. What changes
// the meaning of a field raises it.
const Schema = 1

// Evidence is a case reduced to values: the events of every device, and what
// else its archives told. Histories are built from it alone.
type Evidence struct {
	Schema       int          `json:"schema"`
	Devices      []Device     `json:"devices"` // by name
	Inputs       []Input      `json:"inputs"`
	Certificates Certificates `json:"certificates"` // every certificate of the case, secret parts left out when serialised
	// KeyFiles are those of them that came as files, each primary fingerprint once
	// for each file.
	KeyFiles []pgp.Fingerprint `json:"key_files,omitempty"`
	Messages int               `json:"messages"` // read; the events and the ordinary ones
	Ordinary int               `json:"ordinary"` // messages that are not chat mail, and have no event
	// Filed are those of the ordinary messages that count as junk or drafts.
	Filed map[Bucket]int `json:"filed,omitempty"`
	// Problems are what reading met, discovery included. None of them stopped it.
	Problems []error `json:"-"`
}

// A Device is what was read of one client of one account.
type Device struct {
	Name string `json:"name"`
	// Path is its first archive, for errors; the name if there is none.
	Path string `json:"path"`
	// Addresses are those that flags, the case.yaml or its own keys name.
	Addresses []string `json:"addresses,omitempty"`
	Keys      []OwnKey `json:"keys,omitempty"`
	// Rules is the release the user set; the zero value asks to recognise it.
	Rules     release.Release `json:"rules,omitzero"`
	RulesSet  bool            `json:"rules_set,omitempty"`
	Events    []*Event        `json:"events,omitempty"` // in archive order
	Mailboxes []Mailbox       `json:"mailboxes,omitempty"`
	// Backup is what its database says: its owner's word. Nil if there is none.
	Backup *Database `json:"backup,omitempty"`
}

// An OwnKey is a secret key that came with a device: mail it signed is its own.
type OwnKey struct {
	Fingerprint pgp.Fingerprint `json:"fpr"` // of the primary key
	Locked      bool            `json:"locked,omitempty"`
}

// A Mailbox is one folder as its server numbers it. UIDs that were given out
// and belong to no message any more are mail that was moved or deleted.
type Mailbox struct {
	Folder   string `json:"folder"`
	UIDNext  uint32 `json:"uid_next"` // the UID the next message would get, 0 if unknown
	Messages int64  `json:"messages"` // that lie in it now
	Numbered int64  `json:"numbered"` // of these, messages that the server gave a UID
}

// InJunk reports whether the mailbox is where spam is filed.
func (m Mailbox) InJunk() bool { return mboxio.UseOf(m.Folder) == mboxio.UseJunk }

// IsDraft reports whether the mailbox is where unsent mail lies.
func (m Mailbox) IsDraft() bool { return mboxio.UseOf(m.Folder) == mboxio.UseDrafts }

// Input is one archive as it was read.
type Input struct {
	Path     string   `json:"path"`
	Device   string   `json:"device" redact:"device"`
	Bytes    int64    `json:"bytes"`    // uncompressed bytes read
	Messages int      `json:"messages"` // messages found
	Dialect  string   `json:"dialect"`  // "maildir", "mboxrd", "eml", ...
	Errors   []string `json:"errors,omitempty"`
	// Notes say what was read from a form that is only guessed, or translated, and
	// why it does not count.
	Notes []string `json:"notes,omitempty"`
	// FromStore reports that the archive itself was not looked at in this run. Results
	// do not tell: they are the same either way.
	FromStore bool `json:"-"`
}

// Unreadable reports whether some input could not be read.
func Unreadable(inputs []Input) bool {
	for _, input := range inputs {
		if len(input.Errors) > 0 {
			return true
		}
	}
	return false
}

// UnmarshalJSON reads the serialised form; copies of one message become one again.
func (v *Evidence) UnmarshalJSON(data []byte) error {
	type plain Evidence
	if err := json.Unmarshal(data, (*plain)(v)); err != nil {
		return err
	}
	if v.Schema != Schema {
		return fmt.Errorf("evidence of schema %d, not %d", v.Schema, Schema)
	}
	var pool gmm.Pool
	for i := range v.Devices {
		for _, e := range v.Devices[i].Events {
			e.Message = pool.Adopt(e.Message)
		}
	}
	return nil
}

// Verify judges the signatures that had to wait until all certificates are known.
func (v *Evidence) Verify() {
	for i := range v.Devices {
		for _, e := range v.Devices[i].Events {
			if e.Message.AwaitsCertificate() {
				e.Message.Verify(v.Certificates.Ring)
			}
		}
	}
}

// owns reports whether a secret key that came with the device has this primary
// fingerprint.
func (d *Device) owns(fingerprint pgp.Fingerprint) bool {
	for _, key := range d.Keys {
		if key.Fingerprint == fingerprint {
			return true
		}
	}
	return false
}
