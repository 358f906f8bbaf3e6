package membership

// Outcome says what a message or an act did to a view, and why.
type Outcome struct {
	Created bool // the group did not exist before
	// Changed is true if any row changed, if only a time. Added and Removed tell
	// whether the members did.
	Changed bool
	// Accepted is false if the message was not allowed to say anything about the
	// members, or had nothing to say in this era.
	Accepted bool
	Reason   Reason
	Added    []ID // members that were none before, sorted
	Removed  []ID // members that are none any more, sorted
}

// Reason names the rule that decided. The numbers may change between versions
// of gmmtool, the names and meanings do not.
type Reason uint8

const (
	ReasonNone Reason = iota

	// Not accepted.
	ReasonMailingList
	ReasonNotEncrypted
	ReasonNoSender
	ReasonNoGroupName
	ReasonRemovalOfUnknownGroup
	ReasonGroupWasLeft
	ReasonNoRecipients
	ReasonPartial
	ReasonNotMember
	ReasonSelfNotMember
	ReasonOlder
	ReasonNoMembershipHeader

	// Accepted.
	ReasonCreated
	ReasonTimesDoNotFit
	ReasonStale
	ReasonMerged
	ReasonSelfAdded
	ReasonMissedMessage
	ReasonRebuilt
	ReasonRecipientsJoined
	ReasonRecipientsIntersected
	ReasonLate
	ReasonNamedMember
	ReasonNoTimes

	// The device's own acts.
	ReasonOwnAct
	ReasonOwnList
	ReasonOwnMessage
	ReasonNotAllowed
	ReasonDatabase // not by a rule: the client says so
)

// String says in plain words which rule decided, as the end of a sentence that
// begins with what happened.
func (r Reason) String() string {
	switch r {
	case ReasonMailingList:
		return "mailing list mail never changes a group"
	case ReasonNotEncrypted:
		return "not encrypted and signed, so it does not reach an encrypted group"
	case ReasonNoSender:
		return "the sender cannot be matched to a contact"
	case ReasonNoGroupName:
		return "the group is unknown and the message does not name it"
	case ReasonRemovalOfUnknownGroup:
		return "the group is unknown and the message removes a member from it"
	case ReasonGroupWasLeft:
		return "the user left this group and the message does not add them again"
	case ReasonNoRecipients:
		return "the group is unknown and the own message names no recipient"
	case ReasonPartial:
		return "only part of the message was downloaded"
	case ReasonNotMember:
		return "the sender is not in the group"
	case ReasonSelfNotMember:
		return "the user is not in the group and the message does not add them"
	case ReasonOlder:
		return "the message is older than the member list"
	case ReasonNoMembershipHeader:
		return "only messages that add or remove a member change the list"
	case ReasonCreated:
		return "the group is new, so sender and recipients are its list"
	case ReasonTimesDoNotFit:
		return "the list of times does not fit the list of people"
	case ReasonStale:
		return "the list was stale, so the recipients were taken as the whole list"
	case ReasonMerged:
		return "the newest time of each member counts"
	case ReasonSelfAdded:
		return "the message adds the user, so the recipients were taken as the whole list"
	case ReasonMissedMessage:
		return "it answers a message that never arrived, so the recipients were taken as the whole list"
	case ReasonRebuilt:
		return "the recipients were taken as the whole list"
	case ReasonRecipientsJoined:
		return "recipients that were missing join the list"
	case ReasonRecipientsIntersected:
		return "members that are not recipients leave the list"
	case ReasonLate:
		return "a little older than the member list, so only the named member counts"
	case ReasonNamedMember:
		return "only the named member counts"
	case ReasonNoTimes:
		return "no list of times, so only the named member counts"
	case ReasonOwnAct:
		return "done on this device"
	case ReasonOwnList:
		return "the device's own message lists its members"
	case ReasonOwnMessage:
		return "the device's own message agrees with its list"
	case ReasonNotAllowed:
		return "the client does not offer this"
	case ReasonDatabase:
		return "its client's database shows it"
	}
	return ""
}
