package gmm

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/encoded"
	"github.com/gmmtool/gmmtool/internal/release"
)

// FuzzRead checks that no mail makes Read panic or take long, that a message
// survives being serialised, and that reading twice gives the same.
func FuzzRead(f *testing.F) {
	for _, mail := range testMails(f) {
		f.Add(mail)
	}
	f.Add([]byte("Content-Type: multipart/report; report-type=multi-device-sync; boundary=b\n\n--b\n\n--b\n" +
		"Content-Disposition: attachment; filename=multi-device-sync.json\n\n{\"items\":[]}\n--b--\n"))
	f.Add([]byte("Chat-Group-Member-Correction: 1\nContent-Type: multipart/digest; boundary=b\n\n--b\n\nA: 1\n\nx\n--b--\n"))
	f.Add([]byte("Content-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: text/plain; hp=\n\n--b\nContent-Type: application/pgp-signature\n\nx"))
	f.Add([]byte("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\nMessage-ID: <x>\n\n--b\n"))
	keys := Keys{Own: testKeys(f, "*")}
	f.Fuzz(func(t *testing.T, raw []byte) {
		start := time.Now()
		m := new(Reader).Read(raw, keys)
		m.Verify(keys.Own)
		for _, r := range []release.Release{release.Of(1, 25, 0), release.Of(1, 139, 3), release.Of(2, 62, 0)} {
			m.Reading(r)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Fatalf("took %s", took)
		}
		checkSerialised(t, m)
		again := new(Reader).Read(raw, keys)
		checkSerialised(t, again)
		if again.Verify(keys.Own); asText(t, m) != asText(t, again) {
			t.Fatal(cmp.Diff(asText(t, m), asText(t, again)))
		}
	})
}

// checkSerialised sends a message through its serialised form. It must come back
// as it was, and say the same to every release. The copy is returned.
func checkSerialised(t *testing.T, m *Message) *Message {
	t.Helper()
	text := asText(t, m)
	var again Message
	if err := json.Unmarshal([]byte(text), &again); err != nil {
		t.Fatal(err)
	}
	new(Pool).Adopt(&again)
	if diff := cmp.Diff(m, &again, cmpopts.IgnoreUnexported(Message{})); diff != "" {
		t.Fatal(diff)
	}
	for _, r := range slices.Concat([]release.Release{0}, boundaries[:]) {
		if diff := cmp.Diff(asText(t, m.Reading(r)), asText(t, again.Reading(r))); diff != "" {
			t.Fatalf("%s: %s", r, diff)
		}
	}
	return &again
}

// asText is a message or a reading in its serialised form.
func asText(t *testing.T, value any) string {
	t.Helper()
	if reading, ok := value.(*Reading); ok {
		value = readingAndGossip{reading, gossipIn(reading)}
	}
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// whatStaysOutside are the outer fields that no release ignores in encrypted
// and signed mail: From must not conflict, the mark of a second half is read
// there only, and of the others each stands in where the protected section has
// none.
func whatStaysOutside(hp bool, r release.Release, protected Fields) map[string]bool {
	stays := map[string]bool{"from": true, "chat-is-post-message": true}
	if unread := hp && r >= release.Of(2, 57, 0); !unread {
		stays["chat-group-past-members"] = address.ParseList(protected.Last("chat-group-past-members")) == nil
		noRecipients := new(merged).recipientsOf(protected, r) == nil
		stays["to"], stays["cc"] = noRecipients, noRecipients
	}
	_, dated := clientDate(protected.Get("date"))
	stays["date"] = !dated
	noID := firstID(encoded.DecodeWords(protected.Last("message-id"))) == ""
	stays["message-id"], stays["x-microsoft-original-message-id"] = noID, noID
	return stays
}

// FuzzMerge checks the law of header protection: from 2.3 on no outer Chat-*
// field changes what an encrypted and signed message says, and from 2.27 on,
// with an hp parameter, no outer field does, except those of whatStaysOutside.
func FuzzMerge(f *testing.F) {
	f.Add([]byte("From: a@x\n"), []byte("Chat-Group-ID: ccccccccccc\nTo: z@x\n"), []byte("From: a@x\nChat-Group-ID: ddddddddddd\n"), true, uint8(1))
	f.Add([]byte("From: a@x\nTo: b@x\n"), []byte("Chat-Group-Past-Members: z@x\nList-ID: x\nSender: s\n"), []byte("From: a@x\nPrecedence: list\n"), false, uint8(0))
	f.Add([]byte("From: a@x\n"), []byte("X-Microsoft-Original-Message-ID: m\nDate: 1 Jan 2026\n"), []byte("From: a@x\nX-Microsoft-Original-Message-ID: n\n"), true, uint8(4))
	f.Add([]byte("From: a@x\n"), []byte("Secure-Join: vg-request\nX-Mozilla-Draft-Info: 1\nIroh-Node-Addr: 1\nChat-Content: call-ended\nChat-Edit: 1\n"), []byte("From: a@x\n"), true, uint8(2))
	f.Add([]byte("From: a@x\n"), []byte("Chat-Version: 2\nChat-List-ID: l\nChat-Group-Member-Fpr: 0123456789012345678901234567890123456789\nChat-Content: call-ended\n"), []byte("From: a@x\n"), false, uint8(1))
	releases := []release.Release{release.Of(2, 3, 0), release.Of(2, 24, 0), release.Of(2, 27, 0), release.Of(2, 38, 0), release.Of(2, 50, 0), release.Of(2, 57, 0), release.Of(2, 62, 0)}
	f.Fuzz(func(t *testing.T, outer, added, protected []byte, hp bool, at uint8) {
		r := releases[int(at)%len(releases)]
		inside := append(ParseHeader(protected).keep(false), Field{"chat-version", "1.0"})
		stays := whatStaysOutside(hp, r, inside)
		var extra Fields
		for _, field := range ParseHeader(added).keep(false) {
			isLaw := isChatField(field.Name) && field.Name[0] == 'c' || hp && r >= release.Of(2, 27, 0)
			if isLaw && !stays[field.Name] {
				extra = append(extra, field)
			}
		}
		before := ParseHeader(outer).keep(false)
		makeOf := func(outer Fields) *Reading {
			m := authentic(outer, inside)
			m.Gossip = []KeyHeader{{Address: "b@x", Fingerprint: "B"}, {Address: "z@x", Fingerprint: "Z"}}
			if hp {
				m.HP = "cipher"
			}
			return m.Reading(r)
		}
		want := makeOf(before)
		for _, outer := range []Fields{slices.Concat(before, extra), slices.Concat(extra, before)} {
			if got := makeOf(outer); asText(t, got) != asText(t, want) {
				t.Fatalf("release %s, added %v:\n%s", r, extra, cmp.Diff(asText(t, want), asText(t, got)))
			}
		}
	})
}
