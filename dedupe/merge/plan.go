package merge

import (
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/gmmtool/gmmtool/dedupe"
	"github.com/gmmtool/gmmtool/dedupe/planfile"
	"github.com/gmmtool/gmmtool/dedupe/record"
)

// ReadPlan reads plan.json, which a person may have edited: a field that is not
// known is an error. Whether the plan makes sense, [Apply] finds out. The file is
// named in errors only, which are of kind ErrPlan.
func ReadPlan(file string, data []byte) (*dedupe.Plan, error) {
	written := new(planfile.Plan)
	if !readByElement(data, reflect.ValueOf(written).Elem()) || written.Kind != dedupe.Kind {
		if err := checkHead(file, data, dedupe.Kind, []int{1, planfile.Schema}, ErrPlan); err != nil {
			return nil, err
		}
		if err := readStrictly(file, data, written, ErrPlan); err != nil {
			return nil, err
		}
	}
	plan, err := written.Read()
	if err != nil {
		return nil, inPlan(file, err)
	}
	return plan, nil
}

// inPlan is an error of the plan as one of this package.
func inPlan(file string, err error) error {
	var fault *dedupe.PlanError
	if errors.As(err, &fault) {
		return &Error{File: file, Path: fault.Path, Kind: ErrPlan, Detail: fault.Why}
	}
	return err
}

// check finds out whether the plan makes sense at all.
func check(plan *dedupe.Plan) error {
	return inPlan("", dedupe.Validate(plan))
}

// Check finds out whether a plan makes sense, and could be applied to its books:
// nothing is both accepted and refused. The file is named in errors only, which are
// of kind ErrPlan.
func Check(file string, plan *dedupe.Plan) error {
	err := check(plan)
	if err == nil {
		_, err = unite(plan)
	}
	var fault *Error
	if errors.As(err, &fault) {
		fault.File = file
	}
	return err
}

// Books are the inputs of a plan that are address books, in its order.
func Books(plan *dedupe.Plan) []record.Input {
	var books []record.Input
	for _, input := range plan.Inputs {
		if input.Kind == "book" {
			books = append(books, input)
		}
	}
	return books
}

// Accounts are what the books of a plan are parts of, each once, in its order: the
// book itself, or a folder or pack.
func Accounts(plan *dedupe.Plan) []string {
	var accounts []string
	for _, book := range Books(plan) {
		if account := book.InAccount(); !slices.Contains(accounts, account) {
			accounts = append(accounts, account)
		}
	}
	return accounts
}

// checkBooks compares the books with those the plan was made from.
func checkBooks(plan *dedupe.Plan, books []Book, applied *Journal) error {
	inputs := Books(plan)
	if len(inputs) != len(books) {
		return &Error{Path: ".inputs", Kind: ErrPlan, Detail: fmt.Sprintf("%d books are named, %d are given", len(inputs), len(books))}
	}
	seen := map[string]bool{}
	for i, input := range inputs {
		digest := books[i].digest()
		switch {
		case seen[input.Path]:
			return &Error{Path: ".inputs", Kind: ErrPlan, Detail: fmt.Sprintf("book %q stands twice", input.Path)}
		case digest == input.SHA256:
		case applied.made(digest):
			return &Error{File: books[i].File, Kind: ErrApplied}
		default:
			return &Error{File: books[i].File, Kind: ErrStale}
		}
		seen[input.Path] = true
	}
	return nil
}
