package gmm

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// ordinaryMail makes n messages as they fill archives: many trace and
// signature fields, folded lines, an HTML body.
func ordinaryMail(n int) [][]byte {
	random := rand.New(rand.NewPCG(1, 2))
	words := func(n int) string {
		var b strings.Builder
		for range n {
			fmt.Fprintf(&b, "%x ", random.Uint32())
		}
		return b.String()
	}
	mails := make([][]byte, n)
	for i := range mails {
		var b strings.Builder
		for hop := range 3 + i%5 {
			fmt.Fprintf(&b, "Received: from mx%d.example.org (mx%d.example.org [192.0.2.%d])\r\n\tby mail.example.net with ESMTPS id %x\r\n\tfor <user@example.net>; Fri, 20 Nov 2026 12:00:%02d +0000\r\n", hop, hop, hop, random.Uint64(), hop)
		}
		for range 2 {
			fmt.Fprintf(&b, "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n        d=example.org; s=s1; h=From:To:Subject:Date;\r\n        bh=%s;\r\n        b=%s\r\n         %s\r\n         %s\r\n", words(3), words(7), words(7), words(7))
		}
		fmt.Fprintf(&b, "From: Somebody <s%d@example.org>\r\nTo: user@example.net\r\nCc: Other <o@example.org>\r\nSubject: %s\r\nDate: Fri, 20 Nov 2026 12:00:00 +0000\r\nMessage-ID: <%x@example.org>\r\n", i, words(5), random.Uint64())
		fmt.Fprintf(&b, "In-Reply-To: <%x@example.org>\r\nReferences: <%x@example.org>\r\n <%x@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"b%x\"\r\nX-Mailer: Example 1.0\r\n\r\n", random.Uint64(), random.Uint64(), random.Uint64(), i)
		b.WriteString(strings.Repeat(words(10)+"\r\n", 50))
		mails[i] = []byte(b.String())
	}
	return mails
}

// BenchmarkHeaderEnd is what Interesting is measured against.
func BenchmarkHeaderEnd(b *testing.B) {
	mails := ordinaryMail(1000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		SplitHeader(mails[i%len(mails)])
	}
}

func BenchmarkInteresting(b *testing.B) {
	mails := ordinaryMail(1000)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if Interesting(mails[i%len(mails)]) {
			b.Fatal("ordinary mail is interesting")
		}
	}
}

func readBench(b *testing.B) ([]byte, Keys) {
	return readFile(b, "testdata/mail/v2.62.0-added.eml"), Keys{Own: testKeys(b, "v2.62.0-bob")}
}

func BenchmarkReadEncrypted(b *testing.B) {
	raw, keys := readBench(b)
	reader := new(Reader)
	b.ReportAllocs()
	for b.Loop() {
		if m := reader.Read(raw, keys); !m.Seal.Authentic() {
			b.Fatal("not opened")
		}
	}
}

// BenchmarkOpenOnly is the part of BenchmarkReadEncrypted that is OpenPGP.
func BenchmarkOpenOnly(b *testing.B) {
	raw, keys := readBench(b)
	sealed, _ := Sealed(raw)
	reader := new(Reader)
	reader.Read(raw, keys)
	certificates := pgp.NewRing(reader.Certificates()...)
	b.ReportAllocs()
	for b.Loop() {
		opened, err := pgp.Open(sealed, keys.Own, nil, pgp.Options{})
		if err != nil || !opened.Verify(certificates).Valid() {
			b.Fatal(err)
		}
	}
}

func BenchmarkReadPlain(b *testing.B) {
	raw := readFile(b, "testdata/mail/v1.151.3-added.eml")
	reader := new(Reader)
	b.ReportAllocs()
	for b.Loop() {
		reader.Read(raw, Keys{})
	}
}

func BenchmarkReadLargeAttachment(b *testing.B) {
	line := bytes.Repeat([]byte("QUJD"), 19)
	raw := []byte("Chat-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Transfer-Encoding: base64\r\n\r\n")
	for len(raw) < 5<<20 {
		raw = append(append(raw, line...), "\r\n"...)
	}
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		new(Reader).Read(raw, Keys{})
	}
}

// BenchmarkReading is the first reading of a message, BenchmarkReadingAgain every
// other of the same.
func BenchmarkReading(b *testing.B) {
	raw, keys := readBench(b)
	m := new(Reader).Read(raw, keys)
	b.ReportAllocs()
	for b.Loop() {
		m.readings.Store(nil)
		m.Reading(release.Latest)
	}
}

func BenchmarkReadingAgain(b *testing.B) {
	raw, keys := readBench(b)
	m := new(Reader).Read(raw, keys)
	b.ReportAllocs()
	for b.Loop() {
		m.Reading(release.Latest)
	}
}

// BenchmarkManyRecipients is a plain message to n people as one device meets it,
// BenchmarkCopy the same in the archive of another.
func BenchmarkManyRecipients(b *testing.B) {
	eachSize(b, func(b *testing.B, raw []byte) {
		for b.Loop() {
			new(Reader).Read(raw, Keys{}).Reading(release.Latest)
		}
	})
}

func BenchmarkCopy(b *testing.B) {
	eachSize(b, func(b *testing.B, raw []byte) {
		reader := new(Reader)
		for b.Loop() {
			reader.Read(raw, Keys{}).Reading(release.Latest)
		}
	})
}

func eachSize(b *testing.B, run func(*testing.B, []byte)) {
	for _, n := range []int{2000, 4000, 8000, 16000} {
		var to strings.Builder
		for i := range n {
			fmt.Fprintf(&to, "<member%d@example.org>,\r\n ", i)
		}
		raw := []byte("From: <a@example.org>\r\nTo: " + to.String() + "<b@example.org>\r\nChat-Version: 1.0\r\nChat-Group-ID: abcdefghijk\r\n\r\nhello\r\n")
		b.Run(fmt.Sprint(n), func(b *testing.B) { run(b, raw) })
	}
}

func BenchmarkCertificate(b *testing.B) {
	raw, keys := readBench(b)
	opened, err := pgp.Open(mustSealed(b, raw), keys.Own, nil, pgp.Options{})
	if err != nil {
		b.Fatal(err)
	}
	header, _ := parseAutocrypt(parsePart(opened.Plain).fields.Get("autocrypt"))
	b.ReportAllocs()
	for b.Loop() {
		new(Reader).certificate(header.keydata)
	}
}

func mustSealed(b *testing.B, raw []byte) []byte {
	sealed, ok := Sealed(raw)
	if !ok {
		b.Fatal("not sealed")
	}
	return sealed
}
