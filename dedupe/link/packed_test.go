package link

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/gmmtool/gmmtool/dedupe/record"
)

func TestAPackedProfileSaysTheSame(t *testing.T) {
	words := rapid.SampledFrom([]string{"Anna", "ANNA Ott", "Ott, Anna", "Hans Weber sen.", "Анна Отт", "李 雷", "Dr. A. Ott", "ß ﬁ", "anna@ott.example"})
	texts := func(of *rapid.Generator[string]) *rapid.Generator[[]string] {
		return rapid.SliceOfN(rapid.OneOf(of, rapid.String()), 0, 3)
	}
	addresses := rapid.SampledFrom([]string{"anna@ott.example", "Anna.Ott@ott.example", "Anna.Ott+x@googlemail.com", "info@ott.example", "o@bücher.example", "<'b@c.example'>"})
	keys := rapid.SampledFrom([]record.Key{{Fingerprint: keyNumber(1), Learnt: record.LearntCard}, {Fingerprint: keyNumber(2), Learnt: record.LearntSigned}, {Fingerprint: keyNumber(3), Learnt: record.LearntGossip}})
	rapid.Check(t, func(t *rapid.T) {
		records := make([]record.Record, rapid.IntRange(1, 4).Draw(t, "records"))
		var ties []Tie
		for i := range records {
			records[i] = record.Record{
				Source: rapid.SampledFrom([]record.Source{record.Card, record.Member, record.KeyHolder}).Draw(t, "source"),
				UID:    rapid.String().Draw(t, "uid"), Names: texts(words).Draw(t, "names"), Addresses: texts(addresses).Draw(t, "addresses"),
				Keys:         rapid.SliceOfN(keys, 0, 3).Draw(t, "keys"),
				Birthday:     rapid.SampledFrom([]string{"", "1980-04-12", "--0412", "19800230"}).Draw(t, "birthday"),
				Phones:       texts(rapid.Just("+49 30 1234567")).Draw(t, "phones"),
				Postal:       texts(rapid.Just("Gasse 1; 12345 Ort")).Draw(t, "postal"),
				Organisation: rapid.Bool().Draw(t, "organisation"),
			}
			if i > 0 && rapid.Bool().Draw(t, "tied") {
				ties = append(ties, Tie{A: uint32(i - 1), B: uint32(i)})
			}
		}
		testimony := indexTestimony(&record.Testimony{
			Signed: []record.Bond{{Address: "anna@ott.example", Key: keyNumber(4)}},
			Own:    []record.Owner{{Addresses: []string{"Anna.Ott@ott.example"}}},
		})
		all := groupPersons(record.NewIndex(records, 1), testimony, ties)
		packed := packProfiles(2, all, func(int, uint32, *profile) {})
		used := new(profile)
		for person := range uint32(all.len()) {
			described := new(profile)
			all.describeInto(described, new(profile), person)
			packed.into(used, person)
			for _, got := range []*profile{packed.of(person), used} {
				if diff := cmp.Diff(described, got, cmp.AllowUnexported(profile{}, name{}, mailbox{}, birthday{}, attribute{}, knownKey{}), cmpopts.EquateEmpty(), cmpopts.IgnoreFields(profile{}, "words")); diff != "" {
					t.Fatalf("-described +unpacked\n%s", diff)
				}
			}
		}
	})
}
