// Gmmtool is fsck for group chats that live in e-mail: it rebuilds from
// exported mailboxes what each device believed about its groups, and says where
// and why the devices differ.
//
//	gmmtool COMMAND [flags] SOURCE...
//
// This package is the program only: one short file per command, and what the
// commands share (arguments, sources, outputs, errors). It is the only one that
// touches the process: arguments, standard streams, environment, clock, signals
// and exit code. What it finds out is handed to the other packages as values.
//
// Results go to standard output, everything else to standard error. An error is
// a line "gmmtool: PLACE: WHAT", followed by a line "  hint: WHAT TO DO" where
// there is something to do. The exit code is an interface, see [exitCode].
package main
