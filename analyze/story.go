package analyze

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gmmtool/gmmtool/analyze/finding"
)

// Kinds of failure of [NewStory].
var (
	ErrNoGroup    = errors.New("no such group")
	ErrManyGroups = errors.New("several groups have this name")
	ErrNoDevice   = errors.New("no such device in this group")
)

// A StoryQuery says what of a group is told. Group is an id or name; the others
// may be zero.
type StoryQuery struct {
	Group  string
	Person string // address or name: what they did, and what was done to them
	Device string // what this device met, and what it did not
}

// A Story is what happened in one group, in order, across its devices.
type Story struct {
	Schema   int       `json:"schema"`
	Group    string    `json:"group" redact:"group"`
	Name     string    `json:"name" redact:"name"`
	Chapters []Chapter `json:"chapters"`

	People []Member `json:"-"` // whom any list of the group names, for a page that calls them by name

	// At is the moment asked for, nil if none was; Views is whom each device showed
	// then.
	At    *time.Time  `json:"at,omitempty"`
	Views []StoryView `json:"views,omitempty"`
}

// A StoryView is whom one device showed at a moment.
type StoryView struct {
	Device      string       `json:"device" redact:"device"`
	Basis       string       `json:"basis"` // as of [DeviceView]
	Members     []Member     `json:"members"`
	PastMembers []PastMember `json:"past_members"`
}

// A Chapter is one message, or act told by it, that changed members somewhere or
// was meant to.
type Chapter struct {
	Time      time.Time `json:"time"` // when the first device met or wrote it, UTC
	Kind      string    `json:"kind"` // as of [Step]
	Actor     string    `json:"actor"`
	Subject   string    `json:"subject"`
	MessageID string    `json:"message_id"`
	Met       []Met     `json:"met"`
	Unmet     []NotMet  `json:"unmet,omitempty"`
}

// Met is what the message did on one device.
type Met struct {
	Device string `json:"device" redact:"device"`
	Step
}

// NotMet is a device that it did not reach, and why, as far as is known.
type NotMet struct {
	Device  string         `json:"device" redact:"device"`
	Reason  finding.Reason `json:"reason"`
	Finding string         `json:"finding" redact:"finding"` // the id of the finding that says so
}

// NewStory tells one group's history of a report. Errors are [ErrNoGroup],
// [ErrManyGroups] and [ErrNoDevice].
func NewStory(r *Report, q StoryQuery) (*Story, error) {
	var found []Group
	for _, g := range r.Groups {
		if g.ID == q.Group || g.Name == q.Group {
			found = append(found, g)
		}
	}
	switch {
	case len(found) == 0:
		return nil, fmt.Errorf("%w: %q", ErrNoGroup, q.Group)
	case len(found) > 1:
		return nil, fmt.Errorf("%w: %q", ErrManyGroups, q.Group)
	case q.Device != "" && !slices.ContainsFunc(found[0].Devices, func(v DeviceView) bool { return v.Device == q.Device }):
		return nil, fmt.Errorf("%w: %q", ErrNoDevice, q.Device)
	}
	g := found[0]
	story := &Story{Schema: Schema, Group: g.ID, Name: g.Name, Chapters: []Chapter{}}
	story.People = slices.Clone(g.Target.Members)
	for _, v := range g.Devices {
		story.People = append(story.People, v.Members...)
	}
	if r.At != nil {
		story.At, story.Views = r.At, viewsOf(g, q.Device)
	}
	unmet := Unmet(r, g.ID)
	for _, c := range chapters(g) {
		c.Unmet = unmet[c.MessageID]
		if q.Device != "" {
			c.Met = slices.DeleteFunc(c.Met, func(m Met) bool { return m.Device != q.Device })
			c.Unmet = slices.DeleteFunc(slices.Clone(c.Unmet), func(m NotMet) bool { return m.Device != q.Device })
		}
		if len(c.Met)+len(c.Unmet) > 0 && c.isAbout(q.Person, g) {
			story.Chapters = append(story.Chapters, c)
		}
	}
	return story, nil
}

// viewsOf are whom the devices show, or the one that was asked for.
func viewsOf(g Group, device string) []StoryView {
	var views []StoryView
	for _, v := range g.Devices {
		if device == "" || v.Device == device {
			views = append(views, StoryView{v.Device, v.Basis, v.Members, v.PastMembers})
		}
	}
	return views
}

// chapters joins the steps of all views by message, in the order in which the
// first device met them.
func chapters(g Group) []Chapter {
	var list []Chapter
	at := map[string]int{}
	for _, v := range g.Devices {
		for _, step := range v.History {
			i, known := at[step.MessageID]
			if !known || step.MessageID == "" {
				i = len(list)
				at[step.MessageID] = i
				list = append(list, Chapter{Time: step.Time, Kind: step.Kind, Actor: step.Actor, Subject: step.Subject, MessageID: step.MessageID})
			}
			c := &list[i]
			if step.Time.Before(c.Time) {
				c.Time = step.Time
			}
			c.Met = append(c.Met, Met{v.Device, step})
		}
	}
	list = slices.DeleteFunc(list, func(c Chapter) bool {
		return c.Kind == "message" && !slices.ContainsFunc(c.Met, func(m Met) bool { return m.Applied })
	})
	slices.SortStableFunc(list, func(a, b Chapter) int { return cmp.Or(a.Time.Compare(b.Time), cmp.Compare(a.MessageID, b.MessageID)) })
	return list
}

// Unmet finds in the findings of a group which message did not reach whom, by
// Message-ID.
func Unmet(r *Report, group string) map[string][]NotMet {
	unmet := map[string][]NotMet{}
	note := func(m *finding.Message, device string, reason finding.Reason, id string) {
		if m != nil && !slices.ContainsFunc(unmet[m.ID], func(n NotMet) bool { return n.Device == device }) {
			unmet[m.ID] = append(unmet[m.ID], NotMet{device, reason, id})
		}
	}
	for _, f := range r.Findings {
		if f.Group != group {
			continue
		}
		switch f.Code {
		case finding.NotReached:
			note(f.Message, f.Device, finding.NeverArrived, f.ID)
		case finding.InJunk:
			note(f.Message, f.Device, finding.FiledAsSpam, f.ID)
		}
		for _, d := range f.Differences {
			switch d.Reason {
			case finding.NeverArrived, finding.FiledAsSpam, finding.NoKey, finding.HidesForWhom, finding.NotSentHere:
				note(d.Message, f.Device, d.Reason, f.ID)
			}
		}
	}
	return unmet
}

// isAbout reports whether a person, by address or name, acted or was acted on.
func (c *Chapter) isAbout(person string, g Group) bool {
	if person == "" || c.Actor == person || c.Subject == person {
		return true
	}
	isThem := func(m Member) bool { return m.Name == person && (m.Address == c.Actor || m.Address == c.Subject) }
	return slices.ContainsFunc(g.Target.Members, isThem) ||
		slices.ContainsFunc(g.Devices, func(v DeviceView) bool { return slices.ContainsFunc(v.Members, isThem) })
}
