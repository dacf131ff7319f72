package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// chooseSystemPackages decides which packages of the distribution the image needs, by the packages of PyPI that are
// known to be installed. What an open list brings with it is not known before it is resolved.
func (p *planner) chooseSystemPackages() error {
	sys := &p.service.SystemPackages
	d := Decision{Topic: "system_packages"}
	var reasons []string
	need := func(why string, build, runtime []string, at source.Evidence) {
		sys.Build = append(sys.Build, build...)
		sys.Runtime = append(sys.Runtime, runtime...)
		d.Evidence = append(d.Evidence, at)
		reasons = append(reasons, why)
	}
	image := p.debian
	if p.patch != "" {
		image = "" // the names that every release of Debian has
	}
	if p.service.Base.Distribution == "alpine" {
		image = "alpine"
	}
	for _, n := range p.tables.Native {
		listed := p.listed(n)
		brought := slices.ContainsFunc(n.Unless, func(other string) bool { return p.facts.Package(other) != nil })
		if listed != nil && p.tables.Development(n.Name) != "" && !p.imported(n.Name, detect.ImportNamed) {
			continue // a tool for those who work on the program
		}
		if listed == nil || listed.Conda || brought || slices.Contains(listed.Extras, "binary") {
			continue
		}
		on := n.On(image)
		runtime := on.Runtime
		why := fmt.Sprintf("%s %s", listed.Name, orElse(n.Why, "needs them"))
		compiled, cause := p.compiled(n, listed)
		if len(on.Build)+len(on.Linked) == 0 || !compiled {
			on.Build = nil
		} else {
			runtime = slices.Concat(runtime, on.Linked)
			if cause != "" {
				why = fmt.Sprintf("%s %s, so it is compiled (%s): it %s", n.Name, cause, listed.Evidence, orElse(n.Why, "needs them"))
			}
		}
		if len(on.Build)+len(runtime) > 0 {
			need(why, on.Build, runtime, listed.Evidence)
		}
	}
	p.needCompilers(need)
	for _, listed := range p.facts.Packages {
		if strings.HasPrefix(listed.Address, "git+") {
			tools := []string{"git"}
			if strings.HasPrefix(listed.Address, "git+ssh://") {
				tools = append(tools, "openssh-client")
			}
			need(orElse(listed.Name, listed.Address)+" is fetched with git", tools, nil, listed.Evidence)
		}
	}
	p.needPrograms(image, need)
	p.needLocales(need)
	p.needFonts(need)
	p.needTranslations(need)
	if err := p.translateNames(reasons, d.Evidence); err != nil {
		return err
	}
	if err := p.packagesAskedFor(&reasons, &d); err != nil {
		return err
	}
	slices.Sort(sys.Build)
	slices.Sort(sys.Runtime)
	sys.Build, sys.Runtime = slices.Compact(sys.Build), slices.Compact(sys.Runtime)
	if len(reasons) == 0 {
		return nil
	}
	d.Choice = fmt.Sprintf("build: %s; runtime: %s", orElse(strings.Join(sys.Build, " "), "none"), orElse(strings.Join(sys.Runtime, " "), "none"))
	d.Reason = strings.Join(reasons, "; ")
	p.decide(d)
	return nil
}

// listed gives the package of a row: by its name, or by the extra of another one that brings it.
func (p *planner) listed(n knowledge.Native) *detect.Package {
	if n.ToldBy != "" {
		if dj := p.facts.Django; dj != nil && dj.Gis != nil && n.ToldBy == "django.contrib.gis" {
			return &detect.Package{Name: n.ToldBy, Evidence: *dj.Gis}
		}
		return nil
	}
	if d := p.facts.Package(n.Name); d != nil || n.ExtraOf == "" {
		return d
	}
	name, extra, _ := strings.Cut(strings.TrimSuffix(n.ExtraOf, "]"), "[")
	for _, d := range p.facts.Packages {
		if d.Name == name && slices.Contains(d.Extras, extra) {
			return &detect.Package{Name: n.Name, Version: d.Version, Specifier: d.Specifier, Evidence: d.Evidence}
		}
	}
	return nil
}

// compiled reports whether a package has to be compiled, and the cause where its row does not say it: a lock or a pin
// that has no wheel for the chosen Python.
func (p *planner) compiled(n knowledge.Native, listed *detect.Package) (bool, string) {
	python := p.service.Python.Version
	specifier := listed.Specifier
	if listed.Version != "" {
		specifier = "==" + listed.Version
	}
	switch {
	case strings.HasSuffix(listed.Address, ".whl"):
		return false, ""
	case listed.Address != "":
		return true, "comes from its source"
	case listed.SourceOnly:
		return true, fmt.Sprintf("%s is in the lock as an archive of its source alone", listed.Version)
	case p.libc() == "musl":
		if why := p.withoutWheel(*listed, python, p.libc()); why != "" || n.Manylinux == "" {
			return true, why
		}
		return false, ""
	case listed.Pythons != nil:
		if slices.Contains(listed.Pythons, python) {
			return false, ""
		}
		return true, fmt.Sprintf("%s has no wheel for Python %s in the lock", listed.Version, python)
	case n.Manylinux == "":
		return true, ""
	case !n.HasWheel(specifier, "glibc"):
		return true, fmt.Sprintf("%s is from before its first wheels for Linux, %s", specifier, n.Manylinux)
	}
	w, ok := p.tables.Wheel(n.Name)
	if !ok || w.Installs(specifier, python) {
		return false, ""
	}
	if first, ok := w.First[python]; ok {
		return true, fmt.Sprintf("%s is from before its first wheels for Python %s, %s", specifier, python, first)
	}
	return true, "has no wheels for Python " + python + " that are known"
}
