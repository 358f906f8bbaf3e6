package membership

import "testing"

func TestWhichRulesAReleaseHas(t *testing.T) {
	for text, want := range map[string]Era{
		"0.42": EraA0, "1.0.0-alpha.3": EraA0, "1.0.0-beta.24": EraA0, "1.0.0-beta14": EraA0,
		"1.25.0": EraA1, "1.27": EraA1, "1.28.0": EraA2, "1.60": EraA2, "1.61.0": EraA3, "1.70.0": EraA3,
		"1.71.0": EraA4, "v1.116.0": EraA4, "1.117": EraB1, "1.121.0": EraB1, "1.122.0": EraB2, "1.123.0": EraB2,
		"1.124.0": EraB3, "1.129.0": EraB3, "1.129": EraB4, "1.137.2": EraB4,
		"1.137": EraC, "1.137.3": EraC, "1.139.3": EraC, "1.140.2": EraC, "1.141.0": EraD, "1.153": EraD,
		"1.154.0": EraE0, "1.154.3": EraE0, "1.155.0": EraE1, "1.160": EraE1, " 1.160.0 ": EraE1,
		"2.0.0": EraF, "2.62.0": EraF, "2": EraF,
	} {
		if got := rules(t, text).Era(); got != want {
			t.Errorf("%s: era %s, want %s", text, got, want)
		}
	}
}

func TestAllHasOneOfEachEra(t *testing.T) {
	all := All()
	if len(all) != len(eras) {
		t.Fatalf("%d rules for %d eras", len(all), len(eras))
	}
	for i, r := range all {
		if r.era != eras[i].era {
			t.Errorf("the example of era %s, release %s, is of era %s", eras[i].era, r.Name(), r.era)
		}
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	seen := map[string]Reason{}
	for r := ReasonMailingList; r <= ReasonNotAllowed; r++ {
		if other, ok := seen[r.String()]; ok || r.String() == "" {
			t.Errorf("reasons %d and %d say %q", r, other, r)
		}
		seen[r.String()] = r
	}
}
