package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// system is a list of packages by their purpose: build, linked, runtime.
type system struct {
	Build, Linked, Runtime []string
}

// TestDebianNames looks up every name of the table of native packages in the package lists of the releases that images
// are based on. It asks apt, with a state of its own: nothing of this machine is read or changed but its mirror.
func TestDebianNames(t *testing.T) {
	if _, err := exec.LookPath("apt-get"); err != nil {
		t.Skip("no apt-get here")
	}
	text, err := os.ReadFile("../internal/knowledge/native.toml")
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Package []struct {
			Name   string
			Debian struct {
				system
				Bookworm, Trixie system
			}
		}
	}
	if err := toml.Unmarshal(text, &table); err != nil {
		t.Fatal(err)
	}
	looked := 0
	for _, release := range []string{"bookworm", "trixie"} {
		known, err := debianNames(t.TempDir(), release)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range table.Package {
			only := p.Debian.Bookworm
			if release == "trixie" {
				only = p.Debian.Trixie
			}
			for _, name := range slices.Concat(p.Debian.Build, p.Debian.Linked, p.Debian.Runtime, only.Build, only.Linked, only.Runtime) {
				looked++
				if !known[name] {
					t.Errorf("%s: %s is not a package of Debian %s", p.Name, name, release)
				}
			}
		}
	}
	if looked < 1000 {
		t.Errorf("only %d names were looked up", looked)
	}
}

// debianNames gives the names that apt installs on a release: of packages, and those that exactly one package provides.
func debianNames(dir, release string) (map[string]bool, error) {
	mirror := os.Getenv("E2E_DEBIAN_MIRROR")
	if mirror == "" {
		mirror = "http://deb.debian.org/debian"
	}
	for _, sub := range []string{"lists/partial", "archives/partial", "parts"} {
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return nil, err
		}
	}
	signed := "[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] "
	if _, err := os.Stat("/usr/share/keyrings/debian-archive-keyring.gpg"); err != nil {
		signed = ""
	}
	for name, content := range map[string]string{"sources.list": fmt.Sprintf("deb %s%s %s main\n", signed, mirror, release), "status": ""} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o644); err != nil {
			return nil, err
		}
	}
	options := []string{
		"-o", "Dir::Etc::sourcelist=" + filepath.Join(dir, "sources.list"), "-o", "Dir::Etc::sourceparts=" + filepath.Join(dir, "parts"),
		"-o", "Dir::State::lists=" + filepath.Join(dir, "lists"), "-o", "Dir::State::status=" + filepath.Join(dir, "status"),
		"-o", "Dir::Cache::archives=" + filepath.Join(dir, "archives"), "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache=",
		"-o", "APT::Architecture=amd64", "-o", "APT::Architectures=amd64", "-o", "Acquire::Languages=none",
		"-o", "Acquire::Check-Valid-Until=false", "-o", "APT::Sandbox::User=root",
	}
	if out, err := exec.Command("apt-get", append(slices.Clone(options), "update", "-q", "--error-on=any")...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("apt-get update for %s: %w\n%s", release, err, out)
	}
	out, err := exec.Command("apt-cache", append(slices.Clone(options), "dumpavail")...).Output()
	if err != nil {
		return nil, fmt.Errorf("apt-cache dumpavail for %s: %w", release, err)
	}
	known, providers := map[string]bool{}, map[string][]string{}
	name := ""
	for line := range bytes.Lines(out) {
		key, value, _ := strings.Cut(strings.TrimSpace(string(line)), ": ")
		switch key {
		case "Package":
			name = value
			known[name] = true
		case "Provides":
			for provided := range strings.SplitSeq(value, ",") {
				virtual, _, _ := strings.Cut(strings.TrimSpace(provided), " ")
				if !slices.Contains(providers[virtual], name) {
					providers[virtual] = append(providers[virtual], name)
				}
			}
		}
	}
	for virtual, by := range providers {
		if len(by) == 1 {
			known[virtual] = true
		}
	}
	return known, nil
}
