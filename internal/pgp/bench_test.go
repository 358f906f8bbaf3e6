package pgp

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/armor"
	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// benchMail is an armored message with the key that opens it and the one that
// signed it, in both programs' forms.
type benchMail struct {
	name     string
	armored  []byte
	ring     *Ring
	entities v2.EntityList
}

// benchMails are real ones and made ones of the sizes and shapes that matter.
func benchMails(b *testing.B) []benchMail {
	b.Helper()
	var mails []benchMail
	for _, release := range []string{"v1.139.3", "v2.33.0", "v2.62.0"} {
		secret := testdata(b, release+".secret.asc")
		signer := readSigner(b, release, secret)
		entities, err := v2.ReadArmoredKeyRing(bytes.NewReader(secret))
		check(b, err)
		signers, err := v2.ReadKeyRing(bytes.NewReader(signer.Serialize()))
		check(b, err)
		mails = append(mails, benchMail{
			release, testdata(b, release+".message.asc"), NewRing(readOne(b, secret), signer), append(entities, signers...),
		})
	}
	group := []*v2.Entity{aliceV4(), somebody1(), erin1024(), doraRSA(), fionaPQC(), carolV6(), bobV4()}
	large := make([]byte, 300<<10)
	_, _ = rand.Read(large)
	large = []byte(base64.StdEncoding.EncodeToString(large))
	signers, err := v2.ReadKeyRing(bytes.NewReader(serializePublic(b, aliceV4())))
	check(b, err)
	for _, made := range []struct {
		name string
		recipe
		plain []byte
	}{
		{"group of 7", recipe{to: group}, plainMail},
		{"group of 7, anonymous", recipe{hidden: group}, plainMail},
		{"group of 7, SEIPDv2", recipe{to: group, config: seipdV2}, plainMail},
		{"400 KB", recipe{to: group[6:]}, large},
		{"400 KB, SEIPDv2", recipe{to: group[6:], config: seipdV2}, large},
	} {
		made.signers = []*v2.Entity{aliceV4()}
		armored, err := writeArmor(messageLabel, made.seal(b, made.plain))
		check(b, err)
		mails = append(mails, benchMail{
			made.name, armored, NewRing(secretKey(b, bobV4()), publicKey(b, aliceV4())), append(v2.EntityList{bobV4()}, signers...),
		})
	}
	return mails
}

func readSigner(b *testing.B, release string, secret []byte) *Key {
	b.Helper()
	if release == "v1.139.3" {
		signer, err := ReadAutocryptKey(testdata(b, release+".keydata.txt"))
		check(b, err)
		return signer
	}
	opened, err := Open(testdata(b, release+".message.asc"), NewRing(readOne(b, secret)), nil, Options{})
	check(b, err)
	_, keydata, _ := bytes.Cut(opened.Plain, []byte("keydata="))
	keydata, _, _ = bytes.Cut(keydata, []byte(":")) // the next header's colon
	keydata = keydata[:bytes.LastIndexByte(keydata, '\n')]
	signer, err := ReadAutocryptKey(keydata)
	check(b, err)
	return signer
}

// BenchmarkOpen compares with what go-crypto alone needs for the same
// messages: from armor to plaintext and verdict, keys read beforehand.
func BenchmarkOpen(b *testing.B) {
	mails := benchMails(b)
	b.Run("gmmtool", func(b *testing.B) { benchEach(b, mails, openWithGmmtool) })
	b.Run("go-crypto", func(b *testing.B) { benchEach(b, mails, openWithGoCrypto) })
	b.Run("ratio", func(b *testing.B) { benchRatio(b, mails) })
}

// benchRatio takes turns, so that a busy machine slows both alike, and reports
// the quotient of the best times, summed over all mails.
func benchRatio(b *testing.B, mails []benchMail) {
	ours, theirs := make([]time.Duration, len(mails)), make([]time.Duration, len(mails))
	for b.Loop() {
		for i, mail := range mails {
			ours[i] = better(ours[i], func() { openWithGmmtool(b, mail) })
			theirs[i] = better(theirs[i], func() { openWithGoCrypto(b, mail) })
		}
	}
	var sum, reference time.Duration
	for i := range mails {
		sum, reference = sum+ours[i], reference+theirs[i]
		b.ReportMetric(float64(ours[i])/float64(theirs[i]), strings.ReplaceAll(mails[i].name, " ", "_"))
	}
	b.ReportMetric(float64(sum)/float64(reference), "all")
}

func better(best time.Duration, run func()) time.Duration {
	start := time.Now()
	run()
	if took := time.Since(start); best == 0 || took < best {
		return took
	}
	return best
}

func benchEach(b *testing.B, mails []benchMail, open func(testing.TB, benchMail)) {
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, mail := range mails {
				open(b, mail)
			}
		}
	})
	for _, mail := range mails {
		b.Run(mail.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				open(b, mail)
			}
		})
	}
}

func openWithGmmtool(tb testing.TB, mail benchMail) {
	opened, err := Open(mail.armored, mail.ring, nil, Options{})
	check(tb, err)
	if verdict := opened.Verify(mail.ring); !verdict.Good() {
		tb.Fatalf("%s: %+v", mail.name, verdict)
	}
}

func openWithGoCrypto(tb testing.TB, mail benchMail) {
	block, err := armor.Decode(bytes.NewReader(mail.armored))
	check(tb, err)
	details, err := v2.ReadMessage(block.Body, mail.entities, nil, &packet.Config{})
	check(tb, err)
	_, err = io.ReadAll(details.UnverifiedBody)
	check(tb, err)
	if !details.IsSigned || details.SignatureError != nil || details.SignedBy == nil {
		tb.Fatalf("%s: %v", mail.name, details.SignatureError)
	}
}

// BenchmarkSeal seals a mail of usual size to groups of different sizes.
func BenchmarkSeal(b *testing.B) {
	var keys []*Key
	for range 50 {
		keys = append(keys, publicKey(b, newEntity("member@example.org", useV4)))
	}
	signer := secretKey(b, aliceV4())
	entity := bytes.Repeat(plainMail, 4<<10/len(plainMail))
	for _, members := range []int{2, 7, 50} {
		b.Run(strconv.Itoa(members)+" members", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				sealed, err := Seal(entity, signer, keys[:members-1], SealOptions{Time: sigTime, Random: rand.Reader})
				check(b, err)
				b.ReportMetric(float64(len(sealed)), "bytes")
			}
		})
	}
}
