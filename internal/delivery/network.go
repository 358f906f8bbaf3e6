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
)

// A networkError says in our words why a connection failed. Unwrap gives what
// the system said.
type networkError struct {
	words string
	err   error
}

func (e *networkError) Error() string { return e.words }
func (e *networkError) Unwrap() error { return e.err }

// inWords explains an error of the network or of TLS; others stay as they are.
func inWords(err error) error {
	var name *net.DNSError
	var noTLS tls.RecordHeaderError
	var unknown x509.UnknownAuthorityError
	var otherHost x509.HostnameError
	var call *os.SyscallError
	words := ""
	switch {
	case err == nil:
		return nil
	case errors.As(err, &name) && name.IsNotFound:
		words = fmt.Sprintf("no computer is called %q", name.Name)
	case errors.As(err, &name):
		words = fmt.Sprintf("the address of %q cannot be found out just now", name.Name)
	case errors.Is(err, syscall.ECONNREFUSED):
		words = "nobody listens at this port"
	case errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE), errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		words = "it closed the connection"
	case errors.As(err, &noTLS):
		words = "it does not speak TLS at this port"
	case errors.As(err, &unknown):
		words = "nobody known here vouches for its certificate"
	case errors.As(err, &otherHost):
		words = fmt.Sprintf("its certificate is for another name than %q", otherHost.Host)
	case errors.As(err, &call):
		words = call.Err.Error()
	default:
		return err
	}
	return &networkError{words, err}
}
