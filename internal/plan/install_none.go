package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// undeclared is the format of a repository in which no file declares dependencies.
const undeclared detect.Format = "none"

// takeNone goes on without a file that declares dependencies, where it is known that none is missing: the packages are
// asked for, a command of a deployment file names them, or the program imports nothing that is not part of Python.
func (p *planner) takeNone() bool {
	d := Decision{Choice: "none", Evidence: []source.Evidence{p.app.Evidence}}
	switch named := p.installCommand(); {
	case p.options.Packages.Set():
		d.Choice, d.Reason = "pip", "no file declares dependencies; --packages names them"
	case named != nil:
		d.Choice, d.Reason, d.Evidence = "pip", "no file declares dependencies, and this command installs them", []source.Evidence{named.Evidence}
	case p.unreadManifest():
		return false
	case len(p.needed()) == 0:
		d.Reason = "no file declares dependencies, and the program imports nothing but what Python has"
	case len(p.facts.Managers) == 0 && len(p.needed()) <= maxNamed && len(p.undeclaredPackages()) > 0:
		d.Choice, d.Reason = "pip", "no file declares dependencies; the imports tell them, without their versions"
	default:
		return false
	}
	m := detect.Manager{Name: d.Choice, Format: undeclared, Evidence: d.Evidence[0], File: p.facts.Directory}
	return p.takeManager(m, d) == nil
}

// unreadManifest reports whether there is a file that may declare dependencies and was not read.
func (p *planner) unreadManifest() bool {
	return len(p.facts.Resembling) > 0 ||
		slices.ContainsFunc(p.facts.Unread, func(u detect.Unread) bool { return !strings.HasSuffix(u.Evidence.File, ".py") })
}

// installCommand gives the command of a deployment file that names packages.
func (p *planner) installCommand() *detect.Install {
	i := slices.IndexFunc(p.facts.Installs, func(in detect.Install) bool {
		return len(in.Packages) > 0 && p.deploysThis(in)
	})
	if i < 0 {
		return nil
	}
	return &p.facts.Installs[i]
}

// needed lists what the program imports when it starts, and Python does not have.
func (p *planner) needed() []detect.Import {
	return slices.DeleteFunc(slices.Clone(p.facts.Imports), func(i detect.Import) bool { return i.Kind != detect.ImportAlways })
}

// undeclaredPackages lists the packages that the imports need, where each is one that the tables know: a name that only
// resembles a module might be anybody's.
func (p *planner) undeclaredPackages() []string {
	var packages []string
	for _, i := range p.needed() {
		provider, known := p.tables.Providers(i.Module)
		if !known && !p.tables.Known(provider[0]) {
			return nil
		}
		if !slices.Contains(packages, provider[0]) {
			packages = append(packages, provider[0])
		}
	}
	return packages
}

// packagesOfImports installs what the imports need, where nothing declares it, and says what that leaves open.
func (p *planner) packagesOfImports() {
	d := Decision{Topic: "packages", Override: "--packages", Reason: "the program imports them, and no file says which versions it was written for"}
	for _, r := range p.undeclaredPackages() {
		p.addPackage(r, source.Evidence{})
	}
	for _, i := range p.needed() {
		d.Evidence = append(d.Evidence, i.Evidence)
	}
	d.Choice = strings.Join(p.packages, " ")
	p.decide(d)
	p.advise(Advice{
		Topic: "packages", Evidence: d.Evidence, Command: `printf '%s\n' ` + requirementWords(p.packages) + " > requirements.txt",
		Text: "no file declares dependencies: what is installed is told by the imports, in the newest versions, and what is needed without an import is missing; write down what you run",
	})
}

// undeclaredImports is the question where imports show that packages are needed, and no file declares one.
func (p *planner) undeclaredImports() *Question {
	needed := p.needed()
	if len(needed) == 0 {
		q := &Question{
			Topic: "package_manager", Flag: "--packages", Hint: "--packages 'PACKAGE …', or a requirements.txt that can be read",
			Text: fmt.Sprintf("%q has a file that may declare dependencies, and it could not be read", p.facts.Directory),
		}
		for _, file := range p.facts.Resembling {
			q.Evidence = append(q.Evidence, source.At(file, 0, ""))
		}
		return q
	}
	q := &Question{Topic: "package_manager", Flag: "--packages"}
	var names, packages []string
	for _, i := range needed {
		provider, _ := p.tables.Providers(i.Module)
		names = append(names, i.Module)
		if !slices.Contains(packages, provider[0]) {
			packages = append(packages, provider[0])
		}
		q.Evidence = append(q.Evidence, i.Evidence)
	}
	q.Text = fmt.Sprintf("%q imports %s, and no file declares dependencies", p.facts.Directory, some(names))
	q.Hint = "--packages " + shellText(strings.Join(packages, " ")) + ", or a requirements.txt with the versions that you run"
	return q
}

func shellText(s string) string {
	if strings.Contains(s, " ") {
		return "'" + s + "'"
	}
	return s
}

// installNothing makes the environment, and installs what is asked for.
func (p *planner) installNothing(img *Image) error {
	newVenv(img)
	img.Copies, img.BuildEnv = []Copy{}, withPip()
	p.addToEnvironment(img, pipCache, p.pip("install")...)
	return nil
}

func (p *planner) chooseForNone() (installMode, Decision) {
	if len(p.packages) == 0 {
		return modeLocked, Decision{Choice: "nothing", Reason: "there is nothing to install"}
	}
	return modeUnlocked, Decision{Choice: "pip install", Reason: "what the packages need themselves is chosen anew by each build"}
}
