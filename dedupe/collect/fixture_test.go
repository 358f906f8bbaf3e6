package collect_test

import (
	"cmp"
	"context"
	"encoding/base64"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/gmmtool/gmmtool/analyze/evidence"
	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/dedupe/collect"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// day is when a test's mail begins; letters are an hour apart.
var day = time.Date(2025, 6, 1, 8, 0, 0, 0, time.UTC)

// An archive is the mailbox of one device, "me", as a test builds it.
type archive struct {
	t     testing.TB
	files fstest.MapFS
	n     int
}

func newArchive(t testing.TB) *archive {
	a := &archive{t: t, files: fstest.MapFS{}}
	a.keyFile("me.secret")
	return a
}

// keyFile adds a key of testdata to the device's folder.
func (a *archive) keyFile(name string) {
	a.files["case/me/keys/"+name+".asc"] = &fstest.MapFile{Data: read(a.t, name)}
}

// add puts a mail into the archive, an hour after the one before.
func (a *archive) add(mail string) { a.addTo("INBOX", mail) }

func (a *archive) addTo(folder, mail string) {
	a.n++
	received := "Received: from a.example by home.example; " + a.now().Format(time.RFC1123Z) + "\r\n"
	mail = strings.ReplaceAll(received+mail, "\r\n", "\n")
	mail = strings.ReplaceAll(mail, "\n", "\r\n")
	a.files[fmt.Sprintf("case/me/%s/%04d.eml", folder, a.n)] = &fstest.MapFile{Data: []byte(mail)}
}

// plainFile is a mail with the line ends of mail.
func plainFile(mail string) *fstest.MapFile {
	return &fstest.MapFile{Data: []byte(strings.ReplaceAll(mail, "\n", "\r\n"))}
}

// now is when the letter added last arrived, next when one is written after it.
func (a *archive) now() time.Time  { return day.Add(time.Duration(a.n) * time.Hour) }
func (a *archive) next() time.Time { return a.now().Add(30 * time.Minute) }

func (a *archive) records(books ...collect.Book) *collect.Found {
	a.t.Helper()
	return a.recordsWith(nil, books...)
}

func (a *archive) recordsWith(authservIDs []string, books ...collect.Book) *collect.Found {
	a.t.Helper()
	c := readCase(a.t, a.files, "case", 2, authservIDs)
	found, err := collect.Records(context.Background(), books, c, 2)
	if err != nil {
		a.t.Fatal(err)
	}
	for _, problem := range found.Problems {
		a.t.Errorf("problem: %v", problem)
	}
	return found
}

// readCase reads a case folder on so many goroutines.
func readCase(t testing.TB, fsys fs.FS, name string, jobs int, authservIDs []string) *collect.Case {
	t.Helper()
	ctx, mail := context.Background(), collect.NewMail(authservIDs)
	opts := evidence.Options{Jobs: jobs, Letter: mail.Add}
	c, err := evidence.Discover(ctx, []evidence.Source{{Path: "case", FS: fsys, Name: name}}, opts)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	v, err := evidence.Read(ctx, c, opts)
	if err != nil {
		t.Fatal(err)
	}
	hs, err := history.Rebuild(ctx, v, history.Options{Jobs: jobs})
	if err != nil {
		t.Fatal(err)
	}
	return &collect.Case{Evidence: v, Histories: hs, Mail: mail}
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/keys/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// key reads a key of testdata.
func key(t testing.TB, name string) *pgp.Key {
	t.Helper()
	keys, problems := pgp.ReadKeys(read(t, name), nil)
	if len(keys) != 1 || len(problems) > 0 {
		t.Fatalf("%s: %d keys, %v", name, len(keys), problems)
	}
	return keys[0]
}

func fingerprint(t testing.TB, name string) string { return string(key(t, name).Fingerprint()) }

// A mail is what a test says of one; see its methods for the forms.
type mail struct {
	from, outerFrom string // outerFrom is from, unless given
	key             string // of testdata; signs, and stands in Autocrypt
	header          string // more fields inside, each with its line end
	outer           string // the same, outside
	body            string
	to              string // me, unless given
	silent          bool   // shows no key
	unmarked        bool   // nothing says that the inner header is one
	id              string
}

func (m mail) messageID(a *archive) string {
	if m.id != "" {
		return m.id
	}
	return fmt.Sprintf("%d@a.example", a.n)
}

// entity is what is signed.
func (m mail) entity(a *archive) []byte {
	mark := `; protected-headers="v1"`
	if m.unmarked {
		mark = ""
	}
	text := "From: " + m.from + "\nTo: " + cmp.Or(m.to, "me@home.example") + "\nDate: " + a.next().Format(time.RFC1123Z) +
		"\nMessage-ID: <" + m.messageID(a) + ">\n" + m.header
	if !m.silent {
		text += autocrypt(a.t, bare(m.from), m.key)
	}
	if !strings.Contains(m.header, "Content-Type:") {
		text += "Content-Type: text/plain; charset=utf-8" + mark + "\n"
	}
	return []byte(strings.ReplaceAll(text+"\n"+m.body+"\n", "\n", "\r\n"))
}

func (m mail) envelope(a *archive) string {
	from := m.outerFrom
	if from == "" {
		from = m.from
	}
	return "From: " + from + "\nTo: " + cmp.Or(m.to, "me@home.example") + "\nMessage-ID: <" + m.messageID(a) + ">\n" + m.outer
}

// seal gives the armored message, to me.
func (m mail) seal(a *archive) []byte {
	armored, err := pgp.Seal(m.entity(a), key(a.t, m.key), []*pgp.Key{key(a.t, "me.secret")},
		pgp.SealOptions{Time: a.next(), Random: rand.NewChaCha8([32]byte{byte(a.n)})})
	if err != nil {
		a.t.Fatal(err)
	}
	return armored
}

// sealed is the mail encrypted and signed (RFC 3156 section 6.2).
func (m mail) sealed(a *archive) string {
	return m.envelope(a) + "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\n\n" +
		"--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n\n" +
		"--b\nContent-Type: application/octet-stream\n\n" + string(m.seal(a)) + "\n--b--\n"
}

// signed is the mail signed in the clear (RFC 3156 section 5).
func (m mail) signed(a *archive) string {
	opened, err := pgp.Open(m.seal(a), pgp.NewRing(key(a.t, "me.secret")), nil, pgp.Options{})
	if err != nil {
		a.t.Fatal(err)
	}
	signature, err := opened.DetachedSignature()
	if err != nil {
		a.t.Fatal(err)
	}
	return m.envelope(a) + "Content-Type: multipart/signed; protocol=\"application/pgp-signature\"; boundary=b\n\n" +
		"--b\n" + string(opened.Plain) + "\n--b\nContent-Type: application/pgp-signature\n\n" + string(signature) + "\n--b--\n"
}

// plain is the mail without protection.
func (m mail) plain(a *archive) string {
	return m.envelope(a) + m.header + autocrypt(a.t, bare(m.from), m.key) + "\n" + m.body + "\n"
}

// autocrypt is the field that shows a key of testdata for an address.
func autocrypt(t testing.TB, address, name string) string {
	if name == "" {
		return ""
	}
	return "Autocrypt: addr=" + address + "; keydata=" + base64.StdEncoding.EncodeToString(key(t, name).Serialize()) + "\n"
}

// bare takes the address out of a From.
func bare(from string) string {
	if _, rest, ok := strings.Cut(from, "<"); ok {
		return strings.TrimSuffix(rest, ">")
	}
	return from
}

// pairs writes bonds as "address key", the key by the name it has in testdata.
func pairs(t testing.TB, bonds []record.Bond) []string {
	t.Helper()
	names := map[string]string{}
	for _, name := range [...]string{"anna", "next", "mallory", "friend", "me"} {
		names[fingerprint(t, name+".secret")] = name
	}
	list := []string{}
	for _, bond := range bonds {
		list = append(list, strings.TrimSpace(bond.Address+" "+names[bond.Key]))
	}
	return list
}

// tied writes ties as "from > to".
func tied(ties []record.AddressPair) []string {
	list := []string{}
	for _, tie := range ties {
		list = append(list, tie.From+" > "+tie.To)
	}
	return list
}
