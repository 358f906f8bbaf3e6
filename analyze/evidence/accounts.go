package evidence

import (
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/gmmtool/gmmtool/internal/gmm"
	"github.com/gmmtool/gmmtool/internal/pgp"
	"github.com/gmmtool/gmmtool/internal/release"
)

// ErrSeveralAccounts is mail of several people given as one device.
var ErrSeveralAccounts = errors.New("is taken for one device, but holds the mail of several people")

// Shares that make an address count: of the mail in an archive, for the archive
// to be delivered to it; of the largest account, for being one of its own. Both
// are one in so many.
const (
	archiveShare = 10
	accountShare = 10
)

// CheckAccounts finds a device that is several accounts, as when a folder above
// the one meant was named: an [Error] of kind [ErrSeveralAccounts] that says what
// was probably meant.
//
// Archives whose mail was delivered to different addresses are different
// accounts, unless one person owns the addresses: somebody named them for the
// device, or one key speaks for them. And they are of several people only if
// different keys own them, or if the addresses write to each other and not all
// of the mail opens with the one key there is: a person may use several
// addresses, and relays.
func (c *Case) CheckAccounts(v *Evidence) error {
	for i := range v.Devices {
		d := &v.Devices[i]
		accounts := c.accountsOf(d, v.Certificates.Ring)
		for k, a := range accounts {
			if slices.ContainsFunc(accounts[:k], func(b *account) bool { return a.isAnotherPerson(b, d) }) {
				return severalAccounts(d, accounts)
			}
		}
		joined := append(slices.Collect(maps.Values(speakers(d, v.Certificates.Ring))), c.toldAddresses(d.Name))
		if err := checkMixed(d, joined); err != nil {
			return err
		}
	}
	return nil
}

// An account is a part of a device's archives whose mail was delivered to the
// same addresses.
type account struct {
	addresses map[string]bool
	archives  []string
	mail      int                      // delivered to it
	owners    map[pgp.Fingerprint]bool // the device's keys that speak for it
	opened    bool                     // some of its mail opens with a key of the device
	sealed    bool                     // some does not
	writesTo  map[*account]bool        // there is a message with both among its sender and recipients
}

func (a *account) sharesAddress(b *account) bool {
	for address := range a.addresses {
		if b.addresses[address] {
			return true
		}
	}
	return false
}

// isAnotherPerson decides on two accounts of a device that have no address in
// common.
func (a *account) isAnotherPerson(b *account, d *Device) bool {
	if len(a.owners) > 0 && len(b.owners) > 0 {
		return true
	}
	oneKey := len(d.Keys) == 1 && a.opened && b.opened && !a.sealed && !b.sealed
	return a.writesTo[b] && !oneKey
}

// accountsOf takes the archives of a device apart, by account: those that have
// a fair share of its mail, in the order of their first archives.
func (c *Case) accountsOf(d *Device, certificates *pgp.Ring) []*account {
	speaks := speakers(d, certificates)
	accounts := accountsByArchive(d)
	if len(accounts) < 2 {
		return nil
	}
	for _, addresses := range speaks {
		accounts = joinAccounts(accounts, addresses)
	}
	accounts = joinAccounts(accounts, c.toldAddresses(d.Name))
	largest := 0
	for _, a := range accounts {
		largest = max(largest, a.mail)
	}
	accounts = slices.DeleteFunc(accounts, func(a *account) bool { return a.mail < 2 || a.mail*accountShare < largest })
	for _, a := range accounts {
		for key, addresses := range speaks {
			if a.sharesAddress(&account{addresses: addresses}) {
				a.owners[key] = true
			}
		}
	}
	noteDialogue(d, accounts)
	return accounts
}

// toldAddresses are the addresses that flags or the case.yaml give a device.
func (c *Case) toldAddresses(device string) map[string]bool {
	told := map[string]bool{}
	for _, d := range c.devices {
		if d.name == device {
			for _, address := range d.addresses {
				told[address] = true
			}
		}
	}
	return told
}

// speakers are the addresses each secret key of the device speaks for: its user
// ids, and the senders of what it signed.
func speakers(d *Device, certificates *pgp.Ring) map[pgp.Fingerprint]map[string]bool {
	speaks := map[pgp.Fingerprint]map[string]bool{}
	for _, key := range d.Keys {
		speaks[key.Fingerprint] = map[string]bool{}
	}
	for _, key := range certificates.Keys() {
		if addresses := speaks[key.Fingerprint()]; addresses != nil {
			for _, address := range key.Addresses() {
				addresses[address] = true
			}
		}
	}
	for _, e := range d.Events {
		if addresses := speaks[e.Message.Seal.Signer]; addresses != nil && e.Message.Seal.Accepted {
			addresses[e.Message.Reading(release.Latest).From.Address] = true
		}
	}
	return speaks
}

