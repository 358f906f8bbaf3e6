package delivery

import (
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"
)

// crashVariable makes the test binary a program that fills the Maildir named by
// the variable until it is killed.
const crashVariable = "GMMTOOL_TEST_FILL"

// crashMail is large enough that a process can be killed in the middle of it.
const crashMail = 1 << 20

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashVariable); dir != "" {
		os.Exit(fill(dir))
	}
	os.Exit(m.Run())
}

func fill(dir string) (code int) {
	maildir, err := NewMaildir("bob@lab.example", dir)
	for i := 0; err == nil && i < 500; i++ {
		_, err = maildir.deliver(make([]byte, crashMail), fmt.Sprintf("1.%d.host", i))
	}
	return 1 // nobody killed it
}

func TestAKilledProgramLeavesNoHalfMailInNew(t *testing.T) {
	for round := range 3 {
		f := newFixture(t)
		bob := f.maildir("bob@lab.example")
		command := exec.Command(os.Args[0], "-test.run=^$")
		command.Env = append(os.Environ(), crashVariable+"="+bob.path)
		if err := command.Start(); err != nil {
			t.Fatal(err)
		}
		for len(inbox(t, bob)) == 0 {
			time.Sleep(time.Millisecond)
		}
		time.Sleep(time.Duration(round) * 7 * time.Millisecond)
		if err := command.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = command.Wait() // it was killed
		if command.ProcessState.Exited() {
			t.Fatal("it ended before it was killed")
		}
		for _, text := range inbox(t, bob) {
			if len(text) != crashMail {
				t.Errorf("half a mail of %d bytes", len(text))
			}
		}
	}
}
