package gmm

import (
	"encoding/binary"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gmmtool/gmmtool/internal/address"
	"github.com/gmmtool/gmmtool/internal/pgp"
)

// A Pool keeps one copy of what many messages have in common: the names and
// values of fields, and what is parsed from them. A message to four hundred
// people lies in four hundred archives; its lists are read and kept once. The
// zero value is ready; it may be used by many goroutines at once.
//
// What a pool holds is never changed. It lives as long as any of its messages.
type Pool struct {
	shards   [64]shard
	once     sync.Once
	unsealed *Seal // of all messages without one
}

type shard struct {
	mu     sync.RWMutex
	values map[string]string
	parsed map[parsedKey]any
	// messages are by the first bytes of their Content; of several with the same
	// bytes only the last is found again.
	messages map[uint64]*Message
}

// parsedKey is a value and what it was parsed as.
type parsedKey struct {
	value string
	as    parsedAs
}

type parsedAs byte

const (
	asAddresses parsedAs = iota
	asTimes
	asFingerprints
	asKeys
	asGroupName
)

func (p *Pool) shard(s string) *shard {
	if len(s) == 0 {
		return &p.shards[0]
	}
	return &p.shards[(len(s)+int(s[len(s)-1])+int(s[len(s)/2])<<2)%len(p.shards)]
}

