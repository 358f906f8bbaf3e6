package repair

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Kinds of failure of [ReadPlan].
var (
	// ErrPlan: what was read is not a plan of corrections, or a wrong one.
	ErrPlan = errors.New("the plan is wrong")
	// ErrVersion: the plan is of another version.
	ErrVersion = errors.New("unknown version of the plan")
)

// ReadPlan reads plan.json, which a person may have edited: a field that is not
// known, or one that a correction needs and does not have, is an error of kind
// [ErrPlan] that says where. A plan of another version is [ErrVersion]. Whether
// the files are what the plan says, it does not look at.
func ReadPlan(data []byte) (*Plan, error) {
	var head struct {
		Schema int `json:"schema"`
	}
	if err := json.Unmarshal(data, &head); err == nil && head.Schema != Schema {
		return nil, fmt.Errorf("%w: %d", ErrVersion, head.Schema)
	}
	plan := new(Plan)
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(plan); err != nil {
		return nil, fmt.Errorf("%w: line %d: %s", ErrPlan, 1+bytes.Count(data[:decoder.InputOffset()], []byte("\n")), inPlan(err))
	}
	if _, err := decoder.Token(); err != io.EOF {
		return nil, fmt.Errorf("%w: something follows its end", ErrPlan)
	}
	for i, c := range plan.Corrections {
		if what := c.lacks(); what != "" {
			return nil, fmt.Errorf("%w: .corrections[%d] has no %q", ErrPlan, i, what)
		}
	}
	return plan, nil
}

// lacks names the first field without which a correction cannot be delivered, ""
// if it has all.
func (c *Correction) lacks() string {
	switch {
	case c.File == "":
		return "file"
	case c.MessageID == "":
		return "message_id"
	case c.Group == "":
		return "group"
	case c.From == "":
		return "from"
	case len(c.Recipients) == 0:
		return "recipients"
	}
	return ""
}

// inPlan is an error of encoding/json without the names of Go types.
func inPlan(err error) string {
	var wrong *json.UnmarshalTypeError
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &wrong):
		return fmt.Sprintf("%q cannot be a %s", wrong.Field, wrong.Value)
	case errors.As(err, &syntax), errors.Is(err, io.ErrUnexpectedEOF):
		return "it is not JSON"
	}
	return strings.TrimPrefix(err.Error(), "json: ") // unknown field "…"
}
