package link

import "github.com/gmmtool/gmmtool/dedupe/record"

// persons are those of a run, in order of their lowest records: records tied by proof,
// and all others alone.
type persons struct {
	index     *record.Index
	testimony *testimony
	person    []uint32 // of each record
	all       []uint32 // records, those of one person side by side, ascending
	from      []uint32 // of each person, where its records begin there; then the end
}

func groupPersons(r *record.Index, h *testimony, ties []Tie) *persons {
	f := NewForest(r.Len())
	for _, t := range ties {
		f.Join(t.A, t.B)
	}
	p := &persons{index: r, testimony: h, person: make([]uint32, r.Len()), all: make([]uint32, r.Len())}
	end := uint32(0)
	for i := range uint32(r.Len()) {
		stands := f.stands(i)
		if stands == i {
			p.person[i] = uint32(len(p.from))
			p.from = append(p.from, end)
			end += f.size[f.Root(i)]
		} else {
			p.person[i] = p.person[stands]
		}
	}
	p.from = append(p.from, end)
	next := append([]uint32(nil), p.from...)
	for i, person := range p.person {
		p.all[next[person]] = uint32(i)
		next[person]++
	}
	return p
}

func (p *persons) len() int { return len(p.from) - 1 }

// records are those of one person, ascending.
func (p *persons) records(person uint32) []uint32 {
	return p.all[p.from[person]:p.from[person+1]:p.from[person+1]]
}

// names are those of a person's first record.
func (p *persons) names(person uint32) []string {
	return firstOf(p.index.At(p.all[p.from[person]]).Names)
}

// describeInto reads all records of a person into the memory of a profile that is no
// longer needed. One is memory for each of several.
func (p *persons) describeInto(all, one *profile, person uint32) {
	records := p.records(person)
	p.testimony.describeInto(all, p.index.At(records[0]), records[0])
	for _, i := range records[1:] {
		p.testimony.describeInto(one, p.index.At(i), i)
		all.join(one)
	}
	all.records = records
}
