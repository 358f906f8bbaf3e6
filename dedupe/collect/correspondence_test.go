package collect_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const question = "b7Xk29fLq0Zr51Tw@home.example"

// sentTo is a mail of the user as the Sent folder has it.
func (a *archive) sentTo(folder, id, to, more string) {
	a.n++
	a.files["case/me/"+folder+"/"+id+to[:1]+".eml"] = plainFile("From: me@home.example\nTo: " + to + "\nDate: " + a.now().Format(time.RFC1123Z) +
		"\nMessage-ID: <" + id + ">\n" + more + "\nHello\n")
}

func (a *archive) asked(to string) { a.sentTo("Sent", question, to, "") }

func TestAnAnswerToMailSentOnlyThereTiesKeyAndMailbox(t *testing.T) {
	const answer = "In-Reply-To: <" + question + ">\n"
	reply := mail{from: anna, key: "anna.secret", header: answer}
	tied, none := []string{anna + " anna"}, []string{}
	for name, c := range map[string]struct {
		build func(a *archive)
		want  []string
	}{
		"an answer":                            {func(a *archive) { a.asked(anna); a.add(reply.sealed(a)) }, tied},
		"signed in the clear":                  {func(a *archive) { a.asked(anna); a.add(reply.signed(a)) }, tied},
		"the question is met after the answer": {func(a *archive) { a.add(reply.sealed(a)); a.asked(anna) }, tied},
		"an answer in References": {func(a *archive) {
			a.asked(anna)
			a.add(mail{from: anna, key: "anna.secret", header: "References: <old@x.example> <" + question + ">\n"}.sealed(a))
		}, tied},
		"the id stands before others in References": {func(a *archive) {
			a.asked(anna)
			a.add(mail{from: anna, key: "anna.secret", header: "References: <" + question + "> <old@x.example>\n"}.sealed(a))
		}, none},
		"an answer that is not signed": {func(a *archive) { a.asked(anna); a.add(mail{from: anna, key: "anna.secret", outer: answer}.plain(a)) }, none},
		"signed from another address": {func(a *archive) {
			a.asked(anna)
			a.add(mail{from: mallory, key: "anna.secret", header: answer}.sealed(a))
		}, none},
		"no question is known":     {func(a *archive) { a.add(reply.sealed(a)) }, none},
		"the question went to two": {func(a *archive) { a.asked(anna + ", friend@x.example"); a.add(reply.sealed(a)) }, none},
		"the same question went to another, too": {func(a *archive) {
			a.asked(anna)
			a.asked("friend@x.example")
			a.add(reply.sealed(a))
		}, none},
		"the question lies among mail received, where anybody puts it": {func(a *archive) {
			a.sentTo("INBOX", question, anna, "")
			a.add(reply.sealed(a))
		}, none},
		"the user's own key signed the question": {func(a *archive) {
			a.add(mail{from: "me@home.example", to: anna, key: "me.secret", id: question}.sealed(a))
			a.add(reply.sealed(a))
		}, tied},
		"another key signed the question in the user's name": {func(a *archive) {
			a.add(mail{from: "me@home.example", to: anna, key: "mallory.secret", id: question}.sealed(a))
			a.add(reply.sealed(a))
		}, none},
		"the user told the id to somebody else before": {func(a *archive) {
			a.asked(anna)
			a.sentTo("Sent", "a8Gk29fLq0Zr51Tx@home.example", mallory, "References: <"+question+">\n")
			a.add(reply.sealed(a))
		}, none},
		"the user told the id to somebody else afterwards": {func(a *archive) {
			a.asked(anna)
			a.add(reply.sealed(a))
			a.sentTo("Sent", "a8Gk29fLq0Zr51Tx@home.example", mallory, "References: <"+question+">\n")
		}, tied},
		"somebody else knew the id before": {func(a *archive) {
			a.asked(anna)
			a.add(mail{from: mallory, outer: answer}.plain(a))
			a.add(reply.sealed(a))
		}, none},
		"the id is short enough to be guessed": {func(a *archive) {
			a.sentTo("Sent", "20250601.17@home.example", anna, "")
			a.add(mail{from: anna, key: "anna.secret", header: "In-Reply-To: <20250601.17@home.example>\n"}.sealed(a))
		}, none},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			c.build(a)
			if diff := cmp.Diff(c.want, pairs(t, a.records().Testimony.Replied)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMailWithoutAGoodSignatureSaysThatAnAddressIsKnown(t *testing.T) {
	for name, c := range map[string]struct {
		build func(a *archive)
		want  []string
	}{
		"mail that is not signed":        {func(a *archive) { a.add(mail{from: anna}.plain(a)) }, []string{anna}},
		"mail that shows a key":          {func(a *archive) { a.add(mail{from: anna, key: "anna.secret"}.plain(a)) }, []string{anna}},
		"mail that is signed":            {func(a *archive) { a.add(mail{from: anna, key: "anna.secret"}.sealed(a)) }, []string{}},
		"mail of which only the text is": {func(a *archive) { a.add(mail{from: anna, key: "anna.secret", unmarked: true}.sealed(a)) }, []string{anna + " anna"}},
		"mail that a list sent on":       {func(a *archive) { a.add(mail{from: anna, outer: "List-Id: <l.example>\n"}.plain(a)) }, []string{}},
		"mail in the junk folder":        {func(a *archive) { a.addTo("Junk", mail{from: anna}.plain(a)) }, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			a := newArchive(t)
			c.build(a)
			if diff := cmp.Diff(c.want, pairs(t, a.records().Testimony.Unsigned)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
