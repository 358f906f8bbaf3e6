package html

// What a page of several groups has room for. The first groups, which are the worst,
// have it first; the first of all is told whole.
const (
	maxArrows = 600 // columns times lanes, drawn without script
	maxPlaces = 500 // steps told with place and hash
)

// makeRoom leaves the drawings of the last groups to the script, and where their
// steps lie to the JSON, and explains the signs once.
func (p *Page) makeRoom() {
	arrows, places := 0, 0
	matrix, lanes := false, false // explained
	for i := range p.Groups {
		g := &p.Groups[i]
		if g.Matrix != nil {
			g.Matrix.Explained, matrix = matrix, true
		}
		if g.Lanes == nil {
			continue
		}
		g.Lanes.Explained, lanes = lanes, true
		shown, _ := g.Lanes.drawn()
		arrows += len(shown) * len(g.Lanes.Devices)
		g.Lanes.undrawn = i > 0 && arrows > maxArrows
		places += g.Lanes.places()
		if i > 0 && places > maxPlaces {
			g.Lanes.dropPlaces()
		}
	}
}

// places counts the steps of which is told where they lie.
func (l *Lanes) places() int {
	places := 0
	for i := range l.Messages {
		for _, fate := range l.Messages[i].Fates {
			if fate.Archive != "" {
				places++
			}
		}
	}
	return places
}

// dropPlaces forgets where the steps lie, but those of the parting.
func (l *Lanes) dropPlaces() {
	for i := range l.Messages {
		for lane := range l.Messages[i].Fates {
			if fate := &l.Messages[i].Fates[lane]; i != l.Parted {
				fate.Archive, fate.Place, fate.SHA256 = "", "", ""
			}
		}
	}
}
