package pgp

import (
	"bytes"
	"errors"
	"net/mail"
	"reflect"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

var plainMail = []byte("Content-Type: text/plain\r\n\r\nhello\r\n")

func TestOpenReadsWhatRealClientsWrote(t *testing.T) {
	tests := []struct {
		release   string
		form      form
		anonymous bool
		intended  int
	}{
		{"v1.139.3", form{seipd: 1, pkesks: []byte{3}, cipher: packet.CipherAES128, compression: packet.CompressionZLIB}, false, 0},
		{"v2.33.0", form{seipd: 1, pkesks: []byte{3, 3, 3}, cipher: packet.CipherAES128, compression: packet.CompressionZLIB}, false, 0},
		{"v2.62.0", form{seipd: 2, pkesks: []byte{6, 6, 6}, cipher: packet.CipherAES128, aead: packet.AEADModeOCB, compression: packet.CompressionZLIB}, true, 3},
	}
	for _, test := range tests {
		t.Run(test.release, func(t *testing.T) {
			secret := readOne(t, testdata(t, test.release+".secret.asc"))
			message := testdata(t, test.release+".message.asc")
			opened, err := Open(message, NewRing(secret), nil, Options{})
			check(t, err)
			if got, err := formOf(message, NewRing(secret)); err != nil || !reflect.DeepEqual(got, test.form) {
				t.Errorf("got %+v, %v", got, err)
			}
			if opened.Key != secret.Fingerprint() || opened.Symmetric || !opened.Armored {
				t.Errorf("opened by %q, symmetric %v, armored %v", opened.Key, opened.Symmetric, opened.Armored)
			}
			if len(opened.Recipients) != len(test.form.pkesks) || opened.Anonymous != test.anonymous {
				t.Errorf("recipients %v, anonymous %v", opened.Recipients, opened.Anonymous)
			}
			verdict := opened.Verify(NewRing(signerOf(t, test.release, opened.Plain)))
			if !verdict.Valid() || !verdict.Strict() || len(verdict.Intended) != test.intended {
				t.Errorf("verdict %+v", verdict)
			}
		})
	}
}

// signerOf takes the signer's key from where the release puts it: into the
// outer header (kept beside the message), from 2.23 on into the inner one.
func signerOf(t *testing.T, release string, plain []byte) *Key {
	t.Helper()
	var keydata string
	if release == "v1.139.3" {
		keydata = string(testdata(t, release+".keydata.txt"))
	} else {
		inner, err := mail.ReadMessage(bytes.NewReader(plain))
		check(t, err)
		_, keydata, _ = strings.Cut(inner.Header.Get("Autocrypt"), "keydata=")
	}
	signer, err := ReadAutocryptKey([]byte(keydata))
	check(t, err)
	return signer
}

func TestOpenReadsEveryForm(t *testing.T) {
	recipients := map[string]func() *v2.Entity{
		"Curve25519": bobV4, "version 6": carolV6, "RSA": doraRSA, "post-quantum": fionaPQC,
	}
	for name, entity := range recipients {
		to := []*v2.Entity{entity()}
		recipes := map[string]recipe{
			"named":                  {to: to},
			"named and compressed":   {to: to, config: compressed},
			"named with AEAD":        {to: to, config: seipdV2},
			"anonymous":              {hidden: to},
			"anonymous with AEAD":    {hidden: to, config: seipdV2},
			"anonymous among others": {hidden: []*v2.Entity{aliceV4(), entity()}},
			"signed":                 {to: to, signers: []*v2.Entity{aliceV4()}},
		}
		ring := NewRing(secretKey(t, somebody1()), secretKey(t, entity()))
		for how, r := range recipes {
			t.Run(name+" "+how, func(t *testing.T) {
				opened, err := Open(r.seal(t, plainMail), ring, nil, Options{})
				check(t, err)
				if !bytes.Equal(opened.Plain, plainMail) || opened.Key != fingerprint(entity()) {
					t.Errorf("got %q by %s", opened.Plain, opened.Key)
				}
				if opened.Anonymous != (len(r.hidden) > 0) {
					t.Errorf("anonymous is %v", opened.Anonymous)
				}
				if want := opened.Verify(NewRing(publicKey(t, aliceV4()))); len(r.signers) > 0 && !want.Strict() {
					t.Errorf("verdict %+v", want)
				}
			})
		}
	}
}

func TestOpenWithPasswords(t *testing.T) {
	passwords := [][]byte{[]byte("wrong"), []byte("shared secret")}
	for name, r := range map[string]recipe{
		"salted, as chatmail channels do": {config: saltedS2K},
		"iterated":                        {},
		"with AEAD":                       {config: seipdV2},
		"signed":                          {config: saltedS2K, signers: []*v2.Entity{aliceV4()}},
	} {
		t.Run(name, func(t *testing.T) {
			r.password = "shared secret"
			sealed := r.seal(t, plainMail)
			opened, err := Open(sealed, nil, passwords, Options{})
			check(t, err)
			if !opened.Symmetric || opened.Armored || opened.Key != "" || !bytes.Equal(opened.Plain, plainMail) {
				t.Errorf("got %+v", opened)
			}
			if _, err := Open(sealed, nil, passwords[:1], Options{}); !errors.Is(err, ErrNoKey) {
				t.Errorf("wrong password: %v", err)
			}
		})
	}
}

func TestOpenRefuses(t *testing.T) {
	sealed := recipe{to: []*v2.Entity{bobV4()}, signers: []*v2.Entity{aliceV4()}}.seal(t, plainMail)
	aead := recipe{to: []*v2.Entity{bobV4()}, config: seipdV2}.seal(t, plainMail)
	armored, err := writeArmor(messageLabel, sealed)
	check(t, err)
	inside := func(packets ...[]byte) []byte { return sealPackets(t, join(packets...), bobV4()) }
	nested := literalPacket(plainMail)
	for range maxNesting + 1 {
		nested = compressedPacket(t, nested)
	}
	bomb := compressedPacket(t, literalPacket(make([]byte, 4<<20)))
	tests := map[string]struct {
		input []byte
		kind  error
	}{
		"nothing":                               {nil, ErrNotEncrypted},
		"plain text":                            {[]byte("hello"), ErrNotEncrypted},
		"a public key":                          {serializePublic(t, aliceV4()), ErrNotEncrypted},
		"a literal packet in the clear":         {literalPacket(plainMail), ErrNotEncrypted},
		"random bytes that look like a packet":  {[]byte{0xc1, 0xff, 0xff, 0xff, 0xff, 0xff, 7}, ErrDamaged},
		"session keys alone":                    {sealed[:len(firstPacket(t, sealed).raw)], ErrDamaged},
		"a message cut short":                   {sealed[:len(sealed)-30], ErrDamaged},
		"armor cut in the middle":               {armored[:len(armored)/2], ErrDamaged},
		"armor cut in its first line":           {armored[:len("-----BEGIN PGP MES")], ErrDamaged},
		"armor with a bad character":            {bytes.Replace(armored, []byte("\n\n"), []byte("\n\n!!!!"), 1), ErrDamaged},
		"a changed byte under an MDC":           {flip(sealed, len(sealed)-40), ErrDamaged},
		"a changed last byte of an MDC":         {flip(sealed, len(sealed)-1), ErrDamaged},
		"a changed byte under AEAD":             {flip(aead, len(aead)-40), ErrDamaged},
		"a changed final AEAD tag":              {flip(aead, len(aead)-1), ErrDamaged},
		"a message for others":                  {recipe{to: []*v2.Entity{aliceV4()}}.seal(t, plainMail), ErrNoKey},
		"an anonymous message for others":       {recipe{hidden: []*v2.Entity{aliceV4()}}.seal(t, plainMail), ErrNoKey},
		"encryption without integrity":          {packetOf(tagSED, make([]byte, 40)), ErrUnsupported},
		"an encrypted container of version 9":   {packetOf(tagSEIPD, make([]byte, 40)), ErrUnsupported},
		"no content inside":                     {inside(), ErrDamaged},
		"two literal packets inside":            {inside(literalPacket(plainMail), literalPacket(plainMail)), ErrDamaged},
		"garbage inside":                        {inside([]byte("hello")), ErrDamaged},
		"an encrypted message inside":           {inside(sealed), ErrUnsupported},
		"a cut compressed packet inside":        {inside(packetOf(tagCompressed, []byte{2, 0x78})), ErrDamaged},
		"an unknown compression inside":         {inside(packetOf(tagCompressed, []byte{99, 0})), ErrUnsupported},
		"a decompression bomb inside":           {inside(bomb), ErrTooLarge},
		"endless nesting inside":                {inside(nested), ErrTooLarge},
		"a plaintext above the limit":           {inside(literalPacket(make([]byte, 2<<20))), ErrTooLarge},
		"key derivation that eats all memory":   {packetOf(tagSKESK, argon2ESK(31)), ErrTooLarge},
		"more work than anybody would spend":    {manyIteratedESKs(300), ErrTooLarge},
		"a hundred signatures on one message":   {inside(bytes.Repeat(onePassPacket(t, aliceV4().PrivateKey, false), 100)), ErrTooLarge},
		"a key packet where the content should": {inside(serializePublic(t, aliceV4())), ErrDamaged},
	}
	ring := NewRing(secretKey(t, bobV4()))
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			opened, err := Open(test.input, ring, [][]byte{[]byte("password")}, Options{MaxPlain: 1 << 20})
			if !errors.Is(err, test.kind) {
				t.Fatalf("got %v, %v; want %v", opened, err, test.kind)
			}
			var place *Error
			if !errors.As(err, &place) || place.Op != "open message" || place.Kind != test.kind {
				t.Errorf("error without a place: %#v", err)
			}
		})
	}
}

