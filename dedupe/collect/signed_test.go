package collect_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const anna, mallory = "anna@old.example", "mallory@evil.example"

func TestOnlyASignatureTiesAnAddressToAKey(t *testing.T) {
	genuine := mail{from: "Anna <" + anna + ">", key: "anna.secret"}
	hijacked := genuine
	hijacked.outerFrom = "Anna <" + mallory + ">"
	unmarked := genuine
	unmarked.unmarked = true
	for name, c := range map[string]struct {
		build  func(a *archive)
		signed []string
		shown  []string
	}{
		"a sealed mail": {
			func(a *archive) { a.add(genuine.sealed(a)) }, []string{anna + " anna"}, []string{},
		},
		"a mail signed in the clear": {
			func(a *archive) { a.add(genuine.signed(a)) }, []string{anna + " anna"}, []string{},
		},
		"a sealed mail whose outer From was changed speaks for the inner one": {
			func(a *archive) { a.add(hijacked.sealed(a)) }, []string{anna + " anna"}, []string{},
		},
		"a signed mail whose outer From was changed speaks for the inner one": {
			func(a *archive) { a.add(hijacked.signed(a)) }, []string{anna + " anna"}, []string{},
		},
		"a replay with the outer From and the Autocrypt field changed shows nothing": {
			func(a *archive) {
				a.add(genuine.sealed(a))
				replay := genuine.sealed(a)
				replay = strings.Replace(replay, "From: Anna <"+anna+">", "From: <"+mallory+">\n"+autocrypt(t, mallory, "anna.secret")+"X: y", 1)
				a.add(replay)
			}, []string{anna + " anna"}, []string{},
		},
		"signed text that only begins like a header speaks for nobody": {
			func(a *archive) { a.add(unmarked.sealed(a)) }, []string{}, []string{anna + " anna"},
		},
		"altered content speaks for nobody": {
			func(a *archive) {
				a.add(strings.Replace(genuine.signed(a), "<"+anna+">\r\nTo", "<ceo@old.example>\r\nTo", 1))
			},
			[]string{}, []string{},
		},
		"an Autocrypt field that nobody signed shows a key": {
			func(a *archive) { a.add(genuine.plain(a)) }, []string{}, []string{anna + " anna"},
		},
		"a copied Autocrypt field shows it, too, and no more": {
			func(a *archive) { a.add(mail{from: mallory, key: "anna.secret"}.plain(a)) }, []string{}, []string{mallory + " anna"},
		},
		"an Autocrypt field of another address is passed over": {
			func(a *archive) { a.add(mail{from: mallory, header: autocrypt(t, anna, "anna.secret")}.plain(a)) }, []string{}, []string{},
		},
		"two Autocrypt fields discard each other": {
			func(a *archive) {
				a.add(mail{from: anna, key: "anna.secret", header: autocrypt(t, anna, "mallory.secret")}.plain(a))
			}, []string{}, []string{},
		},
		"a From of two people shows nothing": {
			func(a *archive) {
				m := mail{from: anna, key: "anna.secret", outerFrom: anna + ", " + mallory}
				a.add(m.plain(a))
			}, []string{}, []string{},
		},
		"two From fields show nothing": {
			func(a *archive) {
				a.add(mail{from: anna, key: "anna.secret", outer: "From: " + mallory + "\n"}.plain(a))
			}, []string{}, []string{},
		},
		"two From fields inside the seal speak for nobody": {
			func(a *archive) {
				a.add(mail{from: anna, key: "anna.secret", header: "From: " + mallory + "\n"}.sealed(a))
			}, []string{}, []string{},
		},
		"a Message-ID known under another sender shows no key": {
			func(a *archive) {
				a.add(mail{from: anna, id: "x@a.example"}.plain(a))
				a.add(mail{from: mallory, key: "anna.secret", id: "x@a.example"}.plain(a))
			}, []string{}, []string{},
		},
		"spam shows no key": {
			func(a *archive) { a.addTo("Junk", genuine.plain(a)) }, []string{}, []string{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			c.build(a)
			testimony := a.records().Testimony
			if diff := cmp.Diff(c.signed, pairs(t, testimony.Signed)); diff != "" {
				t.Errorf("signed: %s", diff)
			}
			if diff := cmp.Diff(c.shown, pairs(t, testimony.Shown)); diff != "" {
				t.Errorf("shown: %s", diff)
			}
		})
	}
}

func TestASignatureWaitsForACertificateThatComesLater(t *testing.T) {
	a := newArchive(t)
	a.add(mail{from: anna, key: "anna.secret", silent: true}.signed(a))
	a.add(mail{from: anna, key: "anna.secret", silent: true}.sealed(a))
	if got := pairs(t, a.records().Testimony.Signed); len(got) != 0 {
		t.Errorf("without a certificate: %v", got)
	}
	a.keyFile("anna.public")
	if got := pairs(t, a.records().Testimony.Signed); len(got) != 1 || a.records().Testimony.Signed[0].Count != 2 {
		t.Errorf("got %v", got)
	}
}
