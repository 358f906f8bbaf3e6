package simulate

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// story is a life as a test tells it, one line for each deed and message:
//
//	2 device alice 2.62.0
//	3 create G alice: bob carol
//	4 add G alice dave
//	5 offline bob
//	4.1 mail alice: bob carol dave!drop
func story(t *testing.T, lines string) *Life {
	t.Helper()
	life := &Life{}
	for line := range strings.Lines(lines) {
		words := strings.Fields(strings.ReplaceAll(line, ":", ""))
		if len(words) == 0 {
			continue
		}
		at, err := strconv.ParseFloat(words[0], 64)
		if err != nil {
			t.Fatal(err)
		}
		switch op := words[1]; op {
		case "mail":
			for _, to := range words[3:] {
				to, verdict, _ := strings.Cut(to, "!")
				if verdict == "" {
					verdict = "deliver"
				}
				life.Network = append(life.Network, Delivery{At: at, Sender: words[2] + "@x.example", To: to + "@x.example", Verdict: verdict})
			}
		case "device":
			life.Journal = append(life.Journal, Deed{At: at, Op: op, Device: words[2], Version: words[3]})
		case "offline", "online":
			life.Journal = append(life.Journal, Deed{At: at, Op: op, Device: words[2]})
		case "create":
			life.Journal = append(life.Journal, Deed{At: at, Op: op, Group: words[2], By: words[3], Members: words[4:]})
		default:
			life.Journal = append(life.Journal, Deed{At: at, Op: op, Group: words[2], By: words[3], Who: strings.Join(words[4:], "")})
		}
	}
	return life
}

func TestAReplayFollowsTheJournal(t *testing.T) {
	for _, tc := range []struct{ name, life, device, members string }{
		{"a lost addition is missed", `
			1 device alice 2.62.0
			1 device bob 2.62.0
			1 device carol 2.62.0
			2 create G alice: bob
			2.1 mail alice: bob
			10 add G alice carol
			10.1 mail alice: bob!drop carol`, "bob", "alice bob"},
		{"who removes somebody after being removed had not read it yet", `
			1 device alice 2.62.0
			1 device bob 2.62.0
			1 device carol 2.62.0
			2 create G alice: bob carol
			2.1 mail alice: bob carol
			10 remove G alice bob
			10.1 mail alice: carol bob
			10.5 remove G bob carol
			10.6 mail bob: alice carol`, "bob", "alice"},
		{"the recipients tell that a change was not read yet", `
			1 device alice 2.62.0
			1 device bob 2.62.0
			1 device carol 2.62.0
			1 device dave 2.62.0
			2 create G alice: bob carol
			2.1 mail alice: bob carol
			10 remove G alice carol
			10.1 mail alice: bob carol
			10.5 add G bob dave
			10.6 mail bob: dave alice carol`, "dave", "alice bob carol dave"},
		{"what a client refused to send reaches nobody", `
			1 device alice 2.62.0
			1 device bob 2.62.0
			1 device carol 2.62.0
			2 create G alice: bob carol
			2.1 mail alice: bob carol
			10 remove G bob carol
			60 say G alice
			60.1 mail alice: bob carol`, "alice", "alice bob carol"},
		{"what is written offline leaves when the device is back", `
			1 device alice 2.62.0
			1 device bob 2.62.0
			1 device carol 2.62.0
			2 create G alice: bob
			2.1 mail alice: bob
			9 offline alice
			10 add G alice carol
			90 online alice
			90.1 mail alice: bob carol`, "bob", "alice bob carol"},
		{"so does what is written just before it goes offline", `
			1 device alice 2.62.0
			1 device bob 2.62.0
			1 device carol 2.62.0
			2 create G alice: bob
			2.1 mail alice: bob
			10 add G alice carol
			10.1 offline alice
			90 online alice
			90.1 mail alice: bob carol`, "bob", "alice bob carol"},
		{"1.159 opens no mail that hides for whom it is", `
			1 device alice 2.48.0
			1 device bob 1.159.4
			1 device carol 1.160.0
			2 create G alice: bob carol
			2.1 mail alice: bob carol`, "bob", ""},
		{"1.160 opens it", `
			1 device alice 2.48.0
			1 device bob 1.159.4
			1 device carol 1.160.0
			2 create G alice: bob carol
			2.1 mail alice: bob carol`, "carol", "alice bob carol"},
		{"mail in the clear reaches no group of 2.0", `
			1 device alice 1.160.0
			1 device bob 1.160.0
			1 device carol 2.33.0
			2 create G alice: bob carol
			2.1 mail alice: bob carol`, "carol", ""},
		{"once all keys are known it is sealed", `
			1 device alice 1.160.0
			1 device bob 1.160.0
			1 device carol 2.33.0
			2 create H bob: alice
			2.1 mail bob: alice
			3 create G alice: bob carol
			3.1 mail alice: bob carol`, "carol", "alice bob carol"},
		{"who is offline when a group is made reads of it later", `
			1 device alice 2.62.0
			1 device bob 2.62.0
			1 device carol 2.62.0
			1.5 offline bob
			2 create G alice: bob carol
			2.1 mail alice: bob carol
			10 remove G alice carol
			10.1 mail alice: bob carol
			20 online bob`, "bob", "alice bob"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			shown, err := Replay(t.Context(), story(t, tc.life))
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range shown {
				if s.Group == "G" && s.Device == tc.device {
					for _, address := range s.Members {
						got = append(got, strings.TrimSuffix(address, "@x.example"))
					}
				}
			}
			if want := strings.Fields(tc.members); !slices.Equal(got, want) {
				t.Errorf("%s shows %v, not %v", tc.device, got, want)
			}
		})
	}
}
