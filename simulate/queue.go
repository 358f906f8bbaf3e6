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
	for i := len(q.heap) - 1; i > 0; {
		parent := (i - 1) / 2
		if !q.heap[i].before(&q.heap[parent]) {
			return
		}
		q.heap[i], q.heap[parent] = q.heap[parent], q.heap[i]
		i = parent
	}
}

// pop takes the first event that is not after a time.
func (q *queue) pop(until int64) (first event, ok bool) {
	if len(q.heap) == 0 || q.heap[0].at > until {
		return event{}, false
	}
	first = q.heap[0]
	last := len(q.heap) - 1
	q.heap[0] = q.heap[last]
	q.heap[last] = event{}
	q.heap = q.heap[:last]
	for i := 0; ; {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < last; child++ {
			if q.heap[child].before(&q.heap[least]) {
				least = child
			}
		}
		if least == i {
			return first, true
		}
		q.heap[i], q.heap[least] = q.heap[least], q.heap[i]
		i = least
	}
}
