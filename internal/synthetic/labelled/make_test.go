package labelled

import (
	"bytes"
	"reflect"
	"testing"
)

func TestMakeGivesTheSameCaseForTheSameSeed(t *testing.T) {
	first, second, other := Make(5, 60), Make(5, 60), Make(6, 60)
	if !reflect.DeepEqual(first, second) {
		t.Error("two cases of one seed differ")
	}
	if bytes.Equal(first.Files[0].Data, other.Files[0].Data) {
		t.Error("cases of two seeds are equal")
	}
}

func TestEveryVariantOfEveryKindIsMade(t *testing.T) {
	rounds := 0
	for _, kind := range kinds() {
		rounds = max(rounds, len(kind.variants))
	}
	labels := map[string]int{}
	for _, p := range Make(1, rounds*len(kinds())).Truth.Pairs {
		labels[p.Kind]++
	}
	for _, kind := range kinds() {
		if labels[kind.name] < len(kind.variants) {
			t.Errorf("%s has %d variants, and %d labels", kind.name, len(kind.variants), labels[kind.name])
		}
	}
	if rounds != 5 {
		t.Errorf("a case with every variant takes %d rounds, the documentation says 5", rounds)
	}
}

func TestARecordIsLocatedOnce(t *testing.T) {
	seen := map[Locator]string{}
	for _, e := range Make(2, 200).Truth.Records {
		if other, ok := seen[e.key()]; ok {
			t.Errorf("%s and %s are both %s", other, e.ID, e.Locator)
		}
		seen[e.key()] = e.ID
	}
}
