package evidence_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/analyze/evidence"
)

// readAll reads the files as one device and gives what was read as bytes.
func readAll(t rapid.TB, files fstest.MapFS, opts evidence.Options) string {
	t.Helper()
	ctx := context.Background()
	c, err := evidence.Discover(ctx, []evidence.Source{{Device: "d", Path: ".", FS: files, Name: "."}}, opts)
	if err != nil {
		return "" // no mail
	}
	defer c.Close()
	v, err := evidence.Read(ctx, c, opts)
	if err != nil {
		t.Fatal(err)
	}
	events := 0
	for _, d := range v.Devices {
		events += len(d.Events)
		for _, e := range d.Events {
			e.Message.Hints = nil // for those who ask for letters alone
		}
	}
	if v.Messages != events+v.Ordinary {
		t.Errorf("%d messages, but %d events and %d ordinary", v.Messages, events, v.Ordinary)
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// sameWithLetters checks that passing over ordinary mail while splitting changes
// nothing: whoever asks for letters gets all mail looked at.
func sameWithLetters(t rapid.TB, files fstest.MapFS) {
	t.Helper()
	passing := readAll(t, files, evidence.Options{})
	looking := readAll(t, files, evidence.Options{Letter: func(evidence.Letter) {}, Jobs: 2})
	if passing != looking {
		t.Errorf("passing ordinary mail over:\n%s\nlooking at all of it:\n%s", passing, looking)
	}
}

// Parts of headers that tell chat mail from other mail, or nearly do.
var (
	fieldNames = []string{"Chat-Version", "chat-", "Chat", "CHAT-Group-ID", "X-MrMsg", "x-m", "Content-Type", "content-type ",
		"CONTENT-TYPE", "In-Reply-To", "References", "in-reply-to", "Subject", "Received", "From", "Message-ID", "X-Gmail-Labels", "x-status", ""}
	fieldValues = []string{"1.0", "multipart/encrypted; boundary=b", "Multipart/Mixed;\n boundary=b", "multipart/\n signed", "\n multipart/mixed",
		"text/plain", "<Gr.abc.def@x>", "<mr.abc@x>", "<Mr.abc@x", "<aaaaaaaaaaaaaaaaaaaaaaaa@localhost>", "<a@b>\n <Gr.a.b@c>", "<a@b>\r\n\t<00000000-0000-4000-8000-000000000000@localhost>",
		"Inbox,Spam", "=?UTF-8?Q?Draft?=", "ROT", "a@example.org", "Thu, 1 Jan 2026 00:00:00 +0000", ""}
	bodies = []string{"", "hello\n", "--b\nContent-Type: application/pgp-encrypted\n\n--b--\n", "--b\nChat-Version: 1.0\n\nx\n--b--\n", "\nFrom here on\n"}
)

func drawMail(t *rapid.T) string {
	var b strings.Builder
	b.WriteString(rapid.SampledFrom([]string{"", "", "\ufeff", ">From x Thu Jan  1 00:00:00 1970\n"}).Draw(t, "start"))
	for range rapid.IntRange(0, 6).Draw(t, "fields") {
		b.WriteString(rapid.SampledFrom(fieldNames).Draw(t, "name"))
		b.WriteString(rapid.SampledFrom([]string{":", ": ", ":\n ", ""}).Draw(t, "colon"))
		b.WriteString(rapid.SampledFrom(fieldValues).Draw(t, "value"))
		b.WriteString(rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end"))
	}
	b.WriteString(rapid.SampledFrom([]string{"\n", "\r\n", ""}).Draw(t, "blank"))
	b.WriteString(rapid.SampledFrom(bodies).Draw(t, "body"))
	return b.String()
}

func TestPassingOrdinaryMailOverChangesNoEventAndNoCount(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		files := fstest.MapFS{}
		mails := rapid.SliceOfN(rapid.Custom(drawMail), 1, 4).Draw(rt, "mails")
		files["box/a.mbox"] = &fstest.MapFile{Data: []byte("From x Thu Jan  1 00:00:00 1970\n" + strings.Join(mails, "\nFrom x Thu Jan  1 00:00:00 1970\n"))}
		for i, mail := range mails {
			folder := rapid.SampledFrom([]string{"Maildir/cur/", "Maildir/.Junk/cur/", "Maildir/.Drafts/new/"}).Draw(rt, "folder")
			files[folder+string(rune('a'+i))] = &fstest.MapFile{Data: []byte(mail)}
		}
		sameWithLetters(rt, files)
	})
}

func FuzzPassingOrdinaryMailOver(f *testing.F) {
	f.Add([]byte("From x Thu Jan  1 00:00:00 1970\nChat-Version: 1.0\nFrom: a@b\n\nhello\n\nFrom x Thu Jan  1 00:00:00 1970\nFrom: a@b\n\nhello\n"))
	f.Add([]byte("From: a@b\nTo: c@d\nIn-Reply-To:\n <Gr.a.b@c>\n\nhello\n"))
	f.Add([]byte("From: a@b\nContent-Type: multipart/mixed; boundary=b\n\n--b\nChat-Version: 1.0\n\n--b--\n"))
	f.Fuzz(func(t *testing.T, mail []byte) {
		sameWithLetters(t, fstest.MapFS{"box/a.mbox": {Data: mail}, "Maildir/cur/a": {Data: mail}})
	})
}
