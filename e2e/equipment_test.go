package e2e

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// equipment is what all labs share.
type equipment struct {
	clients string // folder with a folder for each release
	gmmtool string // the built program
	user    systemUser
	handIn  handIn
}

// clientsVariable names the environment variable that says where the clients
// are. Without it nothing is started.
const clientsVariable = "GMMTOOL_E2E_CLIENTS"

const howToRun = "scripts/e2e.sh installs what is needed and runs these tests"

// prepare builds gmmtool, or skips the test if something is not installed.
func prepare(t *testing.T) equipment {
	t.Helper()
	e := equipment{clients: os.Getenv(clientsVariable), handIn: mailbox}
	if e.clients == "" {
		t.Skipf("%s does not name a folder of Delta Chat clients: %s", clientsVariable, howToRun)
	}
	if v := installedDovecot(); !strings.HasPrefix(v, dovecotVersion) {
		t.Skipf("Dovecot %sx is needed, found %q: %s", dovecotVersion, v, howToRun)
	}
	e.user = findSystemUser(t)
	e.gmmtool = filepath.Join(openFolder(t), "gmmtool")
	build := exec.Command("go", "build", "-buildvcs=false", "-o", e.gmmtool, "../cmd/gmmtool")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return e
}

// client is the program of a release.
func (e equipment) client(r release) string {
	return filepath.Join(e.clients, string(r), "deltachat-rpc-server")
}

// missing names a release of the fleet that is not installed, or is "".
func (e equipment) missing(f fleet) release {
	for _, r := range f {
		if _, err := os.Stat(e.client(r)); err != nil {
			return r
		}
	}
	return ""
}
