package history

// Work counts the steps that rebuilding a case took, so that a test can say how
// they grow with the case.
type Work struct {
	Messages int // messages looked at, once for each question asked of one
	Readings int // readings asked for
	Rows     int // rows of member lists that rules were given or that were compared
}

func (w *Work) add(other Work) {
	w.Messages += other.Messages
	w.Readings += other.Readings
	w.Rows += other.Rows
}

// Sum is all steps together.
func (w Work) Sum() int { return w.Messages + w.Readings + w.Rows }
