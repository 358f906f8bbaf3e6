package share

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// A Share is one of several equal parts of the work, that several machines do. Which
// share something belongs to depends on its name alone: it stays where it was when
// other archives or groups come and go. The zero value is all of the work.
type Share struct {
	Number int `json:"number"` // from 1 to Of
	Of     int `json:"of"`     // 0 is not divided
}

// ErrShare is a text that names no share.
var ErrShare = errors.New("is not a share")

// Parse reads "NUMBER/OF", as in "2/8". Nothing is all of the work.
func Parse(text string) (Share, error) {
	if text == "" {
		return Share{}, nil
	}
	number, of, _ := strings.Cut(text, "/")
	var s Share
	var err1, err2 error
	s.Number, err1 = strconv.Atoi(number)
	s.Of, err2 = strconv.Atoi(of)
	if err1 != nil || err2 != nil || s.Number < 1 || s.Number > s.Of {
		return Share{}, fmt.Errorf("%q %w", text, ErrShare)
	}
	return s, nil
}

// Has reports whether what has this name belongs to the share. Each name belongs to
// exactly one of the shares.
func (s Share) Has(name ...string) bool {
	if s.Of == 0 {
		return true
	}
	// Names are alike, as INBOX of each device: only a good hash is even.
	sum := sha256.Sum256([]byte(strings.Join(name, "\x00")))
	return binary.BigEndian.Uint64(sum[:8])%uint64(s.Of) == uint64(s.Number-1)
}
