package mboxio

import (
	"mime"
	"strings"
	"sync"
)

// A SpecialUse is what a mailbox is for (RFC 6154 section 2), as far as its name
// tells.
type SpecialUse string

const (
	UseNone   SpecialUse = ""
	UseJunk   SpecialUse = "junk"
	UseDrafts SpecialUse = "drafts" // also what waits for being sent
	UseSent   SpecialUse = "sent"
	UseTrash  SpecialUse = "trash"
)

// UseOf tells the special use of a mailbox, such as [Message.Folder], by its
// name: what chatmail/core (src/imap.rs) and mail providers and programs call
// such mailboxes, in any case, with or without accents. A mailbox in a special
// one is for the same use.
func UseOf(folder string) SpecialUse {
	for name := range strings.SplitSeq(folder, "/") {
		if use := useOfName(name); use != UseNone {
			return use
		}
	}
	return UseNone
}

// Use tells for what use the mailbox of the message is: by what its server wrote
// down, by its name, by the labels that Gmail Takeout writes into the header, for
// there all mail lies in one file, or by its flag that it is a draft.
func (m *Message) Use() SpecialUse {
	if m.from.use != UseNone {
		return m.from.use
	}
	if use := UseOf(m.Folder); use != UseNone {
		return use
	}
	if v, ok := m.Field("X-Gmail-Labels"); ok {
		text := strings.Join(strings.Fields(string(v)), " ") // unfolded
		if decoded, err := new(mime.WordDecoder).DecodeHeader(text); err == nil {
			text = decoded
		}
		if use := useOfLabels(text); use != UseNone {
			return use
		}
	}
	if strings.ContainsRune(m.Flags(), 'D') {
		return UseDrafts
	}
	return UseNone
}

// mailboxUse is what a server wrote down of the mailbox, or what its name tells.
func (o *origin) mailboxUse() SpecialUse {
	if o.use != UseNone {
		return o.use
	}
	return UseOf(o.folder)
}

// UseFields are the header fields by which [Message.Use] tells what the mailbox
// does not.
func UseFields() []FieldMatch {
	return []FieldMatch{{Name: "X-Gmail-Labels"}, {Name: "X-Status", Value: "T"}}
}

// useOfName tells the use by one name. Where the separator of a server was left
// in it ("INBOX.Spam", "[Gmail].Spam"), what comes behind counts.
func useOfName(name string) SpecialUse {
	names := specialNames()
	if use := names[foldName(name)]; use != UseNone {
		return use
	}
	if root, rest, ok := strings.Cut(name, "."); ok && isNamespace(root) {
		return names[foldName(rest)]
	}
	return UseNone
}

// isNamespace reports whether name is what servers put before all mailboxes of
// an account.
func isNamespace(name string) bool {
	return strings.EqualFold(name, "INBOX") || strings.HasPrefix(name, "[") && strings.HasSuffix(name, "]")
}

// useOfLabels tells the special use by the labels of X-Gmail-Labels, decoded.
func useOfLabels(labels string) SpecialUse {
	best := UseNone
	for label := range strings.SplitSeq(labels, ",") {
		switch use := useOfName(strings.Trim(label, " \t\r\n\"")); use {
		case UseJunk, UseTrash: // whatever else the message is
			return use
		case UseDrafts, UseSent:
			best = use
		}
	}
	return best
}