// accountsByArchive makes an account of each archive that tells where its mail
// was delivered to, and one of all that have an address in common.
func accountsByArchive(d *Device) []*account {
	delivered := map[string]map[string]int{} // by archive and address
	var order []string
	for _, e := range d.Events {
		to := e.DeliveredTo
		if to == "" {
			continue
		}
		if delivered[e.Place.Archive] == nil {
			delivered[e.Place.Archive] = map[string]int{}
			order = append(order, e.Place.Archive)
		}
		delivered[e.Place.Archive][to]++
	}
	var accounts []*account
	for _, archive := range order {
		a := &account{addresses: map[string]bool{}, archives: []string{archive}, owners: map[pgp.Fingerprint]bool{}, writesTo: map[*account]bool{}}
		for _, n := range delivered[archive] {
			a.mail += n
		}
		for address, n := range delivered[archive] {
			a.addresses[address] = n*archiveShare >= a.mail
		}
		maps.DeleteFunc(a.addresses, func(_ string, counts bool) bool { return !counts })
		accounts = joinAccounts(append(accounts, a), a.addresses)
	}
	return accounts
}

// joinAccounts makes one account of all that have one of the addresses.
func joinAccounts(accounts []*account, addresses map[string]bool) []*account {
	var first *account
	return slices.DeleteFunc(accounts, func(a *account) bool {
		if !a.sharesAddress(&account{addresses: addresses}) {
			return false
		}
		if first == nil {
			first = a
			return false
		}
		maps.Copy(first.addresses, a.addresses)
		first.archives = append(first.archives, a.archives...)
		first.mail += a.mail
		return true
	})
}

// noteDialogue notes which accounts write to each other, and whose mail opens.
func noteDialogue(d *Device, accounts []*account) {
	byAddress, byArchive := map[string]*account{}, map[string]*account{}
	for _, a := range accounts {
		for address := range a.addresses {
			byAddress[address] = a
		}
		for _, archive := range a.archives {
			byArchive[archive] = a
		}
	}
	for _, e := range d.Events {
		if a := byArchive[e.Place.Archive]; a != nil {
			seal := e.Message.Seal
			own := seal.Opening == gmm.Opened && d.owns(seal.OpenedBy)
			a.opened = a.opened || own
			a.sealed = a.sealed || seal.Opening == gmm.NoKey || seal.Opening == gmm.Opened && !own && !seal.Secret
		}
		reading := e.Message.Reading(release.Latest)
		from := byAddress[reading.From.Address]
		if from == nil {
			continue
		}
		for _, to := range append([]string{e.DeliveredTo}, addressesOf(reading)...) {
			if other := byAddress[to]; other != nil && other != from {
				from.writesTo[other], other.writesTo[from] = true, true
			}
		}
	}
}

func addressesOf(reading *gmm.Reading) []string {
	var to []string
	for _, mailbox := range reading.To {
		to = append(to, mailbox.Address)
	}
	return to
}

// severalAccounts words the error: whose mail lies where, and how to name it.
func severalAccounts(d *Device, accounts []*account) error {
	above := accounts[0].archives[0]
	for _, a := range accounts {
		for _, archive := range a.archives {
			above = commonFolder(above, archive)
		}
	}
	var whose, named []string
	isCase := true
	for _, a := range accounts {
		address := slices.Min(slices.Collect(maps.Keys(a.addresses)))
		whose = append(whose, fmt.Sprintf("%s was delivered to %s", a.archives[0], address))
		below := elementBelow(above, a.archives[0])
		isCase = isCase && below != a.archives[0] && !isInPack(below)
		local, _, _ := strings.Cut(address, "@")
		named = append(named, local+"="+below)
	}
	if len(accounts) > maxNamed {
		whose, named = append(whose[:maxNamed], "..."), append(named[:maxNamed], "...")
	}
	fix := "name them one by one: " + strings.Join(named, " ")
	if len(d.Keys) > 0 {
		fix += ", and their keys with --key DEVICE=FILE"
	}
	if isCase {
		fix = fmt.Sprintf("name %q itself, in which each folder is a device, or %s", above, strings.Join(named, " "))
	}
	if isInPack(above) {
		fix = "unpack it, and name each person's mail as one device"
	}
	return &Error{Path: d.Name, Err: fmt.Errorf("%w: %s", ErrSeveralAccounts, strings.Join(whose, ", ")),
		Fix: fix + fmt.Sprintf("; if all of it is one person's, say so with --address %s=ADDRESS for each address", d.Name)}
}

// maxNamed is how many accounts an error names.
const maxNamed = 4

// commonFolder is the innermost folder that both lie in, or are.
func commonFolder(folder, name string) string {
	for folder != "." && folder != "/" && name != folder && !strings.HasPrefix(name, folder+"/") {
		folder = path.Dir(folder)
	}
	return folder
}

// elementBelow is what lies directly in folder and holds name, or is it.
func elementBelow(folder, name string) string {
	rest := strings.TrimPrefix(strings.TrimPrefix(name, folder), "/")
	first, _, _ := strings.Cut(rest, "/")
	return path.Join(folder, first)
}

// isInPack reports whether a place is, or lies in, a tar or zip that was looked
// into.
func isInPack(name string) bool {
	for element := range strings.SplitSeq(strings.ToLower(name), "/") {
		for _, ending := range [...]string{".zip", ".tar", ".tgz", ".tar.gz", ".tar.zst", ".tar.bz2", ".tar.xz"} {
			if strings.HasSuffix(element, ending) {
				return true
			}
		}
	}
	return false
}
