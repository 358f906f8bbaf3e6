package collect_test

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/collect"
	"github.com/gmmtool/gmmtool/dedupe/record"
	"github.com/gmmtool/gmmtool/dedupe/vcard"
	"github.com/google/go-cmp/cmp"
)

const casesDir = "../../testdata/cases"

// In the bundled cases, which are mail of real clients, everybody is somebody
// else, and had one address and one key.
func TestRealMailTiesNobodyToSomebodyElse(t *testing.T) {
	folders, err := filepath.Glob(filepath.Join(casesDir, "*"))
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			found := collectFolder(t, folder, 2)
			testimony := found.Testimony
			if len(testimony.Signed) == 0 || len(found.Records) == 0 {
				t.Fatalf("%d signed, %d records", len(testimony.Signed), len(found.Records))
			}
			byKey, byAddress := map[string]string{}, map[string]string{}
			for _, bond := range slices.Concat(testimony.Signed, testimony.Shown, testimony.Gossiped) {
				if other, ok := byKey[bond.Key]; ok && other != bond.Address {
					t.Errorf("the key %s is tied to %s and %s", bond.Key, other, bond.Address)
				}
				if other, ok := byAddress[bond.Address]; ok && other != bond.Key {
					t.Errorf("%s is tied to the keys %s and %s", bond.Address, other, bond.Key)
				}
				byKey[bond.Key], byAddress[bond.Address] = bond.Address, bond.Key
			}
			if n := len(testimony.Successions) + len(testimony.Moves) + len(testimony.Replies) + len(testimony.Claims) + len(testimony.Lists); n != 0 {
				t.Errorf("testimony of what never happened: %+v", testimony)
			}
		})
	}
}

func TestWhereACaseHasSeveralUsersNobodyIsTheUser(t *testing.T) {
	several := collectFolder(t, filepath.Join(casesDir, "two-releases"), 2)
	if len(several.Testimony.Own) != 0 {
		t.Errorf("the users are %+v", several.Testimony.Own)
	}
	seen := map[string]bool{}
	for _, r := range several.Records {
		if r.Source != record.KeyHolder && r.Addresses[0] == r.Place.Device+"@lab.example" {
			t.Errorf("%s has a record of its own user: %+v", r.Place.Device, r)
		}
		for _, address := range r.Addresses {
			seen[address] = true
		}
	}
	if len(seen) != 6 {
		t.Errorf("contacts are %v", seen)
	}
	one := collectFolder(t, filepath.Join(casesDir, "two-releases", "alice"), 2)
	if len(one.Testimony.Own) != 1 || !slices.Contains(one.Testimony.Own[0].Addresses, "alice@lab.example") {
		t.Errorf("the user is %+v", one.Testimony.Own)
	}
}

