package finding

import "time"

// unopened reports mail that clients could not open, as their databases say, though
// it reached them.
func (s *search) unopened() {
	for _, d := range s.Devices {
		if d.Backup() == nil {
			continue
		}
		byGroup := map[string]*Finding{}
		for _, failure := range d.Backup().Unopened {
			if !d.FailedToOpen(failure.ID) {
				continue
			}
			group := ""
			if m := s.Delivery(failure.ID); m != nil {
				group = m.Reading.GroupID
			}
			f := byGroup[group]
			if f == nil {
				f = &Finding{Code: ReceivedNotOpened, Severity: Warning, Group: group, Device: d.Name, Why: failure.Error}
				byGroup[group] = f
			}
			if f.Count++; len(f.Evidence) < maxEvidence {
				row := rowOf(d, TableOfLines, failure.Row)
				row.MessageID = failure.ID
				f.Evidence = append(f.Evidence, row)
			}
		}
		for _, f := range byGroup {
			s.add(*f)
		}
	}
}

// unfetched reports mail that lay on the server when the database was copied and
// that the client had not fetched: by group, as far as mail of the case tells it.
func (s *search) unfetched() {
	for _, d := range s.Devices {
		if d.Backup() == nil {
			continue
		}
		byGroup := map[string]*Finding{}
		for _, u := range d.Backup().Unfetched {
			group, severity := "", Info
			if m := s.Delivery(u.ID); m != nil {
				group, severity = m.Reading.GroupID, Warning
			}
			f := byGroup[group]
			if f == nil {
				f = &Finding{Code: NotFetched, Severity: severity, Group: group, Device: d.Name, Folder: u.Folder}
				byGroup[group] = f
			}
			if f.Count++; len(f.Evidence) < maxEvidence {
				row := rowOf(d, "imap", u.Row)
				row.MessageID = u.ID
				f.Evidence = append(f.Evidence, row)
			}
		}
		for _, f := range byGroup {
			s.add(*f)
		}
	}
}

// olderBackups reports devices whose mail goes on after their database was copied:
// what they show now is not known.
func (s *search) olderBackups() {
	for _, d := range s.Devices {
		if d.Backup() == nil {
			continue
		}
		n, first := d.AfterBackup()
		if n == 0 {
			continue
		}
		f := Finding{Code: BackupOlder, Severity: Info, Device: d.Name, Count: n, Evidence: evidenceOf(first)}
		if last := d.Backup().Messages; len(last) > 0 {
			f.Evidence = append(f.Evidence, rowOf(d, TableOfLines, int64(last[len(last)-1].Row)))
		}
		if made := d.Backup().Made; made != 0 {
			f.Time = timePointer(time.Unix(made, 0).UTC())
		}
		s.add(f)
	}
}
