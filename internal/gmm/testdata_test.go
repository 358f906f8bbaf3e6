package gmm

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// namedMails reads the mail of testdata; the names are those of the files.
func namedMails(t testing.TB) map[string][]byte {
	t.Helper()
	mails := map[string][]byte{}
	for _, pattern := range []string{"testdata/mail/*.eml", "testdata/made/*.eml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			t.Fatalf("no %s: %v", pattern, err)
		}
		for _, file := range files {
			mails[strings.TrimSuffix(filepath.Base(file), ".eml")] = readFile(t, file)
		}
	}
	return mails
}

func testMails(t testing.TB) [][]byte { return slices.Collect(maps.Values(namedMails(t))) }

func readFile(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// testKeys are the secret keys of testdata whose file names match a pattern.
func testKeys(t testing.TB, pattern string) *pgp.Ring {
	t.Helper()
	files, err := filepath.Glob("testdata/keys/" + pattern + ".asc")
	if err != nil || len(files) == 0 {
		t.Fatalf("no keys %s: %v", pattern, err)
	}
	var all []*pgp.Key
	for _, file := range files {
		keys, errs := pgp.ReadKeys(readFile(t, file), nil)
		for _, err := range errs {
			t.Fatal(err)
		}
		all = append(all, keys...)
	}
	return pgp.NewRing(all...)
}

// readMade reads mail of testdata/made as bob, who has the key.
func readMade(t testing.TB, name string) *Message {
	t.Helper()
	return new(Reader).Read(readFile(t, "testdata/made/"+name+".eml"), Keys{Own: testKeys(t, "v2.62.0-bob")})
}

// fields reads a header section written with LF.
func fields(lines ...string) Fields { return ParseHeader([]byte(strings.Join(lines, "\n"))) }
