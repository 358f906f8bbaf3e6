package share

import (
	"strconv"
	"testing"
)

func TestEachNameBelongsToOneShare(t *testing.T) {
	for _, of := range []int{1, 2, 5, 16} {
		sizes := make([]int, of)
		for i := range 1000 {
			owners := 0
			for number := 1; number <= of; number++ {
				if (Share{number, of}).Has("device", strconv.Itoa(i)) {
					owners++
					sizes[number-1]++
				}
			}
			if owners != 1 {
				t.Fatalf("name %d belongs to %d of %d shares", i, owners, of)
			}
		}
		for number, size := range sizes {
			if even := 1000 / of; size < even/2 || size > 2*even {
				t.Errorf("share %d of %d has %d of 1000 names", number+1, of, size)
			}
		}
	}
}

func TestOnlySharesAreParsed(t *testing.T) {
	for _, text := range []string{"0/1", "2/1", "-1/2", "1", "1/", "/2", "a/b", "1/2/3", "1/0"} {
		if s, err := Parse(text); err == nil {
			t.Errorf("%q is %v", text, s)
		}
	}
	if s, err := Parse("2/8"); err != nil || s != (Share{2, 8}) {
		t.Errorf("%v, %v", s, err)
	}
	if s, err := Parse(""); err != nil || !s.Has("anything") {
		t.Errorf("no share is all: %v, %v", s, err)
	}
}
