package dedupe

// People are the persons of a run: records tied by proof, and all others alone.
type people struct {
	roll   *roll
	heard  *heard
	person []uint32            // of each record
	first  []uint32            // of each person, its lowest record
	more   map[uint32][]uint32 // of persons with several records, all of them
}

func gatherPeople(r *roll, h *heard, ties []Tie) *people {
	f := newForest(r.len())
	for _, t := range ties {
		f.join(t.A, t.B)
	}
	p := &people{roll: r, heard: h, person: make([]uint32, r.len()), more: map[uint32][]uint32{}}
	for i := range uint32(r.len()) {
		stands := f.stands(i)
		if stands == i {
			p.person[i] = uint32(len(p.first))
			p.first = append(p.first, i)
		} else {
			p.person[i] = p.person[stands]
		}
		if f.size[f.root(i)] > 1 {
			p.more[p.person[i]] = append(p.more[p.person[i]], i)
		}
	}
	return p
}

func (p *people) len() int { return len(p.first) }

// records are those of one person, ascending.
func (p *people) records(person uint32) []uint32 {
	if all := p.more[person]; all != nil {
		return all
	}
	return p.first[person : person+1]
}

// names are those of a person's first record.
func (p *people) names(person uint32) []string { return firstOf(p.roll.at(p.first[person]).Names) }

// profile reads all records of a person.
func (p *people) profile(person uint32) *profile {
	records := p.records(person)
	all := p.heard.describe(p.roll.at(records[0]), records[0])
	known := map[string]bool{}
	for _, i := range records[1:] {
		if class := classOf(p.roll.at(i)); !known[class] {
			known[class] = true
			all.join(p.heard.describe(p.roll.at(i), i))
		}
	}
	all.records = records
	return all
}
