package evidence

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"testing"
	"testing/fstest"

	"pgregory.net/rapid"
)

func TestTwoChecksumsJoinToThatOfTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		one, two := rapid.SliceOf(rapid.Byte()).Draw(t, "one"), rapid.SliceOf(rapid.Byte()).Draw(t, "two")
		got := checksum{}.update(one).join(shiftBy(int64(len(two))), checksum{}.update(two))
		if want := (checksum{}).update(one).update(two); got != want {
			t.Fatalf("%+v, want %+v", got, want)
		}
	})
}

// However a file is read, its checksum is that of its bytes.
func TestAFileIsSummedInWhateverOrderItIsRead(t *testing.T) {
	content := make([]byte, 5*mostCells*cellLength/4)
	dice := rand.NewChaCha8([32]byte{})
	dice.Read(content)
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.SampledFrom([]int{0, 1, cellLength, 3*cellLength + 5, len(content)}).Draw(t, "length")
		from := rapid.IntRange(0, min(length, 2*cellLength)).Draw(t, "from")
		fsys := fstest.MapFS{"a": {Data: content[:length]}, "b": {Data: []byte("b")}}
		summed := sumWhileRead(fsys, "a", int64(from), checksum{}.update(content[:from]))
		if f, err := summed.Open("b"); err != nil {
			t.Fatal(err)
		} else if other, err := io.ReadAll(f); err != nil || string(other) != "b" {
			t.Fatalf("%q, %v", other, err)
		}
		f, err := summed.Open("a")
		if err != nil {
			t.Fatal(err)
		}
		for range rapid.IntRange(0, 5).Draw(t, "reads") {
			at := rapid.IntRange(0, length).Draw(t, "at")
			b := make([]byte, rapid.IntRange(0, length-at).Draw(t, "bytes"))
			if n, err := f.(io.ReaderAt).ReadAt(b, int64(at)); n != len(b) || !bytes.Equal(b, content[at:at+n]) {
				t.Fatalf("%d bytes, %v", n, err)
			}
		}
		if rapid.Bool().Draw(t, "in order") {
			step := rapid.IntRange(cellLength/3, 3*cellLength).Draw(t, "step")
			if read, err := io.CopyBuffer(struct{ io.Writer }{io.Discard}, struct{ io.Reader }{f}, make([]byte, step)); err != nil || int(read) != length {
				t.Fatalf("%d bytes, %v", read, err)
			}
		}
		if len(summed.cells) > mostCells+1 {
			t.Fatalf("%d cells wait", len(summed.cells))
		}
		sum, to, err := summed.finish(context.Background(), int64(length))
		if want := (checksum{}).update(content[:length]); sum != want || to != int64(length) || err != nil {
			t.Fatalf("%+v of %d bytes, want %+v of %d; %v", sum, to, want, length, err)
		}
		if sum, to, err := sumWhileRead(fsys, "a", 0, checksum{}).finish(context.Background(), int64(length)+1); int(to) != length || err != nil {
			t.Fatalf("%+v of %d bytes of a file that became shorter: %v", sum, to, err)
		}
	})
}
