package compare

import "testing"

func TestNamesOfOnePerson(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want NameRelation
	}{
		{"Jane Doe", "Doe, Jane", SameName},
		{"Jane Doe", "Dr. Jane Doe", SameName},
		{"Jane Doe", "Jane Doe via Dev", SameName},
		{"Jane Doe", "JaneDoe", SameName},
		{"Jane Doe", "Jane Doe (Work)", SameName},
		{"José García", "Jose Garcia", SameName},
		{"Anna von Meyer", "Anna Meyer", SameName},
		{"Jörg Groß", "Joerg Gross", ShortForm},
		{"Robert Doe", "Bob Doe", ShortForm},
		{"Jane Mary Doe", "Jane Doe", ShortForm},
		{"Ann Marie Quitzow", "Annmarie Quitzow", ShortForm},
		{"J. Doe", "Jane Doe", WithInitials},
		{"Jane", "Jane Doe", PartOfName},
		{"Hannelore Doe", "Hanelore Doe", SimilarName},
		{"Jane Doe", "Jane Quitzow", SameGivenName},
		{"Anna Doe", "Anja Doe", SameFamilyName},
		{"Julia Doe", "Julian Doe", SameFamilyName},
		{"Jane Doe", "Peter Quitzow", NamesUnrelated},
		{"Jane Doe", "", NamesUnknown},
		{"Jane Doe", "kitty99", NamesUnknown},
		{"Anna", "A. Arendt", NamesUnknown},
		{"Kasia Doe", "Katarzyna Doe", ShortForm},
		{"Alessandro Doe", "Doe, Aless", SimilarName},
		{"Christian Doe", "Christine Doe", SameFamilyName},
		{"梁思龙", "雪勇 梁", NamesUnrelated},
		{"红 王", "Long Wang", ScriptsDiffer},
		{"THOMAS Don", "Jonathan Thomas", SameFamilyName},
		{"Сергей Семёнов", "S. Semenov", SameSound},
		{"Дмитрий Иванов", "Dima Ivanov", SameSound},
		{"박서우", "Park Seowoo", SameSound},
		{"刘刚", "Lau Gang", SameSound},
	} {
		a, b := ReadName(c.a), ReadName(c.b)
		if got, back := Names(a, b), Names(b, a); got != c.want || back != c.want {
			t.Errorf("%q and %q: %d, the other way round %d, want %d", c.a, c.b, got, back, c.want)
		}
	}
}

func TestBirthdaysOfOnePerson(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want DateRelation
	}{
		{"1970-03-04", "19700304", DatesEqual},
		{"1970-03-04", "4.3.1970", DatesEqual},
		{"1970-03-04", "1970-03-04T00:00:00Z", DatesEqual},
		{"1970-03-04", "1970-04-03", DatesNear},
		{"1970-03-04", "1970-03-14", DatesNear},
		{"1970-03-04", "--0304", DatesNear},
		{"1970-03-04", "1604-03-04", DatesNear},
		{"1970-03-04", "1971-11-20", DatesUnclear},
		{"1970-03-04", "1950-03-04", DatesUnclear},
		{"1970-03-04", "1950-03-05", DatesDiffer},
		{"1970-03-04", "1970-83-04", DatesNear},
		{"1970-03-04", "1985-83-04", DatesUnknown},
		{"1970-03-04", "--0305", DatesDiffer},
		{"1970-03-04", "9170-03-04", DatesUnclear},
		{"1970-03-04", "2906-11-20", DatesUnknown},
	} {
		a, okA := ReadDate(c.a)
		b, okB := ReadDate(c.b)
		if !okA || !okB || a.Compare(b) != c.want {
			t.Errorf("%s and %s: %d (read: %v, %v), want %d", c.a, c.b, a.Compare(b), okA, okB, c.want)
		}
	}
	for _, text := range []string{"", "unknown", "1900-01-01", "1970-01-01", "0000-13-01", "1970", "--13"} {
		if d, ok := ReadDate(text); ok {
			t.Errorf("%q is read as %v", text, d)
		}
	}
}

func TestDatesThatOneBirthdayIsWrittenAs(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"1970-03-04", "1970-03-04", true},
		{"1970-03-04", "--0304", true},
		{"1970-03-04", "1970-03-03T23:00:00Z", true},
		{"1970-02-28", "1970-03-01", true},
		{"1970-03-04", "1970-03-06", false},
		{"1970-03-04", "--0305", false},
	} {
		a, _ := ReadDate(c.a)
		b, _ := ReadDate(c.b)
		if a.MayBe(b) != c.want || b.MayBe(a) != c.want {
			t.Errorf("%s and %s: %t, want %t", c.a, c.b, !c.want, c.want)
		}
	}
}

func TestAddressesThatAreNoPersons(t *testing.T) {
	for _, address := range []string{
		"info@a.example", "no-reply@a.example", "NoReply+x@a.example", "dev-request@lists.example.org", "owner-dev@a.example",
		"kontakt@a.example", "mailer-daemon@a.example", "x1@privaterelay.appleid.com", "x@user.anonaddy.com", "anna@lists.example.org", "familie@a.example", "die.meiers@a.example", "die-saleh43@a.example", "The.Smiths@a.example", "los_garcia@a.example",
	} {
		if m, ok := ReadMailbox(address); !ok || Impersonal(m) == "" {
			t.Errorf("%s passes for a person's", address)
		}
	}
	for _, address := range []string{"anna@a.example", "anna@list.ru", "infolina@a.example", "owner@a.example", "the.boss@a.example", "the.dude@a.example", "les.paul@a.example", "die@a.example", "dieter.meiers@a.example", "die.z@a.example"} {
		if m, ok := ReadMailbox(address); !ok || Impersonal(m) != "" {
			t.Errorf("%s is taken for %s", address, Impersonal(m))
		}
	}
}

func TestPostalAddressesAgreeByTheirParts(t *testing.T) {
	for _, c := range []struct {
		name, a, b string
		want       PostalRelation
	}{
		{"a slip", "12 Mill Lane;Oxford;OX1 2AB", "12 Mill Lane;Oxfrod;OX1 2AB", PostalsSimilar},
		{"two words written as one", "12 Mill Lane;Green Park;Oxford;4711", "12 Milllane;Greenpark;Oxford;4711", PostalsSimilar},
		{"one word written as two", "Seestraße 12;12345 Seestadt;Haus Anna", "See straße 12;12345 See stadt;Haus Anna", PostalsSimilar},
		{"a part that is missing", "12 Mill Lane;Old Station House;Oxford;4711", "12 Mill Lane;Oxford;4711", PostalsInPart},
		{"another street in the same town", "12 Mill Lane;Rose Cottage;Oxford;4711", "12 High Street;Rose Cottage;Oxford;4711", PostalsInPart},
		{"neighbours with little else", "12 Mill Lane;4711 Oxford", "14 Church Road;4711 Oxford", PostalsDiffer},
		{"nothing", "12 Mill Lane;Oxford;4711", "5 High Street;Cambridge;1234", PostalsDiffer},
		{"the numbers alone", "12 Mill Lane;Oxford;4711", "12 High Street;Cambridge;4711", PostalsDiffer},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, back := Postals(PostalKey(c.a), PostalKey(c.b)), Postals(PostalKey(c.b), PostalKey(c.a)); got != c.want || back != c.want {
				t.Errorf("%q and %q: %d, and %d the other way round, want %d", c.a, c.b, got, back, c.want)
			}
		})
	}
}