// specialNames are the names known, folded.
var specialNames = sync.OnceValue(func() map[string]SpecialUse {
	uses := map[string]SpecialUse{}
	for use, names := range map[SpecialUse]string{
		UseJunk: `spam|junk|junk mail|junk email|bulk|bulk mail|spam mail|spambucket|spamverdacht|spamverdächtig|unerwünscht|
			junk-e-mail-ordner|ongewenst|ongewenste e-mail|ongewenste reclame|courrier indésirable|indésirables|
			pourriel|posta indesiderata|indesiderata|posta spazzatura|correo no deseado|correo basura|no solicitado|no deseado|lixo|
			lixo eletrônico|lixo electrónico|correio electrónico não solicitado|e-mail de lixo|nettsøppel|søppelpost|useriøs e-post|
			uønsket|uønsket mail|uønsket e-mail|skräp|skräppost|roskaposti|roskapostit|nevyžádaná pošta|nevyžiadaná pošta|
			wiadomości-śmieci|wiadomości śmieci|niechciane|śmieci|levélszemét|nežádoucí|neželena pošta|neželjena pošta|bezvērtīgā pošta|
			önemsiz|önemsiz e-posta|gereksiz|istenmeyen|ανεπιθύμητα|ανεπιθύμητη αλληλογραφία|спам|нежелательная почта|сомнительные|
			небажана пошта|нежелана поща|нежелана пошта|דואר זבל|ספאם|البريد غير الهام|بريد مزعج|رسائل غير مرغوب فيها|سخام|هرزنامه|
			垃圾邮件|垃圾郵件|垃圾信件|广告邮件|廣告郵件|迷惑メール|スパム|スパムメール|스팸|스팸메일|스팸메일함|스팸함|정크 메일|정크|
			correu brossa|nezaželena pošta|mēstules|nevēlamais|rämpspost|šlamštas|søppel-e-post|pourriels|surat sampah|mesaje nedorite|
			unerwünschte werbung|probably spam|probably-spam|อีเมลขยะ|thư rác|จดหมายขยะ|สแปม|स्पैम`,
		UseDrafts: `drafts|draft|templates|outbox|unsent messages|entwurf|entwürfe|entw?rfe|vorlagen|postausgang|brouillon|brouillons|
			boîte d'envoi|borrador|borradores|bozze|bozza|concepten|rascunho|rascunhos|esboços|kladder|kladde|utkast|luonnokset|
			luonnos|koncepty|rozepsané|rozpracované|rozpísané|kopie robocze|wersje robocze|szkice|robocze|piszkozatok|vázlatok|
			osnutki|skice|nacrti|melnraksti|juodraščiai|mustandid|taslaklar|taslak|ciorne|schițe|πρόχειρα|черновики|черновик|
			чернетки|чернови|нацрти|טיוטות|المسودات|مسودات|پیشنویسها|下書き|草稿|草稿箱|草稿匣|임시보관함|임시 보관함|thư nháp|bản nháp|
			แบบร่าง|ร่างจดหมาย|ड्राफ़्ट`,
		UseSent: `sent|sent mail|sent mails|sent items|sent messages|sent objects|sent-mail|gesendet|gesendete|gesendete objekte|
			gesendete elemente|gesendete nachrichten|envoyés|envoyé|messages envoyés|éléments envoyés|courrier envoyé|enviado|
			enviados|enviada|enviadas|elementos enviados|mensajes enviados|correo enviado|e-mails enviados|itens enviados|
			mensagens enviadas|correio enviado|itens enviados|inviata|inviati|posta inviata|messaggi inviati|elementi inviati|
			verzonden|verzonden items|verzonden berichten|sendt|sendte|sendte e-mails|sendt post|sendte elementer|skickat|
			skickade|skickade objekt|lähetetyt|lähetetyt viestit|odeslaná pošta|odeslané|odoslaná pošta|odoslané|wysłane|
			elementy wysłane|wyslane|elküldött|elküldött elemek|poslano|poslane|poslata|nosūtītie|išsiųsti|saadetud|gönderildi|
			gönderilmiş|gönderilmiş postalar|gönderilmiş öğeler|trimise|απεσταλμένα|отправленные|отправленное|надіслані|відправлені|
			изпратени|послато|דואר שנשלח|נשלחו|المرسلة|المرسل|البريد المرسل|ارسال شده|送信済み|送信済みメール|送信済みアイテム|
			已发送|已发送邮件|已傳送|寄件備份|寄件匣|보낸편지함|보낸 편지함|보낸 메일함|đã gửi|thư đã gửi|จดหมายที่ส่ง|भेजे गए`,
		UseTrash: `trash|bin|deleted|deleted items|deleted messages|papierkorb|gelöscht|gelöschte objekte|gelöschte elemente|corbeille|
			éléments supprimés|messages supprimés|papelera|papelera de reciclaje|elementos eliminados|eliminados|cestino|
			posta eliminata|elementi eliminati|eliminata|prullenbak|prullenmand|verwijderde items|caixote do lixo|lixeira|
			itens excluídos|itens eliminados|papirkurv|slettet|slettede elementer|papperskorg|papperskorgen|borttagna objekt|
			roskakori|poistetut|koš|kôš|odstraněná pošta|kosz|elementy usunięte|kuka|törölt elemek|koš za smeti|smeće|atkritne|
			šiukšliadėžė|prügikast|çöp kutusu|çöp|silinmiş öğeler|coș de gunoi|rubujo|κάδος απορριμμάτων|διαγραμμένα|корзина|
			удалённые|удаленные|кошик|видалені|кошче|אשפה|פריטים שנמחקו|المهملات|المحذوفة|زبالهدان|ゴミ箱|ごみ箱|削除済みアイテム|
			已删除|已删除邮件|已刪除的郵件|垃圾桶|垃圾箱|휴지통|지운 편지함|thùng rác|ถังขยะ|ट्रैश`,
	} {
		for name := range strings.SplitSeq(names, "|") {
			uses[foldName(strings.TrimSpace(name))] = use
		}
	}
	return uses
})

// foldName makes names alike that differ only in case, in accents and how they
// are composed, or in blanks, hyphens and underscores.
func foldName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == ' ' || r == '-' || r == '_' || r == '\u200c':
			return -1
		case r >= 0x300 && r <= 0x36f, r == 0x3099, r == 0x309a: // combining marks
			return -1
		case r < 0x80:
			return r
		}
		return withoutMark(r)
	}, strings.ToLower(name))
}

// withoutMark gives the base letter of a composed one, as far as special names
// have such.
func withoutMark(r rune) rune {
	const (
		composed = "áàâäãåāąăæçčćďéèêëēęěğíìîïīıłľńňñóòôöõøőōřśšşșťțúùûüűūůýźžżάέήίόύώйёїゴグガごがパプポバブボ"
		bases    = "aaaaaaaaaacccdeeeeeeegiiiiiillnnnoooooooorssssttuuuuuuuyzzzαεηιουωиеіコクカこかハフホハフホ"
	)
	at := 0
	for _, c := range composed {
		if c == r {
			return []rune(bases)[at]
		}
		at++
	}
	return r
}
