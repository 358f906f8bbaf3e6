package store

import "errors"

// Update runs change in one transaction: all of it is kept, or nothing.
func (s *Store) Update(change func() error) error {
	if err := s.failure(s.conn.Exec("BEGIN IMMEDIATE")); err != nil {
		return err
	}
	err := change()
	if err == nil {
		err = s.failure(s.conn.Exec("COMMIT"))
	}
	if err != nil && !s.conn.GetAutocommit() {
		err = errors.Join(err, s.failure(s.conn.Exec("ROLLBACK")))
	}
	return err
}

// PutDevice stores what the user says of a device, in place of what was said.
func (s *Store) PutDevice(d Device) error {
	return s.exec("INSERT OR REPLACE INTO device VALUES (?, ?, ?)", d.Name, jsonText(d.Addresses), d.Rules)
}

// DropDevice forgets a device of which the store has nothing any more.
func (s *Store) DropDevice(name string) error {
	return s.exec(`DELETE FROM device WHERE name=? AND NOT EXISTS (SELECT 1 FROM archive WHERE device=name)
		AND NOT EXISTS (SELECT 1 FROM key WHERE device=name) AND NOT EXISTS (SELECT 1 FROM backup WHERE device=name)`, name)
}

// PutKey stores a key that came as a file.
func (s *Store) PutKey(k Key) error {
	return s.exec("INSERT OR REPLACE INTO key VALUES (?, ?, ?, ?, ?, ?, ?)", k.Device, k.Path, k.Number, k.Fingerprint, k.Secret, k.Locked, k.Public)
}

// DropKeys forgets the keys of a file.
func (s *Store) DropKeys(device, path string) error {
	return s.exec("DELETE FROM key WHERE device=? AND path=?", device, path)
}

// PutBackup stores the database of a client, in place of an earlier state.
func (s *Store) PutBackup(b Backup) error {
	if err := s.DropBackup(b.Device, b.Path); err != nil {
		return err
	}
	id, err := s.insert("INSERT INTO backup (device, path, source, form, digest, content) VALUES (?, ?, ?, ?, ?, ?)",
		b.Device, b.Path, b.Source, b.Form, b.Digest, jsonText(b.Content))
	for _, k := range b.Keys {
		if err == nil {
			err = s.exec("INSERT INTO backup_key VALUES (?, ?, ?, ?, ?, ?, ?)", id, k.Number, k.Own, k.Fingerprint, k.Secret, k.Locked, k.Public)
		}
	}
	return err
}

// DropBackup forgets a database.
func (s *Store) DropBackup(device, path string) error {
	err := s.exec("DELETE FROM backup_key WHERE backup IN (SELECT id FROM backup WHERE device=? AND path=?)", device, path)
	if err == nil {
		err = s.exec("DELETE FROM backup WHERE device=? AND path=?", device, path)
	}
	return err
}

// PutArchive stores what was read of an archive besides its messages, and gives its
// row, which stays the same when it is read again.
func (s *Store) PutArchive(a Archive) (int64, error) {
	values := []any{a.Device, a.Path, a.Source, a.Dialect, a.Bytes, a.Messages, a.Ordinary, a.Junk, a.Drafts,
		jsonText(a.Mailboxes), jsonText(a.Errors), jsonText(a.Notes), jsonText(a.Tried), jsonText(a.State)}
	if a.ID != 0 {
		return a.ID, s.exec(`UPDATE archive SET device=?, path=?, source=?, dialect=?, bytes=?, messages=?, ordinary=?, junk=?, drafts=?,
			mailboxes=?, errors=?, notes=?, tried=?, state=? WHERE id=?`, append(values, a.ID)...)
	}
	return s.insert(`INSERT INTO archive (device, path, source, dialect, bytes, messages, ordinary, junk, drafts, mailboxes, errors, notes, tried, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, values...)
}

// DropArchive forgets an archive with its events.
func (s *Store) DropArchive(archive int64) error {
	err := s.DropEvents(archive, 0)
	if err == nil {
		err = s.DropFiles(archive)
	}
	if err == nil {
		err = s.exec("DELETE FROM archive WHERE id=?", archive)
	}
	return err
}

// DropEvents forgets the events of an archive behind a position.
func (s *Store) DropEvents(archive, behind int64) error {
	return s.exec("DELETE FROM event WHERE archive=? AND position>?", archive, behind)
}

// PutEvent stores an event, in place of one at its position.
func (s *Store) PutEvent(archive int64, e Event) error {
	return s.exec("INSERT OR REPLACE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		archive, e.Position, e.Message, e.Member, e.Key, e.Offset, e.InFile, e.Length, e.SHA256, e.Folder, e.Flags, e.Use,
		e.UID, e.Basis, e.Arrived, e.TimeBasis, e.Received, e.DeliveredTo, e.Chat, e.MessageID)
}

// SetMessage changes what an event says.
func (s *Store) SetMessage(archive, position, message int64) error {
	return s.exec("UPDATE event SET message=? WHERE archive=? AND position=?", message, archive, position)
}

// PutMessage stores what a message says, once for all its copies, and gives its row.
func (s *Store) PutMessage(m Message) (id int64, err error) {
	err = s.query("SELECT id FROM message WHERE digest=?", func(r row) error {
		id = r.number(0)
		return nil
	}, m.Digest)
	if err != nil || id != 0 {
		return id, err
	}
	return s.insert(`INSERT INTO message (digest, chat, message_id, group_id, group_name, author, written, added, removed, opening, signature, signer, content)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, m.Digest, m.Chat, m.MessageID, m.GroupID, m.GroupName, m.Author, m.Written, m.Added, m.Removed,
		m.Opening, m.Signature, m.Signer, jsonText(m.Content))
}

