package report

import (
	"strings"

	"github.com/gmmtool/gmmtool/analyze"
)

// accounts names the devices that are of one account: they are one member of each
// group, and one may be a copy of the other.
func (p *page) accounts(devices []analyze.DeviceInfo) {
	told := map[string]bool{}
	for _, d := range devices {
		if len(d.SameAccount) == 0 || told[d.Device] {
			continue
		}
		names := []string{label(d.Device)}
		for _, other := range d.SameAccount {
			told[other] = true
			names = append(names, label(other))
		}
		p.gap()
		p.text(enumerate(names, maxDevicesNamed)+" are devices of one account, "+Safe(strings.Join(d.Addresses, ", "))+
			". If one is a copy of another, leave it out.", "")
	}
}
