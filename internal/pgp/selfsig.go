package pgp

import (
	"errors"
	"slices"
	"strings"

	"github.com/ProtonMail/go-crypto/openpgp/packet"
)

// relaysNotation names the addresses at which a chatmail client (2.45 and
// later) receives mail, comma separated, at most five.
const (
	relaysNotation = "relays@chatmail.at"
	maxRelays      = 5
)

// selfStatus is what the primary key itself says about a component.
type selfStatus struct {
	newest      *packet.Signature   // newest valid self-signature, or nil
	revocations []*packet.Signature // valid ones
}

var errNotSelfSignature = errors.New("not a self-signature")

// selfStatusOf looks through the signatures of a component, newest first.
func (k *Key) selfStatusOf(c *component) selfStatus {
	candidates := slices.Clone(c.sigs)
	slices.SortStableFunc(candidates, func(a, b signaturePacket) int {
		return b.parsed.CreationTime.Compare(a.parsed.CreationTime)
	})
	var status selfStatus
	for _, candidate := range candidates {
		sig := candidate.parsed
		switch {
		case isRevocation(sig.SigType) && k.verifySelf(c, sig) == nil:
			status.revocations = append(status.revocations, sig)
		case !isRevocation(sig.SigType) && status.newest == nil && k.verifySelf(c, sig) == nil:
			status.newest = sig
		}
	}
	return status
}

// primaryStatus is that of the primary key: direct-key signatures and, in
// version 4, those over user ids, where such keys keep their properties.
func (k *Key) primaryStatus() selfStatus {
	status := k.selfStatusOf(&k.primary)
	if k.Version() >= 6 {
		return status
	}
	for i := range k.userIDs {
		if sig := k.userIDs[i].status().newest; newer(sig, status.newest) {
			status.newest = sig
		}
	}
	return status
}

// verifySelf checks a signature by the primary key over one of its components.
func (k *Key) verifySelf(c *component, sig *packet.Signature) (err error) {
	defer recoverDamage("", &err)
	primary := k.primary.public
	if !checkable(primary) {
		return errNotSelfSignature
	}
	switch t := sig.SigType; {
	case k.isPrimary(c) && t == packet.SigTypeDirectSignature:
		return primary.VerifyDirectKeySignature(sig)
	case k.isPrimary(c) && t == packet.SigTypeKeyRevocation:
		return primary.VerifyRevocationSignature(sig)
	case k.isPrimary(c):
		return errNotSelfSignature
	case c.public != nil && t == packet.SigTypeSubkeyRevocation:
		return primary.VerifySubkeyRevocationSignature(sig, c.public)
	case c.public != nil && t == packet.SigTypeSubkeyBinding:
		return verifyBinding(primary, c.public, sig)
	case c.userID != "" && (isCertification(t) || t == packet.SigTypeCertificationRevocation):
		return primary.VerifyUserIdSignature(c.userID, primary, sig)
	}
	return errNotSelfSignature
}

// verifyBinding checks that the primary key adopted the subkey. A binding that
// allows signing must carry the subkey's own consent, or anybody could adopt
// somebody else's signing key; VerifyKeySignature insists on it.
func verifyBinding(primary, sub *packet.PublicKey, sig *packet.Signature) error {
	if sig.FlagSign && !checkable(sub) {
		return errNotSelfSignature
	}
	return primary.VerifyKeySignature(sub, sig)
}

func isRevocation(t packet.SignatureType) bool {
	return t == packet.SigTypeKeyRevocation || t == packet.SigTypeSubkeyRevocation || t == packet.SigTypeCertificationRevocation
}

func isCertification(t packet.SignatureType) bool {
	return t >= packet.SigTypeGenericCert && t <= packet.SigTypePositiveCert
}

func newer(sig, than *packet.Signature) bool {
	return sig != nil && (than == nil || sig.CreationTime.After(than.CreationTime))
}

// boundAddresses implements [Key.Addresses].
func (k *Key) boundAddresses() []string {
	var found []string
	add := func(addr string) {
		if addr != "" && !slices.Contains(found, addr) {
			found = append(found, addr)
		}
	}
	for i := range k.userIDs {
		id := &k.userIDs[i]
		if status := id.status(); status.newest != nil && len(status.revocations) == 0 {
			add(userIDAddress(id.userID))
		}
	}
	for _, relay := range k.relays() {
		add(relay)
	}
	return found
}

// relays reads the notation of the newest direct-key signature.
func (k *Key) relays() []string {
	direct := k.selfStatusOf(&k.primary).newest
	if direct == nil {
		return nil
	}
	for _, notation := range direct.Notations {
		if notation.Name != relaysNotation {
			continue
		}
		var relays []string
		for part := range strings.SplitSeq(string(notation.Value), ",") {
			if addr := addrSpec(part); addr != "" && len(relays) < maxRelays {
				relays = append(relays, addr)
			}
		}
		return relays
	}
	return nil
}

// userIDAddress takes the address out of "Name <a@b>", "<a@b>" or "a@b".
func userIDAddress(userID string) string {
	if open := strings.LastIndexByte(userID, '<'); open >= 0 {
		addr, _, _ := strings.Cut(userID[open+1:], ">")
		return addrSpec(addr)
	}
	return addrSpec(userID)
}

// addrSpec lower-cases an address, or returns "" for what cannot be one by
// chatmail's rule: something on both sides of the last "@", no white space, no
// angle brackets, no final dot.
func addrSpec(s string) string {
	s = strings.ToLower(strings.TrimSpace(s))
	sign := strings.LastIndexByte(s, '@')
	if sign <= 0 || sign == len(s)-1 || strings.ContainsAny(s, " \t\r\n<>") || strings.HasSuffix(s, ".") {
		return ""
	}
	return s
}
