package compare

import (
	_ "embed" // the table
	"slices"
	"strings"
	"sync"
)

// nicknameTable has groups of names that one person may go by, "|" or the end of the
// line between them: a given name, its spellings and short forms, as they are usual
// where the heading says. "Chris" is short for several, so it stands in several.
//
//go:embed nicknames.txt
var nicknameTable string

// nicknames maps each name to the groups it stands in.
var nicknames = sync.OnceValue(func() map[string][]int {
	table := map[string][]int{}
	group := 0
	for line := range strings.Lines(nicknameTable) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for names := range strings.SplitSeq(line, "|") {
			for _, name := range strings.Fields(names) {
				name = foldWord(name)
				if !slices.Contains(table[name], group) {
					table[name] = append(table[name], group)
				}
			}
			group++
		}
	}
	return table
})

// nickname reports two forms of one given name.
func nickname(a, b string) bool {
	groups := nicknames()
	of := groups[a]
	if len(of) == 0 {
		return false
	}
	return slices.ContainsFunc(groups[b], func(group int) bool { return slices.Contains(of, group) })
}

// isKnown reports a word that is known to be a name. Two of them are two names, and
// no slips of each other.
func isKnown(word string) bool { return commonNames[word] || isGiven(word) }

// isGiven reports a word that is known to be a given name.
func isGiven(word string) bool { return len(nicknames()[word]) > 0 }

// petNames are what families call their own instead of a name.
var petNames = set(`mum mom mummy mommy mam mama mamma mami mutti mutter mother maman mamá mamma mamka
	dad daddy papa papá papi vati vater father pa babbo tata baba
	oma omi grandma granny gran nan nana nanna abuela nonna babushka babcia mamie
	opa opi grandpa granddad abuelo nonno dedushka dziadek papi papy
	sis sister schwester bro bruder brother hermano hermana schatz honey darling hubby wifey love amor liebling
	auntie aunty tante tia uncle onkel tio мама папа бабушка дедушка`)

// IsPetName reports a name that is only what a family calls its own, "Mum".
func (n Name) IsPetName() bool { return len(n.Words) == 1 && petNames[n.Words[0]] }
