package compare

import "strings"

// plusTags are hosts whose manuals say that whatever follows a "+" in the local
// part is the user's own and does not change the mailbox. As of November 2026.
// At other hosts "a+b" may be somebody else's account.
var plusTags = set(`
	gmail.com googlemail.com outlook.com hotmail.com live.com msn.com
	icloud.com me.com mac.com fastmail.com fastmail.fm proton.me protonmail.com
	protonmail.ch pm.me mailbox.org posteo.de posteo.net zoho.com runbox.com
	hey.com riseup.net yandex.com yandex.ru disroot.org`)

// publicHosts are domains where anybody gets a mailbox, so that sharing one says
// nothing about two people. As of November 2026; the last lines are chatmail
// servers.
var publicHosts = set(`
	gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.co.uk hotmail.fr
	live.com msn.com icloud.com me.com mac.com yahoo.com yahoo.co.uk yahoo.de yahoo.fr
	yahoo.co.jp ymail.com rocketmail.com aol.com aol.de gmx.de gmx.net gmx.com gmx.at gmx.ch
	web.de t-online.de freenet.de arcor.de online.de posteo.de posteo.net mailbox.org
	proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com
	fastmail.com fastmail.fm zoho.com hey.com riseup.net disroot.org systemli.org
	mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com rambler.ru ukr.net
	orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr libero.it virgilio.it alice.it
	tiscali.it wp.pl o2.pl onet.pl interia.pl seznam.cz centrum.cz abv.bg
	comcast.net verizon.net att.net sbcglobal.net cox.net bellsouth.net btinternet.com
	sky.com virginmedia.com bigpond.com shaw.ca rogers.com sympatico.ca
	qq.com 163.com 126.com sina.com naver.com hanmail.net daum.net rediffmail.com uol.com.br
	terra.com.br bol.com.br bluewin.ch telenet.be skynet.be ziggo.nl kpnmail.nl xs4all.nl
	nine.testrun.org mehl.cloud mailchat.pl chatmail.woodpeckersnest.space tarpit.fun
	chatmail.culturanerd.it d.gaufr.es chtml.ca chatmail.au sombras.chat e2ee.wang e2ee.im
	chat.adminforge.de chika.aangat.lahat.computer danneskjold.de delta.disobey.net`)

// relayHosts give out addresses that hide another one, one for each
// correspondent or one for all. Whom they stand for is not ours to guess.
var relayHosts = set(`
	privaterelay.appleid.com duck.com mozmail.com relay.firefox.com
	simplelogin.com simplelogin.co simplelogin.fr aleeas.com slmail.me slmails.com
	8alias.com 8shield.net dralias.com silomails.com
	anonaddy.com anonaddy.me addy.io addymail.com mailer.me
	passmail.net passmail.com passinbox.com passfwd.com erine.email 33mail.com
	spamgourmet.com trashmail.com mailinator.com guerrillamail.com yopmail.com
	reply.github.com users.noreply.github.com reply.facebook.com members.ebay.com
	guest.booking.com guest.airbnb.com reply.airbnb.com reply.linkedin.com
	marketplace.amazon.com marketplace.amazon.de marketplace.amazon.co.uk`)

// relayed reports an address at one of relayHosts or a domain below them, which
// is how some services give each user a domain of their own.
func relayed(domain string) bool {
	for {
		if relayHosts[domain] {
			return true
		}
		_, parent, ok := strings.Cut(domain, ".")
		if !ok {
			return false
		}
		domain = parent
	}
}

// set makes a set of the words of a table.
func set(words string) map[string]bool {
	s := map[string]bool{}
	for _, word := range strings.Fields(words) {
		s[word] = true
	}
	return s
}
