package compare

import "strings"

// phoneDigits is how many digits of a number are compared, from the end: those
// before them are the country and the trunk prefix, which people leave out.
const phoneDigits = 8

// PhoneKey reduces a telephone number to what two spellings of it share, "" for
// what is too short to be anybody's own.
func PhoneKey(number string) string {
	number, _, _ = strings.Cut(strings.TrimPrefix(strings.ToLower(number), "tel:"), ";")
	number, _, _ = strings.Cut(number, "x") // an extension
	var digits strings.Builder
	for _, r := range number {
		digit, ok := digitOf(r)
		switch {
		case ok:
			digits.WriteByte(byte('0' + digit))
		case 'a' <= r && r <= 'z':
			return ""
		}
	}
	key := digits.String()
	if len(key) < phoneDigits {
		key = strings.TrimLeft(key, "0")
	}
	key = key[max(0, len(key)-phoneDigits):]
	if len(strings.TrimLeft(key, "0")) < 6 {
		return ""
	}
	return key
}
