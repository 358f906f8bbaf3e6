package vcard

import (
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
)

// A form is what the value of a property is made of.
type form uint8

const (
	formText       form = iota // escaped text
	formURI                    // a URI, not escaped
	formList                   // texts between commas
	formComponents             // lists of texts between semicolons
	formBlob                   // bytes
	formOpaque                 // not known: escapes other than of line breaks are left alone
	formNested                 // a card in a card
	formPlace                  // coordinates
)

// mergedPrefix marks what a merge could not put in its own place. The value
// keeps the form of the property whose name follows.
const mergedPrefix = "X-GMMTOOL-MERGED-"

// formOf is for a name in upper case.
func formOf(name string) form {
	name = strings.TrimPrefix(name, mergedPrefix)
	switch name {
	case "URL", "IMPP", "MEMBER", "X-ADDRESSBOOKSERVER-MEMBER", "RELATED", "SOURCE", "FBURL", "CALURI", "CALADRURI":
		return formURI
	case "CATEGORIES", "NICKNAME":
		return formList
	case "N", "ADR", "ORG", "GENDER", "CLIENTPIDMAP":
		return formComponents
	case "PHOTO", "KEY", "LOGO", "SOUND":
		return formBlob
	case "AGENT":
		return formNested
	case "GEO":
		return formPlace
	}
	if strings.HasPrefix(name, "X-") && !isTextExtension(name) {
		return formOpaque
	}
	return formText
}

func isTextExtension(name string) bool {
	return strings.HasPrefix(name, "X-GMMTOOL-") || strings.HasPrefix(name, "X-AB") || strings.HasPrefix(name, "X-PHONETIC-")
}

// A content is a decoded value, the same for what different versions write in
// different ways.
type content struct {
	form       form
	text       string // of formText, formURI, formOpaque, formNested, formPlace
	list       []string
	components [][]string
	blob       Blob
	damaged    bool // it lacks what the line itself still has: then that is in text
}

func contentOf(line Line) content {
	c := content{form: formOf(line.Name())}
	switch c.form {
	case formList:
		c.list = line.List()
	case formComponents:
		c.components = withoutEmptyTail(line.Components())
	case formBlob:
		blob, err := line.Blob()
		c.blob, c.damaged = blob, err != nil
		if c.damaged {
			c.text = asItStands(line)
		}
		return c
	case formNested:
		c.text = normalBreaks(string(line.value))
		return c
	case formOpaque:
		c.text = line.plain()
		if line.version != V21 {
			c.text = unescapeBreaks(c.text)
		}
		c.text = trim(c.text)
	default:
		c.text = trim(line.Text())
		if c.form == formPlace {
			if _, _, ok := placeOf(c.text); !ok {
				c.form = formText
			}
		}
		if c.form == formText && saysURI(line) {
			c.form = formURI
		}
		if strings.ContainsAny(c.text, "\\\n") {
			c.form = formText // no URI, whatever it says: it needs escapes
		}
	}
	if c.damaged = losesBytes(line); c.damaged {
		c.text = asItStands(line)
	}
	return c
}

// asItStands is what follows the name of a line, unfolded but not decoded.
func asItStands(line Line) string {
	return string(line.params()) + ":" + string(unfold(line.value, V30))
}

// losesBytes tells whether the decoded text does not hold all the line says. A
// guessed charset does; so does quoted-printable, whose stray signs stay.
func losesBytes(line Line) bool {
	if line.isPlainUTF8() {
		return false
	}
	if line.encoding == base64Encoding {
		return !soundBase64(line.value)
	}
	data, _ := line.transferDecoded()
	charset := line.charsetFor(data)
	return charset != "" && !isUTF8Name(charset) && strings.Contains(line.plain(), "\uFFFD")
}

func saysURI(line Line) bool {
	return slices.ContainsFunc(line.Param("VALUE"), func(value string) bool {
		return strings.EqualFold(value, "uri") || strings.EqualFold(value, "url")
	})
}

// looksEscaped tells whether that version would read a line break where vCard
// 2.1 has a backslash.
func (c content) looksEscaped(version Version) bool {
	return c.form == formOpaque && version != V21 && unescapeBreaks(c.text) != c.text
}

// empty tells whether the value says nothing.
func (c content) empty() bool {
	return c.text == "" && len(c.list) == 0 && len(c.components) == 0 && len(c.blob.Data) == 0 && c.blob.URI == ""
}

// key is equal for equal contents and for no others. The order of a list has no
// meaning. A component that is a list is the same as its text with commas: vCard
// 2.1 and many writers of 3.0 do not tell them apart.
func (c content) key() string {
	if c.damaged {
		return c.text // what was decoded may be the same for different lines
	}
	var key []byte
	switch c.form {
	case formList:
		for _, item := range slices.Sorted(slices.Values(c.list)) {
			key = appendCounted(key, item)
		}
	case formComponents:
		for _, component := range c.components {
			key = appendCounted(key, trim(strings.Join(component, ",")))
		}
	case formBlob:
		digest := c.blob.Digest()
		key = hex.AppendEncode(key, digest[:])
	default:
		return c.text
	}
	return string(key)
}

// String is the content as a person would read it.
func (c content) String() string {
	switch c.form {
	case formList:
		return strings.Join(c.list, ", ")
	case formComponents:
		parts := make([]string, len(c.components))
		for i, component := range c.components {
			parts[i] = strings.Join(component, ",")
		}
		return strings.Join(parts, ";")
	case formBlob:
		if c.blob.URI != "" {
			return c.blob.URI
		}
		digest := c.blob.Digest()
		return strconv.Itoa(len(c.blob.Data)) + " bytes, SHA-256 " + hex.EncodeToString(digest[:8])
	}
	return c.text
}
