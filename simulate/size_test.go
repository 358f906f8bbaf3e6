package simulate

import (
	"math"
	"testing"
)

func TestCorrectionsWeighWhatRealOnesDo(t *testing.T) {
	for _, written := range []struct{ size, members, gmms int }{
		{8940, 6, 2}, {8237, 3, 3}, // two-releases
		{4562, 4, 0}, {4676, 4, 0}, {4041, 3, 0}, // lost-and-spam, out-unawares
	} {
		got := CorrectionSize(written.members, written.gmms)
		if off := math.Abs(float64(got-written.size)) / float64(written.size); off > 0.1 {
			t.Errorf("%d members, %d GMMs: %d bytes, written %d", written.members, written.gmms, got, written.size)
		}
	}
}
