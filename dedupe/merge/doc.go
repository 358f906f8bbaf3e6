// Package merge carries out a merge plan on address books: cards of one person
// become one card where they lie in one account, and are linked where they lie in
// several, in new books. It keeps a journal that [Undo] takes back.
//
// # What it promises
//
// A book in which nothing is merged or linked keeps every byte. In the others only
// the cards of such persons change, and references to them. The merged card has the
// UID of the survivor and says all that the others said (see [vcard.Merge]). MEMBER
// and RELATED lines that named an absorbed card name the survivor, in all books of
// the plan. What was linked is not linked again. Undoing gives the books that were
// merged, byte for byte, or an error. The same books, plan and time give the same
// result.
//
// # What is refused
//
// A plan that is not of these very books is refused as a whole, and so is one
// whose decisions contradict each other. A person is left alone, and the result
// says why, if two different keys would come together without consent, or if a
// card cannot be edited.
//
// # What it must never do
//
// It reads and writes no file and no clock. It never trusts a plan or a journal:
// every card named is looked up, every digest is computed anew, and the names of
// results are plain file names.
package merge
