package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
)

func TestALongMapIsWrittenAsAShortOne(t *testing.T) {
	type entry struct {
		Whole string `json:"whole"`
	}
	for _, n := range []int{0, 1, batch, batch + 1, 5*batch + 7} {
		all := struct {
			Before int              `json:"before"`
			Cards  map[string]entry `json:"cards"`
			After  int              `json:"after"`
		}{Cards: map[string]entry{}}
		for i := range n {
			all.Cards[fmt.Sprintf("card-%d \"é", i)] = entry{fmt.Sprint(i)}
		}
		want, err := json.MarshalIndent(all, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		if err := WriteJSON(&got, all); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), append(want, '\n')) {
			t.Errorf("%d entries are written otherwise", n)
		}
	}
}
