package finding

import "slices"

// sharedAccounts reports devices of one account of some of which there is no
// database: nothing in the mail tells which of them sent a message.
func (s *search) sharedAccounts() {
	for _, owner := range s.Owners() {
		lacksDatabase := slices.ContainsFunc(owner.Devices, func(name string) bool { return s.Device(name).Backup() == nil })
		if len(owner.Devices) > 1 && lacksDatabase {
			s.add(Finding{Code: OneAccount, Severity: Info, Device: owner.Devices[0], Devices: owner.Devices, Addresses: owner.Addresses, Evidence: []Evidence{}})
		}
	}
}
