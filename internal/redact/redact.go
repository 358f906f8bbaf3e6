// Package redact replaces what names people in a result, so that it can be handed
// on.
//
// # What it promises
//
// Addresses, names, Message-IDs, ids of groups, fingerprints and whatever a field
// is tagged with become pseudonyms, in their own fields and wherever else they
// stand in a text, and so do the paths that were given. One text becomes one pseudonym: what is equal stays equal, and
// two results that are redacted with one key agree. Who does not have the key
// learns from a pseudonym neither the text nor, by trying, whether a guess is
// right. The value given is not changed.
//
// # What it must never do
//
// It leaves no text of a tagged field as it was because it looks harmless.
// Digests of messages, sizes and times stay: whoever has the mail can still check
// a result against it.
package redact

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MinKey is the least length of a key, in bytes.
const MinKey = 16

// tag is the struct tag that names what a field holds: its text, or each of its
// texts, is replaced whole, and is looked for in all other texts. The value is
// the beginning of the pseudonym, for example "device".
const tag = "redact"

// minWord is the least length of a word that is looked for in other texts, in
// bytes: shorter ones would hit words of the sentences around them.
const minWord = 3

// host ends pseudonyms of addresses and Message-IDs (RFC 6761: never anybody's).
const host = "@redacted.invalid"

// A Redactor knows a key, and the words to look for. The zero value is not
// usable, see [New].
type Redactor struct {
	key   []byte
	words map[string][]word // by their first run of letters and digits, longest first; "" if they begin otherwise
	known map[string]bool
}

type word struct{ text, pseudonym string }

// New makes a redactor. The key should be random and at least [MinKey] long.
func New(key []byte) *Redactor {
	return &Redactor{key: slices.Clone(key), words: map[string][]word{}, known: map[string]bool{}}
}

// pseudonym is what stands for a text.
func (r *Redactor) pseudonym(kind, text string) string {
	mac := hmac.New(sha256.New, r.key)
	mac.Write([]byte(strings.ToLower(text)))
	return kind + "-" + hex.EncodeToString(mac.Sum(nil)[:5])
}

// Learn notes the words in the tagged fields of values.
func (r *Redactor) Learn(values ...any) {
	for _, v := range values {
		r.walk(reflect.ValueOf(v), "", func(kind string, v reflect.Value) {
			if kind != "" {
				r.learn(kind, v.String())
			}
		})
	}
}

func (r *Redactor) learn(kind, text string) {
	if len(text) < minWord || r.known[text] {
		return
	}
	r.look(text, r.stands(kind, text))
}

