package repair

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/analyze/history"
	"github.com/gmmtool/gmmtool/internal/release"
)

// An AdviceKind is what somebody has to do. Each is given only where it was
// predicted to help, by the rules of the release that the device runs.
type AdviceKind string

const (
	SendCorrection AdviceKind = "send-correction" // By sends what gmmtool correct writes
	WriteToGroup   AdviceKind = "write-to-group"  // By writes any message in their client
	ChangeByHand   AdviceKind = "change-by-hand"  // By removes and adds in their client
	GiveKey        AdviceKind = "give-key"        // no key of any member is at hand that could sign
	JoinAgain      AdviceKind = "join-again"      // nothing that a member sends is followed
	AddAgain       AdviceKind = "add-again"       // By adds Subject, if they belong to the group
	RepeatChange   AdviceKind = "repeat-change"   // By repeats the change, if it was meant
	Decide         AdviceKind = "decide"          // a person says who belongs: --keep or --drop
	NothingToDo    AdviceKind = "nothing"         // the device shows by now what it should
)

// AdviceKinds are all there are.
func AdviceKinds() []AdviceKind {
	return []AdviceKind{SendCorrection, WriteToGroup, ChangeByHand, GiveKey, JoinAgain, AddAgain, RepeatChange, Decide, NothingToDo}
}

// An Advice says who has to do what so that a device shows what it should.
type Advice struct {
	Kind AdviceKind `json:"kind"`
	By   string     `json:"by,omitempty"`  // address of the member who has to act, "" if it is up to the reader
	Add  []string   `json:"add,omitempty"` // whom By removes and adds again, of ChangeByHand; whom they add, of AddAgain
	Drop []string   `json:"drop,omitempty"`
}

// unhealed says of a device that no correction heals what has to be done instead.
func (p *planner) unhealed(s history.DeviceState, signers []signer) string {
	a := p.instead(s, signers)
	why := ""
	switch {
	case len(signers) == 0:
		why = "the case holds no secret key of any member, so nobody can sign"
	case p.keys[firstOf(s.Addresses)] == nil:
		why = "its key is not known, so nothing can be sealed to it"
	case s.Release < wholeLists:
		why = fmt.Sprintf("its release, %s, follows no whole list, only additions and removals one by one", s.Rules.Name())
	case a.Kind == JoinAgain:
		why = fmt.Sprintf("by the rules of its release, %s, it follows nothing that a member could send", s.Rules.Name())
	case slices.ContainsFunc(signers, func(by signer) bool { return slices.Contains(s.Shown(), by.Address) }):
		why = fmt.Sprintf("by the rules of its release, %s, it follows none of the corrections that could be written", s.Rules.Name())
	default:
		why = "it follows only members whose secret key the case does not hold"
	}
	return fmt.Sprintf("%s stays as it is: %s. %s", s.Device, why, a.Text())
}

// wholeLists is the first release that takes the recipients of a message it
// cannot place as the whole list (see draft.addMembership).
var wholeLists = release.Of(1, 117, 0)

// Text is the advice in a sentence. Addresses in it come from mail.
func (a Advice) Text() string {
	switch a.Kind {
	case SendCorrection:
		return fmt.Sprintf("Let %s send the correction that gmmtool correct writes.", a.By)
	case WriteToGroup:
		return fmt.Sprintf("Let %s write to the group: any message brings the list along.", a.By)
	case ChangeByHand:
		return fmt.Sprintf("Let %s %s.", a.By, a.byHand())
	case GiveKey:
		text := "Export the keys of a member and give them with --key, for gmmtool correct to write a correction"
		if a.By != "" {
			text += fmt.Sprintf("; or let %s, whose list is right, write to the group", a.By)
		}
		return text + "."
	case JoinAgain:
		return "Its user has to join again, by an invitation of a member."
	case AddAgain:
		return fmt.Sprintf("If they belong to the group, let %s add %s; else nothing is to do.", a.By, and(a.Add))
	case RepeatChange:
		return fmt.Sprintf("Ask the members whether it was meant. If it was, let %s repeat it.", a.By)
	case Decide:
		return "Ask the members what holds, and say it: gmmtool correct with --keep ADDRESS or --drop ADDRESS."
	case NothingToDo:
		return "Nothing is to do: by now the device shows what it should."
	}
	return ""
}

// byHand is what to do in a client.
func (a Advice) byHand() string {
	var parts []string
	if len(a.Add) > 0 {
		parts = append(parts, "remove "+and(a.Add)+" and add them again")
	}
	if len(a.Drop) > 0 {
		parts = append(parts, "add "+and(a.Drop)+" and remove them again")
	}
	return strings.Join(parts, "; then ")
}

func firstOf(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func and(names []string) string {
	switch len(names) {
	case 0:
		return "everybody"
	case 1:
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
