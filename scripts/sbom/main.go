// Command sbom lists what a Go program was built from, as a bill of materials in
// CycloneDX 1.6: the modules that were linked, as the toolchain recorded them in
// the program itself. The same program gives the same bytes.
//
//	go run ./scripts/sbom PROGRAM > PROGRAM.cdx.json
package main

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"runtime/debug"
	"strings"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "sbom:", err)
		os.Exit(2)
	}
}

func run(args []string, w io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("name one program")
	}
	program, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	info, err := buildinfo.ReadFile(args[0])
	if err != nil {
		return err
	}
	bill, err := billOf(info, sha256.Sum256(program))
	if err != nil {
		return err
	}
	out := json.NewEncoder(w)
	out.SetIndent("", "  ")
	return out.Encode(bill)
}

// The fields of CycloneDX that are used, in its own words.
type (
	bill struct {
		Format       string       `json:"bomFormat"`
		Spec         string       `json:"specVersion"`
		Version      int          `json:"version"` // of this document
		Metadata     metadata     `json:"metadata"`
		Components   []component  `json:"components"`
		Dependencies []dependency `json:"dependencies"`
	}
	metadata struct {
		Timestamp string    `json:"timestamp,omitempty"`
		Component component `json:"component"`
	}
	component struct {
		Type       string     `json:"type"`
		Ref        string     `json:"bom-ref"`
		Name       string     `json:"name"`
		Version    string     `json:"version"`
		Hashes     []hash     `json:"hashes,omitempty"`
		Purl       string     `json:"purl"`
		Properties []property `json:"properties,omitempty"`
	}
	hash struct {
		Algorithm string `json:"alg"`
		Content   string `json:"content"`
	}
	property struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	dependency struct {
		Ref       string   `json:"ref"`
		DependsOn []string `json:"dependsOn,omitempty"`
	}
)

// billOf is dated by the commit, so that it does not depend on when it was made.
func billOf(info *debug.BuildInfo, sum [sha256.Size]byte) (bill, error) {
	program := component{Type: "application", Name: info.Main.Path, Version: info.Main.Version}
	program.Purl = purl(program)
	program.Ref = program.Purl
	program.Hashes = []hash{{"SHA-256", hex.EncodeToString(sum[:])}}
	made := bill{Format: "CycloneDX", Spec: "1.6", Version: 1}
	for _, setting := range info.Settings {
		if setting.Key == "vcs.time" {
			made.Metadata.Timestamp = setting.Value
		}
		program.Properties = append(program.Properties, property{"go:build:" + setting.Key, setting.Value})
	}
	standard := component{Type: "library", Name: "std", Version: info.GoVersion}
	standard.Purl = purl(standard)
	standard.Ref = standard.Purl
	made.Components = []component{standard}
	for _, module := range info.Deps {
		library, err := libraryOf(module)
		if err != nil {
			return bill{}, err
		}
		made.Components = append(made.Components, library)
	}
	made.Metadata.Component = program
	all := dependency{Ref: program.Ref}
	for _, library := range made.Components {
		all.DependsOn = append(all.DependsOn, library.Ref)
	}
	made.Dependencies = []dependency{all}
	return made, nil
}

// libraryOf takes the hash of a module from its line of go.sum, "h1:" and the
// SHA-256 of the list of its files in base64. It is not the hash of one file, so it
// is a property.
func libraryOf(module *debug.Module) (component, error) {
	if module.Replace != nil {
		module = module.Replace
	}
	library := component{Type: "library", Name: module.Path, Version: module.Version}
	library.Purl = purl(library)
	library.Ref = library.Purl
	sum, hashed := strings.CutPrefix(module.Sum, "h1:")
	if !hashed {
		return component{}, fmt.Errorf("module %q has the hash %q, which is of no known kind", module.Path, module.Sum)
	}
	if _, err := base64.StdEncoding.DecodeString(sum); err != nil {
		return component{}, fmt.Errorf("hash of module %q: %w", module.Path, err)
	}
	library.Properties = []property{{"go:sum", module.Sum}}
	return library, nil
}

// purl names a module as the package URL specification has it for Go: in lower
// case, and the version escaped.
func purl(c component) string {
	return "pkg:golang/" + strings.ToLower(c.Name) + "@" + url.QueryEscape(c.Version)
}
