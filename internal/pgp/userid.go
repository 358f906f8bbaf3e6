package pgp

import (
	"slices"
	"strings"
)

// relaysNotation names the addresses at which a chatmail client (2.45 and
// later) receives mail, comma separated, at most five.
const (
	relaysNotation = "relays@chatmail.at"
	maxRelays      = 5
)

// Addresses lists the mail addresses the key's owner signed for: user ids and
// the relays@chatmail.at notation of the newest direct-key signature,
// lower-cased, without duplicates, user ids first. What has no valid
// self-signature is left out, because anybody can add it to a certificate.
func (k *Key) Addresses() []string { return append([]string(nil), k.addresses()...) }

func (k *Key) signedAddresses() []string {
	var found []string
	for id := range k.signedUserIDs {
		found = append(found, userIDAddress(id.userID))
	}
	found = append(found, k.relays()...)
	var addresses []string
	for _, address := range found {
		if address != "" && !slices.Contains(addresses, address) {
			addresses = append(addresses, address)
		}
	}
	return addresses
}

// Names lists the names in the user ids the key's owner signed, without
// addresses and duplicates.
func (k *Key) Names() []string {
	var names []string
	for id := range k.signedUserIDs {
		name, _, _ := strings.Cut(id.userID, "<")
		name = strings.TrimSpace(strings.ToValidUTF8(name, "\uFFFD"))
		if name != "" && !strings.Contains(name, "@") && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// signedUserIDs yields the user ids that the owner signed and has not revoked.
func (k *Key) signedUserIDs(yield func(*component) bool) {
	for i := range k.userIDs {
		id := &k.userIDs[i]
		if status := id.status(); status.newest != nil && len(status.revocations) == 0 && !yield(id) {
			return
		}
	}
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
