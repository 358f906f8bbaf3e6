package membership

import (
	"fmt"
	"testing"

	"github.com/gmmtool/gmmtool/internal/address"
)

// crowded is a message to n people, and what a device that knows them all has.
func crowded(r Rules, n int) (View, Contacts, Message) {
	m := mail("p0", "")
	v := View{Exists: true, Created: morning, ListTime: morning, Rows: map[ID]Row{Self: r.row(morning)}}
	c := alicesContacts()
	for i := range n {
		name := fmt.Sprintf("p%d", i)
		id := ID(addressOf(name))
		if r.keyed {
			id = ID(fmt.Sprintf("%040X", i))
			c = c.Meet(addressOf(name), string(id))
			m.Fingerprints = append(m.Fingerprints, string(id))
		} else {
			c = c.Meet(addressOf(name), "")
		}
		v.Rows[id] = r.row(morning)
		m.To = append(m.To, address.Mailbox{Address: addressOf(name)})
		m.Times = append(m.Times, morning)
	}
	if r.keyed {
		m.Signer = fmt.Sprintf("%040X", 0)
	}
	return v, c, m
}

// BenchmarkReceiveUnchanged is an ordinary message to a group of n: it must
// cost no more than comparing the list with the rows.
func BenchmarkReceiveUnchanged(b *testing.B) {
	for _, era := range []Era{EraB3, EraB4, EraC, EraE1, EraF} {
		for _, n := range []int{100, 200, 400, 800} {
			b.Run(fmt.Sprintf("%s/%d", era, n), func(b *testing.B) {
				r := example(era)
				v, c, m := crowded(r, n)
				b.ReportAllocs()
				for b.Loop() {
					if _, _, o := r.Receive(v, c, m); o.Changed {
						b.Fatal(o)
					}
				}
			})
		}
	}
}

// BenchmarkReceiveStrangers is a message to n people the device has never met:
// the cost for each must not depend on how many there are.
func BenchmarkReceiveStrangers(b *testing.B) {
	for _, era := range []Era{EraB4, EraF} {
		for _, n := range []int{2000, 4000, 8000, 16000} {
			b.Run(fmt.Sprintf("%s/%d", era, n), func(b *testing.B) {
				r := example(era)
				_, _, m := crowded(r, n)
				for b.Loop() {
					r.Receive(View{}, alicesContacts(), m)
				}
			})
		}
	}
}

// BenchmarkSent is the user writing to a group of n.
func BenchmarkSent(b *testing.B) {
	for _, n := range []int{100, 200, 400, 800} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			r := example(EraF)
			v, c, m := crowded(r, n)
			for b.Loop() {
				r.Sent(v, c, m)
			}
		})
	}
}
