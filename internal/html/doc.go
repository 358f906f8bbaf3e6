// Package html writes a result as one HTML page that a person opens from disk.
//
// # What it promises
//
// A page is one file. It loads nothing: its policy (Content-Security-Policy)
// allows the style and the script in it, named by their hashes, and no
// connection at all. Every text of a page may come from a hostile message; it is
// escaped for its place, and isolated, so that right-to-left text moves nothing
// beside it. Without script all is there but filtering, zooming and details on
// click. The same [Page] gives the same bytes.
//
// # What it must never do
//
// It decides nothing: what differs, why, and what to do stands in the Page. It
// reads no file, no clock and no environment.
package html
