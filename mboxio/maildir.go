package mboxio

import (
	"cmp"
	"errors"
	"io/fs"
	"path"
	"slices"
)

// walkMaildir hands on the messages of one Maildir folder: by UID where known,
// then, without one, by name.
func (t *tree) walkMaildir(f folder) error {
	list := readUIDList(t.fsys, f.dir)
	var items []item
	numbered := int64(0)
	from := &origin{archive: t.w.archive, folder: f.name, form: FormMaildir, uidValidity: list.validity}
	if list.guid != "" {
		from.use = dovecotUses(t.fsys, t.accountOf(f.dir))[list.guid]
	}
	for _, part := range []string{"cur", "new"} {
		names, err := t.listMaildir(path.Join(f.dir, part))
		if err != nil {
			return err
		}
		for _, name := range names {
			file := &mailFile{fsys: t.fsys, path: name, member: t.memberOf(name), name: parseMaildirName(path.Base(name))}
			it := item{from: from, file: file, uid: list.uid(&file.name)}
			if it.uid != 0 {
				numbered++
			}
			items = append(items, it)
		}
	}
	t.w.feed.totals.Mailboxes = append(t.w.feed.totals.Mailboxes,
		Mailbox{Folder: f.name, UIDValidity: list.validity, UIDNext: list.next, Messages: int64(len(items)), Numbered: numbered})
	takeNameUIDs(items)
	if twice := claimedTwice(items); twice != nil {
		for i := range items {
			items[i].uid = 0
		}
		t.w.feed.note(t.w.place(twice.file.member), noteUIDTwice)
	}
	slices.SortStableFunc(items, compareArrival)
	t.w.feed.noteDialect(DialectMaildir)
	for _, it := range items {
		if err := t.w.addFile(it); err != nil {
			return err
		}
	}
	return t.w.flush()
}

// noteUIDTwice is said of a folder in which files were copied or a list was
// written by somebody else than its server.
const noteUIDTwice = "two messages have the same UID: the order is told by names and times"

// listMaildir lists the mail in cur or new. Names with a leading dot are no
// mail.
func (t *tree) listMaildir(dir string) ([]string, error) {
	entries, err := fs.ReadDir(t.fsys, dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		if err := t.w.report(t.memberOf(dir), "list", ofKind(ErrRead, err)); err != nil {
			return nil, err
		}
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if e.Name()[0] != '.' && isFile(t.fsys, name, e) {
			names = append(names, name)
		}
	}
	return names, nil
}

// takeNameUIDs takes the UIDs that mbsync and offlineimap put into names, if no
// list of a server is there. A file that offlineimap's FMD5 says came from
// another folder has a UID of that folder: it is not believed. Which FMD5 is
// this folder's is decided by the majority.
func takeNameUIDs(items []item) {
	count := map[string]int{}
	for i := range items {
		if items[i].uid != 0 {
			return
		}
		if sum := items[i].file.name.fmd5; sum != "" {
			count[sum]++
		}
	}
	own, most := "", 0
	for sum, n := range count {
		if n > most || (n == most && sum < own) {
			own, most = sum, n
		}
	}
	for i := range items {
		if name := &items[i].file.name; name.fmd5 == "" || name.fmd5 == own {
			items[i].uid = name.uid
		}
	}
}

// claimedTwice gives a message whose UID another one has too, as after copying
// files between folders; nil if there is none. The UIDs of such a folder say
// nothing about its order.
func claimedTwice(items []item) *item {
	seen := make(map[uint32]bool, len(items))
	for i := range items {
		if uid := items[i].uid; uid != 0 && seen[uid] {
			return &items[i]
		} else {
			seen[uid] = true
		}
	}
	return nil
}

func compareArrival(a, b item) int {
	switch {
	case a.uid != 0 && b.uid != 0:
		return cmp.Or(cmp.Compare(a.uid, b.uid), a.file.name.compare(&b.file.name), cmp.Compare(a.file.path, b.file.path))
	case a.uid != 0:
		return -1
	case b.uid != 0:
		return 1
	}
	return cmp.Or(a.file.name.compare(&b.file.name), cmp.Compare(a.file.path, b.file.path))
}
