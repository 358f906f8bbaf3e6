package collect_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatTheOwnServerSaysOfDMARCIsReadAsItMeansIt(t *testing.T) {
	const mx = "Authentication-Results: mx.home.example; "
	for name, c := range map[string]struct {
		results           string
		vouched, disowned []string
	}{
		"it passed for the domain of From":                {mx + "dmarc=pass (p=reject dis=none) header.from=old.example\n", []string{anna}, []string{}},
		"in capitals":                                     {mx + "DMARC=Pass header.From=OLD.example\n", []string{anna}, []string{}},
		"over two lines":                                  {mx + "spf=none;\n\tdmarc=pass\n\theader.from=old.example\n", []string{anna}, []string{}},
		"it passed for another domain":                    {mx + "dmarc=pass header.from=evil.example\n", []string{}, []string{}},
		"it passed, and does not say for whom":            {mx + "dmarc=pass\n", []string{}, []string{}},
		"it failed":                                       {mx + "spf=pass; dmarc=fail (p=none dis=none) header.from=old.example\n", []string{}, []string{anna}},
		"it failed, though another domain signed":         {mx + "dkim=pass header.d=evil.example; dmarc=fail header.from=old.example\n", []string{}, []string{anna}},
		"a failure weighs more than a pass beside it":     {mx + "dkim=pass header.d=old.example; dmarc=fail header.from=old.example\n", []string{}, []string{anna}},
		"the domain has no policy":                        {mx + "dmarc=none header.from=old.example\n", []string{}, []string{}},
		"DNS could not be asked":                          {mx + "dmarc=temperror header.from=old.example\n", []string{}, []string{}},
		"another server says that it passed":              {"Authentication-Results: mx.evil.example; dmarc=pass header.from=old.example\n", []string{}, []string{}},
		"another server says that it failed":              {"Authentication-Results: mx.evil.example; dmarc=fail header.from=old.example\n", []string{}, []string{}},
		"the failure stands above what came with it":      {mx + "dmarc=fail header.from=old.example\n" + mx + "dmarc=pass header.from=old.example\n", []string{}, []string{anna}},
		"a pass in a comment":                             {mx + "spf=none (; dmarc=pass header.from=old.example)\n", []string{}, []string{}},
		"a pass in a local part":                          {mx + `spf=pass smtp.mailfrom="x; dmarc=pass header.from=old.example"@evil.example` + "\n", []string{}, []string{}},
		"a quote that is escaped does not end it":         {mx + `spf=pass smtp.mailfrom="x\"; dmarc=pass header.from=old.example ;"@evil.example` + "\n", []string{}, []string{}},
		"a bracket in a local part hides no failure":      {mx + `spf=pass smtp.mailfrom="("@evil.example; dmarc=fail header.from=old.example` + "\n", []string{}, []string{anna}},
		"a word that only begins like it":                 {mx + "dmarc=passed header.from=old.example\n", []string{}, []string{}},
		"a method that only ends like it":                 {mx + "x-dmarc=pass header.from=old.example\n", []string{}, []string{}},
		"a name that only ends like the domain":           {mx + "dmarc=pass header.from=very-old.example\n", []string{}, []string{}},
		"a domain below the one of From does not vouch":   {mx + "dmarc=pass header.from=sub.old.example\n", []string{}, []string{}},
		"no results at all":                               {mx + "none\n", []string{}, []string{}},
		"a field that is broken off in a quote says none": {mx + `spf=pass smtp.mailfrom="x; dmarc=pass header.from=old.example` + "\n", []string{}, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			a.add(plainMail("1", anna, "me@home.example", c.results))
			found := a.recordsWith([]string{"mx.home.example"}).Testimony
			if diff := cmp.Diff(c.vouched, pairs(t, found.Vouched)); diff != "" {
				t.Error("vouched for", diff)
			}
			if diff := cmp.Diff(c.disowned, pairs(t, found.Disowned)); diff != "" {
				t.Error("disowned", diff)
			}
		})
	}
}

func TestTheServersWordCountsForTheKeyThatSigned(t *testing.T) {
	a := newArchive(t)
	const pass = "Authentication-Results: mx.home.example; dmarc=pass header.from=old.example\n"
	a.add(mail{from: anna, key: "anna.secret", outer: pass}.sealed(a))
	a.add(mail{from: mallory, outerFrom: anna, key: "mallory.secret", outer: pass}.sealed(a))
	found := a.recordsWith([]string{"mx.home.example"}).Testimony
	if diff := cmp.Diff([]string{anna, anna + " anna"}, pairs(t, found.Vouched)); diff != "" {
		t.Error(diff)
	}
}
