package html

import (
	"encoding/base64"
	"encoding/hex"
	"strconv"
	"strings"
)

// lanesData is a group's messages as the script reads them. Texts that repeat
// stand once, in Texts; a plain message that arrived everywhere is a line.
type lanesData struct {
	Devices  []string `json:"d"`
	Members  [][]int  `json:"e"` // of each device in the end
	Target   []int    `json:"g"`
	Texts    []string `json:"x"`
	Messages [][]any  `json:"m"` // seconds since the last one, sentence, id, its end, lane of the author, fates, details by lane
	Parted   int      `json:"p"`
}

// shortDigest is a digest in base64, which takes two thirds of the room.
func shortDigest(sha256 string) string {
	raw, err := hex.DecodeString(sha256)
	if err != nil {
		return ""
	}
	return base64.RawStdEncoding.EncodeToString(raw)
}

// maxNamed is how many messages of a page may have their Message-ID in its data.
// Beyond that only changes have one: ids are what does not get smaller.
const maxNamed = 2000

// data makes the data of the lanes. All is false where plain messages have to do
// without their Message-ID.
func (l *Lanes) data(all bool) lanesData {
	at := map[string]int{}
	d := lanesData{Parted: l.Parted}
	text := func(s string) int {
		i, known := at[s]
		if !known {
			i = len(d.Texts)
			at[s] = i
			d.Texts = append(d.Texts, s)
		}
		return i
	}
	texts := func(list []string) []int {
		numbers := make([]int, len(list))
		for i, s := range list {
			numbers[i] = text(s)
		}
		return numbers
	}
	d.Target = texts(l.Target)
	for _, lane := range l.Devices {
		d.Devices = append(d.Devices, lane.Device)
		d.Members = append(d.Members, texts(lane.Members))
	}
	last := int64(0)
	for i := range l.Messages {
		m := &l.Messages[i]
		changes := m.changes()
		told, id, host := any(text(m.Told)), m.ID, -1
		if !changes && !all {
			id = ""
		}
		if at := strings.LastIndexByte(id, '@'); at >= 0 {
			id, host = id[:at], text(id[at:])
		}
		if changes {
			told = m.Told
		}
		fates := make([]byte, len(m.Fates))
		details := map[string][]any{}
		for lane, f := range m.Fates {
			fates[lane] = byte(f.Kind)
			if f.Kind == NotConcerned || !changes && f.Kind != Refused {
				continue
			}
			late := int64(0)
			if !f.Time.IsZero() {
				late = f.Time.Unix() - m.Time.Unix()
			}
			detail := []any{late, f.Members, text(f.Why), text(f.Where), texts(f.Joined), texts(f.Left)}
			if f.Archive != "" {
				detail = append(detail, text(f.Archive), f.Place, shortDigest(f.SHA256))
			}
			details[strconv.Itoa(lane)] = detail
		}
		row := []any{m.Time.Unix() - last, told, id, host, m.From, string(fates)}
		last = m.Time.Unix()
		if len(details) > 0 {
			row = append(row, details)
		}
		d.Messages = append(d.Messages, row)
	}
	return d
}
