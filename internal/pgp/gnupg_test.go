package pgp

import (
	"bytes"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
	v2 "github.com/ProtonMail/go-crypto/openpgp/v2"
)

// A gnuPG is somebody else's program with a keyring of its own.
type gnuPG struct {
	t    *testing.T
	home string
}

// newGnuPG skips the test where there is no gpg.
func newGnuPG(t *testing.T) gnuPG {
	t.Helper()
	if _, err := exec.LookPath("gpg"); err != nil {
		t.Skip("gpg is not installed: nothing is checked against it")
	}
	home, err := os.MkdirTemp("", "gpg") // short, for the sake of its sockets
	check(t, err)
	t.Cleanup(func() {
		_ = exec.Command("gpgconf", "--homedir", home, "--kill", "all").Run()
		check(t, os.RemoveAll(home))
	})
	return gnuPG{t, home}
}

// run returns standard output, with the status lines if they are asked for on
// descriptor 1, and whether gpg was content.
func (g gnuPG) run(args ...string) (string, bool) {
	g.t.Helper()
	common := []string{"--homedir", g.home, "--batch", "--no-tty", "--trust-model", "always", "--pinentry-mode", "loopback", "--passphrase", ""}
	command := exec.Command("gpg", append(common, args...)...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		g.t.Logf("gpg %q: %v\n%s", args, err, &stderr)
	}
	return string(out), err == nil
}

func (g gnuPG) file(name string, data []byte) string {
	g.t.Helper()
	path := filepath.Join(g.home, name)
	check(g.t, os.WriteFile(path, data, 0o600))
	return path
}

func (g gnuPG) importKey(data []byte) {
	g.t.Helper()
	if _, ok := g.run("--import", g.file("key", data)); !ok {
		g.t.Fatal("gpg does not import the key")
	}
}

// verify runs gpg --verify on a detached signature.
func (g gnuPG) verify(signature, signed []byte) (status string, ok bool) {
	g.t.Helper()
	return g.run("--status-fd", "1", "--verify", g.file("sig.asc", signature), g.file("entity.eml", signed))
}

func TestGnuPGOpensWhatIsSealed(t *testing.T) {
	for name, entity := range map[string]*v2.Entity{"Curve25519": bobV4(), "RSA": doraRSA()} {
		t.Run(name, func(t *testing.T) {
			g := newGnuPG(t)
			g.importKey(serializeSecret(t, entity))
			g.importKey(serializePublic(t, aliceV4()))
			for _, intended := range []bool{false, true} {
				opts := sealOptions(1)
				opts.Intended = intended
				large := bytes.Repeat(plainMail, 1<<12)
				for _, content := range [][]byte{plainMail, large, {}} {
					sealed, err := Seal(content, secretKey(t, aliceV4()), []*Key{publicKey(t, entity)}, opts)
					check(t, err)
					plain := filepath.Join(g.home, "plain")
					status, ok := g.run("--status-fd", "1", "--yes", "--output", plain, "--decrypt", g.file("message.asc", sealed))
					if !ok || !bytes.Equal(readFile(t, plain), content) {
						t.Error("gpg does not open it")
					}
					if !strings.Contains(status, "VALIDSIG "+string(fingerprint(aliceV4()))) || !strings.Contains(status, "GOODMDC") {
						t.Errorf("gpg says %s", status)
					}
				}
			}
		})
	}
}

func TestGnuPGVerifiesDetachedSignatures(t *testing.T) {
	for name, r := range map[string]recipe{
		"Curve25519":             {signers: []*v2.Entity{aliceV4()}},
		"RSA":                    {signers: []*v2.Entity{doraRSA()}},
		"over text":              {signers: []*v2.Entity{aliceV4()}, text: true},
		"by two, and compressed": {signers: []*v2.Entity{aliceV4(), doraRSA()}, config: compressed},
	} {
		t.Run(name, func(t *testing.T) {
			g := newGnuPG(t)
			for _, signer := range r.signers {
				g.importKey(publicKey(t, signer).Serialize())
			}
			r.to = []*v2.Entity{bobV4()}
			for _, content := range []string{"", "one", "one\r\n", "trailing blanks \t\r\n\r\n", "\r\n\r\none", "one\ntwo\n"} {
				opened, err := Open(r.seal(t, []byte(content)), NewRing(secretKey(t, bobV4())), nil, Options{})
				check(t, err)
				detached, err := opened.DetachedSignature()
				check(t, err)
				status, ok := g.verify(detached, opened.Plain)
				if !ok || strings.Count(status, "VALIDSIG") != len(r.signers) {
					t.Errorf("%q: gpg says %s", content, status)
				}
			}
		})
	}
}

func TestGnuPGVerifiesTextWithAnyLineEnds(t *testing.T) {
	opened := signedWithLF(t, true)
	detached, err := opened.DetachedSignature()
	check(t, err)
	g := newGnuPG(t)
	g.importKey(publicKey(t, aliceV4()).Serialize())
	for _, content := range [][]byte{opened.Plain, withCRLF(opened.Plain)} {
		if status, ok := g.verify(detached, content); !ok {
			t.Errorf("%q: gpg says %s", content, status)
		}
	}
}

