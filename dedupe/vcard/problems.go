package vcard

// Problems tells what is wrong inside the card, in the order of its lines: no
// known version, lines that are not properties, values that cannot be decoded. All
// else in the card is read in spite of them.
func (c *Card) Problems() []*Error {
	var problems []*Error
	if c.Version() == Unknown {
		problems = append(problems, newError(c.book, c.line, ErrVersion, nil))
	}
	for i := range c.Lines() {
		line := &c.lines[i]
		if kind := line.problem(); i >= maxLines {
			problems = append(problems, newError(c.book, line.number, ErrTooLarge, nil))
		} else if kind != nil {
			problems = append(problems, newError(c.book, line.number, kind, withoutBreak(line.raw)))
		}
	}
	return problems
}

func (l *Line) problem() error {
	switch {
	case l.isBlank() || l.is("AGENT"):
		return nil
	case l.hidesBegin():
		return ErrGlued
	case l.guessed:
		return ErrSoftBreak
	case l.head == nil:
		return ErrBadLine
	case foldedPrefix(trimBytes(l.value), "DATA:") && formOf(l.Name()) == formBlob:
		_, err := l.Blob()
		return kindOf(err)
	case l.encoding == base64Encoding:
		if !soundBase64(l.value) && !(formOf(l.Name()) == formBlob && l.holdsURI()) {
			return ErrEncoding
		}
		return nil
	}
	if l.isPlainUTF8() {
		return nil
	}
	if _, ok := l.plainChecked(); !ok {
		return ErrEncoding
	}
	return nil
}

func kindOf(err error) error {
	if err != nil {
		return ErrEncoding
	}
	return nil
}

// soundBase64 tells whether value decodes, without decoding it.
func soundBase64(value []byte) bool {
	digits, padded := 0, false
	for _, c := range value {
		switch {
		case c == '\r' || c == '\n' || isBlank(c):
		case c == '=':
			padded = true
		case padded || !isBase64Byte(c):
			return false
		default:
			digits++
		}
	}
	return digits%4 != 1
}