func firstPacket(t testing.TB, stream []byte) rawPacket {
	t.Helper()
	p, err := nextPacket(stream, 0)
	check(t, err)
	return p
}

// argon2ESK is a version 4 SKESK that asks for 2^exponent KiB.
func argon2ESK(exponent byte) []byte {
	return join([]byte{4, 7, 4}, make([]byte, 16), []byte{1, 1, exponent})
}

// manyIteratedESKs asks for 62 MiB of hashing per password and packet.
func manyIteratedESKs(n int) []byte {
	one := packetOf(tagSKESK, join([]byte{4, 7, 3, 8}, make([]byte, 8), []byte{255}))
	return append(bytes.Repeat(one, n), packetOf(tagSEIPD, append([]byte{1}, make([]byte, 80)...))...)
}

func TestOpenNamesTheRecipientsItHasNoKeyFor(t *testing.T) {
	sealed := recipe{to: []*v2.Entity{aliceV4(), carolV6()}}.seal(t, plainMail)
	_, err := Open(sealed, NewRing(secretKey(t, bobV4())), nil, Options{})
	var place *Error
	if !errors.As(err, &place) || len(place.Recipients) != 2 {
		t.Fatalf("got %#v", err)
	}
	if want := aliceV4().Subkeys[0].PublicKey.KeyId; place.Recipients[0].KeyID != want {
		t.Errorf("got %v, want %016X", place.Recipients[0], want)
	}
}

