package pgp

import (
	"bytes"
	//lint:ignore SA1019 old keys have to be read
	"crypto/dsa"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"testing"
	"time"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// dsaKey is a certificate of a DSA key of that size with so many user ids, none of
// whose signatures is valid: finding that out costs as much as if they were.
func dsaKey(t testing.TB, bits, userIDs int) []byte {
	t.Helper()
	q, err := rand.Prime(rand.Reader, bits/8)
	check(t, err)
	p := new(big.Int).SetBit(new(big.Int), bits-1, 1) // not prime, which nobody checks
	p.Or(p, big.NewInt(12345))
	public := packet.NewDSAPublicKey(keyTime, &dsa.PublicKey{Parameters: dsa.Parameters{P: p, Q: q, G: big.NewInt(3)}, Y: big.NewInt(1 << 40)})
	var out bytes.Buffer
	check(t, public.Serialize(&out))
	for i := range userIDs {
		check(t, packet.NewUserId("", "", fmt.Sprintf("user%d@example.org", i)).Serialize(&out))
		out.Write(packetOf(tagSignature, claimedDSASignature(public.KeyId)))
	}
	return out.Bytes()
}

// claimedDSASignature is the body of a version 4 certification (RFC 9580 section
// 5.2.3) that names an issuer.
func claimedDSASignature(issuer uint64) []byte {
	body := []byte{4, byte(packet.SigTypeGenericCert), byte(packet.PubKeyAlgoDSA), 8, 0, 6, 5, 2}
	body = binary.BigEndian.AppendUint32(body, uint32(sigTime.Unix()))
	body = binary.BigEndian.AppendUint64(append(body, 0, 10, 9, 16), issuer)
	return append(body, 0, 0, 0, 8, 0xFF, 0, 8, 0xFF) // beginning of the hash; r and s
}

func TestACertificateCostsNoMoreThanItsBudget(t *testing.T) {
	const userIDs = 200
	data := dsaKey(t, 4096, userIDs)
	started := time.Now()
	keys, errs := ReadKeys(data, nil)
	if len(keys) != 1 || len(errs) != 1 || !errors.Is(errs[0], ErrTooLarge) {
		t.Fatalf("%d keys, %v", len(keys), errs)
	}
	keys[0].Addresses()
	signatures := 0
	for _, id := range keys[0].userIDs {
		signatures += len(id.selfSigs)
	}
	if most := int(maxKeyWork / verifyWork(keys[0].primary.public)); signatures > most || signatures < most/2 {
		t.Errorf("%d signatures are checked, want about %d", signatures, most)
	}
	t.Logf("%d of %d signatures in %v", signatures, userIDs, time.Since(started))
}

// Certificates that people have lose nothing.
func TestUsualCertificatesAreWellWithinTheirBudget(t *testing.T) {
	for name, key := range map[string]*Key{"EdDSA": publicKey(t, aliceV4()), "Ed25519": publicKey(t, carolV6()), "RSA": publicKey(t, doraRSA())} {
		if work := maxSignatures * verifyWork(key.primary.public); work > maxKeyWork {
			t.Errorf("%s: %d signatures cost %d of %d", name, maxSignatures, work, maxKeyWork)
		}
	}
	if _, errs := ReadKeys(dsaKey(t, 1024, 200), nil); slices.ContainsFunc(errs, func(err error) bool { return errors.Is(err, ErrTooLarge) }) {
		t.Errorf("DSA with 1024 bits: %v", errs)
	}
}
