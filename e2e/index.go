package e2e

import (
	"archive/zip"
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"time"
)

// Index is a package index that asks for a password, behind a certificate that no system trusts: what a company has. It
// serves one package, prices 1.0, whose module holds ANSWER = 42.
// Source: https://packaging.python.org/en/latest/specifications/simple-repository-api/
type Index struct {
	URL            string // https://127.0.0.1:PORT/simple/
	Port           string
	User, Password string
	CA             []byte // PEM
	server         *httptest.Server
	refused        atomic.Int64
}

// Refused counts the requests without the right password.
func (i *Index) Refused() int { return int(i.refused.Load()) }

// Close stops the server.
func (i *Index) Close() { i.server.Close() }

// NewIndex starts an index on this machine's loopback address.
func NewIndex(user, password string) (*Index, error) {
	wheel, err := wheel()
	if err != nil {
		return nil, err
	}
	certificate, ca, err := certificates()
	if err != nil {
		return nil, err
	}
	i := &Index{User: user, Password: password, CA: ca}
	const file = "prices-1.0-py3-none-any.whl"
	i.server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if u, p, ok := r.BasicAuth(); !ok || u != user || p != password {
			i.refused.Add(1)
			w.Header().Set("WWW-Authenticate", `Basic realm="index"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		switch r.URL.Path {
		case "/simple/prices/":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, `<!DOCTYPE html><a href="/files/%s">%s</a>`, file, file)
		case "/files/" + file:
			w.Header().Set("Content-Type", "application/octet-stream")
			_, _ = w.Write(wheel)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	i.server.TLS = &tls.Config{Certificates: []tls.Certificate{certificate}, MinVersion: tls.VersionTLS12}
	i.server.StartTLS()
	_, i.Port, err = net.SplitHostPort(i.server.Listener.Addr().String())
	i.URL = "https://127.0.0.1:" + i.Port + "/simple/"
	return i, err
}

// wheel makes prices 1.0.
// Source: https://packaging.python.org/en/latest/specifications/binary-distribution-format/
func wheel() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, f := range []struct{ name, text string }{
		{"prices.py", "ANSWER = 42\n"},
		{"prices-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: prices\nVersion: 1.0\n"},
		{"prices-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nGenerator: e2e\nRoot-Is-Purelib: true\nTag: py3-none-any\n"},
		{"prices-1.0.dist-info/RECORD", "prices.py,,\nprices-1.0.dist-info/METADATA,,\nprices-1.0.dist-info/WHEEL,,\nprices-1.0.dist-info/RECORD,,\n"},
	} {
		w, err := z.Create(f.name)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(f.text)); err != nil {
			return nil, err
		}
	}
	err := z.Close() // writes the directory
	return out.Bytes(), err
}

// certificates makes an authority and a certificate of it for 127.0.0.1.
func certificates() (server tls.Certificate, ca []byte, err error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return server, nil, err
	}
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "e2e company CA"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	root, err := x509.CreateCertificate(rand.Reader, authority, authority, &key.PublicKey, key)
	if err != nil {
		return server, nil, err
	}
	own, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return server, nil, err
	}
	leaf, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "index"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, authority, &own.PublicKey, key)
	if err != nil {
		return server, nil, err
	}
	return tls.Certificate{Certificate: [][]byte{leaf}, PrivateKey: own}, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: root}), nil
}
