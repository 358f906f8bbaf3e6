package mboxio

import (
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// TestReadingAnMboxThatGrewFromItsCheckpointGivesTheWhole states the law of
// checkpoints, wherever the file ended before.
func TestReadingAnMboxThatGrewFromItsCheckpointGivesTheWhole(t *testing.T) {
	resumed := 0
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOfN(rapid.SampledFrom(append(mboxPieces(), sep1+msg1, sep2+msg2, strings.Repeat(sep1+msg1+"\n", 12))), 0, 60)
		text := sep1 + msg1 + "\n" + strings.Repeat(strings.Join(pieces.Draw(t, "pieces"), ""), rapid.SampledFrom([]int{1, 3, 40}).Draw(t, "times"))
		opts := Options{blockSize: rapid.SampledFrom([]int{64, 5000, 9000}).Draw(t, "block"), Jobs: rapid.IntRange(1, 3).Draw(t, "jobs")}
		cut := rapid.IntRange(0, len(text)).Draw(t, "cut")
		resumed += checkResume(t, text, cut, opts)
	})
	if resumed == 0 {
		t.Error("no reading went on at a checkpoint")
	}
}

// checkResume gives 1 if there was a checkpoint.
func checkResume(t failer, text string, cut int, opts Options) int {
	t.Helper()
	early, before, err := tryCollect(fstest.MapFS{"a": file(text[:cut])}, "a", opts)
	whole, want, wholeErr := tryCollect(fstest.MapFS{"a": file(text)}, "a", opts)
	if err != nil || wholeErr != nil || before.Checkpoint == nil {
		return 0
	}
	at := *before.Checkpoint
	opts.Resume = &at
	rest, have, err := tryCollect(fstest.MapFS{"a": file(text)}, "a", opts)
	if err != nil {
		t.Fatal(err)
	}
	all := append(early[:at.Index:at.Index], rest...)
	if !reflect.DeepEqual(whole, all) {
		t.Fatalf("cut at %d, on from %d (-whole +resumed):\n%s", cut, at.Offset, cmp.Diff(whole, all))
	}
	if have.Dialect != want.Dialect || at.Offset+have.Bytes != want.Bytes || at.Index+have.Messages != want.Messages || !reflect.DeepEqual(have.Checkpoint, want.Checkpoint) || !reflect.DeepEqual(have.Notes, want.Notes) {
		t.Fatalf("cut at %d: summary %+v, want %+v", cut, have, want)
	}
	return 1
}

func TestACheckpointLiesNearTheEndOfALargeMbox(t *testing.T) {
	text := strings.Repeat(sep1+msg1+"\n", 5000)
	for _, jobs := range []int{1, 3} {
		opts := Options{Jobs: jobs, blockSize: 20_000}
		_, sum, err := tryCollect(fstest.MapFS{"a": file(text)}, "a", opts)
		if err != nil || sum.Checkpoint == nil || int64(len(text))-sum.Checkpoint.Offset > 2*evidenceWindow {
			t.Fatalf("%d jobs: checkpoint %+v of %d bytes (%v)", jobs, sum.Checkpoint, len(text), err)
		}
		if checkResume(t, text+sep2+msg2, len(text), opts) != 1 {
			t.Error("no checkpoint")
		}
	}
}
