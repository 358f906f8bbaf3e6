package evidence

import (
	"encoding/json"
	"errors"

	"github.com/gmmtool/gmmtool/internal/pgp"
)

// Certificates is a ring of keys that serialises as transferable public keys
// (RFC 9580 section 10.1), with what other keys certified. Secret parts are left
// out.
type Certificates struct{ *pgp.Ring }

// MarshalJSON gives the public keys in the order of the ring.
func (c Certificates) MarshalJSON() ([]byte, error) {
	list := [][]byte{}
	for _, key := range c.Keys() {
		list = append(list, key.SerializeCertified())
	}
	return json.Marshal(list)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (c *Certificates) UnmarshalJSON(data []byte) error {
	var list [][]byte
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	c.Ring = pgp.NewRing()
	for _, public := range list {
		keys, problems := pgp.ReadKeys(public, nil)
		if len(problems) > 0 {
			return errors.Join(problems...)
		}
		for _, key := range keys {
			c.Add(key)
		}
	}
	return nil
}
