package html

import (
	"fmt"
	"html"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The measures of a drawing, in pixels.
const (
	columnWidth = 58
	laneHeight  = 46
	bandHeight  = 16
	axisHeight  = 34
	margin      = 12
	paperWidth  = 900 // of a drawing that fits a sheet beside the names of the devices, when it is printed
)

const (
	maxColumns  = 40  // messages in one drawing
	maxDrawn    = 120 // messages of one group that are drawn without script
	memberKinds = 7   // colours for lists of members besides the agreed one
)

// A drawing is some messages of a group, one column for each.
type drawing struct {
	*Lanes
	shown []int            // indexes of Messages
	kinds map[string]int   // of the lists of members, by their text
	bands [][]band         // by lane
	b     *strings.Builder // the SVG
}

// A band is a stretch of a lane in which the members stay the same.
type band struct {
	from         time.Time
	members      []string // sorted
	joined, left []string // what changed at its start
}

// told says what a stretch shows, by what is new in it.
func (b band) told() string {
	said := strconv.Itoa(len(b.members))
	if len(b.joined)+len(b.left) == 0 {
		return said + ": " + strings.Join(b.members, ", ")
	}
	if len(b.joined) > 0 {
		said += ", new: " + strings.Join(b.joined, ", ")
	}
	if len(b.left) > 0 {
		said += ", gone: " + strings.Join(b.left, ", ")
	}
	return said
}

// drawn are the messages that stand in the page's drawings: those that change
// members, around the parting if they are too many.
func (l *Lanes) drawn() (shown []int, all bool) {
	var changing []int
	at := 0
	for i := range l.Messages {
		if l.only == nil && l.Messages[i].changes() {
			if i <= l.Parted {
				at = len(changing)
			}
			changing = append(changing, i)
		}
	}
	changing = append(changing, l.only...)
	if len(changing) <= maxDrawn {
		return changing, true
	}
	first := min(max(at-maxDrawn/3, 0), len(changing)-maxDrawn)
	return changing[first : first+maxDrawn], false
}

// drawn is a drawing as it stands in a page. A wide one is made smaller on paper.
type drawn struct {
	SVG  template.HTML
	Wide bool
}

// draw makes the drawings of a group.
func (l *Lanes) draw() []drawn {
	if l.undrawn {
		return nil
	}
	shown, _ := l.drawn()
	d := drawing{Lanes: l, kinds: map[string]int{text(l.Target): 0}}
	for lane := range l.Devices {
		d.bands = append(d.bands, l.bandsOf(lane))
	}
	var drawings []drawn
	for chunk := range slices.Chunk(shown, maxColumns) {
		d.shown, d.b = chunk, &strings.Builder{}
		d.svg()
		drawings = append(drawings, drawn{template.HTML(d.b.String()), d.width() > paperWidth}) // every text in it went through html.EscapeString
	}
	return drawings
}

func text(members []string) string { return strings.Join(members, "\n") }

// bandsOf are the stretches of one lane, by what it met in the order it met it.
func (l *Lanes) bandsOf(lane int) []band {
	members := l.before(lane)
	bands := []band{{members: slices.Sorted(maps.Keys(members))}}
	met := []*Fate{}
	for i := range l.Messages {
		if fate := &l.Messages[i].Fates[lane]; len(fate.Joined)+len(fate.Left) > 0 {
			met = append(met, fate)
		}
	}
	slices.SortStableFunc(met, func(a, b *Fate) int { return a.Time.Compare(b.Time) })
	for _, fate := range met {
		for _, address := range fate.Joined {
			members[address] = true
		}
		for _, address := range fate.Left {
			delete(members, address)
		}
		bands = append(bands, band{fate.Time, slices.Sorted(maps.Keys(members)), fate.Joined, fate.Left})
	}
	return bands
}

// x is where a moment stands: behind the last message written before it.
func (d *drawing) x(t time.Time) int {
	at, _ := slices.BinarySearchFunc(d.shown, t, func(i int, t time.Time) int {
		if d.Messages[i].Time.After(t) {
			return 1
		}
		return -1
	})
	if at == 0 {
		return margin / 2
	}
	return margin + (at-1)*columnWidth + columnWidth/2
}

func (d *drawing) sent(column int) int { return margin + column*columnWidth }

func (d *drawing) y(lane int) int { return axisHeight + lane*laneHeight + laneHeight/2 }

func (d *drawing) width() int { return 2*margin + len(d.shown)*columnWidth + columnWidth/2 }

func (d *drawing) height() int { return axisHeight + len(d.Devices)*laneHeight }

func (d *drawing) svg() {
	fmt.Fprintf(d.b, `<svg class="lanes" role="img" width="%d" height="%d" viewBox="0 0 %d %d">`, d.width(), d.height(), d.width(), d.height())
	first, last := &d.Messages[d.shown[0]], &d.Messages[d.shown[len(d.shown)-1]]
	d.title(fmt.Sprintf("%d messages from %s to %s, told in words below", len(d.shown), moment(first.Time), moment(last.Time)))
	for lane := range d.Devices {
		d.band(lane)
	}
	for column, i := range d.shown {
		d.axis(column, i)
	}
	for column, i := range d.shown {
		d.message(column, i)
	}
	d.b.WriteString("</svg>")
}

func (d *drawing) title(s string) {
	d.b.WriteString("<title>")
	d.b.WriteString(html.EscapeString(s))
	d.b.WriteString("</title>")
}

// band draws the members of one lane over time.
func (d *drawing) band(lane int) {
	y := d.y(lane) - bandHeight/2
	bands := d.bands[lane]
	for k, b := range bands {
		from, to := 0, d.width()
		if k > 0 {
			from = d.x(b.from)
		}
		if k+1 < len(bands) {
			to = d.x(bands[k+1].from)
		}
		if to <= from || len(b.members) == 0 {
			continue
		}
		fmt.Fprintf(d.b, `<path class="m%d" d="M%d %dh%dv%dh-%dz">`, d.kind(b.members), from, y, to-from, bandHeight, to-from)
		d.title("shows " + b.told())
		d.b.WriteString("</path>")
		if to-from >= 16 {
			fmt.Fprintf(d.b, `<text x="%d" y="%d">%d</text>`, from+4, y+bandHeight-4, len(b.members))
		}
	}
}

// kind numbers lists of members: 0 is the agreed one.
func (d *drawing) kind(members []string) int {
	k, known := d.kinds[text(members)]
	if !known {
		k = 1 + (len(d.kinds)-1)%memberKinds
		d.kinds[text(members)] = k
	}
	return k
}

// axis writes the number and the time of a column over it.
func (d *drawing) axis(column, i int) {
	m := &d.Messages[i]
	x := d.sent(column)
	if i == d.Parted {
		fmt.Fprintf(d.b, `<path class="parting" d="M%d %dV%d"/>`, x-4, axisHeight-4, d.height())
	}
	fmt.Fprintf(d.b, `<text class="n" x="%d" y="12">%d</text><text class="t" x="%d" y="26">%s</text>`, x, i+1, x-10, m.Time.UTC().Format("15:04:05"))
}

// message draws one message: an arrow to each device, drawn by its fate.
func (d *drawing) message(column, i int) {
	m := &d.Messages[i]
	from := axisHeight - 4
	if m.From >= 0 {
		from = d.y(m.From)
	}
	fmt.Fprintf(d.b, `<g class="msg" data-i="%d">`, i)
	d.title(fmt.Sprintf("%d. %s", i+1, m.Told))
	x := d.sent(column)
	for _, f := range fateWords() {
		var path strings.Builder
		for lane, fate := range m.Fates {
			if fate.Kind == f.Kind && lane != m.From {
				arrow(&path, fate.Kind, x, from, max(d.x(fate.Time), x+6), d.y(lane))
			}
		}
		if path.Len() > 0 {
			fmt.Fprintf(d.b, `<path class="f%c" d="%s"/>`, f.Kind, path.String())
		}
	}
	fmt.Fprintf(d.b, `<circle class="w" cx="%d" cy="%d" r="4"/></g>`, x, from)
}

// arrow adds the way of a message from its author to a device. What did not get
// there ends before it.
func arrow(path *strings.Builder, kind FateKind, x1, y1, x2, y2 int) {
	down := 1
	if y2 < y1 {
		down = -1
	}
	edge := y2 - down*(bandHeight/2)
	switch kind {
	case Lost, Spam, Unreadable, NotSentHere:
		x2, edge = x1+10, y2-down*(bandHeight/2+7)
	}
	fmt.Fprintf(path, "M%d %dL%d %d", x1, y1, x2, edge)
	switch kind {
	case Lost:
		path.WriteString("m-4-4l8 8m0-8l-8 8")
	case Spam:
		path.WriteString("m-4-4h8v8h-8z")
	case Unreadable:
		path.WriteString("m-4 0l4-4l4 4l-4 4z")
	case NotSentHere:
		path.WriteString("m-5 0h10")
	case Refused:
		fmt.Fprintf(path, "m-5 0h10m-10 %dh10", -3*down)
	default:
		fmt.Fprintf(path, "m-4 %dl4 %dl4 %d", -6*down, 6*down, -6*down)
	}
}

func moment(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05 UTC") }
