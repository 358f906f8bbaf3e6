package gmm

import (
	"slices"
	"strings"
	"testing"
)

func readText(raw string) *Message {
	m := new(Reader).Read([]byte(raw), Keys{})
	return m
}

func TestReports(t *testing.T) {
	report := func(kind string, parts ...string) string {
		return "Content-Type: multipart/report; boundary=r" + kind + "\n\n--r\n" + strings.Join(parts, "\n--r\n") + "\n--r--\n"
	}
	text := "Content-Type: text/plain\n\nhello"
	read := "Content-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-automatically; displayed\n"
	status := "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\n"
	file := func(name, body string) string {
		return "Content-Type: application/json\nContent-Disposition: attachment; filename=" + name + "\n\n" + body
	}
	items := file("multi-device-sync.json", `{"items":[]}`)
	inMixed := func(part string) string {
		return "Content-Type: multipart/mixed; boundary=m\n\n--m\n" + text + "\n--m\n" + part + "\n--m--\n"
	}
	tests := []struct {
		name, raw string
		want      Report
	}{
		{"a receipt", report("; report-type=disposition-notification", text, read), ReportRead},
		{"a receipt without Disposition is none", report("; report-type=disposition-notification", text, "\n\nhello"), ""},
		{"a receipt anywhere in the body", inMixed(report("; report-type=disposition-notification", text, read)), ReportRead},
		{"a receipt in a forwarded message", inMixed("Content-Type: message/rfc822\n\n" + report("; report-type=disposition-notification", text, read)), ReportRead},
		{"a receipt in an attached message is none", inMixed("Content-Type: message/rfc822\nContent-Disposition: attachment; filename=a.eml\n\n" + report("; report-type=disposition-notification", text, read)), ""},
		{"a bounce", report("; report-type=delivery-status", text, status), ReportDelivery},
		{"a bounce of a provider that forgot to say so", report("", text, status), ReportDelivery},
		{"a bounce without a status is none", report("; report-type=delivery-status", text, text), ""},
		{"sync items", report("; report-type=multi-device-sync", text, items), ReportSync},
		{"sync items attached to anything", inMixed(items), ReportSync},
		{"sync items that are not a list", report("; report-type=multi-device-sync", text, file("multi-device-sync.json", "{}")), ""},
		{"a status update", report("; report-type=status-update", text, file("status-update.json", "{}")), ReportStatusUpdate},
		{"a status update beside an app", inMixed(report("; report-type=status-update", text, file("status-update.json", "{}"))), ""},
		{"a report of one part is none", report("; report-type=disposition-notification", read), ""},
		{"of several, the receipt counts", inMixed(items + "\n--m\n" + report("; report-type=disposition-notification", text, read)), ReportRead},
		{"ordinary mail", text, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := readText(test.raw).Report; got != test.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestCarried(t *testing.T) {
	attached := "Content-Type: message/rfc822\nContent-Disposition: attachment; filename=1.eml\n\nMessage-ID: one\n\nhello"
	mixed := "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: text/plain\n\nread me\n--m\n" + attached + "\n--m\n" +
		"Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nTWVzc2FnZS1JRDogdHdvCgo=\n--m--\n"
	digest := "Content-Type: multipart/digest; boundary=m\n\n--m\n\nMessage-ID: one\n\nhello\n--m--\n"
	tests := []struct {
		name, raw string
		want      []string
	}{
		{"a correction carries its messages", "Chat-Group-Member-Correction: 1\n" + mixed, []string{"one", "two"}},
		{"also as a digest", "Chat-Group-Member-Correction: 1\n" + digest, []string{"one"}},
		{"also where only the signed part says so", "Content-Type: multipart/signed; boundary=s\n\n--s\nChat-Group-Member-Correction: 1\n" + mixed + "--s--\n",
			[]string{"one", "two"}},
		{"one level deep", "Chat-Group-Member-Correction: 1\nContent-Type: multipart/mixed; boundary=o\n\n--o\nContent-Type: message/rfc822\n\n" +
			"Message-ID: outer\nChat-Group-Member-Correction: 1\n" + mixed + "--o--\n", []string{"outer"}},
		{"other mail carries nothing", mixed, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, carried := range readText(test.raw).Carried {
				got = append(got, carried.Outer.Get("message-id"))
			}
			if strings.Join(got, "|") != strings.Join(test.want, "|") {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestContentStaysTheSame(t *testing.T) {
	plain := "From: a@x\nTo: b@x,\n c@x\nChat-Group-ID: g\nSubject: s\n\nhello\nFrom me\n"
	sealed := string(readFile(t, "testdata/made/sealed-and-signed.eml"))
	tests := []struct{ name, a, b string }{
		{"whatever the line ends", plain, strings.ReplaceAll(plain, "\n", "\r\n")},
		{"whatever a relay adds to the header", plain, "Received: from x\n" + plain},
		{"however a field is folded", plain, strings.Replace(plain, "b@x,\n c", "b@x, c", 1)},
		{"with mbox quoting", plain, strings.Replace(plain, "\nFrom me", "\n>From me", 1)},
		{"with one more line at the end", plain, plain + "\n"},
		{"however the armor is broken into lines", sealed, strings.ReplaceAll(sealed, "\r\n", "\n")},
		{"of sealed mail, whatever stands outside", sealed, "Chat-Group-ID: added\r\n" + sealed},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if readText(test.a).Content != readText(test.b).Content {
				t.Error("the digests differ")
			}
		})
	}
	for _, other := range []string{strings.Replace(plain, "hello", "hallo", 1), strings.Replace(plain, "ID: g", "ID: h", 1), strings.Replace(plain, "c@x", "d@x", 1)} {
		if readText(plain).Content == readText(other).Content {
			t.Errorf("no difference to %q", other)
		}
	}
}

func TestABounceNamesWhomItDidNotReach(t *testing.T) {
	bounce := func(blocks string) string {
		return "Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\nContent-Type: text/plain\n\nsorry\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n" + blocks + "\n--r--\n"
	}
	for name, c := range map[string]struct {
		blocks string
		want   []string
	}{
		"one recipient":         {"Final-Recipient: rfc822; Bob@Home.example\nAction: failed\nStatus: 5.1.1\n", []string{"bob@home.example"}},
		"two, one only delayed": {"Final-Recipient: rfc822; a@a.example\nAction: delayed\n\nFinal-Recipient: rfc822;<b@b.example>\nAction: Failed\n", []string{"b@b.example"}},
		"an alias":              {"Original-Recipient: rfc822; a@a.example\nFinal-Recipient: rfc822; b@b.example\nAction: failed\n", []string{"a@a.example", "b@b.example"}},
		"nobody that is named":  {"Action: failed\n", nil},
		"what is no address":    {"Final-Recipient: rfc822; nobody\nAction: failed\n", nil},
	} {
		if got := readText(bounce(c.blocks)).Undelivered; !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
