package e2e

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
)

// A client is a person's one device: a real deltachat-rpc-server and its
// account. Its methods end the test when the client says no.
type client struct {
	t       testing.TB
	name    string
	address string
	release release
	rpc     *rpc
	account int
	dir     string
	events  atomic.Int64
	watches atomic.Bool // has read the inbox once, and waits for news
}

// self is the record of the own account in every client's address book.
const self = 1

// startClient starts a client without an account.
func startClient(t testing.TB, program, dir, name string, r release) *client {
	t.Helper()
	c := &client{t: t, name: name, address: name + "@lab.example", release: r, dir: dir}
	c.rpc = startRPC(t, program, dir)
	if err := c.rpc.call("add_account", &c.account); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	go c.countEvents()
	return c
}

// countEvents counts what happens in the client, so that one can see when
// nothing happens any more.
func (c *client) countEvents() {
	for {
		answer, err := c.rpc.send("get_next_event", nil)
		if err != nil {
			return
		}
		a, ok := <-answer
		if !ok || a.Error != nil {
			return
		}
		switch event := string(a.Result); {
		case strings.Contains(event, `"Info"`):
		case strings.Contains(event, `"ImapInboxIdle"`):
			c.watches.Store(true)
		default:
			c.events.Add(1)
		}
	}
}

// logIn gives the client its account and brings it online.
func (c *client) logIn(imapPort, smtpPort int) error {
	configure := c.logInByTransport
	if !c.release.atLeast(1, 159) {
		configure = c.logInBySettings
	}
	if err := configure(imapPort, smtpPort); err != nil {
		return err
	}
	return c.rpc.call("start_io", nil, c.account)
}

// settings are the same for all. A copy of sent mail has to be kept, because
// the case is made of mailboxes.
func (c *client) settings() map[string]string {
	return map[string]string{"displayname": c.displayName(), "bcc_self": "1"}
}

func (c *client) displayName() string { return strings.ToUpper(c.name[:1]) + c.name[1:] }

const anyPassword = "any"

func (c *client) logInByTransport(imapPort, smtpPort int) error {
	if err := c.rpc.call("batch_set_config", nil, c.account, c.settings()); err != nil {
		return err
	}
	return c.rpc.call("add_or_update_transport", nil, c.account, map[string]any{
		"addr": c.address, "password": anyPassword, "certificateChecks": "acceptInvalidCertificates", "oauth2": false,
		"imapServer": "127.0.0.1", "imapPort": imapPort, "imapSecurity": "plain", "imapUser": c.address, "imapFolder": nil,
		"smtpServer": "127.0.0.1", "smtpPort": smtpPort, "smtpSecurity": "plain", "smtpUser": c.address, "smtpPassword": anyPassword,
	})
}

// logInBySettings is how releases before 1.159 do it.
func (c *client) logInBySettings(imapPort, smtpPort int) error {
	const plain, acceptAll = "3", "3"
	settings := c.settings()
	for key, value := range map[string]string{
		"addr": c.address, "mail_pw": anyPassword,
		"mail_server": "127.0.0.1", "mail_port": strconv.Itoa(imapPort), "mail_user": c.address, "mail_security": plain,
		"send_server": "127.0.0.1", "send_port": strconv.Itoa(smtpPort), "send_user": c.address, "send_security": plain, "send_pw": anyPassword,
		"imap_certificate_checks": acceptAll, "smtp_certificate_checks": acceptAll,
	} {
		settings[key] = value
	}
	if err := c.rpc.call("batch_set_config", nil, c.account, settings); err != nil {
		return err
	}
	return c.rpc.call("configure", nil, c.account)
}

// ask does one request for the client's account.
func (c *client) ask(method string, result any, params ...any) {
	c.t.Helper()
	if err := c.rpc.call(method, result, append([]any{c.account}, params...)...); err != nil {
		c.t.Fatalf("%s (%s): %v", c.name, c.release, err)
	}
}

// lookForMail makes the client look for new mail. Mail that arrives just when a
// client begins to wait for news is else found only when that times out, after
// minutes.
func (c *client) lookForMail() {
	c.t.Helper()
	if err := c.rpc.call("maybe_network", nil); err != nil {
		c.t.Fatalf("%s (%s): %v", c.name, c.release, err)
	}
}

// contact gives the record of another person, made from that person's own card
// with its key. Releases before 1.142 read no cards: there the key has to be
// learnt from mail.
func (c *client) contact(other *client) int {
	c.t.Helper()
	var id int
	if !c.release.atLeast(1, 142) {
		c.ask("create_contact", &id, other.address, other.displayName())
		return id
	}
	var card string
	other.ask("make_vcard", &card, []int{self})
	file := filepath.Join(c.dir, other.name+".vcf")
	if err := os.WriteFile(file, []byte(card), 0o600); err != nil {
		c.t.Fatal(err)
	}
	var ids []int
	c.ask("import_vcard", &ids, file)
	return ids[0]
}

// greet writes to another person alone, which tells them the own key.
func (c *client) greet(other *client) {
	c.t.Helper()
	c.writeAlone(other, "Hello, this is "+c.displayName())
}

// acceptAll accepts the requests of all chats, as a user does.
func (c *client) acceptAll() {
	c.t.Helper()
	for _, chat := range c.chats() {
		c.ask("accept_chat", nil, chat)
	}
}

func (c *client) chats() []int {
	c.t.Helper()
	var chats []int
	c.ask("get_chatlist_entries", &chats, nil, nil, nil)
	return chats
}
