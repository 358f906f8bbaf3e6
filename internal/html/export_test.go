package html

// For the tests in a browser.
var (
	Render      = render
	HostilePage = hostilePage
	Crowd       = crowd
)
