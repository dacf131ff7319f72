package plan

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// TestBases plans one program for images of every kind.
func TestBases(t *testing.T) {
	digest := "@sha256:" + strings.Repeat("a", 64)
	mine := knowledge.Image{Name: "registry.example/base", BuilderUser: "root", Builder: "registry.example/build:{tag}", Traits: knowledge.Traits{
		Distribution: "rhel", Libc: "glibc", Packages: "microdnf", User: 1001, Interpreter: "/usr/bin/python3",
	}}
	for _, c := range []struct {
		name, python string
		options      map[string]string
		native       bool // something is compiled, and needs a library
		want         Base
		user         int
		refused      string
	}{
		{
			name: "distroless, its own Python", python: "3.13", options: map[string]string{"base": "distroless"}, user: 65532,
			want: Base{
				Family: "distroless", Distribution: "debian", Builder: "python:3.13-slim-trixie", Runtime: "gcr.io/distroless/python3-debian13:nonroot",
				BuilderPackageManager: "apt", Interpreter: "/usr/bin/python3.13", Home: "/usr/bin", Collected: true,
			},
		},
		{
			name: "distroless, another Python", python: "3.12", options: map[string]string{"base": "distroless"}, user: 65532,
			want: Base{
				Family: "distroless", Distribution: "debian", Builder: "python:3.12-slim-trixie", Runtime: "gcr.io/distroless/cc-debian13:nonroot",
				BuilderPackageManager: "apt", Interpreter: officialPython, Carried: true, Collected: true,
			},
		},
		{
			name: "the profile", python: "3.12", options: map[string]string{"profile": "hardened"}, user: 65532,
			want: Base{
				Family: "distroless", Distribution: "debian", Builder: "python:3.12-slim-trixie", Runtime: "gcr.io/distroless/cc-debian13:nonroot",
				BuilderPackageManager: "apt", Interpreter: officialPython, Carried: true, Collected: true,
			},
		},
		{
			name: "a base is asked for beside the profile", python: "3.12", options: map[string]string{"profile": "hardened", "base": "slim"}, user: user,
			want: Base{
				Family: "slim", Distribution: "debian", Builder: "python:3.12-slim-trixie", Runtime: "python:3.12-slim-trixie",
				PackageManager: "apt", BuilderPackageManager: "apt", Users: "useradd", Interpreter: officialPython,
			},
		},
		{
			name: "a digest", python: "3.13", options: map[string]string{"base-image": "gcr.io/distroless/python3-debian13" + digest}, user: 65532,
			want: Base{
				Family: "custom", Named: true, Distribution: "debian", Builder: "python:3.13-slim-trixie", Runtime: "gcr.io/distroless/python3-debian13" + digest,
				BuilderPackageManager: "apt", Interpreter: "/usr/bin/python3.13", Home: "/usr/bin", Collected: true,
			},
		},
		{
			name: "a copy of the official image", python: "3.12", options: map[string]string{"base": "slim", "base-image": "registry.example/python:3.12-slim"}, user: user,
			want: Base{
				Family: "slim", Named: true, Distribution: "debian", Builder: "registry.example/python:3.12-slim", Runtime: "registry.example/python:3.12-slim",
				PackageManager: "apt", BuilderPackageManager: "apt", Users: "useradd", Interpreter: officialPython,
			},
		},
		{
			name: "Chainguard", python: "3.13", options: map[string]string{"base-image": "cgr.dev/chainguard/python:3.13"}, user: 65532,
			want: Base{
				Family: "custom", Named: true, Distribution: "wolfi", Builder: "cgr.dev/chainguard/python:3.13-dev", Runtime: "cgr.dev/chainguard/python:3.13",
				BuilderPackageManager: "apk", BuilderUser: "root", Interpreter: "/usr/bin/python",
			},
		},
		{
			name: "a row of the user", python: "3.13", options: map[string]string{"base-image": "registry.example/base:9"}, user: 1001,
			want: Base{
				Family: "custom", Named: true, Distribution: "rhel", Builder: "registry.example/build:9", Runtime: "registry.example/base:9",
				PackageManager: "microdnf", BuilderPackageManager: "microdnf", BuilderUser: "root", Interpreter: "/usr/bin/python3",
			},
		},
		{
			name: "another builder", python: "3.12", options: map[string]string{"base": "slim", "builder-image": "python:3.12-trixie"}, user: user,
			want: Base{
				Family: "slim", Distribution: "debian", Builder: "python:3.12-trixie", Runtime: "python:3.12-slim-trixie",
				PackageManager: "apt", BuilderPackageManager: "apt", Users: "useradd", Interpreter: officialPython,
			},
		},
		{name: "no image on that Debian", python: "3.8", options: map[string]string{"base": "distroless"}, refused: "--base: distroless cannot serve here: Python 3.8 has no image on Debian trixie, of which it is made"},
		{name: "another Python", python: "3.9", options: map[string]string{"base-image": "gcr.io/distroless/python3-debian13:nonroot"}, refused: "--base-image: gcr.io/distroless/python3-debian13:nonroot has Python 3.13, and 3.9 is chosen"},
		{name: "another Python, by the tag", python: "3.9", options: map[string]string{"base-image": "python:3.13-slim"}, refused: "--base-image: python:3.13-slim has Python 3.13, and 3.9 is chosen"},
		{name: "unknown image", python: "3.13", options: map[string]string{"base-image": "registry.example/x:1"}, refused: "what is in the image registry.example/x:1 is not known: its C library, its package manager, where its Python stands"},
		{name: "no reference", python: "3.13", options: map[string]string{"base-image": "a b"}, refused: `--base-image: "a b" is not the reference of an image`},
		{name: "unknown family", python: "3.13", options: map[string]string{"base": "scratch"}, refused: `--base: "scratch" is not a base that pykube writes: alpine, distroless, slim`},
		{name: "unknown profile", python: "3.13", options: map[string]string{"profile": "hard"}, refused: `--profile: "hard" is not a profile: hardened, standard`},
		{
			name: "another C library in the builder", python: "3.13", options: map[string]string{"base": "slim", "builder-image": "python:3.13-alpine"},
			refused: "--builder-image: python:3.13-alpine has musl, and python:3.13-slim-trixie has glibc: what is compiled on one does not run on the other",
		},
		{
			name: "another Python in the builder", python: "3.13", options: map[string]string{"base": "slim", "builder-image": "python:3.12-slim"},
			refused: "--builder-image: python:3.12-slim has Python 3.12, and 3.13 is chosen",
		},
		{
			name: "another Debian in the builder", python: "3.13", options: map[string]string{"base": "distroless", "builder-image": "python:3.13-slim-bookworm"},
			refused: "--builder-image: python:3.13-slim-bookworm is of Debian bookworm, and gcr.io/distroless/python3-debian13:nonroot of trixie: what is made on one may not run on the other",
		},
		{
			name: "the family is not that of the image", python: "3.13", options: map[string]string{"base": "distroless", "base-image": "python:3.13-slim"},
			refused: "--base-image: python:3.13-slim has glibc and the package manager apt, and distroless is asked for by --base",
		},
		{
			name: "the profile is not that of the image", python: "3.13", options: map[string]string{"profile": "hardened", "base-image": "python:3.13-slim"},
			refused: "--base-image: python:3.13-slim has glibc and the package manager apt, and distroless is asked for by --profile",
		},
		{
			name: "an image for the profile", python: "3.13", options: map[string]string{"profile": "hardened", "base-image": "cgr.dev/chainguard/python:3.13"}, user: 65532,
			want: Base{
				Family: "custom", Named: true, Distribution: "wolfi", Builder: "cgr.dev/chainguard/python:3.13-dev", Runtime: "cgr.dev/chainguard/python:3.13",
				BuilderPackageManager: "apk", BuilderUser: "root", Interpreter: "/usr/bin/python",
			},
		},
		{name: "no reference of a builder", python: "3.13", options: map[string]string{"builder-image": "A:1"}, refused: `--builder-image: "A:1" is not the reference of an image`},
		{
			name: "Python elsewhere in the builder", python: "3.13", options: map[string]string{"base-image": "registry.example/base:9", "builder-image": "python:3.13-slim"},
			refused: "Python is /usr/local/bin/python in python:3.13-slim, and /usr/bin/python3 in registry.example/base:9: an environment that is made for one does not start in the other",
		},
		{
			name: "names that are not known", python: "3.13", native: true, options: map[string]string{"base-image": "registry.example/base:9"},
			refused: "requirements.txt:2: psycopg2 has no wheels for Linux: it is compiled against the client library of PostgreSQL, and uses it: which packages of rhel that are, to compile with, is not known; on Debian they are called gcc libc6-dev libpq-dev",
		},
		{
			name: "nothing can be installed", python: "3.13", native: true,
			options: map[string]string{"base-image": "cgr.dev/chainguard/python:3.13", "build-packages": "build-base", "runtime-packages": "libpq"},
			refused: "cgr.dev/chainguard/python:3.13 has no package manager, and nothing can be carried over to it from cgr.dev/chainguard/python:3.13-dev: libpq cannot get there",
		},
		{name: "no name of a package", python: "3.13", options: map[string]string{"base": "slim", "runtime-packages": "libpq5 -oX=y"}, refused: `--runtime-packages: "-oX=y" is not the name of a package`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Python = []detect.Python{{Version: c.python, Source: detect.PythonPin, Evidence: at(".python-version", 1)}}
			if c.native {
				f.Packages = append(f.Packages, detect.Package{Name: "psycopg2", Version: "2.9.10", Evidence: at("requirements.txt", 2)})
			}
			var o config.Options
			for _, k := range config.Keys {
				if value, ok := c.options[k.Name]; ok {
					*k.Value(&o) = flag(k.Name, value)
				}
			}
			tables, err := knowledge.Load()
			if err != nil {
				t.Fatal(err)
			}
			tables.AddImages([]knowledge.Image{mine})
			f.Managers[0].Packages = f.Packages
			p, err := Build(f, o, tables, "test")
			if c.refused != "" {
				if err == nil || err.Error() != c.refused {
					t.Fatalf("%v, want %s", err, c.refused)
				}
				if q, no := (*Question)(nil), (*Invalid)(nil); errors.As(err, &q) && q.Hint == "" || errors.As(err, &no) && no.Hint == "" {
					t.Errorf("no hint: %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if s := p.Services[0]; s.Base != c.want || s.Image.User != c.user {
				t.Errorf("%+v, user %d; want %+v, user %d", s.Base, s.Image.User, c.want, c.user)
			}
		})
	}
}

// TestPackagesAskedFor puts the packages that the user names beside those that are found, on every distribution.
func TestPackagesAskedFor(t *testing.T) {
	f := facts()
	f.Packages = append(f.Packages, detect.Package{Name: "psycopg2", Version: "2.9.10", Evidence: at("requirements.txt", 2)})
	s, err := build(t, f, config.Options{Base: flag("base", "slim"), RuntimePackages: flag("runtime-packages", "fonts-dejavu-core libpq5")})
	if err != nil || !slices.Equal(s.SystemPackages.Runtime, []string{"fonts-dejavu-core", "libpq5"}) {
		t.Errorf("%v, %v", s.SystemPackages.Runtime, err)
	}
	f.Managers[0].Packages = nil
	s, err = build(t, f, config.Options{
		BaseImage: flag("base-image", "registry.access.redhat.com/ubi9/python-312:1"), Python: flag("python", "3.12"),
		BuildPackages: flag("build-packages", "gcc postgresql-devel"), RuntimePackages: flag("runtime-packages", "libpq"),
	})
	if err != nil || !slices.Equal(s.SystemPackages.Build, []string{"gcc", "postgresql-devel"}) || !slices.Equal(s.SystemPackages.Runtime, []string{"libpq"}) {
		t.Errorf("%v, %v", s.SystemPackages, err)
	}
}

// TestWithoutShell says what of a program an image without a shell breaks, with the lines.
func TestWithoutShell(t *testing.T) {
	f := facts()
	f.Behaviour.Shell = []source.Evidence{at("app.py", 12)}
	f.Behaviour.Programs = []detect.StartedProgram{{Name: "tar", Start: true, Evidence: at("app.py", 14)}}
	for base, want := range map[string]int{"slim": 0, "distroless": 2} {
		s, err := build(t, f, config.Options{Base: flag("base", base)})
		if err != nil {
			t.Fatal(err)
		}
		var lines []int
		for _, a := range s.Advice {
			if a.Topic == "base" {
				lines = append(lines, a.Evidence[0].Line)
			}
		}
		if len(lines) != want || want > 0 && !slices.Equal(lines, []int{12, 14}) {
			t.Errorf("%s: advice on lines %v", base, lines)
		}
	}
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if others := decision(t, s, "base").Alternatives; !slices.ContainsFunc(others, func(a Alternative) bool {
		return a.Choice == "distroless" && strings.Contains(a.Reason, "app.py:12")
	}) {
		t.Errorf("%+v", others)
	}
}

// TestOlderDebian keeps an image on the release of Debian that has what the program needs.
func TestOlderDebian(t *testing.T) {
	f := facts()
	f.Python = []detect.Python{{Version: "3.13", Source: detect.PythonPin, Evidence: at(".python-version", 1)}}
	f.Packages = append(f.Packages, detect.Package{Name: "pdfkit", Version: "1.0.0", Evidence: at("requirements.txt", 2)})
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := decision(t, s, "base")
	if s.Base.Runtime != "python:3.13-slim-bookworm" || !slices.Equal(s.SystemPackages.Runtime, []string{"wkhtmltopdf"}) {
		t.Errorf("%s with %v", s.Base.Runtime, s.SystemPackages.Runtime)
	}
	if !strings.Contains(d.Reason, "requirements.txt:2: pdfkit") || !strings.Contains(d.Reason, "bookworm") || len(d.Evidence) == 0 {
		t.Errorf("%s (%v)", d.Reason, d.Evidence)
	}
	if _, err := build(t, f, config.Options{Base: flag("base", "distroless")}); err == nil || !strings.Contains(err.Error(), "pdfkit") {
		t.Errorf("distroless: %v", err)
	}
}
