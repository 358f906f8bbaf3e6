package link

import "github.com/gmmtool/gmmtool/dedupe/record"

// persons are those of a run: records tied by proof, and all others alone.
type persons struct {
	index     *record.Index
	testimony *testimony
	person    []uint32            // of each record
	first     []uint32            // of each person, its lowest record
	several   map[uint32][]uint32 // of persons with several records, all of them
}

func groupPersons(r *record.Index, h *testimony, ties []Tie) *persons {
	f := NewForest(r.Len())
	for _, t := range ties {
		f.Join(t.A, t.B)
	}
	p := &persons{index: r, testimony: h, person: make([]uint32, r.Len()), several: map[uint32][]uint32{}}
	for i := range uint32(r.Len()) {
		stands := f.stands(i)
		if stands == i {
			p.person[i] = uint32(len(p.first))
			p.first = append(p.first, i)
		} else {
			p.person[i] = p.person[stands]
		}
		if f.size[f.Root(i)] > 1 {
			p.several[p.person[i]] = append(p.several[p.person[i]], i)
		}
	}
	return p
}

func (p *persons) len() int { return len(p.first) }

// records are those of one person, ascending.
func (p *persons) records(person uint32) []uint32 {
	if all := p.several[person]; all != nil {
		return all
	}
	return p.first[person : person+1]
}

// names are those of a person's first record.
func (p *persons) names(person uint32) []string { return firstOf(p.index.At(p.first[person]).Names) }

// describeInto reads all records of a person into the memory of a profile that is no
// longer needed.
func (p *persons) describeInto(all *profile, person uint32) {
	records := p.records(person)
	p.testimony.describeInto(all, p.index.At(records[0]), records[0])
	if len(records) > 1 {
		known := map[string]bool{}
		for _, i := range records[1:] {
			if class := classOf(p.index.At(i)); !known[class] {
				known[class] = true
				all.join(p.testimony.describe(p.index.At(i), i))
			}
		}
	}
	all.records = records
}
