package mboxio

import (
	"testing"
	"testing/fstest"
)

func TestUseOf(t *testing.T) {
	tests := map[SpecialUse][]string{
		UseJunk: {
			"Junk", "SPAM", "INBOX/Junk", "Junk/2024", "[Gmail]/Spam", "[Gmail].Spam", "[Google Mail].Spam", "INBOX.Junk", "INBOX.Spam",
			"INBOX/spam-mail", "Junk Mail", "Junk-E-Mail", "Junk_E-mail", "Junk E-Mail", "Bulk Mail", "Bulk", "Spamverdacht", "Unerwünscht",
			"Unerwu\u0308nscht", "Correo no deseado", "Courrier indésirable", "Indésirables", "Posta indesiderata", "Ongewenst",
			"Спам", "迷惑メール", "迷惑メール", "垃圾邮件", "스팸", "Önemsiz", "Wiadomości-śmieci", "Nettsøppel", "Skräp", "Lixo", "Ανεπιθύμητα",
		},
		UseDrafts: {"Drafts", "INBOX.Drafts", "[Gmail]/Drafts", "Entwürfe", "Borradores", "Brouillons", "Bozze", "Черновики", "下書き", "Templates", "Outbox", "Rascunhos"},
		UseSent:   {"Sent", "Sent Items", "Sent Messages", "[Gmail]/Sent Mail", "[Gmail].Sent Mail", "Gesendet", "Gesendete Elemente", "Éléments envoyés", "Enviados", "Отправленные", "送信済み", "Posta inviata"},
		UseTrash:  {"Trash", "Papierkorb", "Deleted Items", "Corbeille", "[Gmail]/Bin", "Корзина", "ゴミ箱", "コ\u3099ミ箱"},
		UseNone:   {"INBOX", "", "DeltaChat", "Junkyard", "Spam reports of 2024", "INBOX.chess.com", "Sentinel", "Archive/2023", "Work", "music.Spam", "Present"},
	}
	for want, names := range tests {
		for _, name := range names {
			if have := UseOf(name); have != want {
				t.Errorf("UseOf(%q) = %q, want %q", name, have, want)
			}
		}
	}
}

func TestMailboxNamesAreNotAccounts(t *testing.T) {
	for name, want := range map[string]bool{
		"Inbox": true, ".Junk": true, "Drafts": true, "INBOX.mbox": true, "Mail": true, "[Gmail]": true, "Sent Items": true, "DeltaChat": true,
		"alice": false, "phone": false, "alice.mbox": false, "": false,
	} {
		if have := IsMailboxName(name); have != want {
			t.Errorf("IsMailboxName(%q) = %v", name, have)
		}
	}
}

func TestUseOfMessages(t *testing.T) {
	tests := map[string]struct {
		folder, header string
		want           SpecialUse
	}{
		"by the folder":                {"Junk", "", UseJunk},
		"the folder before the labels": {"Junk", "X-Gmail-Labels: Inbox,Important\n", UseJunk},
		"labels":                       {"", "X-Gmail-Labels: Spam,Unread\n", UseJunk},
		"labels of two uses":           {"", "X-Gmail-Labels: Sent,Trash\n", UseTrash},
		"labels of none":               {"", "X-Gmail-Labels: Inbox,Important,Spam reports\n", UseNone},
		"translated":                   {"", "X-Gmail-Labels: Gesendet,Wichtig\n", UseSent},
		"encoded":                      {"", "X-Gmail-Labels: =?UTF-8?Q?Entw=C3=BCrfe,Ungelesen?=\n", UseDrafts},
		"encoded in Base64":            {"", "X-Gmail-Labels: =?UTF-8?B?0KHQv9Cw0Lw=?=\n", UseJunk},
		"encoded, folded":              {"", "X-Gmail-Labels: =?UTF-8?Q?Kategorie:_Werbung,Ungelesen,?=\n =?UTF-8?Q?Entw=C3=BCrfe?=\n", UseDrafts},
		"in quotes":                    {"", "X-Gmail-Labels: \"Spam\",Inbox\n", UseJunk},
		"a draft by its flag":          {"", "X-Status: T\n", UseDrafts},
		"none":                         {"INBOX", "", UseNone},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := &Message{Raw: []byte(tt.header + "From: a\n\n"), Folder: tt.folder, from: &origin{form: FormMbox}}
			if have := m.Use(); have != tt.want {
				t.Errorf("%q, want %q", have, tt.want)
			}
		})
	}
}

func TestUseThatAServerWroteDown(t *testing.T) {
	const guid = "5d3ca7168f2d4d60f15b0000ba7f6f4f"
	list := "3 V1775324600 N12 G" + guid + "\n7 :1\n"
	for name, fsys := range map[string]fstest.MapFS{
		"in the account":  files("m/.Werbung/cur/1", msg1, "m/.Werbung/dovecot-uidlist", list, "m/cur/2", msg2, "m/dovecot-attributes", "priv/"+guid+"/comment\nx\npriv/"+guid+"/specialuse\n\\Junk\n"),
		"above a Maildir": files("m/Maildir/.Werbung/cur/1", msg1, "m/Maildir/.Werbung/dovecot-uidlist", list, "m/Maildir/cur/2", msg2, "m/dovecot-attributes", "priv/"+guid+"/specialuse\n\\Important \\Junk\n"),
	} {
		uses := map[string]SpecialUse{}
		work := func(m *Message) string { uses[m.Folder] = m.Use(); return "" }
		if _, err := Walk(t.Context(), fsys, "m", Options{}, work, func(string) error { return nil }); err != nil {
			t.Fatal(err)
		}
		if uses["Werbung"] != UseJunk || uses["INBOX"] != UseNone {
			t.Errorf("%s: %v", name, uses)
		}
	}
}
