package e2e

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// An rpc is a running deltachat-rpc-server, spoken to in JSON-RPC 2.0, one
// message per line.
type rpc struct {
	mu       sync.Mutex // guards what follows, and writing
	stdin    io.WriteCloser
	waiting  map[int]chan reply // by request
	requests int
	ended    bool
}

type reply struct {
	ID     int             `json:"id"`
	Result json.RawMessage `json:"result"`
	Error  *struct {
		Message string `json:"message"`
	} `json:"error"`
}

// callLimit is far more than the slowest call takes: it tells a client that
// hangs from one that works.
const callLimit = 2 * time.Minute

var errEnded = errors.New("the client has ended")

// startRPC starts a client with its accounts in dir. It stops with the test.
func startRPC(t testing.TB, program, dir string) *rpc {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	stderr, err := os.Create(filepath.Join(dir, "stderr.log"))
	if err != nil {
		t.Fatal(err)
	}
	defer stderr.Close()
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "DC_ACCOUNTS_PATH="+filepath.Join(dir, "accounts"), "RUST_LOG=warn")
	cmd.Stderr = stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := &rpc{stdin: stdin, waiting: map[int]chan reply{}}
	read := make(chan struct{})
	go func() { r.read(stdout); close(read) }()
	t.Cleanup(func() {
		stdin.Close() // it ends by itself, unless it hangs
		hangs := time.AfterFunc(10*time.Second, func() { cmd.Process.Kill() })
		<-read
		hangs.Stop()
		cmd.Wait()
	})
	return r
}

// call does one request; result is what its result is decoded into, or nil.
func (r *rpc) call(method string, result any, params ...any) error {
	answer, err := r.send(method, params)
	if err != nil {
		return err
	}
	select {
	case a, ok := <-answer:
		switch {
		case !ok:
			return fmt.Errorf("%s: %w", method, errEnded)
		case a.Error != nil:
			return fmt.Errorf("%s: %s", method, a.Error.Message)
		case result == nil:
			return nil
		}
		return json.Unmarshal(a.Result, result)
	case <-time.After(callLimit):
		return fmt.Errorf("%s: no answer in %s", method, callLimit)
	}
}

func (r *rpc) send(method string, params []any) (<-chan reply, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.ended {
		return nil, fmt.Errorf("%s: %w", method, errEnded)
	}
	r.requests++
	if params == nil {
		params = []any{}
	}
	line, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": r.requests, "method": method, "params": params})
	if err != nil {
		return nil, err
	}
	answer := make(chan reply, 1)
	r.waiting[r.requests] = answer
	_, err = r.stdin.Write(append(line, '\n'))
	return answer, err
}

// read hands on replies until the client closes its output.
func (r *rpc) read(stdout io.Reader) {
	lines := bufio.NewReader(stdout)
	for {
		line, err := lines.ReadBytes('\n')
		var a reply
		if json.Unmarshal(line, &a) == nil {
			r.hand(a)
		}
		if err != nil {
			r.end()
			return
		}
	}
}

func (r *rpc) hand(a reply) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if answer, ok := r.waiting[a.ID]; ok {
		answer <- a
		delete(r.waiting, a.ID)
	}
}

func (r *rpc) end() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended = true
	for _, answer := range r.waiting {
		close(answer)
	}
}
