package vcard

// BareAddresses is for tests.
func BareAddresses(text string) []string { return bareAddresses(text) }
