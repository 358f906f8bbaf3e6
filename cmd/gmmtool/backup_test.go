package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/gmmtool/gmmtool/internal/backup/backuptest"
)

// planted marks every secret that is put into a database.
const planted = "S3cretPlanted"

// plantSecrets puts the mark wherever a client of 2.62 keeps what is nobody else's.
var plantSecrets = []string{
	"INSERT OR REPLACE INTO config(keyname, value) VALUES('mail_pw', '" + planted + "'), ('send_pw', '" + planted + "'), ('socks5_password', '" + planted + "'), ('proxy_url', '" + planted + "'), ('notify_token', '" + planted + "')",
	`UPDATE transports SET entered_param='{"imap":{"password":"` + planted + `"}}', configured_param='{"smtp_password":"` + planted + `"}'`,
	"INSERT INTO tokens(namespc, foreign_key, token) VALUES(100, '', '" + planted + "')",
	"INSERT INTO bobstate(invite, next_step, chat_id) VALUES('" + planted + "', 1, 12)",
	"INSERT INTO broadcast_secrets(chat_id, secret) VALUES(12, '" + planted + "')",
	"UPDATE smtp2 SET shared_secret='" + planted + "'",
	"UPDATE chats SET draft_txt='" + planted + "'",
	"INSERT INTO msgs(rfc724_mid, chat_id, from_id, state, txt) VALUES('draft@localhost', 12, 1, 19, '" + planted + "'), ('said@localhost', 12, 1, 26, '" + planted + "')",
	"INSERT INTO locations(latitude, longitude, chat_id, from_id) VALUES(1, 2, 12, 1)",
	"INSERT INTO http_cache(url, expires, stale, blobname) VALUES('https://" + planted + "', 0, 0, '" + planted + "')",
}

// secretsOf are the mark, and the secret keys of a database in the forms in which
// they could be written.
func secretsOf(t *testing.T, database []byte) [][]byte {
	t.Helper()
	secrets := [][]byte{[]byte(planted), []byte("PRIVATE KEY")}
	i := bytes.Index(database, []byte{0xc5, 0x58, 0x04}) // an Ed25519 secret key packet
	if i < 0 {
		t.Fatal("no secret key lies in the database")
	}
	const secretAt = 2 + 6 + 10 + 35 + 1 + 2 // in front of the secret scalar (RFC 9580 section 5.5)
	scalar := database[i+secretAt : i+secretAt+30]
	for shift := range 3 { // base64 of it, wherever it begins
		encoded := base64.StdEncoding.EncodeToString(scalar[shift:])
		secrets = append(secrets, []byte(encoded[:len(encoded)-4]))
	}
	return append(secrets, scalar, []byte(hex.EncodeToString(scalar)), bytes.ToUpper([]byte(hex.EncodeToString(scalar))))
}

// Whatever is asked of a backup: nothing secret in it is printed, written into a
// result, or left in a temporary file, for which there is not even a place here.
func TestNothingSecretLeavesABackup(t *testing.T) {
	dir := t.TempDir()
	var secrets [][]byte
	for _, device := range []string{"alice", "bob", "doris"} {
		packed, err := filepath.Glob("../../testdata/backups/of-2.62/" + device + "/*.tar.gz")
		if err != nil || len(packed) != 1 {
			t.Fatalf("%d backups of %s: %v", len(packed), device, err)
		}
		data, err := backuptest.Unpack(packed[0])
		if err != nil {
			t.Fatal(err)
		}
		if data, err = backuptest.Edit(t.TempDir(), data, plantSecrets...); err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, secretsOf(t, data)...)
		folder := filepath.Join(dir, "case", device)
		if err := os.MkdirAll(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "dc.db"), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("TMPDIR", filepath.Join(dir, "nowhere"))
	out := filepath.Join(dir, "out")
	if err := os.Mkdir(out, 0o700); err != nil {
		t.Fatal(err)
	}
	source := filepath.Join(dir, "case")
	runs := [][]string{{"list", source}, {"history", source}, {"dedupe", "--out", filepath.Join(out, "dedupe"), source},
		{"correct", "--manifest", filepath.Join(out, "manifest"), "--out", filepath.Join(out, "fix"), source}}
	for _, format := range []string{"table", "json", "jsonl", "csv", "timesketch", "html"} {
		runs = append(runs, []string{"analyze", "--format", format, source})
	}
	for _, args := range runs {
		p, stdout, stderr := newProcess(args...)
		if code := p.run(context.Background()); code == exitInterrupted || stdout.Len() == 0 && stderr.Len() == 0 && args[0] != "list" {
			t.Errorf("%v: exit code %d", args, code)
		}
		for name, written := range map[string][]byte{"standard output": stdout.Bytes(), "standard error": stderr.Bytes()} {
			checkNoSecret(t, args[0]+": "+name, written, secrets)
		}
	}
	files := 0
	err := filepath.WalkDir(out, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(name)
		checkNoSecret(t, name, data, secrets)
		return err
	})
	if err != nil || files < 3 {
		t.Errorf("%d files were written: %v", files, err)
	}
}

func checkNoSecret(t *testing.T, where string, written []byte, secrets [][]byte) {
	t.Helper()
	for i, secret := range secrets {
		if bytes.Contains(written, secret) {
			t.Errorf("%s holds secret %d", where, i)
		}
	}
}
