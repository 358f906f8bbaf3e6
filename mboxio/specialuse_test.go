package mboxio

import "testing"

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
