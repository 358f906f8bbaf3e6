package main

import (
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/gmmtool/gmmtool/internal/delivery"
)

// deliveryFlags say how recipients are reached.
func deliveryFlags() []cli.Flag {
	return []cli.Flag{
		&cli.StringSliceFlag{Name: "maildir", Usage: "put mail for an address into a Maildir on this computer: `ADDRESS=DIR`"},
		&cli.StringFlag{Name: "smtp", Usage: "hand the other mail to the submission server at `HOST:PORT`"},
		&cli.StringFlag{Name: "smtp-tls", DefaultText: "tls on port 465, else starttls", Usage: "protect the connection by `HOW`: tls, starttls or none (on this computer only)"},
		&cli.StringFlag{Name: "smtp-ca", Usage: "trust servers certified by the certificates in `FILE` (PEM), instead of the system's authorities"},
		&cli.StringFlag{Name: "smtp-user", Usage: "log in as `NAME`; only what this address signed is sent"},
		&cli.StringFlag{Name: "smtp-from", Usage: "send what `ADDRESS` signed, where the login is not the address"},
		&cli.StringFlag{Name: "smtp-password-file", Usage: "read the password from the first line of `FILE`"},
		&cli.IntFlag{Name: "smtp-password-fd", Value: -1, DefaultText: "none", Usage: "read the password from open file descriptor `N`"},
		&cli.BoolFlag{Name: "resend-uncertain", DisableDefaultText: true, Usage: "also send what an interrupted run may have delivered; clients drop the second copy"},
	}
}

// deliveryOptions reads the flags of [deliveryFlags].
func (p *process) deliveryOptions(c *cli.Context) (opts delivery.Options, err error) {
	opts = delivery.Options{ResendUncertain: c.Bool("resend-uncertain"), Now: p.now()}
	if opts.Maildirs, err = parseMaildirs(c.StringSlice("maildir")); err != nil {
		return opts, err
	}
	if c.String("smtp") != "" {
		opts.Server, err = p.parseServer(c)
		return opts, err
	}
	for _, name := range c.LocalFlagNames() {
		if strings.HasPrefix(name, "smtp-") {
			return opts, withHint("name the server: --smtp HOST:PORT", "--%s without --smtp", name)
		}
	}
	return opts, nil
}

func parseMaildirs(values []string) ([]delivery.Maildir, error) {
	var maildirs []delivery.Maildir
	seen := map[string]bool{}
	for _, value := range values {
		// The name before the "@" may hold a "=", as a DIR may; a domain cannot.
		name, rest, _ := strings.Cut(value, "@")
		domain, dir, found := strings.Cut(rest, "=")
		address := name + "@" + domain
		if !found || dir == "" {
			return nil, withHint("for example --maildir bob@example.org=/home/bob/Maildir", "--maildir %q is not ADDRESS=DIR", value)
		}
		if seen[strings.ToLower(address)] {
			return nil, withHint("keep one of them", "two Maildirs for %s", address)
		}
		seen[strings.ToLower(address)] = true
		maildir, err := delivery.NewMaildir(address, dir)
		if err != nil {
			return nil, err
		}
		maildirs = append(maildirs, maildir)
	}
	return maildirs, nil
}

func (p *process) parseServer(c *cli.Context) (*delivery.Server, error) {
	server := &delivery.Server{
		Address: c.String("smtp"),
		User:    c.String("smtp-user"),
		Sender:  c.String("smtp-from"),
		Dial:    new(net.Dialer).DialContext,
	}
	var err error
	if server.Security, err = parseSecurity(c.String("smtp-tls"), server.Address); err != nil {
		return nil, err
	}
	if err := server.Check(); err != nil {
		return nil, hinted{err, "for example --smtp mail.example.org:465"}
	}
	if server.Sender != "" {
		if err := delivery.CheckAddress(server.Sender); err != nil {
			return nil, fmt.Errorf("--smtp-from: %w", err)
		}
	}
	if file := c.String("smtp-ca"); file != "" {
		if server.Roots, err = readAuthorities(file); err != nil {
			return nil, err
		}
	}
	server.Password, err = p.readPassword(c)
	return server, err
}

func parseSecurity(name, address string) (delivery.Security, error) {
	switch security := delivery.Security(name); security {
	case delivery.TLS, delivery.StartTLS, delivery.NoTLS:
		return security, nil
	case "":
		if strings.HasSuffix(address, ":465") {
			return delivery.TLS, nil
		}
		return delivery.StartTLS, nil
	}
	return "", withHint("use tls, starttls or none", "unknown --smtp-tls %q", name)
}

func readAuthorities(file string) (*x509.CertPool, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, withHint("check the name, and that you may read it", "%s: certificates cannot be read: %w", file, cause(err))
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, withHint("it has to begin with -----BEGIN CERTIFICATE-----", "%s: no certificate in PEM", file)
	}
	return pool, nil
}

// readPassword reads the password of the server. Who logs in needs one, even to
// rehearse: the same command is to work with --yes.
func (p *process) readPassword(c *cli.Context) (string, error) {
	file, descriptor, user := c.String("smtp-password-file"), c.Int("smtp-password-fd"), c.String("smtp-user")
	given := file != "" || descriptor >= 0
	switch {
	case file != "" && descriptor >= 0:
		return "", withHint("keep one of them", "--smtp-password-file and --smtp-password-fd exclude each other")
	case given && user == "":
		return "", withHint("say who logs in: --smtp-user NAME", "a password without a user")
	case !given && user != "":
		return "", withHint("name a file with --smtp-password-file FILE, or a descriptor with --smtp-password-fd N", "no password for %s", user)
	case !given:
		return "", nil
	}
	password, err := p.readPassphrase(file, descriptor)
	if err != nil {
		return "", fmt.Errorf("password of the server: %w", err)
	}
	return string(password), nil
}
