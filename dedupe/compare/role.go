package compare

import "strings"

// roles are local parts that name a duty, not a person: those of RFC 2142, and
// what organisations use besides. Separators are left out of them.
var roles = set(`
	info marketing sales support abuse noc security postmaster hostmaster usenet news
	webmaster www uucp ftp
	admin administrator root sysadmin daemon nobody mail mailer it itsupport ops devops dev
	contact contactus office hello hi team service services servicedesk help helpdesk
	billing accounts accounting invoice invoices finance payment payments orders order shop
	store booking bookings reservations reception jobs career careers hr recruiting press
	media pr legal privacy dpo compliance feedback inquiries enquiries customerservice
	customercare members membership subscribe unsubscribe newsletter newsletters events
	all everyone staff board committee council editor editors editorial library
	kontakt buero büro vertrieb verkauf verwaltung rechnung rechnungen buchhaltung bewerbung
	bewerbungen personal redaktion vorstand sekretariat empfang einkauf presse datenschutz
	kundenservice kundendienst bestellung verein zentrale post poststelle
	accueil facturation secretariat direction commande commandes comptabilite rh
	contacto ventas soporte administracion facturacion atencion compras reservas
	informazioni assistenza vendite amministrazione segreteria fatturazione prenotazioni
	informatie verkoop klantenservice administratie secretariaat receptie
	contato vendas suporte financeiro atendimento comercial
	biuro sprzedaz sekretariat zamowienia obsluga
	mailerdaemon listserv majordomo mailman`)

// households are words that make a local part all of a family's, "family.moore@".
var households = set("family familie fam famille familia famiglia familien rodzina perhe aile")

// isHousehold reports a local part that begins, or ends, with such a word.
func isHousehold(local string) bool {
	local, _, _ = strings.Cut(strings.ToLower(local), "+")
	words := strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '-' || r == '_' })
	if len(words) < 2 {
		return households[local] || strings.HasPrefix(local, "family") || strings.HasPrefix(local, "familie") || strings.HasPrefix(local, "famille") || strings.HasPrefix(local, "famiglia")
	}
	return households[words[0]] || households[words[len(words)-1]] || isFamilyInPlural(words)
}

// isFamilyInPlural reports the words of "die.meiers@", "the-smiths@" or "los.garcia@".
func isFamilyInPlural(words []string) bool {
	last := strings.TrimRight(words[len(words)-1], "0123456789")
	switch words[0] {
	case "die", "los":
		return len(last) > 2
	case "the":
		return len(last) > 2 && strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss")
	}
	return false
}

// machines begin, end or are the local part of what no person reads.
var (
	machines     = []string{"noreply", "donotreply", "noresponse", "nichtantworten", "nepasrepondre", "noresponder", "nonrispondere", "notification", "notify", "alert", "bounce", "mailerdaemon", "autoreply", "autoresponder"}
	listSuffixes = []string{"-request", "-owner", "-bounces", "-subscribe", "-unsubscribe", "-admin", "-announce", "-confirm", "-join", "-leave", "-help"}
)

var separators = strings.NewReplacer("-", "", "_", "", ".", "")

// HouseholdAddress is why an address is not one person's that is all of a family's:
// two who have it share a home.
const HouseholdAddress = "a household's address"

// Impersonal says why an address stands for no one person, or "".
func Impersonal(m Mailbox) string {
	switch {
	case relayed(m.Domain):
		return "a relay address"
	case isHousehold(m.Local):
		return HouseholdAddress
	case isRole(m.Local):
		return "a role address"
	case strings.HasPrefix(m.Domain, "lists.") && strings.Count(m.Domain, ".") > 1:
		return "a list address"
	}
	return ""
}

func isRole(local string) bool {
	local = strings.ToLower(local)
	local, _, _ = strings.Cut(local, "+")
	if strings.HasPrefix(local, "owner-") {
		return true
	}
	for _, suffix := range listSuffixes {
		if len(local) > len(suffix) && strings.HasSuffix(local, suffix) {
			return true
		}
	}
	local = separators.Replace(local)
	if roles[local] {
		return true
	}
	for _, machine := range machines {
		if strings.HasPrefix(local, machine) || strings.HasSuffix(local, machine) {
			return true
		}
	}
	return false
}