func collectFolder(t testing.TB, folder string, jobs int) *collect.Found {
	t.Helper()
	c := readCase(t, os.DirFS(filepath.Dir(folder)), filepath.Base(folder), jobs, nil)
	found, err := collect.Records(context.Background(), nil, c, jobs)
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTheNumberOfJobsChangesNothing(t *testing.T) {
	folder := filepath.Join(casesDir, "two-releases")
	one, many := collectFolder(t, folder, 1), collectFolder(t, folder, 7)
	if diff := cmp.Diff(one.Records, many.Records); diff != "" {
		t.Errorf("records: %s", diff)
	}
	if diff := cmp.Diff(one.Testimony, many.Testimony); diff != "" {
		t.Errorf("testimony: %s", diff)
	}
}

func TestMembersAndKeysComeWithHowTheyWereLearnt(t *testing.T) {
	found := collectFolder(t, filepath.Join(casesDir, "two-releases"), 2)
	past, members := 0, 0
	for _, r := range found.Records {
		if r.Source != record.Member {
			continue
		}
		members++
		if r.Deleted {
			past++
		}
		if r.Place.Device == "" || r.Place.Group == "" || len(r.Addresses) != 1 || len(r.Keys) != 1 || r.Keys[0].Learnt != record.LearntExported {
			t.Errorf("%+v", r)
		}
	}
	if members == 0 || past == 0 {
		t.Errorf("%d members, %d of them past ones", members, past)
	}
}

// A user id is what a key's maker says: it must not make the key's record one
// of that address.
func TestAKeyHolderHasTheAddressesTheKeySpokeFor(t *testing.T) {
	a := newArchive(t)
	a.keyFile("friend-certified.public")
	a.add(mail{from: annaNew, key: "anna.secret"}.sealed(a))
	holders := map[string]record.Record{}
	for _, r := range a.records().Records {
		if r.Source == record.KeyHolder {
			holders[r.Keys[0].Fingerprint] = r
		}
	}
	want := map[string]record.Record{
		fingerprint(t, "anna.secret"):   {Source: record.KeyHolder, Names: []string{"Anna Berg"}, Addresses: []string{annaNew}, Claimed: []string{anna}, Keys: []record.Key{{Learnt: record.LearntSigned}}},
		fingerprint(t, "friend.secret"): {Source: record.KeyHolder, Names: []string{"Ben Friend"}, Claimed: []string{"ben@friend.example"}, Keys: []record.Key{{Learnt: record.LearntExported}}},
		fingerprint(t, "me.secret"):     {Source: record.KeyHolder, Names: []string{"Me"}, Addresses: []string{"me@home.example"}, Keys: []record.Key{{Learnt: record.LearntExported}}},
	}
	for digits, r := range want {
		r.Keys[0].Fingerprint = digits
		want[digits] = r
	}
	if diff := cmp.Diff(want, holders); diff != "" {
		t.Error(diff)
	}
}

func TestACardBecomesARecord(t *testing.T) {
	keyData := base64.StdEncoding.EncodeToString(key(t, "anna.secret").Serialize())
	book := collect.Book{Path: "my/book.vcf", Data: []byte("BEGIN:VCARD\r\nVERSION:4.0\r\nUID:urn:uuid:1\r\nFN:Dr. Anna Berg\r\nN:Berg;Anna;;Dr.;\r\n" +
		"EMAIL:Anna@Old.example\r\nEMAIL;TYPE=work:mailto:anna@new.example\r\nTEL:tel:+49-30-1\r\nBDAY:19800102\r\nORG:Acme\\, Inc;Sales\r\nADR:;;Main St 1;Berlin;;10115;DE\r\n" +
		"KEY:data:application/pgp-keys;base64," + keyData + "\r\nEND:VCARD\r\n" +
		"BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Acme\r\nEND:VCARD\r\nBEGIN:VCARD\r\nVERSION:4.0\r\nEND:VCARD\r\n")}
	found, err := collect.Records(context.Background(), []collect.Book{book}, nil, 1)
	if err != nil || len(found.Problems) > 0 || len(found.Records) != 3 {
		t.Fatalf("%v, %v, %d records", err, found.Problems, len(found.Records))
	}
	want := record.Record{
		Source: record.Card, Place: record.Place{Book: "my/book.vcf", Line: 1}, UID: "urn:uuid:1",
		Names: []string{"Dr. Anna Berg", "Anna Berg"}, Addresses: []string{"Anna@Old.example", "anna@new.example"},
		Keys:   []record.Key{{Fingerprint: fingerprint(t, "anna.secret"), Learnt: record.LearntCard}},
		Phones: []string{"+49-30-1"}, Birthday: "19800102", Organisations: []string{"Acme, Inc"},
		Postal: []string{"Main St 1, Berlin, 10115, DE"},
	}
	if diff := cmp.Diff(want, found.Records[0]); diff != "" {
		t.Error(diff)
	}
	if found.Records[0].Content != "" || len(found.Records[1].Content) != 64 || found.Records[2].Content != "" || !found.Records[1].Organisation || found.Records[1].Place.Index != 1 {
		t.Errorf("%+v", found.Records)
	}
	if got := found.Inputs; len(got) != 1 || got[0].Kind != "book" || got[0].Bytes != int64(len(book.Data)) || len(got[0].SHA256) != 64 {
		t.Errorf("inputs %+v", got)
	}
}

func TestCardsThatSayTheSameHaveOneDigestAcrossBooks(t *testing.T) {
	old := "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:1\r\nFN:Anna Berg\r\nEMAIL;TYPE=HOME:anna@x.example\r\nEMAIL;TYPE=HOME:berg@x.example\r\nREV:2020\r\nEND:VCARD\r\n"
	again := "BEGIN:VCARD\nVERSION:3.0\nEMAIL;type=home:berg@x.exa\n mple\nEMAIL;type=home:anna@x.example\nFN:Anna Berg\nUID:2\nREV:2024\nEND:VCARD\n"
	other := "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:3\r\nFN:Anna B.\r\nEMAIL;TYPE=HOME:anna@x.example\r\nEMAIL;TYPE=HOME:berg@x.example\r\nEND:VCARD\r\n"
	alone := "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:4\r\nFN:Ben\r\nEMAIL:ben@x.example\r\nEND:VCARD\r\n"
	books := []collect.Book{{Path: "a", Data: []byte(old + alone)}, {Path: "b", Data: []byte(other + again)}}
	found, err := collect.Records(context.Background(), books, nil, 2)
	if err != nil || len(found.Records) != 4 {
		t.Fatalf("%v, %d records", err, len(found.Records))
	}
	of := func(i int) string { return found.Records[i].Content }
	if of(0) == "" || of(0) != of(3) || of(2) == "" || of(2) == of(0) || of(1) != "" {
		t.Errorf("%q %q %q %q", of(0), of(1), of(2), of(3))
	}
}

func TestWhatIsBrokenInABookIsAProblemAndTheRestIsRead(t *testing.T) {
	book := collect.Book{Path: "b.vcf", Data: []byte("BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEND:VCARD\nBEGIN:VCARD\nFN:Ben\n")}
	found, err := collect.Records(context.Background(), []collect.Book{book}, nil, 1)
	if err != nil || len(found.Records) == 0 || found.Records[0].Names[0] != "Ann" {
		t.Fatalf("%v, %+v", err, found)
	}
	var broken *vcard.Error
	if len(found.Problems) == 0 || !errors.As(found.Problems[0], &broken) || broken.Book != "b.vcf" {
		t.Errorf("problems %v", found.Problems)
	}
}

func TestACancelledRunEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := collect.Records(ctx, []collect.Book{{}}, nil, 1); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// BenchmarkOrdinaryMail reads an mbox of ordinary mail, of about 5 kB each.
func BenchmarkOrdinaryMail(b *testing.B) {
	const mails = 20_000
	var mbox strings.Builder
	body := strings.Repeat("lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod\n", 64)
	for i := range mails {
		fmt.Fprintf(&mbox, "From a@a.example Mon Jan  2 10:00:00 2023\nReturn-Path: <a@a.example>\nDelivered-To: me@home.example\n"+
			"Received: from a.example by home.example; Mon, 2 Jan 2023 10:00:00 +0000\nFrom: Person %d <p%d@d%d.example>\n"+
			"To: me@home.example, Other %d <o%d@d.example>\nSubject: mail %d\nMessage-ID: <%d@a.example>\nIn-Reply-To: <%d@a.example>\n\n%s\n",
			i%4000, i%4000, i%100, i%700, i%700, i, i, i-1, body)
	}
	dir := b.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "me.mbox"), []byte(mbox.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(mbox.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if found := collectFolder(b, filepath.Join(dir, "me.mbox"), 2); len(found.Records) < 4000 {
			b.Fatalf("%d records", len(found.Records))
		}
	}
}
