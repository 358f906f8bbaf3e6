package evidence

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/mboxio"
)

// contents are the archives and key files of one folder.
type contents struct {
	archives []string
	keys     []string
}

// maxFolderDepth bounds the search for archives below a device's folder.
const maxFolderDepth = 4

// folderContents finds archives by content and keys by place: "keys" folders
// and .asc files. A folder that is an archive as a whole is not looked into.
func folderContents(fsys fs.FS, name string) contents {
	var found contents
	found.search(fsys, name, 0)
	slices.Sort(found.archives)
	slices.Sort(found.keys)
	return found
}

func (c *contents) search(fsys fs.FS, name string, depth int) {
	if isMaildir(fsys, name) {
		c.archives = append(c.archives, name)
		return
	}
	entries, err := fs.ReadDir(fsys, name)
	if err != nil || depth > maxFolderDepth {
		return
	}
	if slices.ContainsFunc(entries, isSingleMail) {
		c.archives = append(c.archives, name)
	}
	for _, entry := range entries {
		child := path.Join(name, entry.Name())
		switch {
		case entry.IsDir() && entry.Name() == "keys":
			c.addKeys(fsys, child)
		case entry.IsDir() && !hasSingleMails(entries):
			c.search(fsys, child, depth+1)
		case entry.IsDir():
		case strings.HasSuffix(entry.Name(), ".asc"):
			c.keys = append(c.keys, child)
		case isSingleMail(entry):
		default:
			if kind, err := mboxio.Detect(fsys, child); err != nil || kind.IsArchive() {
				c.archives = append(c.archives, child)
			}
		}
	}
}

func (c *contents) addKeys(fsys fs.FS, name string) {
	entries, err := fs.ReadDir(fsys, name)
	if err != nil {
		return
	}
	for _, entry := range entries {
		if !entry.IsDir() {
			c.keys = append(c.keys, path.Join(name, entry.Name()))
		}
	}
}

// isMaildir recognises a Maildir by its folders, or by what Dovecot keeps
// beside them: exports drop empty folders, and a mailbox whose client deletes
// what it has read is empty.
func isMaildir(fsys fs.FS, name string) bool {
	for _, sub := range [...]string{"cur", "new", "dovecot-uidlist"} {
		if _, err := fs.Stat(fsys, path.Join(name, sub)); err == nil {
			return true
		}
	}
	return false
}

func isSingleMail(entry fs.DirEntry) bool {
	ending := strings.ToLower(path.Ext(entry.Name()))
	return !entry.IsDir() && (ending == ".eml" || ending == ".emlx")
}

func hasSingleMails(entries []fs.DirEntry) bool { return slices.ContainsFunc(entries, isSingleMail) }

// isCaseFolder tells a folder of devices from the folder of one device, which
// holds keys, or archives directly, or folders named like mailboxes.
func isCaseFolder(fsys fs.FS, name string, entries []fs.DirEntry) bool {
	if isMaildir(fsys, name) {
		return false
	}
	folders := 0
	for _, entry := range entries {
		child := path.Join(name, entry.Name())
		switch {
		case entry.IsDir() && (entry.Name() == "keys" || isMailboxName(entry.Name())):
			return false
		case entry.IsDir():
			folders++
		case strings.HasSuffix(entry.Name(), ".asc"), isSingleMail(entry):
			return false
		default:
			if kind, err := mboxio.Detect(fsys, child); err == nil && kind.IsArchive() {
				return false
			}
		}
	}
	return folders > 0
}

// isMailboxName knows the names folders have inside an account, so that such a
// folder is not taken for a device.
func isMailboxName(name string) bool {
	switch strings.ToLower(strings.Trim(name, ".")) {
	case "maildir", "mail", "inbox", "sent", "junk", "spam", "trash", "drafts", "archive", "deltachat", "inbox.deltachat":
		return true
	}
	return false
}

// onlyFolder returns the name of the only folder among entries.
func onlyFolder(entries []fs.DirEntry) (string, bool) {
	only := ""
	for _, entry := range entries {
		if entry.IsDir() && only != "" {
			return "", false
		}
		if entry.IsDir() {
			only = entry.Name()
		}
	}
	return only, only != ""
}
