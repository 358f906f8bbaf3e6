// Package phone reads telephone numbers into the form they are compared in.
//
// Two numbers are the same only in full: country, area and subscriber. That their
// last digits are equal says nothing. The country of a number that does not state
// it has to be given.
//
// # What this package must never do
//
// It does not validate: whether a number is assigned is nothing it knows. The form
// it makes is for comparing, never for writing.
package phone
