package report

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

type streamedInner struct {
	Text string `json:"text"`
	List []int  `json:"list,omitempty"`
}

type streamedOuter struct {
	Schema int               `json:"schema"`
	None   []streamedInner   `json:"none"`
	Many   []streamedInner   `json:"many"`
	Left   []streamedInner   `json:"left,omitempty"`
	Name   string            `json:"name,omitempty"`
	When   *time.Time        `json:"when,omitempty"`
	Inner  streamedInner     `json:"inner"`
	Map    map[string]string `json:"map"`
	Hidden int               `json:"-"`
	secret int
}

func TestStreamingWritesWhatOnePieceWould(t *testing.T) {
	texts := rapid.StringOf(rapid.RuneFrom([]rune("aé<>&\"\\\x1b\u202e\U000e0001\ufffd \n")))
	damaged := rapid.Custom(func(t *rapid.T) string {
		return texts.Draw(t, "text") + rapid.SampledFrom([]string{"", "", "", "\xff", "\xc3"}).Draw(t, "damage")
	})
	inner := rapid.Custom(func(t *rapid.T) streamedInner {
		return streamedInner{Text: damaged.Draw(t, "t"), List: rapid.SliceOfN(rapid.Int(), 0, 2).Draw(t, "l")}
	})
	rapid.Check(t, func(t *rapid.T) {
		v := streamedOuter{
			Schema: rapid.Int().Draw(t, "schema"), Many: rapid.SliceOfN(inner, 0, 3).Draw(t, "many"), Left: rapid.SliceOfN(inner, 0, 2).Draw(t, "left"),
			Name: damaged.Draw(t, "name"), Inner: inner.Draw(t, "inner"), Map: rapid.MapOfN(rapid.StringMatching(`[a-z~/]*`), damaged, 0, 2).Draw(t, "map"),
			secret: 1,
		}
		line, err := marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var want, got bytes.Buffer
		if err := json.Indent(&want, line, "", "  "); err != nil {
			t.Fatal(err)
		}
		want.WriteByte('\n')
		if err := WriteJSON(&got, v); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want.String(), got.String()); diff != "" {
			t.Fatalf("-one piece +streamed:\n%s", diff)
		}
	})
}
