package pgp

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
)

// Armor block labels (RFC 9580 section 6.2).
const (
	messageLabel    = "PGP MESSAGE"
	signatureLabel  = "PGP SIGNATURE"
	publicKeyLabel  = "PGP PUBLIC KEY BLOCK"
	privateKeyLabel = "PGP PRIVATE KEY BLOCK"
)

const byteOrderMark = "\ufeff"

var (
	armorBegin = []byte("-----BEGIN PGP ")
	armorEnd   = []byte("-----END PGP ")
	armorDash  = []byte("-----")
)

// armorBlock is one decoded block. Data holds what could be decoded even when
// err is set or the block is cut.
type armorBlock struct {
	label  string // "PGP MESSAGE"
	offset int    // of the BEGIN line in the input
	end    int    // first byte after the block
	data   []byte
	cut    *Error // no END line; the packets may be whole all the same
	err    *Error // not base64, or the BEGIN line is broken
}

// nextArmor finds the first armor block at or after from. It tolerates a missing
// END line, a missing blank line after the headers, and trailing blanks; the
// checksum is not checked (RFC 9580 section 6.1 makes it optional).
func nextArmor(input []byte, from int) (armorBlock, bool) {
	begin := findLine(input, from, armorBegin)
	if begin < 0 {
		return armorBlock{}, false
	}
	line, bodyStart := lineAt(input, begin)
	label, dashed := bytes.CutSuffix(bytes.TrimSpace(line[len("-----BEGIN "):]), armorDash)
	block := armorBlock{label: string(label), offset: begin, end: bodyStart}
	if !dashed {
		block.err = failedAt(ErrDamaged, begin, "armor header line %q is cut", line)
		return block, true
	}
	bodyStart = skipArmorHeaders(input, bodyStart)
	bodyEnd := len(input)
	if stop := findLine(input, bodyStart, armorDash); stop >= 0 {
		bodyEnd = stop
		var last []byte
		last, block.end = lineAt(input, stop)
		switch glued := bytes.Index(last, armorBegin); {
		case !bytes.HasPrefix(last, armorEnd):
			block.end = stop
			block.cut = failedAt(ErrDamaged, stop, "armor is interrupted before its END line")
		case glued > 0: // two exports joined without a line end
			block.end = stop + glued
		}
	} else {
		block.end = len(input)
		block.cut = failedAt(ErrDamaged, len(input), "armor is cut before its END line")
	}
	data, bad := decodeRadix64(cutChecksum(input[bodyStart:bodyEnd]))
	block.data = data
	if bad >= 0 {
		block.err = failedAt(ErrDamaged, bodyStart+bad, "armor is not base64")
	}
	return block, true
}

// findLine returns the offset of the first line that starts with prefix, or -1.
// What follows the dashes of an END line counts as a line.
func findLine(input []byte, from int, prefix []byte) int {
	for from < len(input) {
		i := bytes.Index(input[from:], prefix)
		if i < 0 {
			return -1
		}
		i += from
		if i == 0 || input[i-1] == '\n' || input[i-1] == '\r' || string(input[:i]) == byteOrderMark || endsArmor(input[:i]) {
			return i
		}
		from = i + 1
	}
	return -1
}

// endsArmor reports whether the last line of text is a whole END line.
func endsArmor(text []byte) bool {
	const longest = len("-----END PGP PRIVATE KEY BLOCK-----")
	text = text[max(0, len(text)-longest-1):]
	line := text[bytes.LastIndexByte(text, '\n')+1:]
	return bytes.HasPrefix(line, armorEnd) && len(line) > len(armorEnd) && bytes.HasSuffix(line, armorDash)
}

// lineAt returns the line at offset without its end, and the offset of the next.
func lineAt(input []byte, offset int) (line []byte, next int) {
	end := bytes.IndexByte(input[offset:], '\n')
	if end < 0 {
		return input[offset:], len(input)
	}
	return bytes.TrimSuffix(input[offset:offset+end], []byte("\r")), offset + end + 1
}

// skipArmorHeaders returns the offset of the first base64 line. Header lines
// hold a colon, which base64 never does, so a lost blank line does no harm.
func skipArmorHeaders(input []byte, offset int) int {
	for offset < len(input) {
		line, next := lineAt(input, offset)
		if len(bytes.TrimSpace(line)) == 0 {
			return next
		}
		if !bytes.ContainsRune(line, ':') {
			return offset
		}
		offset = next
	}
	return offset
}

// cutChecksum removes a trailing "=XXXX" line.
func cutChecksum(body []byte) []byte {
	trimmed := bytes.TrimRight(body, " \t\r\n")
	start := bytes.LastIndexByte(trimmed, '\n') + 1
	if last := bytes.TrimSpace(trimmed[start:]); len(last) == 5 && last[0] == '=' {
		return trimmed[:start]
	}
	return trimmed
}

// decodeRadix64 decodes base64 in lines. Bad is the offset of the first
// offending byte, or -1; data holds what was decoded before it.
func decodeRadix64(body []byte) (data []byte, bad int) {
	blanks := bytes.ContainsAny(body, " \t")
	if blanks {
		body = bytes.Map(func(r rune) rune {
			if r == ' ' || r == '\t' {
				return -1
			}
			return r
		}, body)
	}
	data = make([]byte, base64.StdEncoding.DecodedLen(len(body)))
	n, err := base64.StdEncoding.Decode(data, body)
	if err == nil {
		return data[:n], -1
	}
	var corrupt base64.CorruptInputError
	if errors.As(err, &corrupt) && !blanks {
		return data[:n], int(corrupt)
	}
	return data[:n], 0
}

// writeArmor wraps binary OpenPGP data.
func writeArmor(label string, data []byte) ([]byte, error) {
	var out bytes.Buffer
	w, err := armor.Encode(&out, label, nil)
	if err != nil {
		return nil, err
	}
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	_, _ = io.WriteString(&out, "\n")
	return out.Bytes(), nil
}
