package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// oneRequirement is a requirement of PEP 508 without white space, by an index: name[extra]==1.0.
var oneRequirement = regexp.MustCompile(`^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)(?:\[[A-Za-z0-9._,-]*\])?((?:(?:===?|~=|!=|<=?|>=?)[A-Za-z0-9.*+!_-]+,?)*)$`)

// choosePackages decides what is installed that the manager's files do not declare: what is asked for, or what the files
// that deploy the repository install beside them.
func (p *planner) choosePackages() error {
	if o := p.options.Packages; o.Set() {
		for _, r := range strings.Fields(o.Value) {
			if !oneRequirement.MatchString(r) {
				return &Invalid{Text: fmt.Sprintf("%s: %q is not a requirement", o.Origin.Name, source.Printable(r)), Hint: "--packages 'gunicorn psycopg[binary]==3.2.9'"}
			}
			p.addPackage(r, source.Evidence{})
		}
		p.chosen("packages", orElse(strings.Join(p.packages, " "), "none"), "--packages", o)
		return nil
	}
	d := Decision{Topic: "packages", Override: "--packages"}
	for _, in := range p.facts.Installs {
		if !p.deploysThis(in) {
			continue
		}
		before := len(p.packages)
		for _, r := range in.Packages {
			m := oneRequirement.FindStringSubmatch(r)
			if m == nil || p.isTool(normalName(m[1])) || p.declared(r) || p.hasPackage(m[1]) {
				continue
			}
			p.addPackage(r, in.Evidence)
		}
		if len(p.packages) > before {
			d.Evidence = append(d.Evidence, in.Evidence)
		}
	}
	if len(p.packages) == 0 && p.manager.Format == undeclared && len(p.needed()) > 0 {
		p.packagesOfImports()
		return nil
	}
	if len(p.packages) == 0 {
		return nil
	}
	d.Choice = strings.Join(p.packages, " ")
	d.Reason = fmt.Sprintf("%s installs them, and %s does not declare them", d.Evidence[0].File, p.manager.File)
	p.decide(d)
	a := Advice{
		Topic: "packages", Evidence: d.Evidence,
		Text: fmt.Sprintf("%s: nothing but %s installs this; where pykube's files take its place, that is forgotten, so declare it", strings.Join(p.packages, ", "), d.Evidence[0].File),
	}
	if add := installers[p.manager.Format].add; add != nil {
		a.Command = add(p, p.packages...)
	}
	p.advise(a)
	return nil
}

// deploysThis reports whether a command is one of the file that installs what the service is installed from: the same
// file, or, where none installs it, one at the root that deploys it. What publishes the project, or builds it for
// another service, says nothing of the image.
func (p *planner) deploysThis(in detect.Install) bool {
	if in.Dev || in.Manager != "pip" {
		return false
	}
	for _, r := range in.Packages {
		if m := oneRequirement.FindStringSubmatch(r); m != nil && publishers[normalName(m[1])] {
			return false
		}
	}
	if with := p.deployed(p.manager); with != nil {
		return in.Evidence.File == with.Evidence.File
	}
	file := in.Evidence.File
	return !strings.Contains(file, "/") && !strings.HasSuffix(strings.ToLower(file), "file") || file == "Dockerfile" || file == "Procfile"
}

// isTool reports whether a package is one that installs, builds or tests, or is the project itself.
func (p *planner) isTool(name string) bool {
	return buildTools[name] || p.tables.Development(name) != "" || p.facts.Project != nil && normalName(p.facts.Project.Name) == name
}

// publishers are installed to build and to publish the project.
var publishers = map[string]bool{"build": true, "twine": true, "cibuildwheel": true, "pyinstaller": true, "check-manifest": true, "conda": true, "mamba": true}

// addPackage installs a requirement; what is decided later takes it for one that the files declare.
func (p *planner) addPackage(r string, at source.Evidence) {
	p.packages = append(p.packages, r)
	p.facts.Packages = append(slices.Clone(p.facts.Packages), packageOf(r, at))
}

// packageOf reads a requirement that oneRequirement takes.
func packageOf(r string, at source.Evidence) detect.Package {
	m := oneRequirement.FindStringSubmatch(r)
	_, extras, _ := strings.Cut(strings.SplitN(r, "]", 2)[0], "[")
	found := detect.Package{Name: normalName(m[1]), Specifier: m[2], Evidence: at}
	if version, ok := pep440.Exact(m[2]); ok {
		found.Version = version
	}
	for extra := range strings.SplitSeq(extras, ",") {
		if extra != "" {
			found.Extras = append(found.Extras, normalName(extra))
		}
	}
	return found
}

// declared reports whether the files ask for a package with all its extras.
func (p *planner) declared(r string) bool {
	wanted := packageOf(r, source.Evidence{})
	return slices.ContainsFunc(p.facts.Packages, func(d detect.Package) bool {
		return d.Name == wanted.Name && !slices.ContainsFunc(wanted.Extras, func(e string) bool { return !slices.Contains(d.Extras, e) })
	})
}

// hasPackage reports whether a package is among those that are installed beside the files already.
func (p *planner) hasPackage(name string) bool {
	for _, r := range p.packages {
		if m := oneRequirement.FindStringSubmatch(r); m != nil && normalName(m[1]) == normalName(name) {
			return true
		}
	}
	return false
}

// buildTools are installed in order to install or to build; the image does without them. Those that test and check the
// program are known to the tables.
var buildTools = map[string]bool{
	"ansible": true, "awscli": true, "build": true, "cmake": true, "conda": true, "cython": true, "debugpy": true,
	"docker-compose": true, "flit": true, "grpcio-tools": true, "hatch": true, "hatchling": true, "maturin": true,
	"ninja": true, "openmim": true, "packaging": true, "pdm": true, "pip": true, "pipenv": true, "pipx": true,
	"poetry": true, "poetry-core": true, "poetry-plugin-export": true, "scikit-build": true, "setuptools": true,
	"setuptools-rust": true, "setuptools-scm": true, "uv": true, "virtualenv": true, "watchdog": true, "wheel": true,
}
