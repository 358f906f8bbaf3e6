package store

import "errors"

// Devices lists the devices by name.
func (s *Store) Devices() (list []Device, err error) {
	err = s.query("SELECT name, addresses, rules FROM device ORDER BY name", func(r row) error {
		list = append(list, Device{r.text(0), r.bytes(1), r.text(2)})
		return nil
	})
	return list, err
}

// Keys lists the keys that came as files, by device, path and number.
func (s *Store) Keys() (list []Key, err error) {
	err = s.query("SELECT device, path, number, fingerprint, secret, locked, public FROM key ORDER BY device, path, number", func(r row) error {
		list = append(list, Key{Device: r.text(0), Path: r.text(1), Number: int(r.number(2)), Fingerprint: r.text(3),
			Secret: r.isTrue(4), Locked: r.isTrue(5), Public: r.bytes(6)})
		return nil
	})
	return list, err
}

// Backups lists the databases of clients by device and path.
func (s *Store) Backups() (list []Backup, err error) {
	err = s.query("SELECT id, device, path, source, form, digest, content FROM backup ORDER BY device, path", func(r row) error {
		list = append(list, Backup{ID: r.number(0), Device: r.text(1), Path: r.text(2), Source: r.text(3), Form: r.text(4), Digest: r.digest(5), Content: r.bytes(6)})
		return nil
	})
	for i := range list {
		if err == nil {
			err = s.readBackupKeys(&list[i])
		}
	}
	return list, err
}

func (s *Store) readBackupKeys(b *Backup) error {
	return s.query("SELECT number, own, fingerprint, secret, locked, public FROM backup_key WHERE backup=? ORDER BY number", func(r row) error {
		b.Keys = append(b.Keys, Key{Device: b.Device, Path: b.Path, Number: int(r.number(0)), Own: r.isTrue(1), Fingerprint: r.text(2),
			Secret: r.isTrue(3), Locked: r.isTrue(4), Public: r.bytes(5)})
		return nil
	}, b.ID)
}

// Archives lists the archives by device and path.
func (s *Store) Archives() (list []Archive, err error) {
	err = s.query(`SELECT id, device, path, source, dialect, bytes, messages, ordinary, junk, drafts, mailboxes, errors, notes, tried, state
		FROM archive ORDER BY device, path`, func(r row) error {
		list = append(list, Archive{ID: r.number(0), Device: r.text(1), Path: r.text(2), Source: r.text(3), Dialect: r.text(4),
			Bytes: r.number(5), Messages: int(r.number(6)), Ordinary: int(r.number(7)), Junk: int(r.number(8)), Drafts: int(r.number(9)),
			Mailboxes: r.bytes(10), Errors: r.bytes(11), Notes: r.bytes(12), Tried: r.bytes(13), State: r.bytes(14)})
		return nil
	})
	return list, err
}

// Events gives the events of an archive in its order.
func (s *Store) Events(archive int64, take func(Event) error) error {
	return s.query(`SELECT position, message, member, key, offset, in_file, length, sha256, folder, flags, use, uid, basis, arrived, time_basis, received, delivered_to, chat, message_id
		FROM event WHERE archive=? ORDER BY position`, func(r row) error {
		return take(Event{Position: r.number(0), Message: r.number(1), Member: r.text(2), Key: r.text(3), Offset: r.number(4), InFile: r.isTrue(5),
			Length: r.number(6), SHA256: r.digest(7), Folder: r.text(8), Flags: r.text(9), Use: r.text(10), UID: r.number(11),
			Basis: r.text(12), Arrived: r.text(13), TimeBasis: r.text(14), Received: r.text(15), DeliveredTo: r.text(16), Chat: r.isTrue(17), MessageID: r.text(18)})
	}, archive)
}

// Messages gives the content of every message, or of chat mail alone. It is good
// until take returns.
func (s *Store) Messages(onlyChat bool, take func(id int64, content []byte) error) error {
	return s.query("SELECT id, content FROM message WHERE chat>=? ORDER BY id", func(r row) error {
		return take(r.number(0), r.ColumnRawText(1))
	}, onlyChat)
}

// Content gives the content of one message.
func (s *Store) Content(id int64) (content []byte, err error) {
	err = s.query("SELECT content FROM message WHERE id=?", func(r row) error {
		content = r.bytes(0)
		return nil
	}, id)
	return content, err
}

// HasViews reports whether there are any [View]s.
func (s *Store) HasViews() (has bool, err error) {
	err = s.query("SELECT EXISTS (SELECT 1 FROM views)", func(r row) error {
		has = r.isTrue(0)
		return nil
	})
	return has, err
}

// CountEvents counts the chat mail of an archive.
func (s *Store) CountEvents(archive int64) (n int, err error) {
	err = s.query("SELECT count(*) FROM event WHERE archive=? AND chat", func(r row) error {
		n = int(r.number(0))
		return nil
	}, archive)
	return n, err
}

// A SealedEvent is one whose bytes are kept because its device could not open it.
type SealedEvent struct {
	Position, Message int64
	SHA256            Digest
}

// Sealed lists the events of an archive that were not opened.
func (s *Store) Sealed(archive int64) (list []SealedEvent, err error) {
	err = s.query("SELECT position, message, event.sha256 FROM event JOIN raw USING (sha256) WHERE archive=? AND reason=? ORDER BY position", func(r row) error {
		list = append(list, SealedEvent{r.number(0), r.number(1), r.digest(2)})
		return nil
	}, archive, RawSealed)
	return list, err
}

// Files gives the files of an archive that hold one message each.
func (s *Store) Files(archive int64, take func(File) error) error {
	return s.query("SELECT key, bytes, event FROM file WHERE archive=?", func(r row) error {
		return take(File{r.text(0), r.number(1), r.isTrue(2)})
	}, archive)
}

// Problems lists what could not be looked into in each source: the source, a text,
// a hint.
func (s *Store) Problems() (list [][3]string, err error) {
	err = s.query("SELECT source, text, hint FROM problem ORDER BY source, number", func(r row) error {
		list = append(list, [3]string{r.text(0), r.text(1), r.text(2)})
		return nil
	})
	return list, err
}

// Certificates gives every certificate, by digest.
func (s *Store) Certificates(take func(Certificate) error) error {
	return s.query("SELECT digest, fingerprint, form, data FROM certificate ORDER BY digest", func(r row) error {
		return take(Certificate{r.digest(0), r.text(1), r.text(2), r.bytes(3)})
	})
}

// ErrNotKept: the store does not keep the bytes of the message.
var ErrNotKept = errors.New("the store does not keep its bytes")

// Raw gives the bytes of a message, by the digest of what lay in the archive, and
// why they are kept.
func (s *Store) Raw(digest Digest) (data []byte, reason string, err error) {
	err = s.query("SELECT data, reason FROM raw WHERE sha256=?", func(r row) error {
		data, reason = r.bytes(0), r.text(1)
		return nil
	}, digest)
	if err == nil && reason == "" {
		err = ErrNotKept
	}
	return data, reason, err
}