// PutFile notes a file that was read.
func (s *Store) PutFile(archive int64, f File) error {
	return s.exec("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)", archive, f.Key, f.Bytes, f.Event)
}

// DropFiles forgets the files of an archive.
func (s *Store) DropFiles(archive int64) error {
	return s.exec("DELETE FROM file WHERE archive=?", archive)
}

// DropFile forgets one file.
func (s *Store) DropFile(archive int64, key string) error {
	return s.exec("DELETE FROM file WHERE archive=? AND key=?", archive, key)
}

// PutRaw keeps the bytes of a message. What one device could not open stays marked
// as sealed when another could.
func (s *Store) PutRaw(digest Digest, reason string, data []byte) error {
	return s.exec("INSERT INTO raw VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET reason=excluded.reason WHERE reason<>'sealed'", digest, reason, data)
}

// Opened says why the bytes of a message are kept that was sealed before, "" if they
// are not any more. Where the same bytes lie in several archives nothing changes.
func (s *Store) Opened(digest Digest, reason string) error {
	alone := " AND (SELECT count(*) FROM event WHERE event.sha256=raw.sha256)=1"
	if reason == "" {
		return s.exec("DELETE FROM raw WHERE sha256=?"+alone, digest)
	}
	return s.exec("UPDATE raw SET reason=? WHERE sha256=?"+alone, reason, digest)
}

// PutProblems stores what could not be looked into in a source, in place of what
// could not before. Each is a text and a hint.
func (s *Store) PutProblems(source string, problems [][2]string) error {
	err := s.exec("DELETE FROM problem WHERE source=?", source)
	for i, p := range problems {
		if err == nil {
			err = s.exec("INSERT INTO problem VALUES (?, ?, ?, ?)", source, i, p[0], p[1])
		}
	}
	return err
}

// PutCertificate stores a certificate, once.
func (s *Store) PutCertificate(c Certificate) error {
	return s.exec("INSERT OR IGNORE INTO certificate VALUES (?, ?, ?, ?)", c.Digest, c.Fingerprint, c.Form, c.Data)
}

// A View is what one device shows of a group, as far as this store tells.
type View struct {
	GroupID, GroupName, Device, Basis string
	Consistent                        bool // it shows what all the mail of the store adds up to
	Members                           []ViewMember
}

// A ViewMember is a line of a View. Times are unix seconds; Removed is 0 of a member.
type ViewMember struct {
	Address, Fingerprint, Name, Basis string
	Added, Removed                    int64
}

// PutViews stores what follows from the mail, for those who query the file: programs
// derive it anew. It takes the place of what followed before.
func (s *Store) PutViews(views []View) error {
	err := errors.Join(s.exec("DELETE FROM views"), s.exec("DELETE FROM members"))
	for _, v := range views {
		members := 0
		for _, m := range v.Members {
			if m.Removed == 0 {
				members++
			}
			if err == nil {
				err = s.exec("INSERT INTO members VALUES (?, ?, ?, ?, ?, ?, ?, ?)", v.GroupID, v.Device, m.Address, m.Fingerprint, m.Name, m.Added, m.Removed, m.Basis)
			}
		}
		if err == nil {
			err = s.exec("INSERT OR REPLACE INTO views VALUES (?, ?, ?, ?, ?, ?)", v.GroupID, v.GroupName, v.Device, v.Basis, members, v.Consistent)
		}
	}
	return err
}

// Changes counts the rows that were changed since the store was opened.
func (s *Store) Changes() int64 { return s.conn.TotalChanges() }

// DropUnused forgets messages that lie in no archive any more, and the bytes of
// such.
func (s *Store) DropUnused() error {
	err := s.exec("DELETE FROM message WHERE id NOT IN (SELECT message FROM event)")
	if err == nil {
		err = s.exec("DELETE FROM raw WHERE sha256 NOT IN (SELECT sha256 FROM event)")
	}
	return err
}
