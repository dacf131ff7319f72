package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

// TestCondaTakesNoOtherImage refuses what an environment of conda cannot follow: nothing is passed over in silence.
func TestCondaTakesNoOtherImage(t *testing.T) {
	f := facts()
	f.Managers = []detect.Manager{{Name: "conda", Format: detect.Conda, File: "environment.yml", Files: []string{"environment.yml"}, Evidence: at("environment.yml", 0)}}
	for _, c := range []struct{ flag, value, want string }{
		{"base", "slim", ""},
		{"base-image", "python:3.13-slim", "--base-image: the environment of conda is made on"},
		{"builder-image", "python:3.13-slim", "--builder-image: the environment of conda is made on"},
		{"profile", "hardened", "--profile: packages of conda do not run on distroless"},
		{"base", "alpine", "--base: packages of conda do not run on alpine"},
		{"base", "scratch", `--base: "scratch" is not a base`},
	} {
		var o config.Options
		for _, k := range config.Keys {
			if k.Name == c.flag {
				*k.Value(&o) = flag(c.flag, c.value)
			}
		}
		s, err := build(t, f, o)
		switch {
		case c.want != "" && (err == nil || !strings.HasPrefix(err.Error(), c.want)), c.want == "" && err != nil:
			t.Errorf("--%s %s: %v, want %s", c.flag, c.value, err, c.want)
		case err == nil && decision(t, s, "base").Origin != "flag":
			t.Errorf("the origin is %s", decision(t, s, "base").Origin)
		}
	}
}

// TestNamesOfTheImagesDebian takes the names that packages have in the release of the image that is asked for.
func TestNamesOfTheImagesDebian(t *testing.T) {
	f := facts()
	f.Python = []detect.Python{{Version: "3.13", Source: detect.PythonPin, Evidence: at(".python-version", 1)}}
	f.Packages = append(f.Packages, detect.Package{Name: "pdfkit", Version: "1.0.0", Evidence: at("requirements.txt", 2)})
	s, err := build(t, f, config.Options{BaseImage: flag("base-image", "python:3.13-slim-bookworm")})
	if err != nil || !slices.Contains(s.SystemPackages.Runtime, "wkhtmltopdf") {
		t.Fatalf("%v, %v", s.SystemPackages, err)
	}
	if _, err := build(t, f, config.Options{BaseImage: flag("base-image", "python:3.13-slim-trixie")}); err == nil || !strings.Contains(err.Error(), "pdfkit") {
		t.Errorf("trixie, which has no wkhtmltopdf: %v", err)
	}
	var others []string
	for _, a := range decision(t, s, "base").Alternatives {
		others = append(others, a.Choice)
	}
	if slices.Sort(others); !slices.Equal(others, []string{"alpine", "distroless", "slim"}) {
		t.Errorf("the plan shows why not %v", others)
	}
}
