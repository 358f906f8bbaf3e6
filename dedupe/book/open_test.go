package book_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gmmtool/gmmtool/dedupe/book"
	"github.com/gmmtool/gmmtool/mboxio"
)

const oneCard = "BEGIN:VCARD\nVERSION:3.0\nFN:Zoe\nEND:VCARD\n"

func zipped(members ...string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range members {
		w, _ := z.Create(name)
		w.Write([]byte(oneCard))
	}
	z.Close()
	return out.Bytes()
}

func tarred(members ...string) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, name := range members {
		w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(oneCard))})
		w.Write([]byte(oneCard))
	}
	w.Close()
	return out.Bytes()
}

func gzipped(data []byte) []byte {
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	z.Write(data)
	z.Close()
	return out.Bytes()
}

func spool() (mboxio.Spool, error) {
	f, err := os.CreateTemp("", "book-test-*")
	if err != nil {
		return nil, err
	}
	os.Remove(f.Name())
	return f, nil
}

func TestBooksAreFoundWhereTheyLie(t *testing.T) {
	files := fstest.MapFS{
		"c.vcf":                {Data: []byte(oneCard)},
		"c.vcf.gz":             {Data: gzipped([]byte(oneCard))},
		"noext":                {Data: gzipped([]byte(oneCard))},
		"takeout.zip":          {Data: zipped("Takeout/Contacts/All.vcf", "Takeout/notes.txt", "Takeout/._All.vcf", "__MACOSX/x.vcf", "Takeout/B.VCF")},
		"t.tar":                {Data: tarred("a/x.vcard", "a/y.txt")},
		"t.tgz":                {Data: gzipped(tarred("x.vcf"))},
		"nested.zip":           {Data: zipWith("in.zip", zipped("x.vcf"), "y.vcf", []byte(oneCard))},
		"empty.zip":            {Data: zipped("x.txt")},
		"table.csv":            {Data: []byte(newGoogle + "\nBo\n")},
		"dir/a.vcf":            {Data: []byte(oneCard)},
		"dir/sub/b.vcf.gz":     {Data: gzipped([]byte(oneCard))},
		"dir/sub/contacts.csv": {Data: []byte(ofOutlook + "\n,Bo\n")},
		"dir/sub/money.csv":    {Data: []byte("Date,Amount\n")},
		"dir/photo.jpg":        {Data: []byte("\xff\xd8")},
		"bad/a.vcf":            {Data: []byte(oneCard)},
		"bad/b.vcf.gz":         {Data: gzipped([]byte(oneCard))[:30]},
		"bad/c.zip":            {Data: zipped("x.vcf")},
		"bad/pipe.vcf":         {Mode: fs.ModeNamedPipe},
	}
	for name, test := range map[string]struct {
		want     []string // paths, and their form after a blank
		problems []error
		err      error
	}{
		"c.vcf":        {want: []string{"c.vcf "}},
		"c.vcf.gz":     {want: []string{"c.vcf.gz gzip"}},
		"noext":        {want: []string{"noext gzip"}},
		"takeout.zip":  {want: []string{"takeout.zip/Takeout/B.VCF ", "takeout.zip/Takeout/Contacts/All.vcf "}},
		"t.tar":        {want: []string{"t.tar/a/x.vcard "}},
		"t.tgz":        {want: []string{"t.tgz/x.vcf "}},
		"nested.zip":   {want: []string{"nested.zip/y.vcf "}, problems: []error{book.ErrPacked}},
		"empty.zip":    {err: book.ErrNone},
		"table.csv":    {want: []string{"table.csv CSV of Google Contacts"}},
		"dir":          {want: []string{"dir/a.vcf ", "dir/sub/b.vcf.gz gzip", "dir/sub/contacts.csv CSV of Outlook"}},
		"bad":          {want: []string{"bad/a.vcf "}, problems: []error{mboxio.ErrCompression, book.ErrPacked, book.ErrNotRegular}},
		"bad/pipe.vcf": {err: book.ErrNotRegular},
		"nothing":      {err: fs.ErrNotExist},
	} {
		t.Run(name, func(t *testing.T) {
			source := book.Source{FS: files, Name: name, Path: name, Spool: spool}
			if info, err := fs.Stat(files, name); err == nil && info.IsDir() {
				source.FS, _ = fs.Sub(files, name)
				source.Name = "."
			}
			books, problems, err := book.Open(context.Background(), source)
			if !errors.Is(err, test.err) || (err != nil) != (test.err != nil) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
			var got []string
			for _, b := range books {
				got = append(got, b.Path+" "+b.Form)
				if parsed, _ := b.Parse(); parsed.Len() != 1 {
					t.Errorf("%s has %d cards", b.Path, parsed.Len())
				}
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got %q, want %q", got, test.want)
			}
			if len(problems) != len(test.problems) {
				t.Fatalf("problems %v", problems)
			}
			for i, problem := range problems {
				if !errors.Is(problem, test.problems[i]) || !strings.HasPrefix(problem.Error(), name+"/") {
					t.Errorf("problem %v, want %v", problem, test.problems[i])
				}
			}
		})
	}
}

func zipWith(name string, data []byte, more string, moreData []byte) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, _ := z.Create(name)
	w.Write(data)
	w, _ = z.Create(more)
	w.Write(moreData)
	z.Close()
	return out.Bytes()
}

func TestBooksComeFromAStream(t *testing.T) {
	for name, data := range map[string][]byte{"vCards": []byte(oneCard), "gzip": gzipped([]byte(oneCard)), "zip": zipped("x.vcf"), "tar, gzipped": gzipped(tarred("x.vcf"))} {
		source, err := book.Stream(bytes.NewReader(data), "-", spool)
		if err != nil {
			t.Fatal(err)
		}
		books, problems, err := book.Open(context.Background(), source)
		if err != nil || len(problems) > 0 || len(books) != 1 || string(books[0].Data) != oneCard {
			t.Errorf("%s: %d books, %v, %v", name, len(books), problems, err)
		}
	}
}

func TestAFolderThatMayNotBeEnteredIsReported(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may enter any")
	}
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a.vcf"), []byte(oneCard), 0o600)
	os.Mkdir(filepath.Join(dir, "closed"), 0)
	books, problems, err := book.Open(context.Background(), book.Source{FS: os.DirFS(dir), Name: ".", Path: dir})
	if err != nil || len(books) != 1 || len(problems) != 1 || !errors.Is(problems[0], fs.ErrPermission) {
		t.Errorf("%d books, %v, %v", len(books), problems, err)
	}
}

func TestALinkToAFolderIsSaidNotFollowed(t *testing.T) {
	dir := t.TempDir()
	os.WriteFile(filepath.Join(dir, "a.vcf"), []byte(oneCard), 0o600)
	if err := os.Symlink(dir, filepath.Join(dir, "loop")); err != nil {
		t.Skip(err)
	}
	books, problems, err := book.Open(context.Background(), book.Source{FS: os.DirFS(dir), Name: ".", Path: dir})
	if err != nil || len(books) != 1 || len(problems) != 1 || !errors.Is(problems[0], book.ErrLink) {
		t.Errorf("%d books, %v, %v", len(books), problems, err)
	}
}

func TestCardsOfATableAreNamedAsVCards(t *testing.T) {
	for name, want := range map[string]string{"a/c.csv": "a/c.vcf", "c.CSV.gz": "c.vcf", "c.vcf.gz": "c.vcf", "c.vcf": "c.vcf", "c": "c", "x.zip/c.csv": "x.zip/c.vcf"} {
		if got := book.CardsName(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
