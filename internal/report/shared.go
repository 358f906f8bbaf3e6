package report

import (
	"crypto/sha256"
	"encoding/json"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

// A shared finding is one that several devices have in common.
type shared struct {
	*finding.Finding          // of the first device
	also             []string // labels of the other devices
}

// mergeAlike makes one of the findings that say the same about the same message,
// but for the device they say it of. It keeps the order of the first of each.
func mergeAlike(findings []finding.Finding) []shared {
	type kind struct {
		message string
		values  [sha256.Size]byte
	}
	type named struct {
		i     int
		label string
	}
	var merged []shared
	first := map[kind]int{}
	known := map[named]bool{} // devices of each merged finding
	for i := range findings {
		f := &findings[i]
		if len(f.Evidence) == 0 || f.Evidence[0].MessageID == "" || f.Device == "" {
			merged = append(merged, shared{Finding: f})
			continue
		}
		k := kind{f.Evidence[0].MessageID, withoutDevice(*f)}
		at, ok := first[k]
		if !ok {
			at = len(merged)
			first[k] = at
			merged = append(merged, shared{Finding: f})
		}
		this := named{at, label(f.Device)}
		if ok && !known[this] {
			merged[at].also = append(merged[at].also, this.label)
		}
		known[this] = true
	}
	return merged
}

// withoutDevice is a hash of what a finding says, whatever device it says it of:
// of all but its name, the devices and where the evidence lies.
func withoutDevice(f finding.Finding) [sha256.Size]byte {
	own := f.ID
	f.ID, f.Device, f.Devices, f.Evidence = "", "", nil, nil
	values, err := json.Marshal(f)
	if err != nil {
		return sha256.Sum256([]byte(own)) // not like any other
	}
	return sha256.Sum256(values)
}
