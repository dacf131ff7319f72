package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/pep440"
)

const musl = "musl-x86_64"

// muslDoubt says why a package is not known to run on musl, what it brings aside; "" where it is.
func (p *planner) muslDoubt(listed detect.Package) (string, doubtKind) {
	python := p.service.Python.Version
	if row, ok := p.tables.MisbehavesOnMusl(listed.Name); ok && !slices.ContainsFunc(row.Unless, func(other string) bool {
		return p.facts.Package(other) != nil || slices.Contains(listed.Extras, other)
	}) {
		return "is not the same on musl: " + row.Why, doubtDiffers
	}
	switch {
	case listed.Address != "":
		file, _, _ := strings.Cut(strings.SplitN(listed.Address, "#", 2)[0], "?")
		if strings.HasSuffix(file, "-none-any.whl") {
			return "", 0
		}
		return "does not come from an index, and is not known to be pure Python", doubtUnknown
	case listed.Name == "":
		return "has no name, and is not known to run on musl", doubtUnknown
	case listed.Pure:
		return "", 0
	case listed.Wheels != nil, listed.Pythons != nil:
		switch {
		case slices.Contains(listed.Wheels[musl], python):
			if arm := "aarch64"; slices.Contains(listed.Wheels["glibc-"+arm], python) && !slices.Contains(listed.Wheels["musl-"+arm], python) {
				return fmt.Sprintf("%s has wheels for glibc on arm64 in the lock, and none for musl", listed.Version), doubtFails
			}
			return "", 0
		case len(listed.Wheels["glibc-x86_64"]) > 0:
			return fmt.Sprintf("%s has wheels for glibc in the lock, and none for musl and Python %s", listed.Version, python), doubtFails
		}
		return fmt.Sprintf("%s has no wheel for musl in the lock", listed.Version), doubtFails
	case listed.SourceOnly:
		if row, ok := p.tables.OnMusl(listed.Name); ok && !row.Compiled {
			return "", 0
		}
		return listed.Version + " is in the lock as an archive of its source alone, and is not known to be pure Python", doubtUnknown
	}
	return p.muslByTables(listed.Name, askedFor(listed))
}

// muslByTables says so of a package that no lock lists the files of.
func (p *planner) muslByTables(name, specifier string) (string, doubtKind) {
	python := p.service.Python.Version
	row, known := p.tables.OnMusl(name)
	dated, ok := p.tables.Wheel(name)
	switch native, compiled := p.tables.NativeRow(name); {
	case row.AMD64:
		return "has wheels for glibc on arm64 and none for musl", doubtFails
	case p.tables.MuslWheel(name, specifier, python) && !row.Glibc, ok && dated.Pure:
		return "", 0
	case known && len(row.Needs) > 0:
		return fmt.Sprintf("needs %s, of which there are no wheels for musl", some(row.Needs)), doubtFails
	case known && row.Glibc, !known && compiled && native.Manylinux != "" && native.Musllinux == "":
		return "has wheels for glibc and none for musl", doubtFails
	case known && row.Compiled:
		return fmt.Sprintf("%shas no wheel for musl and Python %s", spaced(specifier), python), doubtFails
	case !known && compiled && native.Manylinux == "" && len(native.On("trixie").Build) > 0:
		return "has no wheel for musl: it would be compiled", doubtUnknown
	case !known:
		return "is not known to run on musl", doubtUnknown
	case row.Since != "" && from(specifier, row.Since):
		return fmt.Sprintf("%sis from before its first wheel for every system, %s", spaced(specifier), row.Since), doubtFails
	}
	return "", 0
}

// from reports whether a requirement fixes a version older than one.
func from(specifier, first string) bool {
	version, ok := pep440.Exact(specifier)
	return ok && pep440.Older(version, first)
}

func spaced(specifier string) string {
	if specifier == "" {
		return ""
	}
	return specifier + " "
}

// muslBrought doubts what a package brings where a resolver chooses it: by the tables, with its extras.
func (p *planner) muslBrought(listed detect.Package) []doubt {
	if p.install != modeUnlocked || listed.Address != "" {
		return nil
	}
	var found []doubt
	names := []string{listed.Name}
	for _, extra := range listed.Extras {
		names = append(names, fmt.Sprintf("%s[%s]", listed.Name, normalName(extra)))
	}
	for i, name := range names {
		row, known := p.tables.OnMusl(name)
		switch {
		case !known && i == 0: // of Wheel's own, as Django: nothing else is known of it
		case !known:
			found = append(found, doubt{why: fmt.Sprintf("what %s brings is not known to run on musl", name), at: listed.Evidence, kind: doubtUnknown})
		case i > 0 && row.Glibc:
			found = append(found, doubt{why: fmt.Sprintf("%s needs %s, of which there are no wheels for musl", name, some(row.Needs)), at: listed.Evidence, kind: doubtFails})
		}
		for _, brought := range row.Brings {
			if p.facts.Package(brought) != nil {
				continue // it is judged as it is listed
			}
			why, kind := p.muslDoubt(detect.Package{Name: brought})
			if why == "" && p.runtimeUnknown(brought) {
				why, kind = "needs packages of the system whose names on Alpine are not known", doubtUnknown
			}
			if why != "" {
				found = append(found, doubt{why: fmt.Sprintf("%s brings %s, which %s", name, brought, why), at: listed.Evidence, kind: kind})
			}
		}
	}
	return found
}

// runtimeUnknown reports whether a package needs others of the system where it runs, and Alpine's are not known.
func (p *planner) runtimeUnknown(name string) bool {
	n, ok := p.tables.NativeRow(name)
	return ok && len(n.On("trixie").Runtime)+len(n.On(olderDebian).Runtime) > 0 && len(n.On("alpine").Runtime) == 0
}

// nativeInstalled gives the package of a row that needs the system, as chooseSystemPackages does.
func (p *planner) nativeInstalled(n knowledge.Native) *detect.Package {
	listed := p.listed(n)
	if listed == nil || listed.Conda || slices.Contains(listed.Extras, "binary") ||
		slices.ContainsFunc(n.Unless, func(other string) bool { return p.facts.Package(other) != nil }) ||
		p.tables.Development(n.Name) != "" && !p.imported(n.Name, detect.ImportNamed) {
		return nil
	}
	return listed
}
