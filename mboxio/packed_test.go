package mboxio

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/ulikunitz/xz"
)

func gzipped(s string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func zstded(s string) string {
	w, _ := zstd.NewWriter(nil)
	return string(w.EncodeAll([]byte(s), nil))
}

func xzed(s string) string {
	var b bytes.Buffer
	w, _ := xz.NewWriter(&b)
	io.WriteString(w, s)
	w.Close()
	return b.String()
}

func tarred(files fstest.MapFS) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w.WriteHeader(&tar.Header{Name: "./" + name, Mode: 0o600, Size: int64(len(files[name].Data)), ModTime: files[name].ModTime, Typeflag: tar.TypeReg})
		w.Write(files[name].Data)
	}
	w.Close()
	return b.String()
}

func zipped(files fstest.MapFS) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: files[name].ModTime})
		f.Write(files[name].Data)
	}
	w.Close()
	return b.String()
}

func TestPackedTreesAreTheSame(t *testing.T) {
	want, _ := collect(t, account(""), ".", Options{Name: "x"})
	tarball, zipball := tarred(account("")), zipped(account(""))
	for name, data := range map[string]string{
		"tar": tarball, "tar.gz": gzipped(tarball), "tar.zst": zstded(tarball), "tar.xz": xzed(tarball), "zip": zipball,
	} {
		t.Run(name, func(t *testing.T) {
			for _, jobs := range []int{1, 3} {
				have, sum := collect(t, fstest.MapFS{"f": file(data)}, "f", Options{Name: "x", Jobs: jobs})
				if diff := cmp.Diff(want, have); diff != "" {
					t.Errorf("%d jobs (-folder +packed):\n%s", jobs, diff)
				}
				if sum.DefectCount > 0 {
					t.Errorf("defect: %v", sum.Defects[0])
				}
			}
		})
	}
	t.Run("on standard input", func(t *testing.T) {
		var have []got
		_, err := WalkReader(context.Background(), strings.NewReader(gzipped(tarball)), Options{Name: "x", Spool: memorySpool}, take, func(g got) error {
			have = append(have, g)
			return nil
		})
		if diff := cmp.Diff(want, have); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	})
	t.Run("mounted", func(t *testing.T) {
		inner, closer, err := Mount(context.Background(), fstest.MapFS{"f": file(gzipped(tarred(account("alice/Maildir"))))}, "f", Options{Spool: memorySpool})
		if err != nil {
			t.Fatal(err)
		}
		defer closer.Close()
		kind, err := Detect(inner, "alice")
		if err != nil || kind.Form != FormFolder {
			t.Errorf("%v %v", kind, err)
		}
		if kind, _ := Detect(inner, "alice/Maildir"); kind.Form != FormMaildir {
			t.Errorf("%v", kind)
		}
		sum, err := Walk(context.Background(), inner, "alice", Options{}, take, func(g got) error {
			if !slices.Contains([]string{"INBOX", "Archive/2023", "Junk", "Entwürfe"}, g.Folder) {
				t.Errorf("folder %q", g.Folder)
			}
			return nil
		})
		if err != nil || sum.Messages != 6 {
			t.Errorf("%d messages, %v", sum.Messages, err)
		}
	})
}

func TestCompressedMboxIsTheSame(t *testing.T) {
	text := sep1 + msg1 + "\n" + sep2 + msg2 + "\n"
	want, _ := collect(t, fstest.MapFS{"f": file(text)}, "f", Options{})
	files := map[string]string{"gzip": gzipped(text), "zstd": zstded(text), "xz": xzed(text), "gzip in two members": gzipped(text[:100]) + gzipped(text[100:])}
	for name, data := range files {
		have, sum := collect(t, fstest.MapFS{"f": file(data)}, "f", Options{})
		if diff := cmp.Diff(want, have); diff != "" || sum.Bytes != int64(len(text)) {
			t.Errorf("%s, %d bytes: %s", name, sum.Bytes, diff)
		}
	}
}

