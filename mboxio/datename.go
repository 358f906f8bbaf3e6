package mboxio

import (
	"bytes"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

func weekdayOf(word []byte) int {
	return nameIndex(word, "sunday   monday   tuesday  wednesdaythursday friday   saturday ", 9)
}

// monthOf reads the name of a month: in English, or as programs write it that
// ask the system for the user's language.
func monthOf(word []byte) time.Month {
	if m := nameIndex(word, "january  february march    april    may      june     july     august   septemberoctober  november december ", 9); m >= 0 {
		return time.Month(1 + m)
	}
	return foreignMonth(word)
}

// nameIndex finds word, whole or cut to three letters or more, among names of
// equal width.
func nameIndex(word []byte, names string, width int) int {
	if len(word) < 3 || len(word) > width {
		return -1
	}
	for i := 0; i < len(names); i += width {
		if names[i] != word[0]|0x20 || names[i+1] != word[1]|0x20 || names[i+2] != word[2]|0x20 {
			continue
		}
		if bytes.EqualFold(word, []byte(names[i:i+len(word)])) {
			return i / width
		}
	}
	return -1
}

// foreignMonth knows the names of months, short and long, in languages that mail
// was found with. Word is in UTF-8 or Latin-1; a dot behind it is dropped.
func foreignMonth(word []byte) time.Month {
	if len(word) < 3 || len(word) > 24 || isDigit(word[0]) {
		return 0
	}
	return foreignMonths()[foldName(fromLatin1(bytes.TrimRight(word, ".")))]
}

// fromLatin1 gives text as UTF-8, which it may be already.
func fromLatin1(text []byte) string {
	if utf8.Valid(text) {
		return string(text)
	}
	runes := make([]rune, len(text))
	for i, c := range text {
		runes[i] = rune(c)
	}
	return string(runes)
}

// foreignMonths are the names in German, Nordic languages, Dutch, French,
// Spanish, Italian, Portuguese, Polish, Czech, Russian, Ukrainian, Turkish,
// Hungarian, Romanian, Greek, Finnish, Estonian, Catalan and Bulgarian.
var foreignMonths = sync.OnceValue(func() map[string]time.Month {
	months := map[string]time.Month{}
	for i, names := range [12]string{
		"jän januar jänner janv janvier janari ene enero gen gennaio janeiro sty stycznia led ledna янв января oca ocak січ січня ian ianuarie ιαν tammi jaan яну",
		"februar februari fév fevr février febrero febbraio fev fevereiro lut lutego úno února фев февраля şub şubat лют лютого febr φεβ helmi veebr febrer",
		"mär märz mrz mars marts marzo março mrt maart marca bře března мар марта бер березня márc martie μαρ maalis märts març",
		"avr avril abr abril aprile kwi kwietnia dub dubna апр апреля nis nisan кві квітня ápr aprilie απρ huhti",
		"mai maj mei mayo mag maggio maio maja kvě května май мая mayıs тра травня máj μαϊ μάι touko maig",
		"juin juni junio giu giugno junho cze czerwca čvn června июн июня haz haziran чер червня jún iun iunie ιουν kesä juuni juny юни",
		"juil juillet juli julio lug luglio julho lip lipca čvc července июл июля tem temmuz лип липня júl iul iulie ιουλ heinä juuli юли",
		"août aou ago agosto augusti augustus sie sierpnia srp srpna авг августа ağu ağustos сер серпня αυγ elo agost",
		"septembre septiembre settembre set setembro wrz września zář září сен сент сентября eyl eylül вер вересня szept septembrie σεπ syys setembre",
		"okt oktober octobre octubre ott ottobre out outubro paź października říj října окт октября eki ekim жов жовтня octombrie οκτ loka",
		"novembre noviembre novembro lis listopada listopadu ноя нояб ноября kas kasım лис листопада noi noiembrie νοε marras ное",
		"dez dezember déc décembre dic diciembre dicembre dezembro gru grudnia pro prosince дек декабря ara aralık гру грудня decembrie δεκ joulu dets des desember",
	} {
		for name := range strings.FieldsSeq(names) {
			months[foldName(name)] = time.Month(i + 1)
		}
	}
	return months
})
