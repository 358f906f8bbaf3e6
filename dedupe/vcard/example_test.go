package vcard_test

import (
	"fmt"
	"os"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

// Two cards of one person become one: what only the second says is appended to
// the first, the second is removed, and the group that listed it lists the
// first.
func Example() {
	book, problems := vcard.Parse("contacts.vcf", []byte(`BEGIN:VCARD
VERSION:3.0
UID:one
FN:Zoë Marlow
EMAIL:zoe@home.example
END:VCARD
BEGIN:VCARD
VERSION:3.0
UID:two
FN:Zoe
EMAIL:zoe@HOME.example
item1.TEL:+49 151 0000001
item1.X-ABLabel:boat
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:Rowing
X-ADDRESSBOOKSERVER-KIND:group
X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:two
END:VCARD
`))
	if len(problems) > 0 {
		fmt.Println(problems)
		return
	}
	merged, err := vcard.Merge(vcard.MergeOptions{}, book.Card(0), book.Card(1))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, conflict := range merged.Conflicts {
		fmt.Printf("# %s: kept %q, also %q\n", conflict.Property, conflict.Kept, conflict.Other)
	}
	edit := book.Edit()
	if err := edit.Append(0, merged.Add...); err != nil {
		fmt.Println(err)
		return
	}
	if err := edit.Remove(1); err != nil {
		fmt.Println(err)
		return
	}
	for _, uid := range merged.Absorbed {
		edit.Redirect(uid, merged.UID)
	}
	if _, err := edit.WriteTo(os.Stdout); err != nil {
		fmt.Println(err)
	}

	// Output:
	// # FN: kept "Zoë Marlow", also "Zoe"
	// BEGIN:VCARD
	// VERSION:3.0
	// UID:one
	// FN:Zoë Marlow
	// EMAIL:zoe@home.example
	// X-GMMTOOL-ABSORBED-UID:two
	// X-GMMTOOL-MERGED-FN:Zoe
	// item1.TEL:+49 151 0000001
	// item1.X-ABLabel:boat
	// END:VCARD
	// BEGIN:VCARD
	// VERSION:3.0
	// FN:Rowing
	// X-ADDRESSBOOKSERVER-KIND:group
	// X-ADDRESSBOOKSERVER-MEMBER:urn:uuid:one
	// END:VCARD
}
