//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package delivery

import "syscall"

// checkWritable asks the system whether files may be made in a folder, without
// making one.
func checkWritable(folder string) error {
	const write, search = 2, 1 // access(2)
	return syscall.Access(folder, write|search)
}
