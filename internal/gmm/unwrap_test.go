package gmm

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSealedDataIsFoundForOthers(t *testing.T) {
	if sealed, ok := Sealed(readFile(t, "testdata/made/sealed-and-signed.eml")); !ok || !bytes.HasPrefix(sealed, []byte("-----BEGIN PGP MESSAGE-----")) {
		t.Errorf("%.40q, %v", sealed, ok)
	}
	if _, ok := Sealed(readFile(t, "testdata/made/signed-in-the-clear.eml")); ok {
		t.Error("mail signed in the clear is not sealed")
	}
}

func TestIdentityIsWhoAndWhich(t *testing.T) {
	want := Fields{{"from", "<alice@lab.example>"}, {"message-id", "<outer@made.example>"}, {"chat-version", "1.0"}}
	if diff := cmp.Diff(want, Identity(readFile(t, "testdata/made/sealed-and-signed.eml"))); diff != "" {
		t.Error(diff)
	}
}