// bzipped is eml("x") as bzip2 writes it; Go can only read that.
func bzipped(t *testing.T) string {
	t.Helper()
	data, err := base64.StdEncoding.DecodeString("QlpoOTFBWSZTWU5hfnIAACZfgEAQQA9xPUQyFAA/599gIAB0GojJpoaAAADQHqDVPKZNBoAAANABRRn6gwt0EwRwgpGfXoiHo0C2g8kHKYKgKQEmDIxw6D2q1dFh9Fb1Y13JDgOb1OYYgMC+vty5a1ZYdCIiQZPeyPan1fArSTj+LuSKcKEgnML85A==")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestMaildirFilesCompressedInPlace(t *testing.T) {
	for name, data := range map[string]string{"gzip": gzipped(eml("x")), "zstd": zstded(eml("x")), "bzip2": bzipped(t), "xz": xzed(eml("x"))} {
		all, sum := collect(t, fstest.MapFS{"cur/1,S=" + fmt.Sprint(len(eml("x"))) + ":2,": file(data)}, ".", Options{})
		if len(all) != 1 || all[0].Raw != eml("x") || all[0].Sum != sha256.Sum256([]byte(eml("x"))) || sum.DefectCount > 0 {
			t.Errorf("%s: %+v %v", name, all, sum.Defects)
		}
	}
}

func TestLargeFilesAreCutButCounted(t *testing.T) {
	long := eml("x") + strings.Repeat("0123456789abcde\n", 100_000)
	for _, data := range []string{long, gzipped(long)} {
		for _, limit := range []int64{100, 50_000, 1 << 20, int64(len(long)) - 1, int64(len(long)), 1 << 26} {
			all, sum := collect(t, fstest.MapFS{"cur/1": file(data), "cur/2": file(eml("y"))}, ".", Options{MaxMessage: limit, Jobs: 2})
			if len(all) != 2 || sum.DefectCount > 0 {
				t.Fatalf("%d messages, %v", len(all), sum.Defects)
			}
			g := all[0]
			if g.Raw != long[:min(limit, int64(len(long)))] || g.Length != int64(len(long)) || g.Sum != sha256.Sum256([]byte(long)) {
				t.Errorf("limit %d: kept %d, length %d", limit, len(g.Raw), g.Length)
			}
		}
	}
}

func TestProgressAddsUp(t *testing.T) {
	var told int64
	_, sum := collect(t, account(""), ".", Options{Progress: func(n int64) { told += n }})
	if told != sum.Bytes || told == 0 {
		t.Errorf("told %d of %d bytes", told, sum.Bytes)
	}
}

func TestDamagedPacks(t *testing.T) {
	whole := tarred(account(""))
	t.Run("a cut tar gives what is before the cut", func(t *testing.T) {
		all, sum, err := tryCollect(fstest.MapFS{"f": file(whole[:len(whole)/2+100])}, "f", Options{})
		if err != nil || len(all) == 0 || !hasKind(sum.Defects, ErrPacked) {
			t.Errorf("%d messages, %v, %v", len(all), sum.Defects, err)
		}
	})
	t.Run("a cut tar.gz too", func(t *testing.T) {
		z := gzipped(whole)
		all, sum, err := tryCollect(fstest.MapFS{"f": file(z[:len(z)-60])}, "f", Options{})
		if err != nil || len(all) == 0 || !hasKind(sum.Defects, ErrCompression) {
			t.Errorf("%d messages, %v, %v", len(all), sum.Defects, err)
		}
	})
	t.Run("a cut zip cannot be read", func(t *testing.T) {
		z := zipped(account(""))
		if _, _, err := tryCollect(fstest.MapFS{"f": file(z[:len(z)-60])}, "f", Options{}); !errors.Is(err, ErrPacked) {
			t.Errorf("%v", err)
		}
	})
	t.Run("without a temporary file", func(t *testing.T) {
		_, err := Walk(context.Background(), fstest.MapFS{"f": file(gzipped(whole))}, "f", Options{}, take, func(got) error { return nil })
		if !errors.Is(err, ErrNeedsSpool) {
			t.Errorf("%v", err)
		}
	})
	t.Run("packs in packs end", func(t *testing.T) {
		data := whole
		for range maxPacked + 2 {
			data = tarred(fstest.MapFS{"t.tar": file(data)})
		}
		_, sum, err := tryCollect(fstest.MapFS{"f": file(data)}, "f", Options{})
		if err != nil || !hasKind(sum.Defects, ErrTooDeep) {
			t.Errorf("%v %v", sum.Defects, err)
		}
	})
}

func TestBombsAreStopped(t *testing.T) {
	if testing.Short() {
		t.Skip("decompresses 300 MB")
	}
	var b bytes.Buffer
	w, _ := zstd.NewWriter(&b)
	io.WriteString(w, sep1+"From: a@example.org\n\n")
	zeros := make([]byte, 1<<20)
	for range 300 {
		w.Write(zeros)
	}
	w.Close()
	all, sum, err := tryCollect(fstest.MapFS{"f": file(b.String())}, "f", Options{MaxMessage: 1 << 20})
	if err != nil || len(all) != 1 || !hasKind(sum.Defects, ErrBomb) {
		t.Errorf("%d messages, %v, %v", len(all), sum.Defects, err)
	}
}

// A fullSpool is a disk without room.
type fullSpool struct{ memory }

func (*fullSpool) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

func TestFullDiskIsNoDamage(t *testing.T) {
	fsys := fstest.MapFS{"a.tgz": file(gzipped(tarred(files("x.mbox", sep1+msg1))))}
	_, sum, err := tryCollect(fsys, "a.tgz", Options{Spool: func() (Spool, error) { return &fullSpool{}, nil }})
	if !errors.Is(err, ErrSpool) || errors.Is(err, ErrPacked) || errors.Is(err, ErrCompression) {
		t.Errorf("%v %v", err, sum.Defects)
	}
}
