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

// logName is the file beside the plan that says what was sent.
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

// lastRecords is what the log says of each mail and recipient: the last record.
type lastRecords map[logKey]record

// A logKey is one mail for one recipient, folded. The Message-ID stands for the
// mail, as it does for the clients that drop a second copy.
type logKey struct{ messageID, recipient string }

// add takes the next record of the log. What was delivered stays delivered,
// even if an uncertain mail was sent again and refused the second time.
func (l lastRecords) add(rec record) error {
	switch rec.Event {
	case begun, done, refused:
	default:
		return fmt.Errorf("unknown event %q", rec.Event)
	}
	if rec.MessageID == "" || rec.Recipient == "" {
		return fmt.Errorf("a record without message_id or recipient")
	}
	key := logKey{rec.MessageID, fold(rec.Recipient)}
	if l[key].Event != done {
		l[key] = rec
	}
	return nil
}

// A sentLog is the log, locked by this run.
type sentLog struct {
	file interface {
		io.Writer
		Sync() error
	}
	close func() error
}

// openLog locks the log and reads it. Half a line at its end, left by a crash,
// is cut off: its record was never acted upon.
func openLog(folder *os.Root) (*sentLog, lastRecords, error) {
	file, err := createLog(folder)
	if err != nil {
		return nil, nil, err
	}
	unlock, err := lock(folder, file)
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	log := &sentLog{file: file, close: func() error { return errors.Join(unlock(), file.Close()) }}
	last, whole, err := readRecords(file)
	if err == nil {
		err = file.Truncate(whole)
	}
	if err == nil {
		err = errors.Join(file.Sync(), syncFolder(folder))
	}
	if err != nil {
		return nil, nil, errors.Join(err, log.close())
	}
	return log, last, nil
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
	return openRegular(folder, logName, flag)
}

// readLog reads the log without locking or changing it.
func readLog(folder *os.Root) (lastRecords, error) {
	file, err := openRegular(folder, logName, os.O_RDONLY)
	if errors.Is(err, fs.ErrNotExist) {
		return lastRecords{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	last, _, err := readRecords(file)
	return last, err
}

// readRecords returns what the log says and the length of its whole lines.
func readRecords(r io.Reader) (lastRecords, int64, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxLog+1))
	if err != nil {
		return nil, 0, &Error{File: logName, Err: err}
	}
	if len(data) > maxLog {
		return nil, 0, &Error{File: logName, Err: fmt.Errorf("%w: larger than %d bytes", ErrLog, maxLog)}
	}
	last := lastRecords{}
	whole := data[:bytes.LastIndexByte(data, '\n')+1]
	number := 0
	for line := range bytes.Lines(whole) {
		number++
		var rec record
		err := json.Unmarshal(line, &rec)
		if err == nil {
			err = last.add(rec)
		}
		if err != nil {
			return nil, 0, &Error{File: logName, Line: number, Err: fmt.Errorf("%w: %v", ErrLog, err)}
		}
	}
	return last, int64(len(whole)), nil
}

// append writes a record and syncs it. After an error half a line may stand at
// the end, so the run must stop.
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

// syncFolder makes the names in a folder survive a power cut. Windows cannot
// sync a folder, and need not.
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