// One mail of each device, checked with public keys alone.
func TestGnuPGVerifiesUnwrappedRealMail(t *testing.T) {
	g := newGnuPG(t)
	mails, certs := openCases(t)
	checked := map[string]bool{}
	for _, mail := range mails {
		kind := filepath.Dir(filepath.Dir(filepath.Dir(mail.file)))
		verdict := mail.opened.Verify(certs)
		if checked[kind] || !verdict.Good() {
			continue
		}
		checked[kind] = true
		t.Run(filepath.Base(mail.file), func(t *testing.T) {
			g := gnuPG{t, g.home}
			g.importKey(certs.ByFingerprint(verdict.Signer).Serialize())
			detached, err := mail.opened.DetachedSignature()
			check(t, err)
			signed, _ := splitMultipartSigned(t, multipartSigned(mail.opened, detached))
			status, ok := g.verify(detached, signed)
			if !ok || !strings.Contains(status, "VALIDSIG "+string(verdict.Signer)) {
				t.Errorf("gpg says %s", status)
			}
			if status, ok := g.verify(detached, flip(signed, len(signed)/2)); ok || !strings.Contains(status, "BADSIG") {
				t.Errorf("changed: gpg says %s", status)
			}
		})
	}
	if len(checked) == 0 {
		t.Error("no mail was checked")
	}
}

// GnuPG encrypts to a primary key only if its flags allow it; so do we.
func TestGnuPGOpensWhatIsSealedToAPrimaryKey(t *testing.T) {
	both := func(s *packet.Signature) {
		s.FlagsValid, s.FlagCertify, s.FlagSign, s.FlagEncryptCommunications = true, true, true, true
	}
	key := primaryOnly(t, doraRSA(), both)
	sealed, err := Seal(plainMail, key, nil, sealOptions(1))
	check(t, err)
	g := newGnuPG(t)
	var secret bytes.Buffer
	check(t, key.primary.secret.Serialize(&secret))
	g.importKey(join(secret.Bytes(), key.Serialize()[len(key.primary.raw):]))
	if out, ok := g.run("--decrypt", g.file("message.asc", sealed)); !ok || out != string(plainMail) {
		t.Errorf("gpg gives %q", out)
	}
}

// GnuPG writes every cipher that the clients' library opens, to every kind of
// key. The key comes from GnuPG, too.
func TestMailOfGnuPGOpensInEveryCipher(t *testing.T) {
	for kind, algorithms := range map[string][2]string{
		"RSA":        {"rsa2048", "rsa2048"},
		"ElGamal":    {"dsa1024", "elg1024"},
		"Curve25519": {"ed25519", "cv25519"},
		"NIST P-256": {"nistp256", "nistp256"},
	} {
		t.Run(kind, func(t *testing.T) {
			g := newGnuPG(t)
			key := g.newKey(algorithms[0], algorithms[1])
			ring := NewRing(key)
			for _, cipher := range slices.Concat(slices.Sorted(maps.Keys(olderCiphers)), []string{"3DES", "CAST5", "AES256"}) {
				message := g.encrypt(cipher, plainMail)
				opened, err := Open(message, ring, nil, Options{})
				if err != nil || !bytes.Equal(opened.Plain, plainMail) || opened.Key != key.Fingerprint() {
					t.Errorf("%s: %v", cipher, err)
				}
				hidden, err := Open(g.encrypt(cipher, plainMail, "--throw-keyids"), ring, nil, Options{})
				if err != nil || !hidden.Anonymous {
					t.Errorf("%s, recipient hidden: %v", cipher, err)
				}
			}
		})
	}
}

// newKey makes a key to sign and a subkey to encrypt, and reads both.
func (g gnuPG) newKey(primary, subkey string) *Key {
	g.t.Helper()
	g.run("--quick-generate-key", "g@example.org", primary, "sign", "never")
	listed, ok := g.run("--list-secret-keys", "--with-colons")
	_, listed, found := strings.Cut(listed, "fpr:::::::::")
	fingerprint, _, _ := strings.Cut(listed, ":")
	if !ok || !found {
		g.t.Fatal("gpg made no key")
	}
	if _, ok := g.run("--quick-add-key", fingerprint, subkey, "encrypt", "never"); !ok {
		g.t.Skipf("gpg makes no %s subkeys", subkey)
	}
	secret, ok := g.run("--armor", "--export-secret-keys", fingerprint)
	if !ok {
		g.t.Fatal("gpg exports no key")
	}
	return readOne(g.t, []byte(secret))
}

// encrypt makes a SEIPDv1 message to the newest key.
func (g gnuPG) encrypt(cipher string, content []byte, options ...string) []byte {
	g.t.Helper()
	args := append([]string{"--rfc4880", "--force-mdc", "--cipher-algo", cipher, "--recipient", "g@example.org", "--output", "-"}, options...)
	message, ok := g.run(append(args, "--encrypt", g.file("plain", content))...)
	if !ok {
		g.t.Fatal("gpg does not encrypt")
	}
	return []byte(message)
}
