package labelled

// Label is what a careful person would say of two records.
type Label string

const (
	Same       Label = "same"
	Different  Label = "different"
	Unknowable Label = "unknowable"
)

// Truth is who is who in a case.
type Truth struct {
	Schema  int     `json:"schema"`
	Seed    uint64  `json:"seed"`
	Size    int     `json:"size"` // scenes
	Records []Entry `json:"records"`
	Pairs   []Pair  `json:"pairs"`
}

// An Entry is one record and whose it is. Person is "" where several people, or
// none, stand behind an address.
type Entry struct {
	ID     string `json:"id"`
	Kind   string `json:"kind"`
	Scene  int    `json:"scene"`
	Person string `json:"person,omitempty"`
	Locator
}

// A Locator says where a record is: a card by Book and Index, a key by Key, all
// a device knows of an address by Device and Address.
type Locator struct {
	Book    string `json:"book,omitempty"`  // base name of its file
	Index   int    `json:"index,omitempty"` // 0-based position in the book
	Line    int    `json:"line,omitempty"`  // 1-based line of BEGIN:VCARD
	UID     string `json:"uid,omitempty"`
	Device  string `json:"device,omitempty"`
	Address string `json:"address,omitempty"` // lower-case
	Key     string `json:"key,omitempty"`     // fingerprint in upper-case hex
}

// A Pair is two records, by id, with their label. Why says what in the case
// shows it.
type Pair struct {
	A     string `json:"a"`
	B     string `json:"b"`
	Label Label  `json:"label"`
	Kind  string `json:"kind"`
	Why   string `json:"why"`
}
