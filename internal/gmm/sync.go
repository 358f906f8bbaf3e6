package gmm

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/gmmtool/gmmtool/internal/address"
)

// A SyncItem is one thing a device told its owner's other devices that touches
// a group: the only trace of changes that were never sent to the group itself
// (src/sync.rs and src/chat.rs of chatmail/core, 1.139 to 2.62).
type SyncItem struct {
	Time    int64    `json:"time"`   // unix seconds of the act
	GroupID string   `json:"group"`  // Chat-Group-ID
	Action  string   `json:"action"` // "SetContacts", "SetPgpContacts", "CreateGroupEncrypted", "Accept", "Delete", ...
	Members []Synced `json:"members,omitempty"`
	Name    string   `json:"name,omitempty"`
}

// Synced is one member of a SetContacts or SetPgpContacts item.
type Synced struct {
	Address     string `json:"addr"`
	Fingerprint string `json:"fpr,omitempty"`
}

// parseSync reads multi-device-sync.json. Items that are not about a group, or
// of a shape no release wrote, are passed over; ok is false if it is not a list of
// items at all.
func parseSync(data []byte) (items []SyncItem, ok bool) {
	var file struct {
		Items []struct {
			Timestamp int64           `json:"timestamp"`
			Data      json.RawMessage `json:"data"`
		} `json:"items"`
	}
	if json.Unmarshal(data, &file) != nil || file.Items == nil {
		return nil, false
	}
	for _, item := range file.Items {
		var data struct {
			AlterChat *struct {
				ID     map[string]json.RawMessage `json:"id"`
				Action json.RawMessage            `json:"action"`
			}
		}
		if !bytes.Contains(item.Data, []byte(`"AlterChat"`)) || json.Unmarshal(item.Data, &data) != nil || data.AlterChat == nil {
			continue
		}
		alter := data.AlterChat
		var group string
		if json.Unmarshal(alter.ID["Grpid"], &group) != nil || group == "" {
			continue
		}
		sync := SyncItem{Time: item.Timestamp, GroupID: group}
		sync.readAction(alter.Action)
		items = append(items, sync)
	}
	return items, true
}

// readAction takes an action, which is a bare name or {name: argument}.
func (s *SyncItem) readAction(raw json.RawMessage) {
	if json.Unmarshal(raw, &s.Action) == nil {
		return
	}
	var action map[string]json.RawMessage
	if json.Unmarshal(raw, &action) != nil || len(action) != 1 {
		return
	}
	for name, argument := range action {
		s.Action = name
		switch name {
		case "SetContacts":
			var addresses []string
			_ = json.Unmarshal(argument, &addresses) // another shape: no members
			for _, one := range addresses {
				s.Members = append(s.Members, Synced{Address: address.Normalize(one)})
			}
		case "SetPgpContacts":
			var pairs [][2]string
			_ = json.Unmarshal(argument, &pairs) // another shape: no members
			for _, pair := range pairs {
				s.Members = append(s.Members, Synced{Fingerprint: strings.ToUpper(pair[0]), Address: address.Normalize(pair[1])})
			}
		case "Rename", "CreateGroupEncrypted":
			_ = json.Unmarshal(argument, &s.Name) // another shape: no name
		}
	}
}
