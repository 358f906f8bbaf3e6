package simulate

// An event is something that happens to one device at a time in milliseconds.
type event struct {
	at     int64
	serial uint64 // events of one moment happen in the order they were planned
	kind   eventKind
	device int32
	letter *letter
	act    *act
}

type eventKind uint8

const (
	arrives    eventKind = iota // a letter reaches a mailbox
	switches                    // a device goes offline or comes back
	acts                        // a person writes or changes the group
	corrects                    // a wait before a correction is over
	isAttacked                  // see Attack
)

func (e *event) before(f *event) bool {
	return e.at < f.at || e.at == f.at && e.serial < f.serial
}

// A queue gives events in order of time: a binary heap without the indirection
// of container/heap, because most of a run is spent here.
type queue struct {
	heap   []event
	serial uint64
}

func (q *queue) push(e event) {
	q.serial++
	e.serial = q.serial
	q.heap = append(q.heap, e)
	at := len(q.heap) - 1
	for at > 0 {
		parent := (at - 1) / 2
		if !e.before(&q.heap[parent]) {
			break
		}
		q.heap[at] = q.heap[parent]
		at = parent
	}
	q.heap[at] = e
}

// pop takes the first event that is not after a time.
func (q *queue) pop(until int64) (first event, ok bool) {
	if len(q.heap) == 0 || q.heap[0].at > until {
		return event{}, false
	}
	first = q.heap[0]
	end := len(q.heap) - 1
	last := q.heap[end]
	q.heap[end] = event{} // nothing keeps its letter
	q.heap = q.heap[:end]
	if end > 0 {
		q.sink(last)
	}
	return first, true
}

// sink fills the gap that the first event left.
func (q *queue) sink(e event) {
	at := 0
	for {
		least := 2*at + 1
		if least >= len(q.heap) {
			break
		}
		if other := least + 1; other < len(q.heap) && q.heap[other].before(&q.heap[least]) {
			least = other
		}
		if !q.heap[least].before(&e) {
			break
		}
		q.heap[at] = q.heap[least]
		at = least
	}
	q.heap[at] = e
}
