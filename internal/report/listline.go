package report

import (
	"strconv"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// appendListLine appends the JSON of a record to a line, as encoding/json would
// write it, which takes several times as long: lists run to millions of lines. It
// reports false, and the line means nothing, where some value needs more than
// quotes.
func appendListLine(line []byte, e *evidence.ListEntry) ([]byte, bool) {
	for _, text := range []string{e.Device, e.Archive, e.File, e.Folder, e.Flags, e.Basis, e.SHA256, e.MessageID, string(e.Bucket)} {
		if !needsQuotesAlone(text) {
			return line, false
		}
	}
	line = append(line, `{"schema":`...)
	line = strconv.AppendInt(line, ListSchema, 10)
	line = append(line, `,"device":"`...)
	line = append(line, e.Device...)
	line = append(line, `","archive":"`...)
	line = append(line, e.Archive...)
	line = append(line, '"')
	if e.Offset != nil {
		line = append(line, `,"offset":`...)
		line = strconv.AppendInt(line, *e.Offset, 10)
	}
	line = append(line, `,"length":`...)
	line = strconv.AppendInt(line, e.Length, 10)
	if e.File != "" {
		line = append(line, `,"file":"`...)
		line = append(line, e.File...)
		line = append(line, '"')
	}
	line = append(line, `,"folder":"`...)
	line = append(line, e.Folder...)
	line = append(line, `","flags":"`...)
	line = append(line, e.Flags...)
	line = append(line, `","arrival":`...)
	switch {
	case e.Arrival == nil:
		line = append(line, "null"...)
	case e.Arrival.Location() != time.UTC || e.Arrival.Year() < 0 || e.Arrival.Year() > 9999:
		return line, false
	default:
		line = append(line, '"')
		line = e.Arrival.AppendFormat(line, time.RFC3339Nano)
		line = append(line, '"')
	}
	if e.UID != 0 {
		line = append(line, `,"uid":`...)
		line = strconv.AppendUint(line, uint64(e.UID), 10)
	}
	line = append(line, `,"basis":"`...)
	line = append(line, e.Basis...)
	line = append(line, `","sha256":"`...)
	line = append(line, e.SHA256...)
	line = append(line, `","message_id":"`...)
	line = append(line, e.MessageID...)
	line = append(line, `","bucket":"`...)
	line = append(line, e.Bucket...)
	return append(line, "\"}\n"...), true
}

// needsQuotesAlone reports whether text is JSON once it stands in quotes.
func needsQuotesAlone(text string) bool {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c >= 0x7f || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}
