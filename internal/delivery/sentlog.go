package delivery

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"time"
)

// logName is the file beside the plan that remembers what was sent.
const logName = "sent.jsonl"

// maxLog is far above what a plan of any size needs.
const maxLog = 256 << 20

// An event is what a record of the log says happened.
type event string

const (
	begun   event = "begun"   // from here on the mail may reach the recipient
	done    event = "done"    // the server or the Maildir has it
	refused event = "refused" // it certainly has not
)

// A record is one line of the log.
type record struct {
	Time      time.Time `json:"time"`
	Event     event     `json:"event"`
	File      string    `json:"file"`
	MessageID string    `json:"message_id"`
	SHA256    string    `json:"sha256"`
	Recipient string    `json:"recipient"`
	Way       string    `json:"way"`
	Answer    string    `json:"answer,omitempty"`
}

// A sentLog is the log, held by this run alone.
type sentLog struct {
	file interface {
		io.Writer
		Sync() error
	}
	close func() error
}

// openLog locks the log and reads it. Half a line at its end, left by a crash,
// is cut off: its record was never acted upon.
func openLog(folder *os.Root) (*sentLog, memory, error) {
	file, err := createLog(folder)
	if err != nil {
		return nil, nil, err
	}
	unlock, err := lock(folder, file)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	log := &sentLog{file: file, close: func() error { return errors.Join(unlock(), file.Close()) }}
	known, whole, err := readRecords(file)
	if err == nil {
		err = file.Truncate(whole)
	}
	if err == nil {
		err = errors.Join(file.Sync(), syncFolder(folder))
	}
	if err != nil {
		return nil, nil, errors.Join(err, log.close())
	}
	return log, known, nil
}

// createLog opens the log for appending. It is readable by its owner only,
// because it tells who writes to whom.
func createLog(folder *os.Root) (*os.File, error) {
	const flag = os.O_RDWR | os.O_APPEND
	created, err := folder.OpenFile(logName, flag|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		return created, nil
	}
	if !errors.Is(err, fs.ErrExist) {
		return nil, &Error{File: logName, Err: cause(err)}
	}
	return openPlain(folder, logName, flag)
}

// recall reads the log without locking or changing it.
func recall(folder *os.Root) (memory, error) {
	file, err := openPlain(folder, logName, os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return memory{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	known, _, err := readRecords(file)
	return known, err
}

// readRecords gives what the log remembers and the length of its whole lines.
func readRecords(r io.Reader) (memory, int64, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxLog+1))
	if err != nil {
		return nil, 0, &Error{File: logName, Err: err}
	}
	if len(data) > maxLog {
		return nil, 0, &Error{File: logName, Err: fmt.Errorf("%w: larger than %d bytes", ErrLog, maxLog)}
	}
	known := memory{}
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	number := 0
	for line := range bytes.Lines(whole) {
		number++
		var rec record
		err := json.Unmarshal(line, &rec)
		if err == nil {
			err = known.add(rec)
		}
		if err != nil {
			return nil, 0, &Error{File: logName, Line: number, Err: fmt.Errorf("%w: %v", ErrLog, err)}
		}
	}
	return known, int64(len(whole)), nil
}

// append writes a record and waits until it is on the disk. After an error half
// a line may stand at the end, so the run must stop.
func (l *sentLog) append(rec record) error {
	line, err := json.Marshal(rec)
	if err == nil {
		_, err = l.file.Write(append(line, '\n')) // at once, so that at most the last line can be torn
	}
	if err == nil {
		err = l.file.Sync()
	}
	if err != nil {
		return &Error{File: logName, Err: fmt.Errorf("cannot be written: %w", cause(err))}
	}
	return nil
}

// syncFolder makes the names in a folder survive a power cut. Windows has no
// such call and needs none.
func syncFolder(folder *os.Root) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	opened, err := folder.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(opened.Sync(), opened.Close())
}

// cause drops operation and path from an error of package os, where the message
// names the file already.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
