package pgp

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	"pgregory.net/rapid"
)

func TestArmorRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data := rapid.SliceOfN(rapid.Byte(), 1, 500).Draw(t, "data")
		armored, err := writeArmor(messageLabel, data)
		if err != nil {
			t.Fatal(err)
		}
		end := rapid.SampledFrom([]string{"\n", "\r\n", " \n", "\t\r\n"}).Draw(t, "line end")
		armored = bytes.ReplaceAll(armored, []byte("\n"), []byte(end))
		before := rapid.SampledFrom([]string{"", "text\n", "-----BEGIN something\n"}).Draw(t, "before")
		block, ok := nextArmor(join([]byte(before), armored), 0)
		if !ok || block.err != nil || block.cut != nil || block.label != messageLabel || !bytes.Equal(block.data, data) {
			t.Fatalf("got %+v", block)
		}
	})
}

// Joining the packets gives the stream back, and their bodies are what
// go-crypto reads.
func FuzzPacketsAreThoseOfGoCrypto(f *testing.F) {
	for _, seed := range fuzzSeeds(f) {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, stream []byte) {
		reference := packet.NewOpaqueReader(bytes.NewReader(stream))
		for offset := 0; offset < len(stream); {
			p, err := nextPacket(stream, offset)
			want, wantErr := reference.Next()
			if err != nil {
				if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrTooLarge) {
					t.Fatal(err)
				}
				return
			}
			if wantErr != nil || int(want.Tag) != p.tag || !bytes.Equal(want.Contents, p.body) {
				t.Fatalf("at %d: got %+v, want %+v, %v", offset, p, want, wantErr)
			}
			if !bytes.Equal(p.raw, stream[offset:offset+len(p.raw)]) || len(p.raw) == 0 {
				t.Fatalf("at %d: raw is not the stream", offset)
			}
			offset += len(p.raw)
		}
		if _, err := reference.Next(); !errors.Is(err, io.EOF) {
			t.Fatalf("go-crypto reads more: %v", err)
		}
	})
}

func TestErrorsSayWhereAndWhat(t *testing.T) {
	recipients := make([]Recipient, 10)
	recipients[0].KeyID = 0xabc
	recipients[1].Fingerprint = "AB"
	err := &Error{Op: "open message", Kind: ErrNoKey, Offset: 7, Key: "CD", Recipients: recipients, Err: io.EOF}
	want := "open message CD: at byte 7: no key opens the message: EOF (encrypted to 0000000000000ABC, AB, " +
		strings.Repeat("anonymous, ", 6) + "and 2 more)"
	if err.Error() != want {
		t.Errorf("got  %s\nwant %s", err, want)
	}
	if !errors.Is(err, ErrNoKey) || !errors.Is(err, io.EOF) {
		t.Error("kind or cause lost")
	}
}

func TestParseFingerprint(t *testing.T) {
	for _, entity := range []Fingerprint{fingerprint(aliceV4()), fingerprint(carolV6())} {
		spaced := strings.ToLower(string(entity[:4])) + " " + string(entity[4:8]) + ":" + string(entity[8:])
		if got, err := ParseFingerprint(spaced); err != nil || got != entity {
			t.Errorf("%q: %q, %v", spaced, got, err)
		}
	}
	if got := fingerprint(carolV6()).KeyID(); got != carolV6().PrimaryKey.KeyId {
		t.Errorf("key id %X", got)
	}
	for _, bad := range []string{"", "abc", strings.Repeat("G", 40), strings.Repeat("a", 41)} {
		if got, err := ParseFingerprint(bad); err == nil {
			t.Errorf("%q gave %q", bad, got)
		}
	}
}
