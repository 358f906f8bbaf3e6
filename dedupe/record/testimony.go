package record

// A Witness is one message, or key, that evidence rests on.
type Witness struct {
	MessageID string `json:"message_id,omitempty"`
	Archive   string `json:"archive,omitempty"`
	Time      int64  `json:"time,omitempty"` // unix seconds; sent time if protected, else arrival; 0 if unknown
	Arrived   int64  `json:"-"`              // unix seconds, whatever the mail says of when it was sent; 0 if unknown
	Key       string `json:"key,omitempty"`  // fingerprint, when a key itself is the witness
}

// Testimony is what the mail and keys of a case say about addresses, apart from
// the records. Addresses are normalised (lower case, no "mailto:"),
// fingerprints whole primary ones in upper-case hex.
type Testimony struct {
	// Own are the addresses and keys of the devices looked at, in groups of one
	// user each.
	Own []Owner
	// Signed are addresses a key signed for: a valid signature, by the primary key
	// or a signing subkey, over content whose inner From is that address. Whether
	// the address is its owner's is not said.
	Signed []Bond
	// Shown are keys in Autocrypt fields that no signature covers, Gossiped
	// those others vouched for, UserIDs the addresses a key's owner put on it.
	Shown    []Bond
	Gossiped []Bond
	UserIDs  []Bond
	// Successions are key changes the old key consented to.
	Successions []Succession
	// Moves are changes of address in the way of AEAP: sealed to us, signed
	// over an inner From with the new address by a key known directly for the
	// old one, newer than all its older mail.
	Moves []Move
	// Replies are Reply-To fields that lead from one mailbox to another.
	Replies []AddressPair
	// Claims are addresses named in a signature block, attached card or profile
	// of mail from another address.
	Claims []AddressPair
	// Dialogues are pairs that were seen to be two people: one answered the other,
	// or both stand in one address list.
	Dialogues []AddressPair
	// Lists are addresses that mail software, not a person, writes from: in
	// List-Post, or a From that a list rewrote.
	Lists []Bond
	// Vouched are addresses the user's own server found authentic (DMARC or DKIM
	// pass in an Authentication-Results field of the given authserv-id), Disowned
	// those for which it says dmarc=fail. Key is the one that signed the mail, ""
	// if none did.
	Vouched  []Bond
	Disowned []Bond
	// Replied are keys that signed, from an address, an answer to mail the user had
	// sent to that address alone: whoever made it reads the mailbox.
	Replied []Bond
	// Unsigned are addresses that mail came from of which no signature covers the
	// From; Key signed the rest of it, "" if none did. Addressed are those that
	// somebody else wrote to; Key is "".
	Unsigned  []Bond
	Addressed []Bond
	// Pictures are profile pictures sent inside the encryption; Key is the
	// SHA-256 of the picture in lower-case hex.
	Pictures []Bond
	// Revoked are keys their owner gave up.
	Revoked []Revocation
	// Probes are questions that were answered.
	Probes []Answered
}

// A Revocation is an owner's statement that a key is no longer used (RFC 9580
// section 5.2.3.31). Compromised stands for every reason but superseded and
// retired, and for none.
type Revocation struct {
	Key    string `json:"key"` // fingerprint
	Reason string `json:"reason"`
	Time   int64  `json:"time,omitempty"` // unix seconds, as the statement says; 0 if unknown
}

// Compromised is the reason of a revocation after which nobody knows who signs.
const Compromised = "compromised"

// An Owner is one user of the case.
type Owner struct {
	Devices   []string
	Addresses []string
	Keys      []string
}

// A Bond ties an address to a key, or says something of an address alone (Key
// is then ""). First and Last witness bound its time; Count is how many
// messages say so.
type Bond struct {
	Address     string
	Key         string
	First, Last Witness
	Count       int
}

// A Succession is a key that took another's place. Certified means the old key
// signed the new one, or a note that names it, for an address it had signed for
// before the new one was met. Otherwise it is a hint: the old key was revoked as
// superseded without naming a successor, or what it signed names a key that
// shares its owner's name alone.
type Succession struct {
	Old, New  string // fingerprints
	Certified bool
	Witness   Witness
}

// A Move is one change of address.
type Move struct {
	Old, New string
	Key      string
	Direct   bool // the key was shown to us by its owner, not gossiped
	Newer    bool // newer than all mail from the old address seen before
	Witness  Witness
}

// An AddressPair leads from one address to another.
type AddressPair struct {
	From, To string
	Witness  Witness
}

// An Answered probe proves that whoever holds Keys[0] for Addresses[0] also
// holds Keys[1] for Addresses[1]. A key is "" where that side had none: then
// only access to a mailbox is proven.
type Answered struct {
	ID        string
	Addresses [2]string
	Keys      [2]string
	Witness   Witness
}
