package release

// HidesRecipients reports whether the release hides for whom its mail is: all key
// ids in it are zero (PKESK of RFC 9580, 5.1).
func (r Release) HidesRecipients() bool { return r >= Of(2, 46, 0) }

// OpensHidden reports whether the release tries its keys on mail that hides for
// whom it is. 1.142.12, 1.151.3 and 1.159.4 show an error instead; 1.139.3, 1.160.0
// and 2.33.0 open it (seen).
func (r Release) OpensHidden() bool { return r < Of(1, 142, 0) || r >= Of(1, 160, 0) }
