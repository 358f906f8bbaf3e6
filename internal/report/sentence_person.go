package report

import (
	"fmt"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

func twoAddresses(f *finding.Finding) (text, fix string) {
	return fmt.Sprintf("One person is in %s under two addresses, %s and %s: the key %s signed mail as both.",
			groupOf(f), at(f.Addresses, 0), at(f.Addresses, 1), at(f.Keys, 0)),
		"Ask them which address they still use, and remove the other from the group."
}

func twoKeys(f *finding.Finding) (text, fix string) {
	who := at(f.Addresses, 0)
	if second := at(f.Addresses, 1); second != who {
		who += " and " + second
	}
	if f.Reason == finding.KeyChanged {
		return fmt.Sprintf("One person is in %s under two keys, as %s: their key %s certified the key %s, which takes its place.",
				groupOf(f), who, at(f.Keys, 0), at(f.Keys, 1)),
			"Ask them which account they still use, and remove the other from the group."
	}
	return fmt.Sprintf("%s is in %s twice, under the keys %s and %s, and both signed mail from there. They set up their account anew, or somebody else uses the address.",
			who, groupOf(f), at(f.Keys, 0), at(f.Keys, 1)),
		"Ask them, by another way, which key is theirs, and remove the other member from the group."
}
