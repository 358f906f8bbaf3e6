package mboxio

import (
	"bytes"
	"io/fs"
	"path"
	"strings"
)

// maxAttributes bounds what is read of a file of attributes, in bytes.
const maxAttributes = 16 << 20

// dovecotUses reads which mailboxes of an account have a special use (RFC 6154)
// that a client set: Dovecot keeps such metadata in dovecot-attributes, in the
// account's folder or the one above, as lines of keys and values in turn
// (mail_attribute_dict). A key has the GUID of its mailbox, which dovecot-uidlist
// has too.
func dovecotUses(fsys fs.FS, account string) map[string]SpecialUse {
	uses := map[string]SpecialUse{}
	for _, dir := range []string{account, path.Dir(account)} {
		data, err := readRegular(fsys, path.Join(dir, "dovecot-attributes"), maxAttributes)
		if err != nil {
			continue
		}
		for len(data) > 0 {
			var key, value []byte
			key, data, _ = bytes.Cut(data, []byte("\n"))
			value, data, _ = bytes.Cut(data, []byte("\n"))
			if guid, ok := specialUseKey(string(key)); ok {
				uses[guid] = useOfAttribute(string(value))
			}
		}
		break
	}
	return uses
}

// specialUseKey takes the GUID out of "priv/GUID/specialuse".
func specialUseKey(key string) (guid string, ok bool) {
	rest, ok := strings.CutSuffix(key, "/specialuse")
	return path.Base(rest), ok
}

// useOfAttribute reads special-use attributes, "\Junk \Important".
func useOfAttribute(value string) SpecialUse {
	for attribute := range strings.FieldsSeq(value) {
		switch strings.ToLower(attribute) {
		case `\junk`:
			return UseJunk
		case `\drafts`:
			return UseDrafts
		case `\sent`:
			return UseSent
		case `\trash`:
			return UseTrash
		}
	}
	return UseNone
}
