package compare

import "strings"

// nicknames are short forms of given names, the long ones first in each line.
// "Chris" is short for two, so it stands in two lines.
var nicknames = readNicknames(`
	alexander alexandra alex sasha xander|andrew andy drew|anthony tony|antonio toni tono|barbara barb babs
	benjamin ben benny|bernhard bernd|catherine katherine kathryn kate cathy kathy katie kat
	charles charlie chuck|christopher chris kit|christian christina christine chris tina
	daniel dan danny|david dave|deborah debra deb debbie|donald don|dorothy dot dottie
	edward ed eddie ted|elizabeth elisabeth liz beth lizzie betty lisa|eugene gene|florian flo
	francis francisco frank fran paco|franziska franzi|frederick friedrich fred freddy fritz
	gabriel gabriela gabi gabe|geoffrey jeffrey geoff jeff|gerald gerry jerry|gregory greg
	hans johannes johann|henry harry hank|heinrich heiner heinz|ignacio nacho|isabella isabel bella izzy
	jacob jake|jakob jakub kuba|james jim jimmy jamie|jennifer jen jenny|john jack johnny|jonathan jon
	jose pepe|joseph josef joe joey sepp|joshua josh|katharina kathrin kathi katja|kenneth ken kenny
	lawrence larry|leonard leo len|louis lou|ludwig lutz|manuel manu|margaret meg maggie peggy greta
	martin marty|matthew matthias matt matze|maximilian max|melanie mel|michael mike mick michi misha
	nathaniel nathan nate|nicholas nikolaus nick nico klaus|oliver oli ollie|patricia pat trish patty
	patrick pat paddy|peter pete|philip philipp phil|rebecca becky|richard rich rick dick ricky
	robert rob bob bobby bert|ronald ron ronnie|samuel samantha sam sammy|sebastian basti seb
	stefan stephan steffen|stephen steven steve|susan susanne suzanne sue susi|theodore theodor theo ted
	theresa teresa terry tess|thomas tom tommy|timothy tim timmy|ulrich uli|victoria vicky tori
	vincent vince|vladimir vova volodya|walter walt|wilhelm willi willy|william will bill billy liam
	eric erik|marc mark|sara sarah|hannah hanna|jon john|ann anne|lukas lucas|karl carl
	allan alan allen|brian bryan|norah nora|oskar oscar|lilly lily|sonja sonia|teresa theresa
	wolfgang wolf|zachary zach`)

// readNicknames maps each name to the lines it stands in.
func readNicknames(lines string) map[string]map[int]bool {
	table := map[string]map[int]bool{}
	for i, line := range strings.FieldsFunc(lines, func(r rune) bool { return r == '|' || r == '\n' }) {
		for _, name := range strings.Fields(line) {
			if table[name] == nil {
				table[name] = map[int]bool{}
			}
			table[name][i] = true
		}
	}
	return table
}

// nickname reports two forms of one given name.
func nickname(a, b string) bool {
	for line := range nicknames[a] {
		if nicknames[b][line] {
			return true
		}
	}
	return false
}

// petNames are what families call their own instead of a name.
var petNames = set(`mum mom mummy mommy mam mama mamma mami mutti mutter mother maman mamá mamma mamka
	dad daddy papa papá papi vati vater father pa babbo tata baba
	oma omi grandma granny gran nan nana nanna abuela nonna babushka babcia mamie
	opa opi grandpa granddad abuelo nonno dedushka dziadek papi papy
	sis sister schwester bro bruder brother hermano hermana schatz honey darling hubby wifey love amor liebling
	auntie aunty tante tia uncle onkel tio мама папа бабушка дедушка`)

// IsPetName reports a name that is only what a family calls its own, "Mum".
func (n Name) IsPetName() bool { return len(n.tokens) == 1 && petNames[n.tokens[0]] }
