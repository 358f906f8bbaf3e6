package dedupe

import "testing"

func TestNamesOfOnePerson(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want kinship
	}{
		{"Jane Doe", "Doe, Jane", sameName},
		{"Jane Doe", "Dr. Jane Doe", sameName},
		{"Jane Doe", "Jane Doe via Dev", sameName},
		{"Jane Doe", "JaneDoe", sameName},
		{"Jane Doe", "Jane Doe (Work)", sameName},
		{"José García", "Jose Garcia", sameName},
		{"Anna von Meyer", "Anna Meyer", sameName},
		{"Jörg Groß", "Joerg Gross", shortForm},
		{"Robert Doe", "Bob Doe", shortForm},
		{"Jane Mary Doe", "Jane Doe", shortForm},
		{"Ann Marie Quitzow", "Annmarie Quitzow", shortForm},
		{"J. Doe", "Jane Doe", abbreviated},
		{"Jane", "Jane Doe", part},
		{"Hannelore Doe", "Hanelore Doe", spelling},
		{"Jane Doe", "Jane Quitzow", renamed},
		{"Anna Doe", "Anja Doe", relatives},
		{"Julia Doe", "Julian Doe", relatives},
		{"Jane Doe", "Peter Quitzow", strangers},
		{"Jane Doe", "", unknown},
		{"Jane Doe", "kitty99", unknown},
		{"Anna", "A. Arendt", unknown},
	} {
		a, b := readName(c.a), readName(c.b)
		if got, back := relate(a, b), relate(b, a); got != c.want || back != c.want {
			t.Errorf("%q and %q: %d, the other way round %d, want %d", c.a, c.b, got, back, c.want)
		}
	}
}

func TestBirthdaysOfOnePerson(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want agreement
	}{
		{"1970-03-04", "19700304", equal},
		{"1970-03-04", "4.3.1970", equal},
		{"1970-03-04", "1970-03-04T00:00:00Z", equal},
		{"1970-03-04", "1970-04-03", nearby},
		{"1970-03-04", "1970-03-14", nearby},
		{"1970-03-04", "--0304", nearby},
		{"1970-03-04", "1604-03-04", nearby},
		{"1970-03-04", "1971-11-20", unclear},
		{"1970-03-04", "1950-03-04", unlike},
		{"1970-03-04", "--0305", unlike},
	} {
		a, okA := readBirthday(c.a)
		b, okB := readBirthday(c.b)
		if !okA || !okB || a.compare(b) != c.want {
			t.Errorf("%s and %s: %d (read: %v, %v), want %d", c.a, c.b, a.compare(b), okA, okB, c.want)
		}
	}
	for _, text := range []string{"", "unknown", "1900-01-01", "1970-01-01", "1970-13-01", "1970", "--13"} {
		if d, ok := readBirthday(text); ok {
			t.Errorf("%q is read as %v", text, d)
		}
	}
}

func TestAddressesThatAreNoPersons(t *testing.T) {
	for _, address := range []string{
		"info@a.example", "no-reply@a.example", "NoReply+x@a.example", "dev-request@lists.example.org", "owner-dev@a.example",
		"kontakt@a.example", "mailer-daemon@a.example", "x1@privaterelay.appleid.com", "x@user.anonaddy.com", "anna@lists.example.org", "familie@a.example",
	} {
		if m, ok := readMailbox(address); !ok || impersonal(m) == "" {
			t.Errorf("%s passes for a person's", address)
		}
	}
	for _, address := range []string{"anna@a.example", "anna@list.ru", "infolina@a.example", "owner@a.example"} {
		if m, ok := readMailbox(address); !ok || impersonal(m) != "" {
			t.Errorf("%s is taken for %s", address, impersonal(m))
		}
	}
}
