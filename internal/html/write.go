package html

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strings"
	"time"
)

//go:embed page.tmpl
var pageTemplate string

//go:embed style.css
var style string

//go:embed script.js
var script string

// Write writes a page. Nothing is written when it fails.
func Write(w io.Writer, p Page) error {
	parsed, err := template.New("page").Funcs(functions()).Parse(pageTemplate)
	if err != nil {
		return err
	}
	p.makeRoom()
	data := []lanesData{}
	messages := 0
	for _, g := range p.Groups {
		if g.Lanes != nil {
			messages += len(g.Lanes.Messages)
		}
	}
	for _, g := range p.Groups {
		if g.Lanes != nil {
			data = append(data, g.Lanes.data(messages <= maxNamed))
		} else {
			data = append(data, lanesData{})
		}
	}
	encoded, err := json.Marshal(data) // "<" is written as \u003c
	if err != nil {
		return err
	}
	var b bytes.Buffer
	err = parsed.Execute(&b, struct {
		Page
		Policy template.HTMLAttr
		Style  template.CSS
		Script template.JS
		Data   template.JS
	}{p, template.HTMLAttr(policy()), template.CSS(style), template.JS(script), template.JS(encoded)})
	if err != nil {
		return err
	}
	_, err = b.WriteTo(w)
	return err
}

// policy allows this style and this script, and nothing else at all.
func policy() string {
	return fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'", source(style), source(script))
}

// source is the hash source of an inline element (Content Security Policy Level 3
// section 2.3.1).
func source(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

// numbered is a group with the number the page knows it by.
type numbered struct {
	Group
	At   int
	Open bool
}

// someRows are rows of a matrix with its head.
type someRows struct {
	Headings []Heading
	Rows     []Row
}

func functions() template.FuncMap {
	return template.FuncMap{
		"at":   func(i int, g Group) numbered { return numbered{g, i, g.State != Good} },
		"rows": func(m *Matrix, rows []Row) someRows { return someRows{m.Headings, rows} },
		"iso": func(t time.Time) string {
			return t.UTC().Format(time.RFC3339)
		},
		"moment":  moment,
		"buckets": drawBuckets,
		"svg":     func(drawing []byte) template.HTML { return template.HTML(drawing) }, // see Plot
		"draw":    (*Lanes).draw,
		"fates":   fateWords,
		"sample":  sample,
		"remark":  (*Lanes).remark,
		"told":    (*Lanes).told,
		"perDay":  (*Lanes).perDay,
		"notes": func(list []Finding) []Finding {
			return slices.DeleteFunc(slices.Clone(list), func(f Finding) bool { return f.Severity != "info" })
		},
	}
}

// drawBuckets is a bar of what the messages of a device are.
func drawBuckets(buckets []Bucket) template.HTML {
	total := 0
	for _, b := range buckets {
		total += b.Count
	}
	if total == 0 {
		return ""
	}
	var s strings.Builder
	s.WriteString(`<svg class="buckets" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">`)
	x := 0
	for i, b := range buckets {
		width := b.Count * 1000 / total
		fmt.Fprintf(&s, `<rect class="k%d" x="%d" y="0" width="%d" height="10"/>`, i%8, x, width)
		x += width
	}
	s.WriteString("</svg>")
	return template.HTML(s.String()) // numbers only
}

// sample is a fate as the drawings show it.
func sample(kind FateKind) template.HTML {
	var path strings.Builder
	arrow(&path, kind, 4, 2, 10, 28)
	return template.HTML(fmt.Sprintf(`<svg class="sample msg" width="22" height="26" viewBox="0 0 22 26" aria-hidden="true"><path class="f%c" d="%s"/></svg>`, kind, path.String()))
}
