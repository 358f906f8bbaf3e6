package mboxio

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
)

// linkedTar is a tar of one member and many hard links to it.
func linkedTar(name, content string, links int) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	_ = w.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Typeflag: tar.TypeReg, Mode: 0o644})
	_, _ = w.Write([]byte(content))
	for i := range links {
		_ = w.WriteHeader(&tar.Header{Name: fmt.Sprint(i, name), Linkname: name, Typeflag: tar.TypeLink, Mode: 0o644})
	}
	_ = w.Close()
	return b.String()
}

// Each pack alone repeats little; that each is linked to again multiplies it.
func TestHardLinksOfAllPacksCountTogether(t *testing.T) {
	const links, messages = 300, 20
	content, name := strings.Repeat(sep1+msg1, messages), "a.mbox"
	for range 3 {
		content, name = gzipped(linkedTar(name, content, links)), "n.tgz"
	}
	all, sum := collect(t, fstest.MapFS{"a.tgz": file(content)}, "a.tgz", Options{Spool: memorySpool})
	if most := minLinked / len(sep1+msg1); len(all) == 0 || len(all) > most {
		t.Errorf("%d messages of %d bytes, want at most %d", len(all), len(content), most)
	}
	if sum.DefectCount == 0 || !errors.Is(sum.Defects[0], ErrBomb) || sum.Defects[0].Member == "" {
		t.Errorf("defects %v", sum.Defects)
	}
}

func TestFewMembersLeftOutAreNamedAndAllAreCounted(t *testing.T) {
	content := linkedTar("a.mbox", strings.Repeat(sep1+msg1, minLinked/len(sep1+msg1)), 100)
	_, sum := collect(t, fstest.MapFS{"a.tar": file(content)}, "a.tar", Options{})
	if sum.DefectCount != maxLeftOut+1 {
		t.Fatalf("%d defects", sum.DefectCount)
	}
	if last := sum.Defects[maxLeftOut].Error(); !strings.Contains(last, "78 more members left out") {
		t.Errorf("the last is %q", last)
	}
}

func TestMembersOfAZipAreCountedWhateverItSays(t *testing.T) {
	for _, n := range []int{0, 1, 300, 70_000} { // the last needs zip64
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for i := range n {
			if _, err := w.CreateHeader(&zip.FileHeader{Name: fmt.Sprint(i), Comment: "c", Extra: []byte{9, 9, 1, 0, 7}}); err != nil {
				t.Fatal(err)
			}
		}
		_ = w.SetComment("behind the end record")
		w.Close()
		honest := b.Bytes()
		lying := bytes.Clone(honest)
		end := bytes.LastIndex(lying, []byte("PK\x05\x06"))
		binary.LittleEndian.PutUint16(lying[end+10:], 1)
		for how, content := range map[string][]byte{"honest": honest, "lying": lying, "behind something": append([]byte("MZ something"), honest...)} {
			if got := zipEntries(bytes.NewReader(content), int64(len(content))); got != n {
				t.Errorf("%d members, %s: counted %d", n, how, got)
			}
		}
	}
	for _, junk := range []string{"", "PK\x05\x06", "PK\x05\x06" + strings.Repeat("\xff", 18), "no zip"} {
		if got := zipEntries(strings.NewReader(junk), int64(len(junk))); got != 0 {
			t.Errorf("%q: counted %d", junk, got)
		}
	}
}
