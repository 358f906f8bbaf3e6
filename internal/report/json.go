package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"slices"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// WriteJSON writes v, which must be a JSON object, as indented JSON and a line
// end.
//
// JSON cannot hold bytes that are not UTF-8; encoding/json puts U+FFFD in their
// place. So that nothing is lost, an object that holds such a text gets one
// more key, "not_utf8": a map from the place of the text in the object (a JSON
// Pointer, RFC 6901) to its bytes in base64.
//
// Runes that a terminal would obey or not show (see [Safe]) are written as
// \u escapes, which every parser turns back.
func WriteJSON(w io.Writer, v any) error { return writeJSON(w, v, false) }

// writeJSON is [WriteJSON] with the elements of lists of objects, if they are to be
// flat, on a line each.
func writeJSON(w io.Writer, v any, flat bool) error {
	buffered := bufio.NewWriterSize(w, 1<<16)
	if fields, ok := streamable(reflect.ValueOf(v)); ok {
		if err := writeFields(buffered, v, fields, flat); err != nil {
			return err
		}
		return buffered.Flush()
	}
	line, err := marshal(v)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	if err := json.Indent(&buf, line, "", "  "); err != nil {
		return err
	}
	buf.WriteByte('\n')
	if _, err = buf.WriteTo(buffered); err != nil {
		return err
	}
	return buffered.Flush()
}

// writeJSONLine is [WriteJSON] on a single line.
func writeJSONLine(w io.Writer, v any) error {
	line, err := marshal(v)
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}

// marshal encodes the object v on one line, without a line end.
func marshal(v any) ([]byte, error) {
	line, damaged, err := encode(v)
	if err != nil || !damaged {
		return line, err
	}
	if lost := collectNotUTF8(v); len(lost) > 0 {
		extra, err := json.Marshal(lost)
		if err != nil {
			return nil, err
		}
		body, ok := bytes.CutSuffix(line, []byte("}"))
		if !ok || len(body) < 2 {
			return nil, fmt.Errorf("%T has no place for bytes that are not UTF-8", v)
		}
		line = fmt.Appendf(body, `,"not_utf8":%s}`, extra)
	}
	return line, nil
}

// encode gives v as JSON on one line. Damaged reports that some text may hold
// bytes that are not UTF-8: encoding/json writes \ufffd for those, and U+FFFD
// itself as it is.
func encode(v any) (line []byte, damaged bool, err error) {
	return encodeIn(new(bytes.Buffer), v)
}

// encodeIn is [encode] with the line in a buffer, from whose start it is written.
func encodeIn(buf *bytes.Buffer, v any) (line []byte, damaged bool, err error) {
	buf.Reset()
	encoder := json.NewEncoder(buf)
	encoder.SetEscapeHTML(false) // no browser reads this; "<id@host>" should stay legible
	if err := encoder.Encode(v); err != nil {
		return nil, false, err
	}
	line = bytes.TrimSuffix(buf.Bytes(), []byte("\n"))
	return escapeInvisible(line), bytes.Contains(line, []byte(`\ufffd`)), nil
}

// escapeInvisible rewrites what [Safe] would not show. Outside its strings JSON
// is ASCII, so every such rune stands in a string, where \u is allowed.
func escapeInvisible(line []byte) []byte {
	if !slices.ContainsFunc(line, func(b byte) bool { return b >= 0x7f }) {
		return line
	}
	out := make([]byte, 0, len(line))
	for len(line) > 0 {
		r, size := utf8.DecodeRune(line)
		switch {
		case r < 0x7f || unicode.IsPrint(r) && !isBlank(r):
			out = append(out, line[:size]...)
		case r <= 0xffff:
			out = fmt.Appendf(out, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		}
		line = line[size:]
	}
	return out
}
