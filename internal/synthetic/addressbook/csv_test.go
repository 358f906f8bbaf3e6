package addressbook

import (
	"encoding/csv"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/gmmtool/gmmtool/internal/synthetic/joined"
)

var csvFlag = flag.String("addressbook.csv", "", "measure FEBRL's own files of records, separated by commas, as one book")

// TestPlansOfPublishedRecordsAreRight measures one of FEBRL's own data sets: no gate.
// Every pair of records is counted, whether anybody could tell them or not.
func TestPlansOfPublishedRecordsAreRight(t *testing.T) {
	if *csvFlag == "" {
		t.Skip("no file was named with -addressbook.csv")
	}
	book, truth := published(t, strings.Split(*csvFlag, ",")...)
	r := Measure(planOf(t, book, truth), truth)
	t.Logf("%s\nmissed with suggestions, by what the plan says of them:\n%s", r, r.MissedByPlan(joined.Suggested))
	show(t, r, book)
}

// published writes records as vCards. The social security number, which no address
// book has, is left out.
func published(t *testing.T, paths ...string) ([]byte, *Truth) {
	t.Helper()
	truth := &Truth{Kind: "published"}
	person, cards := map[string]int32{}, map[int32][]int32{}
	var b strings.Builder
	for _, path := range paths {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		read := csv.NewReader(file)
		read.TrimLeadingSpace = true
		rows, err := read.ReadAll()
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for _, row := range rows[1:] {
			of := map[string]string{}
			for i, name := range rows[0] {
				of[name] = strings.TrimSpace(row[i])
			}
			writeRecord(&b, of)
			id := strings.Split(of["rec_id"], "-")[1] // rec-17-dup-0
			if _, known := person[id]; !known {
				person[id] = int32(len(person))
			}
			p, serial := person[id], int32(len(truth.Cards))
			for _, other := range cards[p] {
				truth.told = append(truth.told, told{[2]int32{other, serial}, SharedValue})
			}
			cards[p] = append(cards[p], serial)
			truth.Cards = append(truth.Cards, Card{Person: p, Known: p})
		}
	}
	return []byte(b.String()), truth
}

func writeRecord(b *strings.Builder, of map[string]string) {
	fmt.Fprintf(b, "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:%s\r\n", of["rec_id"])
	fmt.Fprintf(b, "FN:%s\r\nN:%s;%s;;;\r\n", join(of["given_name"], of["surname"]), of["surname"], of["given_name"])
	street := join(of["street_number"], of["address_1"])
	fmt.Fprintf(b, "ADR:;%s;%s;%s;%s;%s;\r\n", of["address_2"], street, of["suburb"], of["state"], of["postcode"])
	if of["date_of_birth"] != "" {
		fmt.Fprintf(b, "BDAY:%s\r\n", of["date_of_birth"])
	}
	b.WriteString("END:VCARD\r\n")
}
