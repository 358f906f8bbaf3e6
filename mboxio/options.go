package mboxio

import "io"

// DefaultMaxMessage is how much of one message is kept in memory when
// Options.MaxMessage is not set, in bytes: more than mail servers usually accept.
const DefaultMaxMessage = 48 << 20

// maxDefects bounds Summary.Defects; Summary.DefectCount goes on counting.
const maxDefects = 1000

// A Spool is a temporary file. Closing it removes it.
type Spool interface {
	io.Reader
	io.Writer
	io.ReaderAt
	io.Seeker
	io.Closer
}

// Options says how an archive is read. The zero value is usable.
type Options struct {
	// Name is the archive as the user named it, for places and errors. When
	// empty, the name given to Walk is used.
	Name string
	// Jobs is how many goroutines call work; below 1 means 1.
	Jobs int
	// MaxMessage is how many bytes of one message Raw holds at most; below 1
	// means DefaultMaxMessage. Longer messages are cut.
	MaxMessage int64
	// Spool opens a temporary file. It is needed for compressed tar and zip
	// files and for those on standard input; without it they are ErrNeedsSpool.
	Spool func() (Spool, error)
	// Match, unless empty, says which messages matter: those with a header field
	// that one of them matches. Work is not called for the others, which costs
	// next to nothing; they are counted in Summary.Passed, and have an Index.
	Match []FieldMatch
	// Progress is told now and then how many more (uncompressed) bytes were
	// read. It is called from the goroutine that called Walk.
	Progress func(bytes int64)
	// Known, unless nil, says which files of Maildirs need not be read, by the key of
	// [Message.Remember]: see [Message.Known]. Passed, unless nil, is shown each file
	// that Match does not select. Many goroutines call both at once.
	Known  func(key string) (KnownFile, bool)
	Passed func(*Message)
	// Resume, for a lone mbox that is not compressed, is where to go on: what lies
	// before is not read, and not in the Summary, but counts for Index.
	Resume *Checkpoint

	blockSize int // for tests; 0 means blockSize
}

func (o Options) withDefaults(name string) Options {
	if o.Name == "" {
		o.Name = name
	}
	o.Jobs = max(o.Jobs, 1)
	if o.MaxMessage < 1 {
		o.MaxMessage = DefaultMaxMessage
	}
	if o.blockSize < 1 {
		o.blockSize = blockSize
	}
	return o
}

// Summary is what a walk met.
type Summary struct {
	Bytes    int64 // uncompressed bytes read
	Messages int64 // messages met
	Passed   int64 // of these, messages that Options.Match does not select, not given to work
	// PassedUses is Passed by what the messages are for, as [Message.Use] tells if
	// Match has [UseFields]; nil if Passed is 0.
	PassedUses map[SpecialUse]int64
	Pseudo     int64 // "FOLDER INTERNAL DATA" messages of mbox servers, not given to work
	Enclosed   int64 // separator-like lines that a confirmed Content-Length holds inside a body
	Ignored    int64 // files in searched directories that are not mail
	Dialect    string
	// Checkpoint is where reading a lone mbox can go on when it has grown; nil of
	// anything else, and if there is no such place.
	Checkpoint *Checkpoint
	// Mailboxes are the Maildir folders met, in archive order, with what their
	// server wrote down about them.
	Mailboxes []Mailbox
	// Notes say what was read from a form that is only guessed or had to be
	// translated; at most a thousand.
	Notes []Note
	// Defects holds the first thousand, in archive order; DefectCount all.
	Defects     []*Error
	DefectCount int64
}

// A Note is a remark on an archive, or a file in one, that is read all the same.
type Note struct {
	Place
	Text string
}

// A Mailbox is one folder as its server numbers it. UIDs that were given out
// and belong to no message any more are mail that was moved or deleted.
type Mailbox struct {
	Folder      string
	UIDValidity uint32
	UIDNext     uint32 // the UID the next message would get, 0 if unknown
	Messages    int64  // that lie in it now
	Numbered    int64  // of these, messages that the server gave a UID
}

func (s *Summary) addPassed(p passed) {
	if s.PassedUses == nil {
		s.PassedUses = map[SpecialUse]int64{}
	}
	use := p.use
	if use == UseNone {
		use = p.from.mailboxUse()
	}
	s.PassedUses[use] += p.messages
	s.Passed += p.messages
	s.Messages += p.messages
}

func (s *Summary) addDefects(defects []*Error) {
	s.DefectCount += int64(len(defects))
	room := maxDefects - len(s.Defects)
	s.Defects = append(s.Defects, defects[:min(room, len(defects))]...)
}
