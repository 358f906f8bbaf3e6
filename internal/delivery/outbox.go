package delivery

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"
)

// Limits of a plan, far above what repair writes.
const (
	maxMails      = 10_000
	maxRecipients = 20_000   // of one mail
	maxMail       = 48 << 20 // bytes
)

// A Mail is one mail of a plan, as the plan has it. Mails of one Group are
// delivered to each recipient in the order of the plan.
type Mail struct {
	File       string // plain name within the plan's folder
	SHA256     string // of the file, hex; empty if the plan does not say
	MessageID  string // without angle brackets
	Group      string
	GroupName  string
	From       string   // envelope sender: the signer
	Recipients []string // envelope recipients
	// NotBefore is when it may be delivered; zero means at once.
	NotBefore time.Time
}

// An Outbox is the folder of a plan whose mails have been checked.
type Outbox struct {
	folder *os.Root
	mails  []checkedMail
}

// A checkedMail comes with the SHA-256 of what was checked, hex.
type checkedMail struct {
	Mail
	digest string
}

// Open checks every mail of a plan in its folder, and sends nothing. Errors are
// [ErrUnsafe], [ErrAddress] or of the file system. folder must stay open as
// long as the outbox is used.
func Open(folder *os.Root, plan []Mail) (*Outbox, error) {
	if len(plan) > maxMails {
		return nil, fmt.Errorf("%w: %d mails, at most %d", ErrUnsafe, len(plan), maxMails)
	}
	o := &Outbox{folder: folder}
	seen := map[string]bool{}
	for _, mail := range plan {
		if err := checkEnvelope(mail); err != nil {
			return nil, err
		}
		data, err := readMail(folder, mail.File, mail.MessageID)
		if err != nil {
			return nil, err
		}
		digest := digestOf(data)
		if mail.SHA256 != "" && !strings.EqualFold(mail.SHA256, digest) {
			return nil, unsafe(mail.File, "it is not the file that was written: SHA-256 is %s, the plan says %q", digest, mail.SHA256)
		}
		if seen[mail.MessageID] {
			return nil, unsafe(mail.File, "a second mail with the Message-ID %q", mail.MessageID)
		}
		seen[mail.MessageID] = true
		o.mails = append(o.mails, checkedMail{mail, digest})
	}
	return o, nil
}

// checkEnvelope refuses what could not be sent, or would be sent twice.
func checkEnvelope(mail Mail) error {
	if err := CheckAddress(mail.From); err != nil {
		return &Error{File: mail.File, Err: fmt.Errorf("sender: %w", err)}
	}
	if len(mail.Recipients) > maxRecipients {
		return unsafe(mail.File, "%d recipients, at most %d", len(mail.Recipients), maxRecipients)
	}
	seen := map[string]bool{}
	for _, address := range mail.Recipients {
		if err := CheckAddress(address); err != nil {
			return &Error{File: mail.File, Err: fmt.Errorf("recipient: %w", err)}
		}
		if seen[fold(address)] {
			return unsafe(mail.File, "the recipient %q is named twice", address)
		}
		seen[fold(address)] = true
	}
	return nil
}

// Recipients are all addresses that mails of the plan are for, sorted.
func (o *Outbox) Recipients() []string {
	var all []string
	for _, mail := range o.mails {
		all = append(all, mail.Recipients...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// checkMaildirs refuses, as [ErrNotRecipient], a Maildir of somebody who is
// neither a recipient nor among the others: the address is probably misspelt.
func (o *Outbox) checkMaildirs(opts Options) error {
	known := map[string]bool{}
	for _, address := range slices.Concat(o.Recipients(), opts.Others) {
		known[fold(address)] = true
	}
	for _, m := range opts.Maildirs {
		if !known[fold(m.address)] {
			return fmt.Errorf("%w %q", ErrNotRecipient, m.address)
		}
	}
	return nil
}

// read reads a mail again, which must not have changed since it was checked.
func (o *Outbox) read(mail checkedMail) ([]byte, error) {
	data, err := readMail(o.folder, mail.File, mail.MessageID)
	if err == nil && digestOf(data) != mail.digest {
		err = unsafe(mail.File, "it has changed since it was checked")
	}
	if err != nil {
		return nil, err
	}
	return data, nil
}
