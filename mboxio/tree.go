package mboxio

import (
	"cmp"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// A tree is a directory that was searched for mail.
type tree struct {
	w        *walker
	fsys     fs.FS
	top      string   // where the search began, in fsys
	member   string   // what precedes member paths: the tar or zip the tree lies in
	maildirs []string // directories with cur or new
	accounts []string // directories that are the root of a Maildir++ tree
	loose    []string // other directories
}

// tree walks all archives below dir.
func (w *walker) tree(fsys fs.FS, dir, member string) error {
	t := &tree{w: w, fsys: fsys, top: dir, member: member}
	if err := t.search(dir, false, 0); err != nil {
		return err
	}
	w.found = w.found || len(t.maildirs)+len(t.accounts) > 0
	for _, m := range t.folders() {
		if err := t.walkMaildir(m); err != nil {
			return err
		}
	}
	for _, d := range t.loose {
		if err := t.walkLoose(d); err != nil {
			return err
		}
	}
	return w.flush()
}

// search sorts dir and all below it into Maildirs and others. Symbolic links to
// directories are not followed, so it ends. Inside a Maildir only further
// Maildirs are looked for: its loose files are the server's.
func (t *tree) search(dir string, inMaildir bool, depth int) error {
	if err := t.w.ctx.Err(); err != nil {
		return err
	}
	if depth > maxDepth {
		return t.w.report(t.memberOf(dir), "search", ErrTooDeep)
	}
	entries, err := fs.ReadDir(t.fsys, dir)
	if err != nil {
		if err := t.w.report(t.memberOf(dir), "list", ofKind(ErrRead, err)); err != nil {
			return err
		}
	}
	isMaildir := holdsMaildir(t.fsys, dir, entries)
	isAccount := isAccountRoot(t.fsys, dir, entries, isMaildir)
	if isMaildir {
		t.maildirs = append(t.maildirs, dir)
	}
	if !inMaildir && (isAccount || (isMaildir && dir == t.top)) {
		t.accounts = append(t.accounts, dir)
	}
	inMaildir = inMaildir || isMaildir || isAccount
	if !inMaildir && (err == nil || len(entries) > 0) {
		t.loose = append(t.loose, dir)
	}
	for _, e := range entries {
		if !e.IsDir() || (isMaildir && isMaildirPart(e.Name())) {
			continue
		}
		if err := t.search(path.Join(dir, e.Name()), inMaildir, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func isMaildirPart(name string) bool { return name == "cur" || name == "new" || name == "tmp" }

// holdsMaildir reports whether dir is a Maildir. Exports lose empty
// directories, so cur, or a server's list of UIDs, is enough; "new" alone may
// be just a name, unless the directory has the name of a Maildir++ folder.
func holdsMaildir(fsys fs.FS, dir string, entries []fs.DirEntry) bool {
	has := map[string]bool{}
	for _, e := range entries {
		switch name := e.Name(); name {
		case "cur", "new", "tmp":
			has[name] = isDir(fsys, dir, e)
		case "dovecot-uidlist", "courierimapuiddb":
			has["uids"] = true
		case "maildirfolder", ".uidvalidity":
			has["control"] = true
		}
	}
	subfolder := len(path.Base(dir)) > 1 && path.Base(dir)[0] == '.'
	return has["cur"] || has["uids"] || has["new"] && (has["tmp"] || has["control"] || subfolder)
}

func isDir(fsys fs.FS, dir string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.IsDir()
	}
	info, err := fs.Stat(fsys, path.Join(dir, e.Name()))
	return err == nil && info.IsDir()
}

// isAccountRoot reports whether dir is the root of a mail account in Maildir++
// format: by files that servers keep only there, or by subfolders. An account
// without a message may have no cur at all.
func isAccountRoot(fsys fs.FS, dir string, entries []fs.DirEntry, isMaildir bool) bool {
	for _, e := range entries {
		name := e.Name()
		switch {
		case name == "maildirsize", isMaildir && name == "subscriptions",
			strings.HasPrefix(name, "dovecot-uidvalidity"), strings.HasPrefix(name, "dovecot.list.index"):
			return true
		case name[0] == '.' && e.IsDir():
			sub := path.Join(dir, name)
			if hasDir(fsys, sub+"/cur") || hasDir(fsys, sub+"/new") {
				return true
			}
		}
	}
	return isMaildir && strings.EqualFold(strings.TrimPrefix(path.Base(dir), "."), "maildir")
}

func hasDir(fsys fs.FS, name string) bool {
	info, err := fs.Stat(fsys, name)
	return err == nil && info.IsDir()
}

// A folder is a Maildir and its mailbox name.
type folder struct{ dir, name string }

// folders names the Maildirs found and puts them in order: INBOX first.
func (t *tree) folders() []folder {
	folders := make([]folder, 0, len(t.maildirs))
	inner := t.innerName()
	for _, dir := range t.maildirs {
		folders = append(folders, folder{dir, t.folderName(dir, inner)})
	}
	slices.SortFunc(folders, func(a, b folder) int {
		if x, y := a.name == "INBOX", b.name == "INBOX"; x != y {
			if x {
				return -1
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.name, b.name), strings.Compare(a.dir, b.dir))
	})
	return folders
}

// folderName names the Maildir dir: by its path below its account, which is
// named too if there are several.
func (t *tree) folderName(dir, inner string) string {
	root := t.accountOf(dir)
	rel := relative(root, dir)
	if inner != "" && rel != "" {
		rel = strings.TrimSuffix(strings.TrimSuffix(rel, inner), "/")
	}
	name := MaildirFolder(rel)
	if len(t.accounts) < 2 {
		return name
	}
	account := relative(t.top, root)
	if base := path.Base(account); strings.EqualFold(base, "maildir") {
		account = strings.TrimSuffix(strings.TrimSuffix(account, base), "/")
	}
	if account == "" {
		return name
	}
	return account + "/" + name
}

// accountOf is the account that dir belongs to: the innermost above it, or the
// whole tree.
func (t *tree) accountOf(dir string) string {
	best := t.top
	for _, a := range t.accounts {
		if (dir == a || relative(a, dir) != "") && len(a) > len(best) {
			best = a
		}
	}
	return best
}

// innerName is the name of the extra level that Dovecot's
// mailbox_directory_name puts between a mailbox and its cur: a last part that
// all Maildirs but an INBOX at the root share.
func (t *tree) innerName() string {
	name, count := "", 0
	for _, dir := range t.maildirs {
		rel := relative(t.accountOf(dir), dir)
		if rel == "" {
			continue
		}
		base := path.Base(rel)
		if base == rel || strings.HasPrefix(base, ".") || (name != "" && base != name) {
			return ""
		}
		name = base
		count++
	}
	if count < 2 {
		return ""
	}
	return name
}

// relative is the path of dir below root, "" if it is root or not below it.
func relative(root, dir string) string {
	if root == "." {
		if dir == "." {
			return ""
		}
		return dir
	}
	rel, ok := strings.CutPrefix(dir, root+"/")
	if !ok {
		return ""
	}
	return rel
}

// memberOf is the path of a file below the top of the tree, in the words of the
// archive.
func (t *tree) memberOf(name string) string {
	return strings.TrimPrefix(path.Join(t.member, relative(t.top, name)), "/")
}

// walkLoose walks the files of a directory that is not a Maildir.
func (t *tree) walkLoose(dir string) error {
	entries, err := fs.ReadDir(t.fsys, dir)
	if err != nil && len(entries) == 0 {
		return t.w.report(t.memberOf(dir), "list", ofKind(ErrRead, err))
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return compareNatural(a.Name(), b.Name()) })
	mh := isMH(entries)
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if !isFile(t.fsys, name, e) {
			continue
		}
		if mh && e.Name()[0] == ',' { // deleted: rmm(1)
			t.w.feed.totals.Ignored++
			continue
		}
		if err := t.w.ctx.Err(); err != nil {
			return err
		}
		if err := t.w.file(&located{fsys: t.fsys, path: name, member: t.memberOf(name)}); err != nil {
			return err
		}
	}
	return nil
}

// isFile reports whether e is a file, or a link to one: nothing that blocks
// when it is read.
func isFile(fsys fs.FS, name string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return e.Type().IsRegular()
	}
	info, err := fs.Stat(fsys, name)
	return err == nil && info.Mode().IsRegular()
}
