// Package synthetic makes up cases whose truth is known: plain group lives of any
// size and shape.
//
// Tests and benchmarks import it, the program does not. Everything it makes
// follows from its arguments alone.
package synthetic
