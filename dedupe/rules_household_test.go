package dedupe

import "github.com/gmmtool/gmmtool/dedupe/record"

// householdCases go through names, and what households share.
var householdCases = []evidenceCase{
	{
		name:    "father and son of one name, one house and one telephone, by their addresses",
		records: []record.Record{with(card("a", "Karl Voss", "karl@voss.example"), telephone("+49 228 123456")), with(card("b", "Karl Voss", "karl.jr@voss.example"), telephone("+49 228 123456"))},
		want:    []string{"propose refuse: a b"}, rules: []string{"generation", "rare-name-same-domain", "same-name", "same-phone"},
	},
	{
		name:    "a family name that is a word for a generation",
		records: []record.Record{with(card("a", "Anna Senior", "anna.senior@a.example"), telephone("+49 228 123456")), with(card("b", "Anna Senior", "anna@b.example"), telephone("+49 228 123456"))},
		want:    []string{"propose accept: a b"}, rules: []string{"same-name", "same-phone"},
	},
	{
		name:    "the first and the second of one name",
		records: []record.Record{with(card("a", "Morris Klein I"), birthday("1982-04-12")), with(card("b", "Morris Klein II"), birthday("1982-04-12"))},
		want:    []string{"propose refuse: a b"}, rules: []string{"generation", "same-birthday", "same-name"},
	},
	{
		name:    "a name with letters of another script raises an alarm",
		records: []record.Record{with(card("a", "Paula Capek", "paula@a.example"), telephone("+49 30 5550001")), with(card("b", "Pаula Cаpek", "evil@m.example"), telephone("+49 30 5550001"))},
		want:    []string{"alarm: a b"},
	},
	{
		name:    "father and son of one name and one telephone",
		records: []record.Record{with(card("a", "John Fitzgibbon Sr.", "jf@a.example"), telephone("+1 555 123 4567")), with(card("b", "John Fitzgibbon Jr.", "johnny@a.example"), telephone("+1 555 123 4567"))},
		want:    []string{"propose refuse: a b"}, rules: []string{"generation", "rare-name-same-domain", "same-name", "same-phone"},
	},
	{
		name:    "father and son of one name and two birthdays",
		records: []record.Record{with(with(card("a", "John Fitzgibbon", ""), telephone("+1 555 123 4567")), birthday("1950-03-12")), with(with(card("b", "John Fitzgibbon", ""), telephone("+1 555 123 4567")), birthday("1981-07-02"))},
	},
	{
		name:    "one name and one telephone",
		records: []record.Record{with(card("a", "Hannelore Quitzow"), telephone("+49 30 5550001")), with(with(card("b", "Quitzow, Hannelore"), telephone("030/5550001")), inGermany)},
		want:    []string{"propose accept: a b"}, rules: []string{"same-name", "same-phone"},
	},
	{
		name:    "one name and two telephones that end alike, the country of one not known",
		records: []record.Record{with(card("a", "Hannelore Quitzow"), telephone("+49 30 5550001")), with(card("b", "Quitzow, Hannelore"), telephone("030/5550001"))},
	},
	{
		name:    "one name and two mobiles that end alike",
		records: []record.Record{with(card("a", "Hannelore Quitzow"), telephone("+49 170 1234567")), with(card("b", "Quitzow, Hannelore"), telephone("+49 160 1234567"))},
	},
	{
		name:    "two people and one telephone",
		records: []record.Record{with(card("a", "Anna Arendt"), telephone("+49 30 5550001")), with(card("b", "Peter Arendt"), telephone("+49 30 5550001"))},
	},
	{
		name:    "a slip in the name and one birthday",
		records: []record.Record{with(card("a", "Hannelore Quitzow"), birthday("1970-03-04")), with(card("b", "Hanelore Quitzow"), birthday("19700304"))},
		want:    []string{"propose accept: a b"}, rules: []string{"same-birthday", "similar-name"},
	},
	{
		name:    "a nickname and one telephone",
		records: []record.Record{with(card("a", "Bob Quitzow"), telephone("+49 30 5550001")), with(card("b", "Robert Quitzow"), telephone("+49 30 5550001"))},
		want:    []string{"propose accept: a b"}, rules: []string{"same-phone", "short-form-of-name"},
	},
	{
		name:    "siblings whose names are a letter apart",
		records: []record.Record{with(card("a", "Anja Quitzow", "anja.quitzow@gmx.de"), telephone("+49 30 5550001")), with(card("b", "Anna Quitzow", "anna.quitzow@gmx.de"), telephone("+49 30 5550001"))},
	},
	{
		name:    "umlauts spelled out",
		records: []record.Record{with(card("a", "Jörg Quitzöw"), telephone("+49 30 5550001")), with(card("b", "Joerg Quitzoew"), telephone("+49 30 5550001"))},
		want:    []string{"propose accept: a b"}, rules: []string{"same-phone", "short-form-of-name"},
	},
	{
		name:    "one name, two employers and two telephones",
		records: []record.Record{with(with(card("a", "Hannelore Quitzow", "hannelore.quitzow@a.example"), telephone("+49 30 5550001")), at("Acme")), with(with(card("b", "Hannelore Quitzow", "hannelore.quitzow@b.example"), telephone("+49 40 7770001")), at("Initech"))},
	},
	{
		name:    "twins",
		records: []record.Record{with(card("a", "Anna Arendt"), birthday("1970-03-04")), with(card("b", "Peter Arendt"), birthday("1970-03-04"))},
	},
	// Cards and pictures.
	{
		name:    "a card imported twice",
		records: []record.Record{with(card("a", "Anna", "anna@a.example"), content("c0ffee")), with(card("b", "Anna", "anna@a.example"), content("c0ffee"))},
		want:    []string{"accept: a b"}, rules: []string{"same-card", "same-mailbox"},
	},
	{
		name:    "one UID under two spellings, in two books",
		records: []record.Record{card("4fbe8971", "Anna Arendt", "anna@a.example"), card("urn:uuid:4FBE8971", "Anna Arendt", "x@b.example")},
		want:    []string{"propose accept: 4fbe8971 urn:uuid:4FBE8971"}, rules: []string{"same-name", "same-uid"},
	},
	{
		name:    "a known UID on the card of somebody else",
		records: []record.Record{card("4fbe8971", "Anna Arendt", "anna@a.example"), card("urn:uuid:4FBE8971", "Mallory Malone", "m@m.example")},
	},
	{
		name:    "a copied profile: one name, one picture",
		records: []record.Record{with(card("a", "Hannelore Quitzow", "hq@a.example"), picture("aa")), with(correspondent("Hannelore Quitzow", "x@m.example"), picture("aa"))},
		want:    []string{"propose undecided: a x@m.example"}, rules: []string{"same-name", "same-picture-rare-name"},
	},
	{
		name:      "a Reply-To to a known address is how phishing begins",
		records:   []record.Record{card("a", "Anna Arendt", "anna@a.example"), correspondent("Anna Arendt", "x@m.example")},
		testimony: record.Testimony{Replies: []record.AddressPair{{From: "x@m.example", To: "anna@a.example"}}},
	},
	{
		name:      "two who write to each other are two, though they share a name and a telephone",
		records:   []record.Record{with(card("a", "Hannelore Quitzow", "hq@a.example"), telephone("+49 30 5550001")), with(card("b", "Hannelore Quitzow", "q@b.example"), telephone("+49 30 5550001"))},
		testimony: record.Testimony{Dialogues: []record.AddressPair{{From: "hq@a.example", To: "q@b.example"}}},
	},
	{
		name:      "a friend who writes to both addresses of one card tells no two people apart",
		records:   []record.Record{card("a", "Anna", "anna@a.example", "anna@b.example"), member("g", "Anna", "anna@a.example"), member("g", "Anna", "anna@b.example")},
		testimony: record.Testimony{Dialogues: []record.AddressPair{{From: "anna@a.example", To: "anna@b.example"}}},
		want:      []string{"accept: a g/anna@a.example g/anna@b.example"}, rules: []string{"same-mailbox"},
	},
	{
		name:    "an organisation is nobody, but may have two cards",
		records: []record.Record{with(card("a", "Acme", "acme@a.example"), organisation), with(card("b", "Acme", "acme@a.example"), organisation)},
		want:    []string{"propose accept: a b"}, rules: []string{"same-mailbox", "same-single-name"},
	},
	{
		name:    "two organisations of one name",
		records: []record.Record{with(card("a", "Acme", "acme@a.example"), organisation), with(card("b", "Acme", "acme@b.example"), organisation)},
	},
	{
		name:    "one name and a family's address",
		records: []record.Record{card("a", "Anna Quitzow", "family.quitzow@a.example"), card("b", "Anna Quitzow", "family.quitzow@a.example")},
		want:    []string{"propose accept: a b"}, rules: []string{"same-name", "same-role-address"},
	},
	{
		name:    "two names and a family's address",
		records: []record.Record{card("a", "Anna Quitzow", "family.quitzow@a.example"), card("b", "A. Quitzow", "family.quitzow@a.example")},
	},
}
