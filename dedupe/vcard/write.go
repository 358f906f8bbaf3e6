package vcard

import (
	"encoding/base64"
	"slices"
	"strings"
)

// writtenParams are the parameters in the syntax of a version, each with its
// semicolon. It gives false where one is left out because that version has no
// way to write it.
func (p Property) writtenParams(version Version) (string, bool) {
	var out strings.Builder
	complete := true
	for _, param := range p.preferenceApart() {
		switch param.name {
		case "ENCODING", "CHARSET", "MEDIATYPE":
			continue // follows from the content and the version
		case "VALUE":
			if p.content.form == formURI || p.content.form == formBlob || p.content.form == formPlace || version == V21 {
				continue
			}
		case "TYPE", "PREF":
			if p.content.form == formBlob && param.name == "TYPE" {
				continue // the media type, which is written with the value
			}
			param = preference(param, version)
		}
		switch {
		case !isName([]byte(param.name)):
			complete = false
		case version != V21:
			writeParam(&out, param)
		case slices.ContainsFunc(param.values, needsQuotes):
			complete = false
		default:
			writeOldParam(&out, param)
		}
	}
	if p.content.form == formURI && formOf(p.name) != formURI {
		out.WriteString(saysValueIsURI(version))
	}
	return out.String(), complete
}

func saysValueIsURI(version Version) string {
	if version == V21 {
		return ";VALUE=URL"
	}
	return ";VALUE=uri"
}

// preferenceApart gives the parameters with TYPE=pref apart from other types.
func (p Property) preferenceApart() []param {
	var params []param
	for _, one := range p.params {
		types := slices.DeleteFunc(slices.Clone(one.values), func(value string) bool { return strings.EqualFold(value, "pref") })
		if one.name == "TYPE" && 0 < len(types) && len(types) < len(one.values) {
			params = append(params, param{"TYPE", types})
			one.values = []string{"pref"}
		}
		params = append(params, one)
	}
	return params
}

// preference says "the preferred one" in the way of the version: PREF=1 in 4.0,
// among the types before.
func preference(p param, version Version) param {
	switch {
	case version == V40 && p.name == "TYPE" && len(p.values) == 1 && strings.EqualFold(p.values[0], "pref"):
		return param{"PREF", []string{"1"}}
	case version != V40 && p.name == "PREF" && slices.Equal(p.values, []string{"1"}):
		return param{"TYPE", []string{"pref"}}
	}
	return p
}

func writeParam(out *strings.Builder, p param) {
	out.WriteString(";" + p.name + "=")
	for i, value := range p.values {
		if i > 0 {
			out.WriteByte(',')
		}
		quoted := strings.ContainsAny(value, ":;,")
		value = paramEscaped.Replace(value)
		if quoted {
			value = `"` + value + `"`
		}
		out.WriteString(value)
	}
}

// needsQuotes tells whether vCard 2.1, which has neither quotes nor escapes for
// parameters, cannot write the value.
func needsQuotes(value string) bool {
	return strings.ContainsFunc(value, func(c rune) bool { return c < ' ' || c > '~' || strings.ContainsRune(`:;,="`, c) })
}

// writeOldParam writes types without their name, the way all 2.1 writers do.
func writeOldParam(out *strings.Builder, p param) {
	if p.name != "TYPE" {
		out.WriteString(";" + p.name + "=" + strings.Join(p.values, ","))
		return
	}
	for _, value := range p.values {
		out.WriteString(";" + strings.ToUpper(value))
	}
}

// writeLine writes a value after a head in the syntax of a version.
func writeLine(head string, c content, version Version, lineBreak string) []byte {
	if c.form == formBlob && c.blob.URI == "" {
		return writeBlob(head, c.blob, version, lineBreak)
	}
	value := writtenValue(c, version)
	if c.form == formBlob && version != V40 {
		head += saysValueIsURI(version)
	}
	if version != V21 {
		return fold(head+":", value, lineBreak)
	}
	if strings.ContainsFunc(value, func(c rune) bool { return c < ' ' || c > '~' }) {
		return softFold(head+";CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:", value, lineBreak)
	}
	return []byte(head + ":" + value + lineBreak)
}

func writtenValue(c content, version Version) string {
	switch c.form {
	case formURI:
		return c.text
	case formBlob:
		return c.blob.URI
	case formPlace:
		return writtenPlace(c.text, version)
	case formList:
		items := make([]string, len(c.list))
		for i, item := range c.list {
			items[i] = escape(item, version)
			if version == V21 { // where a comma is not escaped but in lists
				items[i] = strings.ReplaceAll(items[i], ",", `\,`)
			}
		}
		return strings.Join(items, ",")
	case formComponents:
		components := make([]string, len(c.components))
		for i, component := range c.components {
			items := make([]string, len(component))
			for k, item := range component {
				items[k] = escape(item, version)
			}
			components[i] = strings.Join(items, ",")
		}
		return strings.Join(components, ";")
	case formOpaque:
		if version != V21 {
			return strings.ReplaceAll(c.text, "\n", `\n`)
		}
		return c.text
	}
	return escapeWhole(c.text, version)
}

// writeBlob writes bytes: a data: URI in 4.0, base64 before. A block of vCard
// 2.1 ends in an empty line.
func writeBlob(head string, blob Blob, version Version, lineBreak string) []byte {
	encoded := base64.StdEncoding.EncodeToString(blob.Data)
	switch version {
	case V40:
		return fold(head+":", "data:"+blob.MediaType+";base64,"+encoded, lineBreak)
	case V21:
		return base64Block(head+";ENCODING=BASE64"+blobType(blob)+":", encoded, lineBreak)
	}
	return fold(head+";ENCODING=b"+blobType(blob)+":", encoded, lineBreak)
}

// blobType is the TYPE that stands for a media type before 4.0.
func blobType(blob Blob) string {
	media, _, _ := strings.Cut(blob.MediaType, ";")
	_, kind, _ := strings.Cut(media, "/")
	switch {
	case media == "application/pgp-keys":
		return ";TYPE=PGP"
	case kind == "" || needsQuotes(kind):
		return ""
	}
	return ";TYPE=" + strings.ToUpper(kind)
}
