package evidence

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"
)

// inYAML says in our words what is wrong in a YAML file, with the line: the
// messages of the module name Go types.
func inYAML(err error) string {
	if errors.Is(err, io.EOF) {
		return "it is empty"
	}
	var several *yaml.LoadErrors
	if errors.As(err, &several) && len(several.Errors) > 0 {
		err = several.Errors[0]
	}
	text := strings.ReplaceAll(err.Error(), "\n", " ")
	text = strings.TrimPrefix(strings.TrimPrefix(text, "yaml: "), "construct errors: ")
	if m := regexp.MustCompile(`^(.*)field (\S+) not found in type`).FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("%sunknown field %q", m[1], m[2])
	}
	if m := regexp.MustCompile(`^(.*)cannot construct !!(\w+).* into (.*)$`).FindStringSubmatch(text); m != nil {
		return fmt.Sprintf("%s%s is expected, not %s", m[1], yamlWanted(m[3]), yamlGiven(m[2]))
	}
	return text
}

// yamlWanted names what a Go type is filled from.
func yamlWanted(goType string) string {
	switch {
	case strings.HasPrefix(goType, "[]"):
		return "a list"
	case goType == "string":
		return "a text"
	}
	return "a map of fields"
}

// yamlGiven names a tag of YAML.
func yamlGiven(tag string) string {
	switch tag {
	case "map":
		return "a map"
	case "seq":
		return "a list"
	case "str":
		return "a text"
	case "int", "float":
		return "a number"
	}
	return tag
}
