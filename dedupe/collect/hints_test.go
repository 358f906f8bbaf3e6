package collect_test

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/collect"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/google/go-cmp/cmp"
)

// plainMail is a mail without protection, with the fields given.
func plainMail(id, from, to string, more ...string) string {
	return "From: " + from + "\nTo: " + to + "\nMessage-ID: <" + id + "@a.example>\n" + strings.Join(more, "") + "\nhello\n"
}

func TestTwoWhoTalkAreTwoPeople(t *testing.T) {
	const ann, ben, home = "ann@a.example", "ben@b.example", "me@home.example"
	reply := "In-Reply-To: <1@a.example>\n"
	for name, c := range map[string]struct {
		mails []string
		want  []string
	}{
		"one answers the other":                             {[]string{plainMail("1", ann, ben), plainMail("2", ben, ann, reply)}, []string{ann + " > " + ben}},
		"the answer comes first":                            {[]string{plainMail("2", ben, ann, reply), plainMail("1", ann, ben)}, []string{ann + " > " + ben}},
		"References stand in":                               {[]string{plainMail("1", ann, ben), plainMail("2", ben, ann, "References: <0@x> <1@a.example>\n")}, []string{ann + " > " + ben}},
		"an answer to oneself is not a talk":                {[]string{plainMail("1", ann, ben), plainMail("2", ann, ben, reply)}, []string{}},
		"an answer from another address":                    {[]string{plainMail("1", ann, home), plainMail("2", "ann@work.example", home, reply)}, []string{}},
		"an ancestor is not what is asked":                  {[]string{plainMail("1", ann, ben), plainMail("3", ben, ann, "References: <1@a.example> <9@x>\n")}, []string{}},
		"two in one list":                                   {[]string{plainMail("1", home, ann+", Ben <"+ben+">")}, []string{ann + " > " + ben}},
		"one in To, one in Cc":                              {[]string{plainMail("1", home, ann, "Cc: "+ben+"\n")}, []string{ann + " > " + ben}},
		"an author in their own Cc is none":                 {[]string{plainMail("1", ann, ben, "Cc: ann@work.example\n")}, []string{"ann@work.example > " + ben}},
		"an author who calls the recipient by another name": {[]string{plainMail("1", "Ann Lee <"+ann+">", "Ben <"+ben+">")}, []string{ann + " > " + ben}},
		"an author who calls the recipient by their own":    {[]string{plainMail("1", "Ann Lee <"+ann+">", "\"Lee, Ann\" <"+ben+">")}, []string{}},
		"an author who does not name the recipient":         {[]string{plainMail("1", "Ann Lee <"+ann+">", ben)}, []string{}},
		"a list of many says nothing":                       {[]string{plainMail("1", home, manyAddresses(30))}, []string{}},
		"spam says nothing about talks":                     {nil, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			for _, text := range c.mails {
				a.add(text)
			}
			if len(c.mails) == 0 {
				a.addTo("Junk", plainMail("1", home, ann+", "+ben))
			}
			if diff := cmp.Diff(c.want, tied(a.records().Testimony.Dialogues)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func manyAddresses(n int) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("p%d@many.example", i))
	}
	return strings.Join(list, ", ")
}

func TestWhatAListRewroteSaysThatItIsAList(t *testing.T) {
	const list = "dev@lists.example"
	post := "List-Id: Dev <dev.lists.example>\nList-Post: <mailto:" + list + ">\n"
	for name, c := range map[string]struct {
		mail  string
		lists []string
		jane  []string // names under which jane@a.example is met
	}{
		"Mailman 3 puts the author into Reply-To": {
			plainMail("1", "Jane via Dev <"+list+">", list, post, "Reply-To: Jane Roe <jane@a.example>\n"), []string{list}, []string{"Jane Roe"},
		},
		"without a name there, the one before via counts": {
			plainMail("1", "Jane Roe via Dev <"+list+">", list, post, "Reply-To: jane@a.example, "+list+"\n"), []string{list}, []string{"Jane Roe"},
		},
		"Google Groups": {
			plainMail("1", "'Jane Roe' via Dev <dev@googlegroups.com>", "dev@googlegroups.com", "List-Id: <dev.googlegroups.com>\nX-Original-Sender: jane@a.example\n"),
			[]string{"dev@googlegroups.com"}, []string{"Jane Roe"},
		},
		"a list that left From alone": {
			plainMail("1", "Jane Roe <jane@a.example>", list, post), []string{list}, []string{"Jane Roe"},
		},
		"somebody called via writes without a list": {
			plainMail("1", "Jane via Rail <jane@a.example>", "me@home.example"), []string{}, []string{"Jane via Rail"},
		},
		"a post address that is none": {
			plainMail("1", "Jane Roe <jane@a.example>", list, "List-Post: NO\n"), []string{}, []string{"Jane Roe"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			a.add(strings.Replace(c.mail, "\n\nhello", "\n"+autocrypt(t, list, "mallory.secret")+"\nhello", 1))
			found := a.records()
			if diff := cmp.Diff(c.lists, pairs(t, found.Testimony.Lists)); diff != "" {
				t.Errorf("lists: %s", diff)
			}
			if diff := cmp.Diff(c.jane, namesOf(found, "jane@a.example")); diff != "" {
				t.Errorf("jane: %s", diff)
			}
			if len(found.Testimony.Shown)+len(found.Testimony.Replies) != 0 {
				t.Errorf("a list showed a key or led somewhere: %v, %v", found.Testimony.Shown, found.Testimony.Replies)
			}
		})
	}
}

func namesOf(found *collect.Found, address string) []string {
	for _, r := range found.Records {
		if r.Source == record.Correspondent && r.Addresses[0] == address {
			return r.Names
		}
	}
	return nil
}

func TestNamesAreListedMostUsedFirst(t *testing.T) {
	a := newArchive(t)
	for i, name := range []string{"Anna", "Anna Berg", "Anna   Berg", "\"Berg, Anna\"", "anna@old.example", "=?utf-8?q?Anna_Berg?="} {
		a.add(plainMail(fmt.Sprint(i), name+" <"+anna+">", "me@home.example"))
	}
	a.add(plainMail("9", "Berg, Anna <"+anna+">", "me@home.example")) // a comma without quotes
	if diff := cmp.Diff([]string{"Anna Berg", "Berg, Anna", "Anna"}, namesOf(a.records(), anna)); diff != "" {
		t.Error(diff)
	}
}

func TestReplyToLeadsToAnotherMailboxOfAPersonOnly(t *testing.T) {
	elsewhere := "Reply-To: anna@work.example\n"
	for name, c := range map[string]struct {
		mail string
		want []string
	}{
		"of a person":          {plainMail("1", anna, "me@home.example", elsewhere), []string{anna + " > anna@work.example"}},
		"to the same address":  {plainMail("1", anna, "me@home.example", "Reply-To: Anna <ANNA@old.example>\n"), []string{}},
		"to two":               {plainMail("1", anna, "me@home.example", "Reply-To: a@a.example, b@b.example\n"), []string{}},
		"of a list":            {plainMail("1", anna, "me@home.example", elsewhere, "List-Id: <x.example>\n"), []string{}},
		"of a bulk mailer":     {plainMail("1", anna, "me@home.example", elsewhere, "Precedence: bulk\n"), []string{}},
		"of a program":         {plainMail("1", anna, "me@home.example", elsewhere, "Auto-Submitted: auto-replied\n"), []string{}},
		"of one who says no":   {plainMail("1", anna, "me@home.example", elsewhere, "Auto-Submitted: no\n"), []string{anna + " > anna@work.example"}},
		"beside a hijacked To": {plainMail("1", anna+", "+mallory, "me@home.example", elsewhere), []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			a.add(c.mail)
			if diff := cmp.Diff(c.want, tied(a.records().Testimony.Replies)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestClaimsAreOfOneselfOnly(t *testing.T) {
	card := func(name, address string) string {
		return "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello\n--b\nContent-Type: text/vcard\n\n" +
			"BEGIN:VCARD\nVERSION:4.0\nFN:" + name + "\nEMAIL:" + address + "\nEMAIL:anna@club.example\nEND:VCARD\n--b--\n"
	}
	header := "From: Anna Berg <" + anna + ">\nTo: me@home.example\nMessage-ID: <1@a.example>\n"
	for name, c := range map[string]struct {
		mail string
		want []string
	}{
		"an address in the signature block": {header + "\nhello\n-- \nAnna, anna@club.example\n", []string{anna + " > anna@club.example"}},
		"not one in the text":               {header + "\nwrite to anna@club.example\n", []string{}},
		"not one in a quoted block":         {header + "\n> -- \n> anna@club.example\n", []string{}},
		"not what follows the block":        {header + "\nhello\n-- \nAnna\n--boundary\nx@y.example\n", []string{}},
		"not a list's footer":               {header + "List-Id: <x.example>\n\nhello\n-- \ndev@club.example\n", []string{}},
		"a card with the own address":       {header + card("A. B.", anna), []string{anna + " > anna@club.example"}},
		"a card with the own name":          {header + card("Anna Berg", "other@club.example"), []string{anna + " > anna@club.example", anna + " > other@club.example"}},
		"not a card of somebody else":       {header + card("Ben", "ben@b.example"), []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			a.add(c.mail)
			if diff := cmp.Diff(c.want, tied(a.records().Testimony.Claims)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOnlyTheOwnServersTopmostWordVouches(t *testing.T) {
	const good = "Authentication-Results: mx.home.example; spf=pass; dkim=pass (2048-bit) header.d=old.example header.s=s1\n"
	for name, c := range map[string]struct {
		results string
		want    []string
	}{
		"the domain signed":                  {good, []string{anna}},
		"by the identity":                    {"Authentication-Results: mx.home.example 1; dkim=pass header.i=@old.example\n", []string{anna}},
		"another server says so":             {strings.Replace(good, "mx.home", "mx.evil", 1), []string{}},
		"below another server's word":        {"Authentication-Results: mx.evil.example; none\n" + good, []string{}},
		"another domain signed":              {strings.Replace(good, "header.d=old", "header.d=evil", 1), []string{}},
		"a domain that only ends alike":      {strings.Replace(good, "header.d=old", "header.d=d", 1), []string{}},
		"the signature failed":               {strings.Replace(good, "dkim=pass", "dkim=fail", 1), []string{}},
		"the result stands in a comment":     {"Authentication-Results: mx.home.example; spf=pass (; dkim=pass header.d=old.example)\n", []string{}},
		"the service stands in a comment":    {"Authentication-Results: (mx.home.example) mx.evil.example; dkim=pass header.d=old.example\n", []string{}},
		"the domain above the author's does": {strings.Replace(good, "old.example", "example.example", 1), []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			a.add(plainMail("1", anna, "me@home.example", c.results))
			found := a.recordsWith([]string{"mx.home.example"})
			if diff := cmp.Diff(c.want, pairs(t, found.Testimony.Vouched)); diff != "" {
				t.Error(diff)
			}
			if len(a.records().Testimony.Vouched) != 0 {
				t.Error("vouched for without a server to trust")
			}
		})
	}
}

func TestAPictureCountsInsideTheSealOnly(t *testing.T) {
	avatar := "Chat-User-Avatar: base64:" + base64.StdEncoding.EncodeToString([]byte("a picture")) + "\n"
	a := newArchive(t)
	a.add(mail{from: anna, key: "anna.secret", header: avatar}.sealed(a))
	a.add(mail{from: mallory, outer: avatar}.plain(a))
	found := a.records()
	if got := found.Testimony.Pictures; len(got) != 1 || got[0].Address != anna || len(got[0].Key) != 64 {
		t.Errorf("got %v", got)
	}
	i := slices.IndexFunc(found.Records, func(r record.Record) bool {
		return r.Source == record.Correspondent && r.Addresses[0] == anna
	})
	if found.Records[i].Picture != found.Testimony.Pictures[0].Key {
		t.Errorf("record %+v", found.Records[i])
	}
}

func TestOwnAddressesAreThoseMailIsDeliveredTo(t *testing.T) {
	a := newArchive(t)
	delete(a.files, "case/me/keys/me.secret.asc")
	for i := range 30 {
		a.add(plainMail(fmt.Sprint(i), anna, "x@y.example", "Delivered-To: "+[]string{"me@home.example", "me@work.example"}[i%2]+"\nDelivered-To: anna@old.example\n"))
	}
	a.add(plainMail("stray", anna, "x@y.example", "Delivered-To: other@home.example\n"))
	a.addTo("Sent", plainMail("sent1", "me@third.example", anna))
	a.addTo("Sent", plainMail("sent2", "me@third.example", anna))
	own := a.records().Testimony.Own
	if len(own) != 1 || !slices.Equal(own[0].Addresses, []string{"me@home.example", "me@third.example", "me@work.example"}) {
		t.Errorf("got %+v", own)
	}
}
