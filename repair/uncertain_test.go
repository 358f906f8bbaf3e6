package repair_test

import (
	"os"
	"testing"
)

func TestThePlanSaysWhatItDoesNotKnow(t *testing.T) {
	cases, err := os.ReadDir(casesDir)
	if err != nil {
		t.Fatal(err)
	}
	marked := 0
	for _, folder := range cases {
		r := rebuild(t, load(t, folder.Name()))
		for _, group := range correct(t, load(t, folder.Name())).Plan.Groups {
			for _, device := range group.Devices {
				uncertain := false
				for _, g := range r.histories.Groups {
					h := g.Of(r.histories.Device(device.Device))
					uncertain = uncertain || g.ID == group.ID && h != nil && h.Uncertain != nil
				}
				if device.Uncertain != uncertain {
					t.Errorf("%s: %s in %q is marked %v, is %v", folder.Name(), device.Device, group.Name, device.Uncertain, uncertain)
				}
				if uncertain {
					marked++
				}
			}
		}
	}
	if marked == 0 {
		t.Error("no bundled case leaves a view open: nothing was tested")
	}
}
