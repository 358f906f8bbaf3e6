// Package share divides the work on a case among machines that do not speak with each
// other, and joins what they made.
//
// It promises that each name belongs to exactly one share, the same on every machine and
// whatever other names there are, and that shares are joined only if all are there, each
// once, and of one result. It must never look into what is divided.
package share
