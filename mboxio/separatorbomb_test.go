package mboxio

import (
	"bytes"
	"compress/gzip"
	"errors"
	"strings"
	"testing"
	"testing/fstest"
)

func TestACompressedMboxOfSeparatorsAloneIsABomb(t *testing.T) {
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(strings.Repeat(sep1+"A: b\n\n", 3*manySeparators))); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	all, sum, err := tryCollect(fstest.MapFS{"a": file(packed.String())}, "a", Options{})
	if err != nil || len(sum.Defects) != 1 || !errors.Is(sum.Defects[0], ErrBomb) || len(all) > 2*manySeparators {
		t.Errorf("%d messages, defects %v, %v", len(all), sum.Defects, err)
	}
}
