package finding

import (
	"cmp"
	"time"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/gmm"
)

// kind classes a message for a sentence.
func kind(reading *gmm.Reading) string {
	switch {
	case reading.Removed != "" && reading.Removed == reading.From.Address:
		return "leave"
	case reading.Removed != "":
		return "remove"
	case reading.Added != "":
		return "add"
	}
	return "message"
}

// onDevice begins a finding about one message as one device met it.
func onDevice(code Code, severity Severity, h *history.History, st *history.Step) Finding {
	return Finding{Code: code, Severity: severity, Group: h.Group, Device: h.Device.Name, Actor: st.Reading.From.Address,
		Subject: cmp.Or(st.Reading.Removed, st.Reading.Added), Evidence: evidenceOf(st.Event),
		Message: &Message{ID: st.Reading.MessageID, Kind: kind(st.Reading), Time: st.Dated()}}
}

// seconds rounds a duration.
func seconds(d time.Duration) int64 { return int64(d.Round(time.Second) / time.Second) }
