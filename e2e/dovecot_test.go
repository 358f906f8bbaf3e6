package e2e

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"text/template"
	"time"
)

// dovecotVersion is the one whose settings dovecotConfig has.
const dovecotVersion = "2.3."

// dovecotConfig is of a server that needs no root: one user for everything, no
// chroot. Any password opens any mailbox.
var dovecotConfig = template.Must(template.New("dovecot.conf").Parse(`
protocols = imap
listen = 127.0.0.1
base_dir = {{.Dir}}/run
state_dir = {{.Dir}}/run
log_path = {{.Dir}}/dovecot.log
ssl = no
disable_plaintext_auth = no
default_internal_user = {{.User}}
default_internal_group = {{.Group}}
default_login_user = {{.User}}
first_valid_uid = 1
mail_location = maildir:{{.Dir}}/mail/%u/Maildir
mail_max_userip_connections = 100
namespace inbox {
  inbox = yes
  separator = .
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    address = 127.0.0.1
    port = {{.Port}}
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid={{.UID}} gid={{.GID}} home={{.Dir}}/mail/%u
}
`))

// A dovecot is a running IMAP server and its mailboxes.
type dovecot struct {
	dir  string
	port int
	user systemUser
}

// startDovecot starts the server in an own folder. It stops with the test.
func startDovecot(t testing.TB, dir string, owner systemUser) *dovecot {
	t.Helper()
	d := &dovecot{dir: dir, port: freePort(t), user: owner}
	for _, part := range []string{"run", "mail"} {
		if err := os.MkdirAll(filepath.Join(dir, part), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	var config bytes.Buffer
	err := dovecotConfig.Execute(&config, map[string]any{
		"Dir": dir, "Port": d.port, "User": owner.name, "Group": owner.group, "UID": owner.uid, "GID": owner.gid})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "dovecot.conf")
	if err := os.WriteFile(file, config.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := owner.own(dir); err != nil {
		t.Fatal(err)
	}
	d.run(t, file)
	return d
}

func (d *dovecot) run(t testing.TB, config string) {
	t.Helper()
	cmd := d.user.command("dovecot", "-F", "-c", config)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(syscall.SIGTERM)
		cmd.Wait()
	})
	for range 100 {
		if conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", d.port)); err == nil {
			conn.Close()
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	log, _ := os.ReadFile(filepath.Join(d.dir, "dovecot.log"))
	t.Fatalf("dovecot does not start:\n%s%s", stderr.Bytes(), log)
}

func (d *dovecot) maildir(address string) string {
	return filepath.Join(d.dir, "mail", address, "Maildir")
}

// addMailbox makes an empty mailbox.
func (d *dovecot) addMailbox(address string) error {
	for _, part := range []string{"cur", "new", "tmp"} {
		if err := os.MkdirAll(filepath.Join(d.maildir(address), part), 0o755); err != nil {
			return err
		}
	}
	return d.user.own(filepath.Dir(d.maildir(address)))
}

// put delivers a mail into an inbox. The name is unique in it.
func (d *dovecot) put(address, name string, mail []byte) error {
	box := d.maildir(address)
	unfinished := filepath.Join(box, "tmp", name)
	if err := os.WriteFile(unfinished, mail, 0o600); err != nil {
		return err
	}
	if err := d.user.own(unfinished); err != nil {
		return err
	}
	return os.Rename(unfinished, filepath.Join(box, "new", name))
}

// installedDovecot is the version that `dovecot` is, or "" if there is none.
func installedDovecot() string {
	out, err := exec.Command("dovecot", "--version").Output()
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// freePort finds a port that nobody listens on. Somebody else may take it
// before it is used; then the test fails and says so.
func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
