package delivery

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
)

func TestErrorsOfTheNetworkAreInOurWords(t *testing.T) {
	for name, tc := range map[string]struct {
		err  error
		want string
	}{
		"nobody listens":        {&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ECONNREFUSED)}, "nobody listens at this port"},
		"a name nobody has":     {&net.OpError{Op: "dial", Err: &net.DNSError{Name: "mail.example.org", IsNotFound: true}}, `no computer is called "mail.example.org"`},
		"a name server is away": {&net.DNSError{Name: "mail.example.org"}, `the address of "mail.example.org" cannot be found out just now`},
		"the end of the stream": {fmt.Errorf("read: %w", io.EOF), "it closed the connection"},
		"a reset":               {os.NewSyscallError("read", syscall.ECONNRESET), "it closed the connection"},
		"no TLS":                {tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, "it does not speak TLS at this port"},
		"an unknown authority":  {&tls.CertificateVerificationError{Err: x509.UnknownAuthorityError{}}, "nobody known here vouches for its certificate"},
		"another system error":  {&net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ENETUNREACH)}, "network is unreachable"},
		"an error of our own":   {ErrLogin, ErrLogin.Error()},
		"a name for another":    {x509.HostnameError{Certificate: &x509.Certificate{}, Host: "mail.example.org"}, `its certificate is for another name than "mail.example.org"`},
	} {
		t.Run(name, func(t *testing.T) {
			got := inWords(tc.err)
			if got.Error() != tc.want || !errors.Is(got, tc.err) && !sameType(got, tc.err) {
				t.Errorf("%q, want %q", got, tc.want)
			}
		})
	}
	if inWords(nil) != nil {
		t.Error("no error became one")
	}
}

// sameType reports that an error that cannot be compared is still inside another.
func sameType(err, inner error) bool {
	return fmt.Sprintf("%T", errors.Unwrap(err)) == fmt.Sprintf("%T", inner)
}
