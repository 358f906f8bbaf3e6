package delivery

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/mail"
	"os"
	"path/filepath"
	"strings"
)

// maxLine is the longest line of a mail without its CRLF (RFC 5322 section
// 2.1.1). Servers break or refuse longer ones.
const maxLine = 998

// readMail reads one mail of the plan. name and messageID come from the plan
// and are not trusted: anything but that mail in a regular file of the folder is
// [ErrUnsafe].
func readMail(folder *os.Root, name, messageID string) ([]byte, error) {
	if !filepath.IsLocal(name) || strings.ContainsAny(name, `/\:`) || name == "." {
		return nil, unsafe(name, "the name leads out of the plan's folder")
	}
	file, err := openRegular(folder, name, os.O_RDONLY)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxMail+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxMail {
		return nil, unsafe(name, "it is larger than %d bytes", maxMail)
	}
	if err := checkLines(data); err != nil {
		return nil, unsafe(name, "%v", err)
	}
	message, err := mail.ReadMessage(bytes.NewReader(data))
	if err != nil {
		return nil, unsafe(name, "it is not a mail: %v", err)
	}
	fields := message.Header["Message-Id"] // in the spelling of net/textproto
	if messageID == "" || len(fields) != 1 || strings.Trim(fields[0], " \t<>") != messageID {
		return nil, unsafe(name, "its Message-ID is %q, the plan says %q", fields, messageID)
	}
	return data, nil
}

// openRegular opens a regular file of the folder, never through a symbolic link.
// It looks before and after opening, so that none can be put in between.
func openRegular(folder *os.Root, name string, flag int) (*os.File, error) {
	before, err := folder.Lstat(name)
	if err != nil {
		return nil, &Error{File: name, Err: cause(err)}
	}
	if !before.Mode().IsRegular() {
		return nil, unsafe(name, "it is not a regular file")
	}
	file, err := folder.OpenFile(name, flag, 0)
	if err != nil {
		return nil, &Error{File: name, Err: cause(err)}
	}
	after, err := file.Stat()
	if err == nil && !os.SameFile(before, after) {
		err = unsafe(name, "it was exchanged while it was opened")
	}
	if err != nil {
		file.Close()
		return nil, err
	}
	return file, nil
}

// checkLines demands what SMTP needs: every line ends in CRLF, and none is too
// long. A lone CR or LF could end the mail early on a careless server.
func checkLines(data []byte) error {
	for number := 1; len(data) > 0; number++ {
		line, rest, found := bytes.Cut(data, []byte("\r\n"))
		switch {
		case !found:
			return fmt.Errorf("line %d does not end in CRLF", number)
		case bytes.ContainsAny(line, "\r\n\x00"):
			return fmt.Errorf("line %d has a lone CR, LF or NUL", number)
		case len(line) > maxLine:
			return fmt.Errorf("line %d has %d bytes, at most %d", number, len(line), maxLine)
		}
		data = rest
	}
	return nil
}

func digestOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}
