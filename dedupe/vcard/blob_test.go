package vcard_test

import (
	"errors"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

func TestAURIUnderAnEncodingIsAURI(t *testing.T) {
	for name, test := range map[string]struct{ version, line, media, data, uri string }{
		"data: under ENCODING=b":               {"3.0", "PHOTO;ENCODING=b;TYPE=JPEG:data:image/jpeg;base64,a2V5", "image/jpeg", "key", ""},
		"data: under ENCODING=BASE64, folded":  {"3.0", "PHOTO;ENCODING=BASE64:data:image/\r\n png;base64,a2\r\n V5", "image/png", "key", ""},
		"data: under BASE64 of 2.1, in blocks": {"2.1", "PHOTO;BASE64:data:image/png;base64,a2\r\n V5\r\n", "image/png", "key", ""},
		"data: with its comma escaped":         {"3.0", "KEY;ENCODING=b:data:application/pgp-keys;base64\\,a2V5", "application/pgp-keys", "key", ""},
		"data: that does not say base64":       {"3.0", "KEY;ENCODING=b:data:application/pgp-keys,a2V5", "application/pgp-keys", "key", ""},
		"https: under ENCODING=b":              {"3.0", "PHOTO;ENCODING=b;TYPE=JPEG:https://pics.example/a.jpg", "image/jpeg", "", "https://pics.example/a.jpg"},
		"a fingerprint under ENCODING=b":       {"3.0", "KEY;ENCODING=B:OPENPGP4FPR:ABCD", "", "", "OPENPGP4FPR:ABCD"},
	} {
		t.Run(name, func(t *testing.T) {
			card := cardOf(t, test.version, test.line)
			got, err := card.Lines()[2].Blob()
			if err != nil || len(card.Problems()) > 0 {
				t.Fatalf("%v, %v", err, card.Problems())
			}
			if got.MediaType != test.media || string(got.Data) != test.data || got.URI != test.uri {
				t.Errorf("got %q %q %q", got.MediaType, got.Data, got.URI)
			}
		})
	}
}

func TestADataURIUnderAnEncodingThatIsDamagedIsReported(t *testing.T) {
	card := cardOf(t, "3.0", "PHOTO;ENCODING=b:data:image/png;base64,a*V5")
	if problems := card.Problems(); len(problems) != 1 || !errors.Is(problems[0], vcard.ErrEncoding) {
		t.Errorf("problems %v", problems)
	}
}

// The same photo in both spellings is one photo.
func TestAPhotoUnderAnEncodingMergesWithItself(t *testing.T) {
	merged, err := vcard.Merge(vcard.MergeOptions{}, cardOf(t, "4.0", "PHOTO:data:image/png;base64,a2V5"), cardOf(t, "3.0", "PHOTO;ENCODING=b:data:image/png;base64,a2V5"))
	if err != nil || len(merged.Add) > 0 || len(merged.Conflicts) > 0 {
		t.Errorf("%v, adds %v, conflicts %v", err, merged.Add, merged.Conflicts)
	}
}
