//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package delivery

import "os"

// checkWritable asks whether the folder is there: whether files may be made in it,
// other systems tell only by making one.
func checkWritable(folder string) error {
	_, err := os.Stat(folder)
	return err
}
