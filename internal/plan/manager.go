package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

func (p *planner) chooseManager() error {
	if dir := p.nearer(); dir != "" && !p.options.App.Set() && !p.options.InstallFrom.Set() {
		return &Question{
			Topic: "package_manager", Flag: "--app", Evidence: []source.Evidence{p.app.Evidence},
			Text:   fmt.Sprintf("%s is below %q, which declares dependencies of its own; which ones are meant is not clear", p.app.Name(), dir),
			Looked: p.looked(),
			Hint:   fmt.Sprintf("pykube generate %s, or --app %s to install what the root declares", shellWord(dir), quoteHint(p.app.Name())),
		}
	}
	if o := p.options.InstallFrom; o.Set() {
		return p.managerAsked()
	}
	candidates := p.candidates()
	if len(candidates) == 0 {
		return p.noManager()
	}
	first := candidates[0]
	if len(candidates) > 1 && candidates[1].rank == first.rank {
		return p.severalManagers(candidates)
	}
	if first.Stale != nil {
		return refused(first.Manager)
	}
	d := Decision{Choice: first.Name, Evidence: []source.Evidence{first.Evidence}, Reason: first.why()}
	if first.deployed != nil {
		d.Evidence = append(d.Evidence, first.deployed.Evidence)
	}
	for _, other := range candidates[1:] {
		d.Alternatives = append(d.Alternatives, Alternative{Choice: other.Name, Reason: first.over(other)})
	}
	for _, m := range p.facts.Managers {
		if (m.Role == detect.RolePassed || m.Role == detect.RoleDevelopment) && len(d.Alternatives) < maxAlternatives {
			d.Alternatives = append(d.Alternatives, Alternative{Choice: m.Name, Reason: fmt.Sprintf("%s %s", m.File, orElse(m.Reason, "is for development, by its name"))})
		}
	}
	return p.takeManager(first.Manager, d)
}

// refused is the question where a manager's own tool would not install from its files.
func refused(m detect.Manager) *Question {
	q := &Question{
		Topic: "package_manager", Flag: "--install-from", Evidence: []source.Evidence{m.Stale.Evidence}, Hint: lockCommands[m.Format],
		Text: fmt.Sprintf("%s is out of step: %s; %s refuses to install from it", m.File, m.Stale.Reason, m.Name),
	}
	if m.Format == detect.ProjectTable {
		q.Text = fmt.Sprintf("%s cannot be installed by itself: %s", m.File, m.Stale.Reason)
		q.Hint = "pykube generate DIR --app MODULE:NAME, with the directory of [tool.uv.workspace]"
	}
	return q
}

// lockCommands bring a lock in step with its manifest.
var lockCommands = map[detect.Format]string{
	detect.UVLock:      "uv lock",
	detect.PoetryLock:  "poetry lock",
	detect.PDMLock:     "pdm lock",
	detect.PipfileLock: "pipenv lock",
	detect.Pylock:      "uv export --format pylock.toml --output-file pylock.toml",
	detect.Pixi:        "pixi lock",
}

// managerAsked follows --install-from: a file, or the name of a package manager.
func (p *planner) managerAsked() error {
	o := p.options.InstallFrom
	var known []string
	for _, m := range p.facts.Managers {
		if m.File == strings.TrimPrefix(o.Value, "./") || m.Name == o.Value {
			if m.Stale != nil {
				return refused(m)
			}
			return p.takeManager(m, Decision{
				Choice: m.Name, Reason: "asked for by " + o.Origin.Name, Origin: string(o.Origin.Kind), Evidence: []source.Evidence{m.Evidence},
			})
		}
		known = append(known, m.File)
	}
	if len(known) == 0 {
		return p.noManager()
	}
	return &Invalid{
		Text: fmt.Sprintf("%s: %q is not a file that dependencies are declared in: %s", o.Origin.Name, source.Printable(o.Value), some(known)),
		Hint: "--install-from " + shellWord(known[0]),
	}
}

func (p *planner) noManager() error {
	if p.takeNone() {
		return nil
	}
	for _, m := range p.facts.Managers {
		if m.Role == detect.RoleDevelopment || m.Empty {
			return &Question{
				Topic: "package_manager", Flag: "--install-from", Evidence: []source.Evidence{m.Evidence},
				Text: fmt.Sprintf("%q declares no dependencies for production: what %s holds is for development, or nothing", p.facts.Directory, m.File),
				Hint: "--install-from " + shellWord(m.File),
			}
		}
	}
	q := p.undeclaredImports()
	for _, u := range p.facts.Unread {
		if !strings.HasSuffix(u.Evidence.File, ".py") {
			q.Looked = append(q.Looked, u.Evidence.String()+": "+u.Reason)
		}
	}
	q.Looked = append(q.Looked, "requirements.txt and lists of other names", "pyproject.toml", "setup.py and setup.cfg", "Pipfile", "environment.yml", "the locks of uv, Poetry, PDM and Pipenv")
	return q
}

// severalManagers asks which of several files is meant, where as much speaks for each.
func (p *planner) severalManagers(candidates []candidate) error {
	q := &Question{Topic: "package_manager", Flag: "--install-from", Text: "several files list what is installed, and nothing says which one is deployed"}
	for _, c := range candidates {
		if c.rank == candidates[0].rank {
			q.Candidates = append(q.Candidates, Candidate{Value: c.File, Why: c.why(), Evidence: c.Evidence})
			q.Evidence = append(q.Evidence, c.Evidence)
		}
	}
	q.Hint = "--install-from " + shellWord(q.Candidates[0].Value)
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

func (p *planner) takeManager(m detect.Manager, d Decision) error {
	m = p.withTheOthers(m)
	p.manager = m
	facts := *p.facts // from here on, the packages are those that this manager installs
	facts.Packages = m.Packages
	p.facts = &facts
	p.service.PackageManager = m.Name
	d.Topic, d.Override = "package_manager", "--install-from"
	p.decide(d)
	return p.chooseExtras()
}

func shellWord(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune(plainShell, r) }) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

const plainShell = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/"
