// Package e2e plays group lives among real Delta Chat clients and heals them
// with the built gmmtool.
//
// # What happens
//
// A test starts Dovecot and an SMTP server on the loopback interface, and one
// deltachat-rpc-server, of any release, for each person. The clients make and
// change groups by themselves; the network between them loses or holds back
// what the test says, so that views part. Then the mailboxes are copied into a
// case folder, gmmtool is run on it, its corrections are delivered, and the
// clients are asked what they show now. What they show is the measure: it has
// to be what plan.json predicted.
//
// # What it needs
//
// The tests skip themselves unless the environment variable
// GMMTOOL_E2E_CLIENTS names a folder of clients. scripts/e2e.sh installs them
// and runs the tests; docs/e2e.md says more.
//
// # What this package must never do
//
// It holds tests alone: nothing imports it. It talks to nobody but the loopback
// interface, and the clients' accounts exist nowhere else.
package e2e
