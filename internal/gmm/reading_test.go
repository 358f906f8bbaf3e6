package gmm

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/release"
)

func TestMemberLists(t *testing.T) {
	v4, v6 := strings.Repeat("ab", 20), strings.Repeat("0F", 32)
	m := plain(fields("From: A@X", "To: Bob <B@X>, <@>", "Cc: c@x",
		"Chat-Group-Past-Members: D <D@X>",
		"Chat-Group-Member-Timestamps: 1 x 2\t-3  4",
		"Chat-Group-Member-Fpr: "+v4+" short AB:"+v6,
		"Chat-Group-Member-Added: C@X", "Chat-Group-Member-Added-Fpr: "+v4,
		"Chat-Group-Member-Removed: mailto:d@x", "Chat-Group-Member-Removed-Fpr: none"))
	s := m.Reading(release.Of(2, 62, 0))
	type view struct {
		From                                 address.Mailbox
		To, Past                             []address.Mailbox
		Times                                []int64
		Fingerprints                         []string
		Added, AddedFpr, Removed, RemovedFpr string
	}
	want := view{
		From: address.Mailbox{Address: "a@x"}, To: address.ParseList("Bob <b@x>, <@>, c@x"), Past: address.ParseList("D <d@x>"),
		Times: []int64{1, 2, -3, 4}, Fingerprints: []string{strings.ToUpper(v4)},
		Added: "c@x", AddedFpr: strings.ToUpper(v4), Removed: "d@x",
	}
	got := view{From: s.From, To: s.To, Past: s.Past, Times: s.Times, Fingerprints: s.Fingerprints, Added: s.Added, AddedFpr: s.AddedFpr, Removed: s.Removed, RemovedFpr: s.RemovedFpr}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAbsentIsNotEmpty(t *testing.T) {
	if s := plain(fields(sender, "Chat-Group-Member-Timestamps:", "Chat-Group-Name:")).Reading(release.Of(2, 62, 0)); s.Times == nil || !s.HasName {
		t.Errorf("%+v", s)
	}
	if s := plain(fields(sender)).Reading(release.Of(2, 62, 0)); s.Times != nil || s.HasName || s.Fingerprints != nil {
		t.Errorf("%+v", s)
	}
}

func TestCleanFingerprint(t *testing.T) {
	v4 := strings.Repeat("AB", 20)
	for name, test := range map[string]struct{ value, want string }{
		"lower case is raised":           {strings.ToLower(v4), v4},
		"what is not a digit is dropped": {"ab:" + v4[2:] + " xyz", v4},
		"64 digits are of version 6":     {strings.Repeat("1", 64), strings.Repeat("1", 64)},
		"other lengths are none":         {v4[1:], ""},
		"nothing is none":                {"", ""},
		"a name without digits is none":  {"xyz", ""},
	} {
		if got := cleanFingerprint(test.value); got != test.want {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestReplies(t *testing.T) {
	s := plain(fields(sender, "In-Reply-To: <<2@x>", "References: <0@x> 1@x\t<2@x> <>")).Reading(release.Of(2, 62, 0))
	if s.InReplyTo != "2@x" {
		t.Errorf("In-Reply-To %q", s.InReplyTo)
	}
	if diff := cmp.Diff([]string{"<2@x", "0@x", "1@x", "2@x"}, s.References); diff != "" {
		t.Error(diff)
	}
}
