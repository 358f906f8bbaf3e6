package backup

import (
	"bytes"
	"io"
	"testing"
)

// A write-ahead log never makes a database say something that is in neither of the
// two, and reading at any place gives what reading from the start gives.
func FuzzOverlay(f *testing.F) {
	data, wal := liveDatabase(f)
	f.Add(data[:8192], wal)
	f.Add(data[:4096], wal[:5000])
	f.Add([]byte{}, []byte{})
	f.Fuzz(func(t *testing.T, data, wal []byte) {
		over, size := overlay(bytes.NewReader(data), int64(len(data)), bytes.NewReader(wal), int64(len(wal)))
		if size < 0 || size > 1<<20 {
			return // a log may claim any size; nothing is allocated for it
		}
		whole := make([]byte, size)
		n, _ := over.ReadAt(whole, 0)
		for at := 0; at < n; at += 1 + n/7 {
			part := make([]byte, min(100, n-at))
			if got, err := over.ReadAt(part, int64(at)); got < len(part) && err != io.EOF || !bytes.Equal(part[:got], whole[at:at+got]) {
				t.Fatalf("at %d: %d bytes, %v", at, got, err)
			}
		}
	})
}

// What was sealed page by page comes back, and no altered page does.
func FuzzDecrypt(f *testing.F) {
	f.Add(bytes.Repeat([]byte("page"), 2048), uint16(3))
	f.Add([]byte("x"), uint16(4097))
	f.Fuzz(func(t *testing.T, data []byte, altered uint16) {
		plain := make([]byte, 2*cipherPage)
		copy(plain, data)
		copy(plain, magic)
		key := []byte("x'" + string(bytes.Repeat([]byte("0a"), 32)) + "'")
		sealed := encryptWithKey(t, plain, bytes.Repeat([]byte{0x0a}, 32))
		opened, err := decrypt(bytes.NewReader(sealed), int64(len(sealed)), key)
		check(t, err)
		got := make([]byte, len(plain))
		_, err = opened.ReadAt(got, 0)
		check(t, err)
		for page := range 2 {
			from, to := page*cipherPage, (page+1)*cipherPage-cipherReserve
			if !bytes.Equal(got[from:to], plain[from:to]) {
				t.Fatalf("page %d is not what was sealed", page+1)
			}
		}
		at := int(altered) % len(sealed)
		sealed[at] ^= 1
		opened, err = decrypt(bytes.NewReader(sealed), int64(len(sealed)), key)
		switch {
		case at < cipherPage && err == nil:
			t.Fatalf("byte %d of the first page was altered, and it opens", at)
		case at >= cipherPage:
			check(t, err)
			if _, err := opened.ReadAt(got, 0); err != nil || !opened.bad[2] {
				t.Fatalf("byte %d was altered: %v", at, err)
			}
		}
	})
}

// Whatever lies in a file: no panic, no endless loop, and what is read is in order.
func FuzzRead(f *testing.F) {
	f.Add(realDatabase(f, "of-1x/bob"), []byte{}, uint32(5000), byte(1))
	data, wal := liveDatabase(f)
	f.Add(data, wal, uint32(100), byte(255))
	f.Fuzz(func(t *testing.T, data, wal []byte, at uint32, with byte) {
		if len(data) > 0 {
			data = bytes.Clone(data)
			data[int(at)%len(data)] ^= with
		}
		d, _, err := readBytes(data, wal, nil)
		if err != nil {
			return
		}
		for _, g := range d.Groups {
			for _, m := range g.Members {
				d.Person(m.Contact)
			}
		}
		for i := 1; i < len(d.Messages); i++ {
			if d.Messages[i].Row < d.Messages[i-1].Row {
				t.Fatalf("messages %d and %d", d.Messages[i-1].Row, d.Messages[i].Row)
			}
		}
	})
}
