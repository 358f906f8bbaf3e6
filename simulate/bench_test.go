package simulate

import "testing"

// BenchmarkHundredMembers is one group of a hundred over a month: a million devices
// are ten thousand of them.
func BenchmarkHundredMembers(b *testing.B) {
	for _, variant := range Variants() {
		b.Run(string(variant), func(b *testing.B) {
			opts := Defaults()
			opts.Groups, opts.Members, opts.Variant = 1, 100, variant
			for b.Loop() {
				opts.Seed++
				if _, err := Run(b.Context(), opts); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
