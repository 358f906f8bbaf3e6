package gmm

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseSync(t *testing.T) {
	alter := func(id, action string) string {
		return `{"items":[{"timestamp":7,"data":{"AlterChat":{"id":` + id + `,"action":` + action + `}}}]}`
	}
	group := `{"Grpid":"g"}`
	tests := []struct {
		name, data string
		want       []SyncItem
		ok         bool
	}{
		{"contacts by address", alter(group, `{"SetContacts":["A@X","b@x"]}`),
			[]SyncItem{{Time: 7, GroupID: "g", Action: "SetContacts", Members: []Synced{{Address: "a@x"}, {Address: "b@x"}}}}, true},
		{"contacts by key", alter(group, `{"SetPgpContacts":[["ab12","A@X"]]}`),
			[]SyncItem{{Time: 7, GroupID: "g", Action: "SetPgpContacts", Members: []Synced{{Address: "a@x", Fingerprint: "AB12"}}}}, true},
		{"a new group has a name", alter(group, `{"CreateGroupEncrypted":"G 1"}`), []SyncItem{{Time: 7, GroupID: "g", Action: "CreateGroupEncrypted", Name: "G 1"}}, true},
		{"a new name", alter(group, `{"Rename":"G 2"}`), []SyncItem{{Time: 7, GroupID: "g", Action: "Rename", Name: "G 2"}}, true},
		{"an action without argument", alter(group, `"Accept"`), []SyncItem{{Time: 7, GroupID: "g", Action: "Accept"}}, true},
		{"an action nobody knows", alter(group, `{"Juggle":3}`), []SyncItem{{Time: 7, GroupID: "g", Action: "Juggle"}}, true},
		{"arguments of another shape leave the members out", alter(group, `{"SetContacts":{"a":1}}`), []SyncItem{{Time: 7, GroupID: "g", Action: "SetContacts"}}, true},
		{"chats that are not groups are passed over", alter(`{"ContactAddr":"a@x"}`, `"Accept"`), nil, true},
		{"a group without an id is passed over", alter(`{"Grpid":""}`, `"Accept"`), nil, true},
		{"other items are passed over", `{"items":[{"timestamp":1,"data":{"AddQrToken":{}}},{"timestamp":2,"data":{"AlterChat":3}}]}`, nil, true},
		{"data of any shape are passed over", `{"items":[{"timestamp":1,"data":"AlterChat"},{"timestamp":2,"data":["AlterChat"]},{"timestamp":3}]}`, nil, true},
		{"an empty list is a list", `{"items":[]}`, nil, true},
		{"no list is none", `{}`, nil, false},
		{"no JSON is none", `items`, nil, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, ok := parseSync([]byte(test.data))
			if ok != test.ok {
				t.Errorf("ok is %v", ok)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}
