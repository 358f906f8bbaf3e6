package mboxio

import (
	"encoding/base64"
	"encoding/binary"
	"path"
	"strings"
	"unicode/utf16"
)

// MaildirFolder gives the mailbox name of the Maildir at rel, a slash path
// below the account's root. ".Archive.2023" (Maildir++), "Archive/2023" (layout
// fs, mbsync) and "Archive/.2023" (mbsync Legacy) are the same mailbox.
func MaildirFolder(rel string) string {
	if rel == "" || rel == "." {
		return "INBOX"
	}
	var parts []string
	for _, p := range strings.Split(rel, "/") {
		root, inner, dotted := strings.Cut(p, ".")
		switch {
		case dotted && root == "":
			parts = append(parts, strings.Split(inner, ".")...)
		case dotted && inner != "sbd" && isNamespace(root): // offlineimap, with the server's separator
			parts = append(parts, root, inner)
		default:
			parts = append(parts, strings.TrimSuffix(p, ".sbd")) // Thunderbird
		}
	}
	parts = insideAccount(parts)
	for i, p := range parts {
		parts[i] = decodeModifiedUTF7(p)
	}
	// RFC 3501 section 5.1: INBOX is written in any case.
	if strings.EqualFold(parts[0], "INBOX") {
		parts[0] = "INBOX"
	}
	return strings.Join(parts, "/")
}

// fileFolder gives the mailbox name of an mbox or a single-message file at the
// slash path member. Endings that only say how a file is kept are dropped, as
// are the inner directories of Apple Mail ("INBOX.mbox/<uuid>/Data/Messages")
// and the name "mbox" that its exports have ("Junk.mbox/mbox").
func fileFolder(member string, form Form) string {
	dir, file := path.Split(member)
	var parts []string
	apple := false
	for _, p := range strings.Split(strings.Trim(dir, "/"), "/") {
		name, isMbox := strings.CutSuffix(p, ".mbox")
		switch {
		case p == "":
		case isMbox:
			apple = true
			parts = append(parts, name)
		case apple && form == FormEMLX:
		default:
			parts = append(parts, strings.TrimSuffix(p, ".sbd")) // Thunderbird
		}
	}
	if form == FormMbox && !(apple && file == "mbox") {
		parts = append(parts, trimArchiveEndings(file))
	}
	return strings.Join(insideAccount(parts), "/")
}

// insideAccount drops what mail programs put before the mailboxes of an account:
// Thunderbird "Profiles/<profile>/ImapMail/<server>", Apple Mail
// "Mail/V10/<uuid>".
func insideAccount(parts []string) []string {
	for i, p := range parts {
		rest := parts[i+1:]
		switch {
		case len(rest) == 0:
		case isAppleVersion(p) && len(rest[0]) != len("01234567-89AB-CDEF-0123-456789ABCDEF"):
			return rest
		case len(rest) == 1:
		case isAppleVersion(p):
			return rest[1:]
		case p == "ImapMail", p == "Mail" && (rest[0] == "Local Folders" || i > 0 && strings.Contains(parts[i-1], ".default")):
			return rest[1:]
		}
	}
	return parts
}

// isAppleVersion reports whether name is that of a version of Apple Mail's
// store: V2 to V10 and on.
func isAppleVersion(name string) bool {
	return len(name) > 1 && name[0] == 'V' && strings.Trim(name[1:], "0123456789") == ""
}

func trimArchiveEndings(name string) string {
	for _, ending := range []string{".gz", ".zst", ".bz2", ".xz", ".mbox", ".mbx"} {
		if cut, ok := strings.CutSuffix(name, ending); ok && cut != "" {
			name = cut
		}
	}
	return name
}

// decodeModifiedUTF7 decodes a mailbox name (RFC 3501 section 5.1.3). A name
// that is not valid modified UTF-7 is given back as it is.
func decodeModifiedUTF7(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	var b strings.Builder
	for rest := s; rest != ""; {
		plain, after, found := strings.Cut(rest, "&")
		b.WriteString(plain)
		if !found {
			break
		}
		code, tail, ended := strings.Cut(after, "-")
		if !ended {
			return s
		}
		rest = tail
		if code == "" {
			b.WriteByte('&')
			continue
		}
		text, ok := decodeUTF7Run(code)
		if !ok {
			return s
		}
		b.WriteString(text)
	}
	return b.String()
}

func decodeUTF7Run(code string) (string, bool) {
	raw, err := base64.RawStdEncoding.DecodeString(strings.ReplaceAll(code, ",", "/"))
	if err != nil || len(raw)%2 != 0 {
		return "", false
	}
	units := make([]uint16, 0, len(raw)/2)
	for i := 0; i < len(raw); i += 2 {
		units = append(units, binary.BigEndian.Uint16(raw[i:]))
	}
	return string(utf16.Decode(units)), true
}