// share returns the pool's copy of a string.
func (p *Pool) share(s string) string {
	if p == nil || s == "" {
		return s
	}
	h := p.shard(s)
	h.mu.RLock()
	known, ok := h.values[s]
	h.mu.RUnlock()
	if ok {
		return known
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if known, ok := h.values[s]; ok {
		return known
	}
	if h.values == nil {
		h.values = map[string]string{}
	}
	h.values[s] = s
	return s
}

// parsed returns what parse makes of a value, parsed once if there is a pool.
func parsed[T any](p *Pool, as parsedAs, value string, parse func(string) T) T {
	if p == nil {
		return parse(value)
	}
	h, key := p.shard(value), parsedKey{value, as}
	h.mu.RLock()
	known, ok := h.parsed[key]
	h.mu.RUnlock()
	if ok {
		return known.(T)
	}
	made := parse(value)
	h.mu.Lock()
	defer h.mu.Unlock()
	if known, ok := h.parsed[key]; ok {
		return known.(T)
	}
	if h.parsed == nil {
		h.parsed = map[parsedKey]any{}
	}
	h.parsed[key] = made
	return made
}

// A mailboxList is a parsed list of addresses that can be searched.
type mailboxList struct {
	mailboxes []address.Mailbox
	index     func() map[string]bool
}

func newMailboxList(mailboxes []address.Mailbox) *mailboxList {
	return &mailboxList{mailboxes: mailboxes, index: sync.OnceValue(func() map[string]bool {
		index := make(map[string]bool, len(mailboxes))
		for i := range mailboxes {
			index[mailboxes[i].Address] = true
		}
		return index
	})}
}

// has reports whether an address is in the list.
func (l *mailboxList) has(addr string) bool {
	if l == nil {
		return false
	}
	return l.index()[addr]
}

// mailboxesOf parses a list; nil if there are none in it.
func (p *Pool) mailboxesOf(value string) *mailboxList {
	if value == "" {
		return nil
	}
	return parsed(p, asAddresses, value, func(value string) *mailboxList {
		list := address.ParseList(value)
		if len(list) == 0 {
			return nil
		}
		for i := range list {
			list[i].Name, list[i].Address = p.share(list[i].Name), p.share(list[i].Address)
		}
		return newMailboxList(list)
	})
}

// Adopt has a message share what it has in common with others, for example after
// it was read from a store. Of a message that the pool has already, as copies in
// several archives are, it returns the one it has; else m.
func (p *Pool) Adopt(m *Message) *Message {
	p.shareParts(m)
	h := &p.shards[int(m.Content[0])%len(p.shards)]
	key := binary.BigEndian.Uint64(m.Content[:])
	h.mu.Lock()
	defer h.mu.Unlock()
	if known := h.messages[key]; known != nil && known.equal(m) {
		return known
	}
	if h.messages == nil {
		h.messages = map[uint64]*Message{}
	}
	h.messages[key] = m
	return m
}

func (p *Pool) shareParts(m *Message) {
	m.pool = p
	for _, section := range [...]Fields{m.Outer, m.Protected, m.Hidden} {
		p.shareFields(section)
	}
	if len(m.Autocrypt) > 0 {
		m.Autocrypt = p.keysOf(m.Autocrypt).headers
	}
	if len(m.Gossip) > 0 {
		m.gossip = p.keysOf(m.Gossip)
		m.Gossip = m.gossip.headers
	}
	if m.Seal == nil || m.Seal.isNone() {
		p.once.Do(func() { p.unsealed = unsealed() })
		m.Seal = p.unsealed // not to be touched: other goroutines have it, too
	} else {
		s := m.Seal
		s.OpenedBy, s.Signer = pgp.Fingerprint(p.share(string(s.OpenedBy))), pgp.Fingerprint(p.share(string(s.Signer)))
		s.Why = p.share(s.Why)
		for i := range s.Intended {
			s.Intended[i] = p.share(s.Intended[i])
		}
	}
	for i, carried := range m.Carried {
		m.Carried[i] = p.Adopt(carried)
	}
}

// equal reports whether two messages say the same.
func (m *Message) equal(n *Message) bool {
	return m.Content == n.Content && slices.Equal(m.Outer, n.Outer) && slices.Equal(m.Protected, n.Protected) &&
		(m.Protected == nil) == (n.Protected == nil) && slices.Equal(m.Hidden, n.Hidden) && m.HP == n.HP && m.Report == n.Report &&
		(m.Seal == n.Seal || reflect.DeepEqual(m.Seal, n.Seal)) && slices.Equal(m.Autocrypt, n.Autocrypt) && slices.Equal(m.Gossip, n.Gossip) &&
		reflect.DeepEqual(m.Unverified, n.Unverified) && reflect.DeepEqual(m.Sync, n.Sync) && reflect.DeepEqual(m.Hints, n.Hints) &&
		slices.Equal(m.Carried, n.Carried)
}

// shareRare shares what most messages of a group have in common: its name, and
// nothing else.
func (p *Pool) shareRare(rare *Rare) *Rare {
	if p == nil || !rare.equal(&Rare{GroupName: rare.GroupName, HasName: true}) {
		return rare
	}
	return parsed(p, asGroupName, rare.GroupName, func(string) *Rare { return rare })
}

// shareFields shares all values but those that hardly any two messages have in
// common.
func (p *Pool) shareFields(section Fields) {
	for i := range section {
		field := &section[i]
		field.Name = p.share(field.Name)
		switch field.Name {
		case "message-id", "x-microsoft-original-message-id", "in-reply-to", "date":
		case "references":
			if answered := section.Last("in-reply-to"); answered == field.Value {
				field.Value = answered
			}
		default:
			field.Value = p.share(field.Value)
		}
	}
}

func (p *Pool) shareKeys(headers []KeyHeader) {
	for i := range headers {
		h := &headers[i]
		h.Address, h.PreferEncrypt = p.share(h.Address), p.share(h.PreferEncrypt)
		h.Fingerprint = pgp.Fingerprint(p.share(string(h.Fingerprint)))
	}
}

// keysOf returns the pool's copy of a list of keys.
func (p *Pool) keysOf(headers []KeyHeader) *gossipKeys {
	var key strings.Builder
	for i := range headers {
		h := &headers[i]
		for _, part := range [...]string{h.Address, string(h.Fingerprint), h.PreferEncrypt, strconv.FormatBool(h.Protected)} {
			key.WriteString(strconv.Itoa(len(part))) // any byte may stand in an address
			key.WriteByte(':')
			key.WriteString(part)
		}
	}
	return parsed(p, asKeys, key.String(), func(string) *gossipKeys {
		p.shareKeys(headers)
		return newGossipKeys(headers)
	})
}
