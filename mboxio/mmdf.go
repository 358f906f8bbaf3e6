package mboxio

import "bytes"

// MMDF keeps messages between lines of four Control-A, with or without a "From "
// line at the top of each (mmdf(5) of SCO UNIX). Nothing is quoted.
const mmdfMark = "\x01\x01\x01\x01"

// beginsMMDF reports whether text begins with such a line.
func beginsMMDF(text []byte) bool {
	rest, ok := bytes.CutPrefix(text, []byte(mmdfMark))
	return ok && leadingLineEnd(rest) > 0
}

// nextMark finds the next line that is a mark, or gives -1 at the end.
func (s *splitter) nextMark() (int64, error) {
	for {
		text := s.data[s.scan-s.base:]
		i := bytes.Index(text, []byte(mmdfMark))
		if i < 0 {
			s.scan += int64(max(len(text)-len(mmdfMark)+1, 0))
			if s.eof {
				return -1, nil
			}
			if err := s.ensure(s.end() + 1); err != nil {
				return 0, err
			}
			continue
		}
		q := s.scan + int64(i)
		s.scan = q
		if err := s.ensure(q + evidenceWindow); err != nil {
			return 0, err
		}
		behind := s.at(q+int64(len(mmdfMark)), min(s.end(), q+evidenceWindow))
		if (q == 0 || s.at(q-1, q)[0] == '\n') && (len(behind) == 0 || leadingLineEnd(behind) > 0) {
			return q, nil
		}
		s.scan = q + 1
	}
}

// skipFromLine takes a "From " line behind a mark for the separator line.
func (s *splitter) skipFromLine() {
	line := s.at(s.start, s.end())
	if !bytes.HasPrefix(line, fromSpace) {
		return
	}
	if i := bytes.IndexByte(line, '\n'); i >= 0 && i < maxSeparator {
		s.sepAt = s.start
		s.start += int64(i) + 1
		s.scan = s.start
	}
}
