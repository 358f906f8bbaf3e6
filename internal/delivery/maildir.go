package delivery

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A Maildir is the inbox of one recipient on this computer.
type Maildir struct {
	address string
	path    string
}

// NewMaildir names the Maildir of a recipient. Errors are [ErrAddress], and
// [ErrMaildir] if path does not hold the folders cur, new and tmp.
func NewMaildir(address, path string) (Maildir, error) {
	if err := CheckAddress(address); err != nil {
		return Maildir{}, err
	}
	for _, name := range []string{"cur", "new", "tmp"} {
		info, err := os.Stat(filepath.Join(path, name))
		if errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
			err = fmt.Errorf("%w: it has no folder %q", ErrMaildir, name)
		}
		if err != nil {
			return Maildir{}, &Error{File: path, Err: cause(err)}
		}
	}
	return Maildir{address, path}, nil
}

func (m Maildir) way() string { return "maildir " + m.path }

// check says why a mail could not be put into the inbox, as far as that can be told
// without doing it.
func (m Maildir) check() error {
	for _, name := range []string{"tmp", "new"} {
		if err := checkWritable(filepath.Join(m.path, name)); err != nil {
			return fmt.Errorf("%s cannot be written to: %w", name, err)
		}
	}
	return nil
}

// deliver puts a mail into the inbox: written and synced in tmp, then moved to
// new, so that no reader ever sees half of it. The name in new is returned once
// the mail is there, even if syncing the folder fails afterwards.
func (m Maildir) deliver(mail []byte, name string) (placed bool, err error) {
	folder, err := os.OpenRoot(m.path)
	if err != nil {
		return false, cause(err)
	}
	defer folder.Close()
	temp := filepath.Join("tmp", name)
	file, err := folder.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_, err = file.Write(mail)
		err = errors.Join(err, file.Sync(), file.Close())
	}
	if err == nil {
		err = folder.Rename(temp, filepath.Join("new", name))
	}
	if err != nil {
		return false, errors.Join(err, folder.Remove(temp))
	}
	fresh, err := folder.OpenRoot("new")
	if err != nil {
		return true, err
	}
	return true, errors.Join(syncFolder(fresh), fresh.Close())
}

// withTraceFields puts the envelope, which a Maildir would lose, on top of a
// mail. Final delivery adds Return-Path (RFC 5321 section 4.4). Delivered-To (RFC
// 9228) says whose mailbox it is, as in mail of common servers, so that the
// archive can be analysed like any other. There is no Received field, because
// there was no SMTP.
func withTraceFields(mail []byte, from, recipient string) []byte {
	trace := "Return-Path: <" + from + ">\r\nDelivered-To: " + recipient + "\r\n"
	return append([]byte(trace), mail...)
}

// maildirName is a unique name (https://cr.yp.to/proto/maildir.html): seconds,
// microseconds, random bits in place of a process number, and the host.
func maildirName(env Environment) (string, error) {
	bits := make([]byte, 16)
	if _, err := io.ReadFull(env.Random, bits); err != nil {
		return "", fmt.Errorf("no random bits for the name of a mail: %w", err)
	}
	now := env.Now()
	host := strings.NewReplacer("/", `\057`, ":", `\072`).Replace(env.Host)
	if host == "" {
		host = "localhost"
	}
	return fmt.Sprintf("%d.M%06dR%s.%s", now.Unix(), now.Nanosecond()/1000, hex.EncodeToString(bits), host), nil
}