// LearnPath notes a path that somebody gave. It, and what lies below it, begins with
// a pseudonym in all texts. A path of one plain word is known as a path only by what
// lies below it.
func (r *Redactor) LearnPath(path string) {
	path = strings.TrimRight(path, `/\`)
	if strings.Trim(path, ".-") == "" {
		return
	}
	pseudonym := r.pseudonym("path", path)
	r.look(path+"/", pseudonym+"/")
	if strings.ContainsFunc(path, func(c rune) bool { return !isWord(c) }) {
		r.look(path, pseudonym)
	}
}

// look has a text replaced wherever it stands.
func (r *Redactor) look(text, pseudonym string) {
	if r.known[text] {
		return
	}
	r.known[text] = true
	first := firstRun(text)
	list := append(r.words[first], word{text, pseudonym})
	slices.SortStableFunc(list, func(a, b word) int { return len(b.text) - len(a.text) })
	r.words[first] = list
}

// stands is the pseudonym of a tagged text: that of an address for one.
func (r *Redactor) stands(kind, text string) string {
	switch {
	case text == "":
		return ""
	case strings.Contains(text, "@") && !strings.ContainsAny(text, " \t"):
		return r.pseudonym("x", text) + host
	}
	return r.pseudonym(kind, text)
}

// walk visits every text below v with the tag of its field.
func (r *Redactor) walk(v reflect.Value, kind string, visit func(kind string, v reflect.Value)) {
	switch v.Kind() {
	case reflect.String:
		visit(kind, v)
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			r.walk(v.Elem(), kind, visit)
		}
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return
		}
		for i := range v.Len() {
			r.walk(v.Index(i), kind, visit)
		}
	case reflect.Map:
		for _, k := range v.MapKeys() {
			r.walk(v.MapIndex(k), kind, visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				r.walk(v.Field(i), field.Tag.Get(tag), visit)
			}
		}
	}
}

// Of is v with pseudonyms in it: a copy as deep as its exported fields.
func Of[T any](r *Redactor, v T) T {
	return r.copy(reflect.ValueOf(&v).Elem(), "").Interface().(T)
}

func (r *Redactor) copy(v reflect.Value, kind string) reflect.Value {
	switch v.Kind() {
	case reflect.String:
		text := v.String()
		if kind != "" {
			text = r.stands(kind, text)
		} else {
			text = r.Text(text)
		}
		return reflect.ValueOf(text).Convert(v.Type())
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		fresh := reflect.New(v.Type().Elem())
		fresh.Elem().Set(r.copy(v.Elem(), kind))
		return fresh
	case reflect.Interface:
		if v.IsNil() {
			return v
		}
		fresh := reflect.New(v.Type()).Elem()
		fresh.Set(r.copy(v.Elem(), kind))
		return fresh
	case reflect.Slice:
		return r.copySlice(v, kind)
	case reflect.Array:
		fresh := reflect.New(v.Type()).Elem()
		for i := range v.Len() {
			fresh.Index(i).Set(r.copy(v.Index(i), kind))
		}
		return fresh
	case reflect.Map:
		return r.copyMap(v, kind)
	case reflect.Struct:
		fresh := reflect.New(v.Type()).Elem()
		fresh.Set(v)
		for i := range v.NumField() {
			if field := v.Type().Field(i); field.IsExported() {
				fresh.Field(i).Set(r.copy(v.Field(i), field.Tag.Get(tag)))
			}
		}
		return fresh
	}
	return v
}

func (r *Redactor) copySlice(v reflect.Value, kind string) reflect.Value {
	if v.IsNil() || v.Type().Elem().Kind() == reflect.Uint8 {
		return v
	}
	fresh := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		fresh.Index(i).Set(r.copy(v.Index(i), kind))
	}
	return fresh
}

func (r *Redactor) copyMap(v reflect.Value, kind string) reflect.Value {
	if v.IsNil() {
		return v
	}
	fresh := reflect.MakeMapWithSize(v.Type(), v.Len())
	for _, k := range v.MapKeys() {
		fresh.SetMapIndex(r.copy(k, ""), r.copy(v.MapIndex(k), kind))
	}
	return fresh
}

// Text is s with pseudonyms for the words that were learnt, and for whatever looks
// like an address, a Message-ID or a fingerprint.
func (r *Redactor) Text(s string) string {
	var b strings.Builder
	atStart := true // of a run of letters and digits
	for i := 0; i < len(s); {
		if length, pseudonym := r.match(s[i:], atStart); length > 0 {
			b.WriteString(pseudonym)
			i += length
			atStart = true
			continue
		}
		c, size := utf8.DecodeRuneInString(s[i:])
		b.WriteString(s[i : i+size])
		atStart = !isWord(c)
		i += size
	}
	return b.String()
}

// match finds what to replace at the start of s.
func (r *Redactor) match(s string, atStart bool) (length int, pseudonym string) {
	if !atStart {
		return 0, ""
	}
	if n := addressLength(s); n > 0 {
		return n, r.pseudonym("x", s[:n]) + host
	}
	run := firstRun(s)
	for _, w := range r.words[run] {
		if strings.HasPrefix(s, w.text) && !continues(s, len(w.text)) {
			return len(w.text), w.pseudonym
		}
	}
	if isFingerprint(run) {
		mac := hmac.New(sha256.New, r.key)
		mac.Write([]byte(run))
		sum := mac.Sum(nil)
		return len(run), strings.ToUpper(hex.EncodeToString(sum))[:len(run)]
	}
	return 0, ""
}

// firstRun is the run of letters and digits at the start of s.
func firstRun(s string) string {
	for i, c := range s {
		if !isWord(c) {
			return s[:i]
		}
	}
	return s
}

func isWord(c rune) bool {
	return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.Is(unicode.M, c)
}

// continues reports whether a word of s goes on at i.
func continues(s string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i:])
	return i < len(s) && isWord(before) && isWord(after)
}

// addressLength is the length of the address or Message-ID at the start of s, 0
// for none.
func addressLength(s string) int {
	local := strings.IndexFunc(s, func(c rune) bool { return !isWord(c) && !strings.ContainsRune("._%+-=", c) })
	if local <= 0 || s[local] != '@' {
		return 0
	}
	domain := strings.IndexFunc(s[local+1:], func(c rune) bool { return !isWord(c) && !strings.ContainsRune(".-_", c) })
	if domain < 0 {
		domain = len(s) - local - 1
	}
	domain = len(strings.TrimRight(s[local+1:local+1+domain], ".-_"))
	if domain == 0 {
		return 0
	}
	return local + 1 + domain
}

// isFingerprint reports a fingerprint as results write it: whole and in upper
// case (RFC 9580 section 5.5.4). Digests of messages are in lower case.
func isFingerprint(run string) bool {
	if len(run) != 40 && len(run) != 64 {
		return false
	}
	return strings.Trim(run, "0123456789ABCDEF") == ""
}
