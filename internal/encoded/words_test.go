package encoded

import "testing"

func TestDecodeWords(t *testing.T) {
	tests := []struct{ name, value, want string }{
		{"text without encoded words stays", "plain = text?", "plain = text?"},
		{"B encoding is decoded", "=?utf-8?B?R3LDvMOfZQ==?=", "Grüße"},
		{"missing padding does not matter", "=?utf-8?b?R3LDvMOfZQ?=", "Grüße"},
		{"Q encoding is decoded", "=?UTF-8?Q?Gr=C3=BC=C3=9Fe_all?=", "Grüße all"},
		{"a question mark inside Q content does not end the word", "=?utf-8?Q?a?=3D?=", "a?="},
		{"other charsets are decoded", "=?iso-8859-1?Q?Gr=FC=DFe?=", "Grüße"},
		{"an unknown charset stays", "=?klingon?Q?x?=", "=?klingon?Q?x?="},
		{"an unknown encoding stays", "=?utf-8?X?x?=", "=?utf-8?X?x?="},
		{"a broken word stays", "=?utf-8?Q", "=?utf-8?Q"},
		{"a broken escape stands for itself", "=?utf-8?Q?100=?=", "100="},
		{"bytes that are not UTF-8 are replaced", "=?utf-8?Q?a=FF?=", "a\uFFFD"},
		{"white space between two words is dropped", "=?utf-8?Q?a?= \t =?utf-8?Q?b?=", "ab"},
		{"white space beside text stays", "x =?utf-8?Q?a?= y", "x a y"},
		{"text between two words stays", "=?utf-8?Q?a?= - =?utf-8?Q?b?=", "a - b"},
		{"a word must be set off before", "x=?utf-8?Q?a?=", "x=?utf-8?Q?a?="},
		{"a word must be set off behind", "=?utf-8?Q?a?=x", "=?utf-8?Q?a?=x"},
		{"brackets and quotes set a word off", `"=?utf-8?Q?a?="(=?utf-8?Q?b?=)`, `"a"(b)`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := DecodeWords(test.value); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
