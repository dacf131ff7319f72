package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// installMode is how exactly the dependency files say what is installed.
type installMode string

const (
	modeHashed   installMode = "hashed"   // pip --require-hashes
	modePinned   installMode = "pinned"   // pip --no-deps, then pip check
	modeUnlocked installMode = "unlocked" // pip resolves
	modeLocked   installMode = "locked"   // uv sync --locked
)

// managerOrder is the order in which files are taken where a repository has several: a lock before a list.
var managerOrder = []string{"uv", "pip"}

// withdraw names what leads from a package manager that is not installed from to one that is, as one command.
var withdraw = map[string]string{
	"poetry":     "poetry export --output requirements.txt",
	"pdm":        "pdm export --output requirements.txt",
	"pipenv":     "pipenv requirements > requirements.txt",
	"pyproject":  "uv lock",
	"setuptools": "uv pip compile setup.py --output-file requirements.txt",
	"conda":      "pip freeze > requirements.txt",
	"pixi":       "pip freeze > requirements.txt",
	"pylock":     "uv pip compile pyproject.toml --output-file requirements.txt",
}

func (p *planner) chooseManager() error {
	if dir := p.nearer(); dir != "" && !p.options.App.Set() {
		return &Question{
			Topic: "package_manager", Flag: "--app", Evidence: []source.Evidence{p.app.Evidence},
			Text:   fmt.Sprintf("%s is below %q, which declares dependencies of its own; which ones are meant is not clear", p.app.Name(), dir),
			Looked: p.looked(),
			Hint:   fmt.Sprintf("pykube generate %s, or --app %s to install what the root declares", shellWord(dir), quoteHint(p.app.Name())),
		}
	}
	for _, name := range managerOrder {
		for _, m := range p.facts.Managers {
			if m.Name == name {
				return p.takeManager(m)
			}
		}
	}
	if len(p.facts.Managers) == 0 {
		return &Question{
			Topic: "package_manager", Text: fmt.Sprintf("%q declares no dependencies that pykube can install", p.facts.Directory),
			Looked: []string{"requirements.txt", "uv.lock", "pyproject.toml"},
			Hint:   "pip freeze > requirements.txt, in the environment in which the program runs",
		}
	}
	m := p.facts.Managers[0]
	q := &Question{
		Topic: "package_manager", Text: fmt.Sprintf("pykube does not install from files of %s", m.Name),
		Hint: withdraw[m.Name], Evidence: []source.Evidence{m.Evidence},
	}
	if m.Name == "pyproject" {
		q.Text = "the dependencies are not locked, and pykube installs a pyproject.toml from a lock only"
	}
	return q
}

// nearer gives a directory above the application, below the root, that declares dependencies which the root's own do
// not include.
func (p *planner) nearer() string {
	for _, dir := range p.facts.Elsewhere {
		if !strings.HasPrefix(p.app.File, dir+"/") {
			continue
		}
		included := slices.ContainsFunc(p.facts.Managers, func(m detect.Manager) bool {
			return slices.Contains(m.LocalDirs, dir) ||
				slices.ContainsFunc(m.Files, func(f string) bool { return strings.HasPrefix(f, dir+"/") })
		})
		if !included {
			return dir
		}
	}
	return ""
}

func (p *planner) takeManager(m detect.Manager) error {
	p.manager = m
	facts := *p.facts // from here on, the packages are those that this manager installs
	facts.Packages = m.Packages
	p.facts = &facts
	p.service.PackageManager = m.Name
	d := Decision{Topic: "package_manager", Choice: m.Name, Evidence: []source.Evidence{m.Evidence}}
	switch m.Name {
	case "uv":
		d.Reason = "uv.lock says exactly what is installed"
	default:
		d.Reason = m.File + " lists what is installed"
	}
	for _, other := range p.facts.Managers {
		if other.File != m.File && other.Name != "pyproject" {
			d.Alternatives = append(d.Alternatives, Alternative{Choice: other.Name, Reason: other.File + " is passed over: " + d.Reason})
		}
	}
	p.decide(d)
	p.chooseInstall(m)
	return nil
}

// chooseInstall decides whether the files are a lock. A list of exact versions that somebody wrote by hand leaves out
// what its packages need themselves: installed with --no-deps, it would give an image that does not start.
func (p *planner) chooseInstall(m detect.Manager) {
	d := Decision{Topic: "install", Evidence: []source.Evidence{m.Evidence}}
	if m.Generated != nil {
		d.Evidence = []source.Evidence{*m.Generated}
	}
	switch {
	case m.Name == "uv":
		p.install = modeLocked
		d.Choice, d.Reason = "uv sync --locked", "exactly what uv.lock says; the build fails where it is out of step with pyproject.toml"
	case m.Hashed:
		p.install = modeHashed
		d.Choice, d.Reason = "pip install --require-hashes", "every requirement has a hash"
	case m.Complete:
		p.install = modePinned
		d.Choice, d.Reason = "pip install --no-deps, pip check", "every requirement has one exact version, and a tool made the list"
	case !m.Pinned:
		p.install = modeUnlocked
		d.Choice, d.Reason = "pip install", "not every version is fixed, so two builds may differ"
	default:
		why := p.incomplete()
		p.install = modePinned
		d.Choice, d.Reason = "pip install --no-deps, pip check", "every requirement has one exact version, and the list holds all that they need"
		if why != "" {
			p.install = modeUnlocked
			d.Choice, d.Reason = "pip install", "every requirement has one exact version, but "+why
		}
	}
	p.decide(d)
}

// adviseLock gives the command that makes a lock of a list: the list becomes its source.
func (p *planner) adviseLock() {
	if p.install != modeUnlocked {
		return
	}
	list := p.manager.File
	from := strings.TrimSuffix(list, ".txt") + ".in"
	p.advise(Advice{
		Topic: "install", Evidence: []source.Evidence{p.manager.Evidence},
		Text: fmt.Sprintf("%s is no lock: what it leaves open is chosen anew by each build; to lock it", list),
		Command: fmt.Sprintf("mv %s %s && uv pip compile --universal --python-version %s --generate-hashes --output-file %s %s",
			shellWord(list), shellWord(from), p.service.Python.Version, shellWord(list), shellWord(from)),
	})
}

// incomplete gives the reason to think that a list of exact versions leaves out what its packages need; "" where it is
// known to be complete: everything in it is known, and so is all that it needs.
func (p *planner) incomplete() string {
	unknown := ""
	for _, listed := range p.facts.Packages {
		needs, ok := p.tables.Needs(listed.Name, listed.Version)
		if !ok && unknown == "" {
			unknown = fmt.Sprintf("what %s needs is not known, so the list may not be complete", listed.Name)
		}
		for _, n := range needs {
			if p.facts.Package(n) == nil {
				return fmt.Sprintf("%s needs %s, which is not listed", listed.Name, n)
			}
		}
	}
	return unknown
}

func shellWord(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune(plainShell, r) }) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

const plainShell = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/"
