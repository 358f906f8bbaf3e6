package report

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gmmtool/gmmtool/internal/delivery"
)

// deliveryOf is a result with one mail for one recipient.
func deliveryOf(status delivery.RecipientStatus) *delivery.Result {
	status.Address = "bob@x"
	return &delivery.Result{Mails: []delivery.MailStatus{{
		File: "correction-01.eml", Group: "G", GroupName: "Friends", From: "alice@x", Recipients: []delivery.RecipientStatus{status},
	}}}
}

func TestEveryStateOfADeliveryHasASentence(t *testing.T) {
	at := time.Date(2026, 11, 21, 3, 0, 0, 0, time.UTC)
	for _, tc := range []struct {
		status delivery.RecipientStatus
		dryRun bool
		want   string
	}{
		{delivery.RecipientStatus{State: delivery.Delivered, Way: "maildir /a b", Time: &at}, false, "delivered on 2026-11-21 03:00:00 UTC into the Maildir /a b"},
		{delivery.RecipientStatus{State: delivery.Ready, Way: "smtp x:25"}, true, "would be offered to x:25"},
		{delivery.RecipientStatus{State: delivery.Ready, Way: "smtp x:25", Time: &at, Answer: "550 no"}, true, "would be offered to x:25; refused on 2026-11-21 03:00:00 UTC: 550 no"},
		{delivery.RecipientStatus{State: delivery.Ready, Way: "smtp x:25"}, false, "not sent, because the run ended before"},
		{delivery.RecipientStatus{State: delivery.Waiting, After: "correction-00.eml"}, true, "waits for correction-00.eml, which has to be delivered first"},
		{delivery.RecipientStatus{State: delivery.Uncertain, Way: "smtp x:25", Time: &at, Answer: "EOF"}, false, "may have been delivered on 2026-11-21 03:00:00 UTC through x:25: EOF"},
		{delivery.RecipientStatus{State: delivery.Refused, Answer: "550 no\nnever\x1b[2J"}, false, `refused: 550 no never\x1b[2J`},
		{delivery.RecipientStatus{State: delivery.Unreached, Answer: "EOF"}, false, "not sent: EOF"},
		{delivery.RecipientStatus{State: delivery.NoWay}, true, "no way is known"},
		{delivery.RecipientStatus{State: delivery.OtherSender}, true, "not sent, because the login is not that of alice@x"},
	} {
		result := deliveryOf(tc.status)
		result.DryRun = tc.dryRun
		var b bytes.Buffer
		if err := WriteDelivery(&b, result, Table); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(b.String(), "\n")
		if diff := cmp.Diff("    bob@x: "+tc.want, lines[2]); diff != "" {
			t.Errorf("%s:\n%s", tc.status.State, diff)
		}
		if left := strings.Contains(b.String(), "rehearsal"); left != tc.dryRun {
			t.Errorf("%s: rehearsal %v in\n%s", tc.status.State, left, b.String())
		}
	}
}

func TestNoNameInADeliveryReachesTheTerminal(t *testing.T) {
	result := deliveryOf(delivery.RecipientStatus{State: delivery.Delivered, Way: "maildir \x1b[2J"})
	mail := &result.Mails[0]
	mail.File, mail.Group, mail.GroupName, mail.From, mail.Recipients[0].Address = "\x1b", "\x1b", "\u202e", "\x07", "\x1b"
	for _, format := range []Format{Table, JSON} {
		var b bytes.Buffer
		if err := WriteDelivery(&b, result, format); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(b.String(), "\x1b\x07\u202e") {
			t.Errorf("%q", b.String())
		}
	}
}
