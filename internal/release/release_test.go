package release

import (
	"errors"
	"slices"
	"testing"
)

func TestAShortenedReleaseIsTheLastOfItsKind(t *testing.T) {
	for text, want := range map[string]Release{
		"1.139.3": Of(1, 139, 3), "v1.160.0": Of(1, 160, 0), " 2.62.0 ": Latest,
		"1.137": Of(1, 137, 4), "1.154": Of(1, 154, 3), "1.155": Of(1, 155, 6), "1.160": Of(1, 160, 0), "1.25": Of(1, 25, 0),
		"1": Of(1, 160, 0), "2": Latest, "1.0": Beta(24),
		"1.0.0-beta.20": Beta(20), "1.0.0-beta14": Beta(14), "1.0.0-alpha.3": alpha(3),
		"0": Of(0, 99, 0), "0.20": Of(0, 20, 0), "0.42.0": Of(0, 42, 0),
	} {
		if got, err := Parse(text); err != nil || got != want {
			t.Errorf("%q is %s (%v), want %s", text, got, err, want)
		}
	}
}

func TestWhatNeverExistedIsRefusedWithTheNearestThatDid(t *testing.T) {
	for text, near := range map[string]Release{
		"99": Latest, "3.0": Latest, "2.63": Latest, "1.137.9": Of(1, 137, 4), "1.161": Of(1, 160, 0),
		"1.0.0": Beta(24), "1.10": Beta(24), "1.20.0": Of(1, 25, 0), "1.0.0-beta.25": Beta(24), "1.139.99999999999": Of(1, 139, 6),
		"2.0.0-beta.1": Of(2, 0, 0),
	} {
		var unknown *Error
		if got, err := Parse(text); !errors.As(err, &unknown) || !errors.Is(err, ErrUnknown) || unknown.Nearest != near {
			t.Errorf("%q is %s (%v), want an error that names %s", text, got, err, near)
		}
	}
}

func TestWhatIsNotANumberIsRefused(t *testing.T) {
	for _, text := range []string{"", "v", "1.x", "1.2.3.4", "-1", "1..2", "latest", "+1", "1.0.0-rc.1", "1.0-beta.1", "1.0.0-", "-beta.1"} {
		var unknown *Error
		if got, err := Parse(text); !errors.As(err, &unknown) || unknown.Nearest != 0 {
			t.Errorf("%q is %s (%v)", text, got, err)
		}
	}
}

func TestEveryReleaseIsReadAsItIsWritten(t *testing.T) {
	for _, r := range known {
		if got, err := Parse(r.String()); err != nil || got != r {
			t.Errorf("%s is read as %s (%v)", r, got, err)
		}
	}
}

func TestPreReleasesComeBeforeTheRelease(t *testing.T) {
	ordered := []Release{0, Of(0, 20, 0), alpha(5), Beta(0), Beta(20), Beta(21), Of(1, 0, 0), Of(1, 25, 0), Of(1, 139, 6), Of(1, 140, 0), Of(2, 0, 0), Latest}
	if !slices.IsSorted(ordered) {
		t.Error(ordered)
	}
}

func TestTheReleaseBefore(t *testing.T) {
	for r, want := range map[Release]Release{
		Of(2, 0, 0): Of(1, 160, 0), Of(1, 155, 6): Of(1, 155, 5), Of(1, 136, 0): Of(1, 135, 1), Of(1, 25, 0): Beta(24),
		Of(2, 45, 0): Of(2, 44, 0), Latest + 1: Latest, Of(0, 1, 0): 0, 0: 0,
	} {
		if got := r.Previous(); got != want {
			t.Errorf("before %s is %s, want %s", r, got, want)
		}
	}
}

func TestNamesHaveNoPatch(t *testing.T) {
	for r, want := range map[Release]string{Of(1, 139, 3): "1.139", Latest: "2.62", Beta(20): "1.0", Of(0, 20, 0): "0.20"} {
		if got := r.Name(); got != want {
			t.Errorf("%s is called %q", r, got)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"1.139.3", "2", "v1.0.0-beta.20", "99.99.99.99", "-", "0.0.0-alpha.999999999999999999999"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Parse(text)
		if err != nil {
			return
		}
		if again, err := Parse(r.String()); err != nil || again != r {
			t.Fatalf("%q is %s, which is read as %s (%v)", text, r, again, err)
		}
	})
}
