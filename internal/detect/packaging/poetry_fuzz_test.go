package packaging

import (
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/pep440"
)

func FuzzPoetryConstraint(f *testing.F) {
	for _, text := range []string{"^1.2 || ~3", "*", "1.*,!=1.2.*", ">= 1 , <2 | dev", "~=1!2.3rc1", "^0.0.3+a"} {
		f.Add(text, "1.2")
	}
	f.Fuzz(func(t *testing.T, text, version string) {
		alternatives, err := PoetryConstraint(text)
		if err != nil {
			return
		}
		if len(alternatives) == 0 {
			t.Fatalf("%q: nothing", text)
		}
		for _, specifier := range alternatives {
			if normal, err := pep440.Normal(specifier); err != nil || normal != specifier {
				t.Errorf("%q: %q, %v", text, specifier, err)
			}
		}
		if marker := pythonMarker(alternatives); marker != "" && !strings.Contains(marker, "===") {
			if _, err := MarkerHolds(marker, MarkerEnv{Python: "3.12"}); err != nil {
				t.Errorf("%q: marker %q: %v", text, marker, err)
			}
		}
		var p PoetryDependency
		p.allow(alternatives)
		p.Allows(version)
	})
}

func FuzzPoetry(f *testing.F) {
	f.Add(poetryOld)
	f.Add(poetryNew)
	f.Add(poetryManifest)
	f.Fuzz(func(t *testing.T, text string) {
		tr := written(t, "pyproject.toml", text)
		p, err := ReadPoetry(tr)
		if err != nil {
			printable(t, err.Error())
			return
		}
		if p == nil {
			return
		}
		all := p.Dependencies
		for _, g := range p.Groups {
			all = append(all, g.Requirements...)
		}
		for _, d := range all {
			printableRequirement(t, d.Requirement)
			printable(t, append(d.Alternatives, d.Index)...)
		}
		for _, s := range p.Sources {
			printable(t, s.Name, s.URL, s.Priority)
		}
		for name, s := range p.Scripts {
			printable(t, name, s.Value)
		}
		l := &PoetryLock{ContentHash: Located{Value: "0"}}
		_, why := l.Stale(p)
		printable(t, why)
	})
}

func FuzzPoetryLock(f *testing.F) {
	f.Add(poetryManifest, poetryPackages+"[metadata]\nlock-version='1.1'\n[metadata.files]\nnumpy=[{file='a-1-py3-none-any.whl'}]\n")
	f.Add(poetryManifest, "[[package]]\nname='numpy'\nversion='1'\ngroups=['main']\nmarkers={main=\"extra=='a'\"}\n[metadata]\nlock-version='2.1'\n")
	f.Fuzz(func(t *testing.T, manifest, text string) {
		tr := tree(t, "pyproject.toml", manifest, "poetry.lock", text)
		l, err := ReadPoetryLock(tr)
		if err != nil {
			printable(t, err.Error())
			return
		}
		p, err := ReadPoetry(tr)
		if err != nil {
			return
		}
		printable(t, l.GeneratedBy.Value, l.LockVersion.Value, l.PythonVersions.Value)
		for _, pin := range l.Select(p, PoetrySelection{Extras: []string{"pg"}, Groups: []string{"dev"}}) {
			printable(t, append(pin.Wheels, pin.Name, pin.Version, pin.Marker, pin.Address, pin.Dir)...)
			if !ValidName(pin.Name) || !pep440.Valid(pin.Version) {
				t.Errorf("%+v", pin)
			}
		}
	})
}
