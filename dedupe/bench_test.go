package dedupe

import (
	"context"
	"fmt"
	"math/rand"
	"testing"

	"github.com/gmmtool/gmmtool/dedupe/link"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// A population is invented people. Names and hosts follow Zipf's law, roughly.
type population struct {
	*rand.Rand
	given, family, hosts []string
}

func newPopulation() *population {
	c := &population{Rand: rand.New(rand.NewSource(1))}
	for i := range 2000 {
		c.given = append(c.given, c.word(4+i%4))
	}
	for i := range 30000 {
		c.family = append(c.family, c.word(5+i%5))
	}
	for range 5000 {
		c.hosts = append(c.hosts, c.word(8)+".example")
	}
	return c
}

func (c *population) word(letters int) string {
	b := make([]byte, letters)
	for i := range b {
		b[i] = "aeiobcdfghklmnprstvw"[c.Intn(20)]
	}
	return string(b)
}

func (c *population) pick(words []string) string { return words[c.Intn(1+c.Intn(len(words)))] }

// card is a card of somebody; one in twenty has the number of a large office, one
// in fifty only a role address.
func (c *population) card(i int) (card record.Record, given, family string) {
	given, family = c.pick(c.given), c.pick(c.family)
	host := c.pick(c.hosts)
	if c.Intn(3) == 0 {
		host = []string{"gmail.com", "gmx.de", "nine.testrun.org"}[c.Intn(3)]
	}
	card = record.Record{
		Source: record.Card, Place: record.Place{Book: "large.vcf", Index: i}, UID: fmt.Sprintf("uid-%d", i),
		Names: []string{given + " " + family}, Addresses: []string{fmt.Sprintf("%s.%s%d@%s", given, family, c.Intn(1000), host)},
		Phones: []string{fmt.Sprintf("+49 30 %07d", c.Intn(10_000_000))}, Content: fmt.Sprintf("%064x", i),
	}
	if c.Intn(3) == 0 {
		card.Birthday = fmt.Sprintf("%d-%02d-%02d", 1940+c.Intn(70), 1+c.Intn(12), 1+c.Intn(28))
	}
	if c.Intn(20) == 0 {
		card.Phones = []string{"+49 30 1234567"}
	}
	if c.Intn(50) == 0 {
		card.Addresses = []string{"info@" + host}
	}
	return card, given, family
}

// manyRecords is the address book of a large organisation and the mail of years:
// most records alone, some imported twice, in a group, or with a second address.
func manyRecords(n int) []record.Record {
	c := newPopulation()
	records := make([]record.Record, 0, n+1)
	for len(records) < n {
		i := len(records)
		card, given, family := c.card(i)
		records = append(records, card)
		switch kind := c.Intn(20); {
		case kind < 2:
			card.UID += "-copy"
			records = append(records, card)
		case kind < 4:
			records = append(records, record.Record{Source: record.Member, Place: record.Place{Device: "phone", Group: "g"}, Names: card.Names, Addresses: card.Addresses})
		case kind < 5:
			card.UID, card.Content = card.UID+"-other", fmt.Sprintf("%064x", n+i)
			card.Addresses = []string{given + "." + family + "@" + c.pick(c.hosts)}
			records = append(records, card)
		}
	}
	return records[:n]
}

func BenchmarkFindMillion(b *testing.B) {
	records := manyRecords(1_000_000)
	b.ResetTimer()
	for range b.N {
		plan, err := Find(context.Background(), records, nil, Options{Jobs: 2})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(plan.Counts.Proposals), "proposals")
		b.ReportMetric(float64(plan.Counts.Persons), "persons")
	}
}

// BenchmarkWritePlan is what follows linking, of a book with duplicates of every
// third card.
func BenchmarkWritePlan(b *testing.B) {
	index := record.NewIndex(manyRecords(200_000), 2)
	found, err := link.Find(context.Background(), index, &record.Testimony{}, link.Options{Jobs: 2, BlockLimit: 200})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		again := *found
		writePlan(index, &again, nil, indexDecisions(Decisions{}), nil, 2)
	}
}
