package e2e

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSecrets installs from an index that asks for a password and shows a certificate of a company's own authority: the
// build has both as secrets, and neither the layers, nor the history, nor the environment of the image holds them.
func TestSecrets(t *testing.T) {
	ctx := t.Context()
	const password = "correct-horse-battery-staple-e2e"
	index, err := NewIndex("deploy", password)
	must(t, err)
	defer index.Close()
	pykube, err := Pykube(ctx)
	must(t, err)
	engine, err := Start(ctx)
	must(t, err)
	engine.network = "host" // the index listens on the loopback address

	dir := t.TempDir()
	repository := filepath.Join(dir, "shop")
	for name, text := range map[string]string{
		"shop/app.py":           "import prices\nfrom flask import Flask\n\napp = Flask(__name__)\n\n\n@app.get(\"/healthz\")\ndef healthz():\n    return {\"answer\": prices.ANSWER}\n",
		"shop/requirements.txt": "--extra-index-url https://${INDEX_USER}@127.0.0.1:" + index.Port + "/simple/\nflask==3.1.2\ngunicorn==23.0.0\nprices==1.0\n",
		"netrc":                 fmt.Sprintf("machine 127.0.0.1 login deploy password %s\n", password),
		"user":                  "deploy:" + password,
	} {
		must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
		must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
	}
	trusted, err := os.ReadFile("/etc/ssl/certs/ca-certificates.crt") // PyPI is asked, too
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "ca.pem"), append(trusted, index.CA...), 0o600))
	must(t, commit(ctx, repository))

	build := func(t *testing.T, requirements string, secrets ...string) (string, error) {
		t.Helper()
		if requirements != "" {
			must(t, os.WriteFile(filepath.Join(repository, "requirements.txt"), []byte(requirements), 0o644))
		}
		must(t, Generate(ctx, pykube, repository, "--base", "slim", "--build-ca", "company-ca"))
		_, _, err := engine.Prepare(ctx, repository)
		if missing := (Unavailable{}); errors.As(err, &missing) {
			t.Skip("NOT RUN: " + missing.Error())
		}
		must(t, err)
		var options []string
		for _, s := range secrets {
			options = append(options, "--secret", s)
		}
		tag := fmt.Sprintf("pykube-e2e/secrets:%d", os.Getpid())
		_, err = engine.Build(ctx, repository, tag, true, options...)
		t.Cleanup(func() { engine.Remove(tag) })
		return tag, err
	}
	ca := "id=company-ca,src=" + filepath.Join(dir, "ca.pem")

	t.Run("without", func(t *testing.T) {
		if _, err := build(t, "", ca); err == nil || !strings.Contains(err.Error(), "INDEX_USER") {
			t.Errorf("a build without its secret does not say which one: %v", err)
		}
	})
	t.Run("variable", func(t *testing.T) {
		tag, err := build(t, "", ca, "id=INDEX_USER,src="+filepath.Join(dir, "user"))
		must(t, err)
		answers(t, engine, tag)
		leaks(t, engine, tag, password, string(index.CA[60:120]))
	})
	t.Run("netrc", func(t *testing.T) {
		tag, err := build(t, "--extra-index-url "+index.URL+"\nflask==3.1.2\ngunicorn==23.0.0\nprices==1.0\n", ca, "id=netrc,src="+filepath.Join(dir, "netrc"))
		must(t, err)
		answers(t, engine, tag)
		leaks(t, engine, tag, password, string(index.CA[60:120]))
	})
}

// answers runs the image and asks it for what the private package holds.
func answers(t *testing.T, engine Engine, tag string) {
	t.Helper()
	engine.network = ""
	c := Case{}
	c.E2E.Route, c.E2E.Status, c.E2E.Contains, c.E2E.Host = "/healthz", 200, "42", "localhost"
	serve(t, engine, tag, c, 8000, nil, "")
}

// leaks reports a secret that any layer, the history or the configuration of an image holds. Layers are looked at as they
// are stored: also what a later layer hides.
func leaks(t *testing.T, engine Engine, tag string, secrets ...string) {
	t.Helper()
	save := engine.command(t.Context(), "save", tag)
	stdout, err := save.StdoutPipe()
	must(t, err)
	must(t, save.Start())
	looked := 0
	archive := tar.NewReader(stdout)
	for {
		file, err := archive.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		must(t, err)
		blob, err := io.ReadAll(archive)
		must(t, err)
		looked += len(blob)
		for _, s := range secrets {
			if bytes.Contains(blob, []byte(s)) {
				t.Errorf("%s of the image holds a secret", file.Name)
			}
		}
	}
	must(t, save.Wait())
	if looked < 1<<20 {
		t.Errorf("docker save gave %d bytes: nothing was looked at", looked)
	}
	history, err := engine.do(context.Background(), "history", "--no-trunc", "--format", "{{.CreatedBy}}", tag)
	must(t, err)
	for _, s := range secrets {
		if strings.Contains(history, s) {
			t.Error("the history of the image holds a secret")
		}
	}
}
