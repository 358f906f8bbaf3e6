package evidence

import (
	"sync"
)

// names keeps one copy of each of the few names that many events of an archive
// share. It may be used by many goroutines at once.
type names struct {
	mu    sync.Mutex
	known map[string]string
}

func newNames() *names { return &names{known: map[string]string{}} }

func (n *names) one(name string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	if known, ok := n.known[name]; ok {
		return known
	}
	n.known[name] = name
	return name
}
