package vcard_test

import (
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/vcard"
)

func TestTheFormsOfOneUIDAreEqual(t *testing.T) {
	const uuid = "2f1c0b8e-9d3a-4c55-8e71-0a6b5d4c3e2f"
	for name, c := range map[string]struct {
		uid, want string
	}{
		"a UUID is itself":                         {uuid, uuid},
		"the scheme is not part of it":             {"urn:uuid:" + uuid, uuid},
		"the scheme may be in capitals":            {"URN:UUID:" + uuid, uuid},
		"a UUID may be in capitals":                {"2F1C0B8E-9D3A-4C55-8E71-0A6B5D4C3E2F", uuid},
		"a number may be in capitals":              {"4FBE8971", "4fbe8971"},
		"a short word is not a number":             {"Bea", "Bea"},
		"space around it does not count":           {" " + uuid + " ", uuid},
		"Apple puts the scheme before any UID":     {"urn:uuid:aB3", "aB3"},
		"what is not a UUID differs by case":       {"aB3", "aB3"},
		"a suffix makes another UID":               {uuid + ":ABPerson", uuid + ":ABPerson"},
		"the scheme alone is not a UID":            {"urn:uuid:", ""},
		"a UID of another scheme keeps its scheme": {"urn:oid:1.2", "urn:oid:1.2"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := vcard.UIDKey(c.uid); got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
