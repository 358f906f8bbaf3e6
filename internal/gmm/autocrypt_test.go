package gmm

import "testing"

func TestParseAutocrypt(t *testing.T) {
	full := autocryptHeader{"a@x", "mutual", "QUJD"}
	tests := []struct {
		name, value string
		want        autocryptHeader
		ok          bool
	}{
		{"all attributes", "addr=A@X; prefer-encrypt=mutual; keydata=QU JD", full, true},
		{"blanks and empty attributes do not matter", " addr = a@x ;; prefer-encrypt = mutual ;keydata= QUJD ; ", full, true},
		{"keydata may hold = signs", "addr=a@x; keydata=QUI=", autocryptHeader{"a@x", "", "QUI="}, true},
		{"an attribute that begins with _ does not matter", "addr=a@x; _verified=1; keydata=Q", autocryptHeader{"a@x", "", "Q"}, true},
		{"an attribute without = does not matter", "addr=a@x; odd; keydata=Q", autocryptHeader{"a@x", "", "Q"}, true},
		{"the last of a name counts", "addr=b@x; addr=a@x; keydata=Q", autocryptHeader{"a@x", "", "Q"}, true},
		{"an unknown attribute makes it invalid", "addr=a@x; type=1; keydata=Q", autocryptHeader{}, false},
		{"an upper-case name is unknown", "Addr=a@x; keydata=Q", autocryptHeader{}, false},
		{"addr is required", "keydata=Q", autocryptHeader{}, false},
		{"keydata is required", "addr=a@x", autocryptHeader{}, false},
		{"nothing is invalid", "", autocryptHeader{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := parseAutocrypt(test.value)
			if ok != test.ok || ok && got != test.want {
				t.Errorf("got %v, %v", got, ok)
			}
		})
	}
}
