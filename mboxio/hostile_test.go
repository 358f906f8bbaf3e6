package mboxio

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// tarOf makes a tar of members in their order.
func tarOf(headers ...tar.Header) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := range headers {
		h := headers[i]
		content := sep1 + fmt.Sprintf("Message-ID: <%d@x>\nFrom: a@b\n\n", i)
		if h.Typeflag == 0 {
			h.Typeflag, h.Size = tar.TypeReg, int64(len(content))
		}
		h.Mode, h.Format = 0o644, tar.FormatPAX
		if err := w.WriteHeader(&h); err != nil {
			panic(err)
		}
		if h.Size > 0 {
			_, _ = w.Write([]byte(content))
		}
	}
	_ = w.Close()
	return b.String()
}

func named(names ...string) (headers []tar.Header) {
	for _, name := range names {
		headers = append(headers, tar.Header{Name: name})
	}
	return headers
}

func TestEveryMemberOfATarIsReadOnce(t *testing.T) {
	names := []string{"a", "..", ".", "x/..", "../../tmp/b", "/abs", "f", "f/g", "f/g/h", "f", "c\n\x1b[31m", "\u202egpj", "=cmd()|x", "./d", "e//f", "a/../z"}
	all, sum := collect(t, fstest.MapFS{"a.tar": file(tarOf(named(names...)...))}, "a.tar", Options{})
	var members []string
	for _, g := range all {
		members = append(members, g.Member)
	}
	slices.Sort(members)
	if len(slices.Compact(members)) != len(names) || len(sum.Defects) > 0 {
		t.Errorf("%d of %d members: %q\n%v", len(all), len(names), members, sum.Defects)
	}
}

func TestEveryMemberOfAZipIsReadOnce(t *testing.T) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	names := []string{"a", "", "dup", "dup", "d/e", "a//b", "./c", "/abs", "../../x", "f", "f/g", "con", "nul\x00x"}
	for i, name := range names {
		f, _ := w.CreateHeader(&zip.FileHeader{Name: name})
		fmt.Fprintf(f, "%sMessage-ID: <%d@x>\nFrom: a@b\n\n", sep1, i)
	}
	w.Close()
	all, sum := collect(t, fstest.MapFS{"a.zip": file(b.String())}, "a.zip", Options{})
	if len(all) != len(names) || len(sum.Defects) > 0 {
		t.Errorf("%d of %d members: %v", len(all), len(names), sum.Defects)
	}
}

func TestBackslashesInAZip(t *testing.T) {
	for creator, want := range map[uint16]string{0: "Mail/Inbox.mbox", 10: "Mail/Inbox.mbox", 3: `Mail\Inbox.mbox`} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		f, _ := w.CreateHeader(&zip.FileHeader{Name: `Mail\Inbox.mbox`, CreatorVersion: creator<<8 | 20})
		fmt.Fprint(f, sep1+msg1)
		w.Close()
		all, sum := collect(t, fstest.MapFS{"a.zip": file(b.String())}, "a.zip", Options{})
		if len(all) != 1 || all[0].Member != want {
			t.Errorf("creator %d: %+v %v", creator, all, sum.Defects)
		}
	}
}

// TestHostilePacksAreLeftOutByName walks packs that expand without end. Each is
// to end soon, and to name the member it ended at.
func TestHostilePacksAreLeftOutByName(t *testing.T) {
	links := named("a.mbox")
	big := tar.Header{Name: "big", Typeflag: tar.TypeReg, Size: int64(len(sep1 + "Message-ID: <0@x>\nFrom: a@b\n\n"))}
	links[0] = big
	for i := range 40_000 {
		links = append(links, tar.Header{Name: fmt.Sprint("l", i), Typeflag: tar.TypeLink, Linkname: "big"})
	}
	deep := "a.mbox"
	nested := sep1 + msg1
	for range 6 {
		nested = tarred(files(deep, nested))
		deep = "n.tar"
	}
	many := fstest.MapFS{}
	for i := range maxInnerPacks + 10 {
		many[fmt.Sprintf("%03d.tar", i)] = file(tarred(files("a.mbox", sep1+msg1)))
	}
	tests := map[string]struct {
		content string
		want    error
		member  string
	}{
		"hard links":           {tarOf(links...), ErrBomb, "l1"},
		"packs in packs":       {nested, ErrTooDeep, "n.tar/n.tar/n.tar/n.tar"},
		"many packs in a pack": {tarred(many), ErrBomb, fmt.Sprint(maxInnerPacks, ".tar")},
		"a name without end":   {tarOf(named(strings.Repeat("a/", 400_000)+"x", "b")...), ErrTooDeep, "a/a/a"},
		"a link to nothing":    {tarOf(tar.Header{Name: "self", Typeflag: tar.TypeLink, Linkname: "self"}), ErrPacked, "self"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			_, sum, err := tryCollect(fstest.MapFS{"a": file(tt.content)}, "a", Options{})
			if err != nil || time.Since(start) > 10*time.Second {
				t.Fatalf("%v after %v", err, time.Since(start))
			}
			if !hasKind(sum.Defects, tt.want) || !strings.Contains(sum.Defects[0].Member, tt.member) {
				t.Errorf("defects %v, want %v at %q", sum.Defects[:min(3, len(sum.Defects))], tt.want, tt.member)
			}
		})
	}
}

func TestTarThatIsCutKeepsWhatIsThere(t *testing.T) {
	whole := tarOf(named("a", "b", "c")...)
	all, sum := collect(t, fstest.MapFS{"a": file(whole[:3000])}, "a", Options{})
	if diff := cmp.Diff(3, len(all)); diff != "" || !hasKind(sum.Defects, ErrPacked) {
		t.Errorf("%s %v", diff, sum.Defects)
	}
}