func TestOpenSurvivesHarmlessDefects(t *testing.T) {
	sealed := recipe{to: []*v2.Entity{bobV4()}}.seal(t, plainMail)
	armored, err := writeArmor(messageLabel, sealed)
	check(t, err)
	withStray := append(packetOf(tagPKESK, []byte{9, 9, 9}), sealed...)
	for name, input := range map[string][]byte{
		"text around the armor":            join([]byte("Hi,\n\n"), armored, []byte("\n-- \nAlice\n")),
		"the END line is lost":             armored[:bytes.Index(armored, []byte("-----END"))],
		"a byte order mark":                join([]byte("\ufeff"), armored),
		"accents before the armor":         join([]byte("\u00c0 lire:\n"), armored),
		"carriage returns":                 bytes.ReplaceAll(armored, []byte("\n"), []byte("\r\n")),
		"trailing blanks":                  bytes.ReplaceAll(armored, []byte("\n"), []byte(" \n")),
		"armor headers":                    bytes.Replace(armored, []byte("\n\n"), []byte("\nVersion: 1\nComment: x\n\n"), 1),
		"no blank line after the headers":  bytes.Replace(armored, []byte("\n\n"), []byte("\nVersion: 1\n"), 1),
		"another block before":             join([]byte("-----BEGIN PGP SIGNATURE-----\n\nAAAA\n-----END PGP SIGNATURE-----\n"), armored),
		"a session key of unknown version": withStray,
		"a packet after the message":       append(bytes.Clone(sealed), literalPacket([]byte("x"))...),
	} {
		t.Run(name, func(t *testing.T) {
			opened, err := Open(input, NewRing(secretKey(t, bobV4())), nil, Options{})
			check(t, err)
			if !bytes.Equal(opened.Plain, plainMail) {
				t.Errorf("got %q", opened.Plain)
			}
		})
	}
}

func TestOpenTriesTheNextSessionKeyAfterABadOne(t *testing.T) {
	first := recipe{to: []*v2.Entity{bobV4()}}.seal(t, []byte("another message"))
	sealed := append(bytes.Clone(firstPacket(t, first).raw), recipe{to: []*v2.Entity{bobV4()}}.seal(t, plainMail)...)
	opened, err := Open(sealed, NewRing(secretKey(t, bobV4())), nil, Options{})
	check(t, err)
	if !bytes.Equal(opened.Plain, plainMail) {
		t.Errorf("got %q", opened.Plain)
	}
}
