package e2e

import (
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"
)

// A systemUser is who Dovecot and gmmtool run as and who the mail belongs to:
// whoever runs the tests, but never root, for whom Dovecot opens no mailbox.
type systemUser struct {
	name, group string
	uid, gid    int
	isSelf      bool
}

// rootSteppedDownTo is the user whom Debian and its kin have for mail.
const rootSteppedDownTo = "mail"

func findSystemUser(t testing.TB) systemUser {
	t.Helper()
	found, err := user.Current()
	isSelf := err == nil && found.Uid != "0"
	if !isSelf {
		found, err = user.Lookup(rootSteppedDownTo)
	}
	if err != nil {
		t.Fatal(err)
	}
	group, err := user.LookupGroupId(found.Gid)
	if err != nil {
		t.Fatal(err)
	}
	uid, uidErr := strconv.Atoi(found.Uid)
	gid, gidErr := strconv.Atoi(found.Gid)
	if uidErr != nil || gidErr != nil {
		t.Fatalf("user %q has no numbers: %v, %v", found.Username, uidErr, gidErr)
	}
	return systemUser{found.Username, group.Name, uid, gid, isSelf}
}

// command is a command that the system user gives.
func (u systemUser) command(program string, args ...string) *exec.Cmd {
	if u.isSelf {
		return exec.Command(program, args...)
	}
	drop := []string{"--reuid=" + u.name, "--regid=" + u.group, "--clear-groups", "--", program}
	return exec.Command("setpriv", append(drop, args...)...)
}

// own makes a folder and all in it the system user's.
func (u systemUser) own(folder string) error {
	if u.isSelf {
		return nil
	}
	return filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, u.uid, u.gid)
	})
}
