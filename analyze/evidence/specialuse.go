package evidence

import "strings"

func isJunkFolder(folder string) bool {
	for element := range strings.SplitSeq(strings.ToLower(folder), "/") {
		switch element {
		case "junk", "spam", "[gmail]/spam", "junk e-mail", "junk email", "bulk mail":
			return true
		}
	}
	return false
}

func isDraftFolder(folder string) bool {
	for element := range strings.SplitSeq(strings.ToLower(folder), "/") {
		if element == "drafts" || element == "draft" || element == "templates" || element == "outbox" {
			return true
		}
	}
	return false
}

func isSentFolder(folder string) bool {
	for element := range strings.SplitSeq(strings.ToLower(folder), "/") {
		switch element {
		case "sent", "sent items", "sent messages", "sent mail", "gesendet":
			return true
		}
	}
	return false
}

// InJunk reports whether the mailbox is where spam is filed.
func (m Mailbox) InJunk() bool { return isJunkFolder(m.Folder) }

// IsDraft reports whether the mailbox is where unsent mail lies.
func (m Mailbox) IsDraft() bool { return isDraftFolder(m.Folder) }
