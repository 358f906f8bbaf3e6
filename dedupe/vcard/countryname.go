package vcard

import "strings"

// countryCodes are the codes of ISO 3166-1 by what countries are called in postal
// addresses, as postalWords writes it.
var countryCodes = readCountryNames()

// countryNamed is equal for the names of one country. A name that is not known is
// a country of its own.
func countryNamed(words string) string {
	if code := countryCodes[words]; code != "" {
		return code
	}
	return words
}

// countryNames has for each country its code in two letters and in three, the name
// it gives itself, and those it has in English, German, French, Spanish and
// Italian, where they differ.
const countryNames = `
	AE, ARE, United Arab Emirates, UAE, Vereinigte Arabische Emirate, Emirats arabes unis;
	AR, ARG, Argentina, Argentinien, Argentine; AT, AUT, Österreich, Oesterreich, Austria, Autriche;
	AU, AUS, Australia, Australien, Australie; BE, BEL, België, Belgique, Belgien, Belgium, Bélgica, Belgio;
	BG, BGR, България, Bulgaria, Bulgarien, Bulgarie; BR, BRA, Brasil, Brazil, Brasilien, Brésil, Brasile;
	BY, BLR, Беларусь, Belarus, Weißrussland; CA, CAN, Canada, Kanada, Canadá;
	CH, CHE, SUI, Schweiz, Suisse, Svizzera, Switzerland, Suiza; CL, CHL, Chile, Chili, Cile;
	CN, CHN, 中国, China, Chine, Cina, PR China, People's Republic of China; CO, COL, Colombia, Kolumbien, Colombie;
	CZ, CZE, Česko, Česká republika, Czechia, Czech Republic, Tschechien, Tschechische Republik, Tchéquie, Chequia, Cechia;
	DE, DEU, GER, D, Deutschland, Germany, Federal Republic of Germany, Bundesrepublik Deutschland, BRD, Allemagne, Alemania, Germania, Duitsland;
	DK, DNK, Danmark, Denmark, Dänemark, Danemark, Dinamarca, Danimarca; EE, EST, Eesti, Estonia, Estland, Estonie;
	EG, EGY, مصر, Egypt, Ägypten, Égypte, Egipto, Egitto; ES, ESP, España, Espana, Spain, Spanien, Espagne, Spagna;
	FI, FIN, Suomi, Finland, Finnland, Finlande, Finlandia; FR, FRA, France, Frankreich, Francia;
	GB, GBR, UK, United Kingdom, Great Britain, Großbritannien, Vereinigtes Königreich, Royaume-Uni, Reino Unido, Regno Unito, England, Scotland, Wales, Northern Ireland;
	GR, GRC, Ελλάδα, Greece, Hellas, Griechenland, Grèce, Grecia; HK, HKG, 香港, Hong Kong, Hongkong;
	HR, HRV, Hrvatska, Croatia, Kroatien, Croatie, Croacia, Croazia; HU, HUN, Magyarország, Hungary, Ungarn, Hongrie, Hungría, Ungheria;
	ID, IDN, Indonesia, Indonesien, Indonésie; IE, IRL, Éire, Ireland, Republic of Ireland, Irland, Irlande, Irlanda;
	IL, ISR, ישראל, Israel, Israël, Israele; IN, IND, भारत, India, Indien, Inde; IR, IRN, ایران, Iran;
	IS, ISL, Ísland, Iceland, Island, Islande, Islandia; IT, ITA, Italia, Italy, Italien, Italie;
	JP, JPN, 日本, Japan, Japon, Japón, Giappone; KR, KOR, 대한민국, 한국, South Korea, Korea, Republic of Korea, Südkorea, Corée du Sud;
	KZ, KAZ, Қазақстан, Kazakhstan, Kasachstan; LI, LIE, Liechtenstein; LT, LTU, Lietuva, Lithuania, Litauen, Lituanie;
	LU, LUX, Luxembourg, Lëtzebuerg, Luxemburg, Lussemburgo; LV, LVA, Latvija, Latvia, Lettland, Lettonie;
	MX, MEX, México, Mexico, Mexiko, Mexique, Messico; MY, MYS, Malaysia, Malaisie;
	NL, NLD, Nederland, The Netherlands, Netherlands, Niederlande, Holland, Pays-Bas, Países Bajos, Paesi Bassi;
	NO, NOR, Norge, Norway, Norwegen, Norvège, Noruega, Norvegia; NZ, NZL, New Zealand, Neuseeland, Nouvelle-Zélande;
	PE, PER, Perú, Peru, Pérou; PH, PHL, Philippines, Pilipinas, Philippinen; PK, PAK, Pakistan;
	PL, POL, Polska, Poland, Polen, Pologne, Polonia; PT, PRT, Portugal, Portogallo; RO, ROU, România, Romania, Rumänien, Roumanie;
	RS, SRB, Србија, Srbija, Serbia, Serbien, Serbie; RU, RUS, Россия, Rossija, Russia, Russian Federation, Russland, Russie, Rusia;
	SA, SAU, السعودية, Saudi Arabia, Saudi-Arabien; SE, SWE, Sverige, Sweden, Schweden, Suède, Suecia, Svezia;
	SG, SGP, Singapore, Singapur, Singapour; SI, SVN, Slovenija, Slovenia, Slowenien, Slovénie; SK, SVK, Slovensko, Slovakia, Slowakei, Slovaquie;
	TH, THA, ไทย, Thailand, Thaïlande; TR, TUR, Türkiye, Turkey, Türkei, Turquie, Turquía, Turchia; TW, TWN, 台灣, Taiwan;
	UA, UKR, Україна, Ukraine, Ukraina, Ucrania, Ucraina; US, USA, United States, United States of America, Vereinigte Staaten, États-Unis, Estados Unidos, Stati Uniti;
	VN, VNM, Việt Nam, Vietnam, Viet Nam; ZA, ZAF, South Africa, Südafrika, Afrique du Sud`

func readCountryNames() map[string]string {
	codes := map[string]string{}
	for row := range strings.SplitSeq(countryNames, ";") {
		names := strings.Split(row, ",")
		code := strings.TrimSpace(names[0])
		for _, name := range names {
			codes[strings.Join(postalWords([]string{name}), " ")] = code
			codes[strings.ReplaceAll(strings.Join(postalWords([]string{name}), ""), " ", "")] = code // "U.S.A." has its letters apart
		}
	}
	return codes
}
