package evidence

import (
	"strings"

	"github.com/gmmtool/gmmtool/internal/release"
)

// addFlags adds what flags say of devices; it overrides a case.yaml.
func (d *discovery) addFlags() error {
	for name, addresses := range d.opts.Addresses {
		dev, ok := d.byName[name]
		if !ok {
			return unknownDevice("--address", name, d.names())
		}
		for _, address := range addresses {
			dev.addresses = append(dev.addresses, strings.ToLower(address))
		}
	}
	for name := range d.opts.Rules {
		if _, ok := d.byName[name]; name != "" && !ok {
			return unknownDevice("--rules", name, d.names())
		}
	}
	for _, name := range d.names() {
		for _, rules := range [...]string{d.opts.Rules[""], d.opts.Rules[name]} {
			if rules == "" {
				continue
			}
			if err := d.byName[name].setRules(rules); err != nil {
				return err
			}
		}
	}
	return nil
}

// setRules fixes the release whose membership rules a device gets.
func (d *namedDevice) setRules(text string) error {
	parsed, err := release.Parse(text)
	if err != nil {
		return &Error{Err: err, Fix: "give rules as a client release, for example --rules " + d.name + "=1.160.0"}
	}
	d.rules, d.rulesSet = parsed, true
	return nil
}
