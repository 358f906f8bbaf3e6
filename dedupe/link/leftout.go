package link

// LeftOut is a block of records that share a value and were not compared with
// each other on account of it, because they are more than the limit.
type LeftOut struct {
	Value   string `json:"value"` // what the records share
	Records int    `json:"records"`
	Limit   int    `json:"limit"`
}
