package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// ranks say which file is installed from where a repository has several and its deployment files name none: what is
// exact before what is open, what a tool made before what a person wrote, and what the standard reads before what one
// tool does.
var ranks = map[detect.Format]int{
	detect.UVLock:       60,
	detect.PoetryLock:   59,
	detect.PDMLock:      58,
	detect.Pylock:       57,
	detect.PipfileLock:  56,
	detect.Requirements: 40,
	detect.ProjectTable: 30,
	detect.PoetryTable:  29,
	detect.Pipfile:      28,
	detect.Setup:        20,
	detect.Pixi:         15,
	detect.Conda:        10,
}

// What else counts.
const (
	deployedRank   = 100   // a file that deploys the repository installs from it
	productionRank = 5     // a list is named for production
	partRank       = -25   // a list is for one kind of installation, or mostly of tools: what the project says goes before it
	generatedRank  = 3     // a tool made the list
	staleRank      = -1000 // its own tool refuses it
)

// maxAlternatives bounds the files that a decision lists as passed over.
const maxAlternatives = 8

// candidate is a source of dependencies, with what speaks for it.
type candidate struct {
	detect.Manager
	rank     int
	deployed *detect.Install
}

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

// candidates are the files that could be installed from, the best first.
func (p *planner) candidates() []candidate {
	var found []candidate
	for _, m := range p.facts.Managers {
		if m.Empty || m.Role == detect.RoleDevelopment || m.Role == detect.RolePassed {
			continue
		}
		c := candidate{Manager: m, rank: ranks[m.Format], deployed: p.deployed(m)}
		if c.deployed != nil {
			c.rank += deployedRank
		}
		if m.Role == detect.RoleProduction {
			c.rank += productionRank
		}
		if m.Generated != nil || m.Hashed && m.Format == detect.Requirements {
			c.rank += generatedRank
		}
		if m.Role == detect.RoleVariant || p.mostlyTools(m) {
			c.rank += partRank
		}
		if m.Stale != nil {
			c.rank += staleRank
		}
		found = append(found, c)
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.rank, a.rank) })
	return found
}

// mostlyTools reports whether a list holds hardly anything but what those need who work on the program.
func (p *planner) mostlyTools(m detect.Manager) bool {
	if m.Format != detect.Requirements || len(m.Packages) == 0 {
		return false
	}
	tools := 0
	for _, listed := range m.Packages {
		if p.tables.Development(listed.Name) != "" {
			tools++
		}
	}
	return 2*tools >= len(m.Packages)
}

// deployed gives the command of a file that deploys the repository and installs from a manager's files.
func (p *planner) deployed(m detect.Manager) *detect.Install {
	for i, in := range p.facts.Installs {
		switch {
		case in.Dev:
		case in.File != "" && in.File == m.File:
			return &p.facts.Installs[i]
		case in.File == "" && in.Manager == m.Name && in.Manager != "pip":
			return &p.facts.Installs[i]
		case in.File == "." && (m.Format == detect.ProjectTable || m.Format == detect.Setup):
			return &p.facts.Installs[i]
		}
	}
	return nil
}

// why is the reason to install from it.
func (c candidate) why() string {
	switch {
	case c.deployed != nil:
		return fmt.Sprintf("%s installs from %s", c.deployed.Evidence.File, c.File)
	case strings.HasSuffix(c.File, ".lock") || c.Format == detect.Pylock:
		return c.File + " says exactly what is installed"
	case c.Reason != "":
		return fmt.Sprintf("%s lists what is installed, and %s", c.File, c.Reason)
	}
	return c.File + " lists what is installed"
}

// over is the reason to pass over another one.
func (c candidate) over(other candidate) string {
	switch {
	case other.Stale != nil:
		return fmt.Sprintf("%s is out of step: %s: %s", other.File, other.Stale.Reason, other.Stale.Evidence)
	case c.deployed != nil:
		return fmt.Sprintf("%s is passed over: %s", other.File, c.why())
	case ranks[c.Format] > ranks[other.Format]:
		return fmt.Sprintf("%s is passed over: %s", other.File, c.why())
	}
	return fmt.Sprintf("%s is passed over: %s is named, or made, for production", other.File, c.File)
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
	for _, m := range p.facts.Managers {
		if m.Role == detect.RoleDevelopment || m.Empty {
			return &Question{
				Topic: "package_manager", Flag: "--install-from", Evidence: []source.Evidence{m.Evidence},
				Text: fmt.Sprintf("%q declares no dependencies for production: what %s holds is for development, or nothing", p.facts.Directory, m.File),
				Hint: "--install-from " + shellWord(m.File),
			}
		}
	}
	q := &Question{
		Topic: "package_manager", Text: fmt.Sprintf("%q declares no dependencies that pykube can install", p.facts.Directory),
		Hint: "pip freeze > requirements.txt, in the environment in which the program runs",
	}
	for _, in := range p.facts.Installs {
		if len(in.Packages) > 0 && !in.Dev && in.Manager == "pip" {
			q.Evidence = append(q.Evidence, in.Evidence)
			q.Text = fmt.Sprintf("%q declares no dependencies in a file of their own, and only this command names them", p.facts.Directory)
			q.Hint = `printf '%s\n' ` + requirementWords(in.Packages) + " > requirements.txt"
			break
		}
	}
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
	if _, ok := installers[m.Format]; !ok {
		return &Question{
			Topic: "package_manager", Flag: "--install-from", Evidence: []source.Evidence{m.Evidence},
			Text: fmt.Sprintf("pykube does not install from files of %s", m.Name), Hint: "pixi workspace export conda-environment environment.yml",
		}
	}
	return p.chooseExtras()
}

// withTheOthers adds the lists that the same command installs: pip install -r a.txt -r b.txt.
func (p *planner) withTheOthers(m detect.Manager) detect.Manager {
	with := p.deployed(m)
	if m.Format != detect.Requirements || with == nil || p.options.InstallFrom.Set() {
		return m
	}
	for _, in := range p.facts.Installs {
		i := slices.IndexFunc(p.facts.Managers, func(o detect.Manager) bool { return o.Format == detect.Requirements && o.File == in.File })
		if in.Evidence != with.Evidence || i < 0 || in.File == m.File || slices.Contains(m.Files, in.File) {
			continue
		}
		o := p.facts.Managers[i]
		m.Also = append(m.Also, o.File)
		m.Files = slices.Concat(m.Files, o.Files)
		m.Packages = slices.Concat(m.Packages, o.Packages)
		m.Indexes, m.Variables, m.Remote = slices.Concat(m.Indexes, o.Indexes), slices.Concat(m.Variables, o.Variables), slices.Concat(m.Remote, o.Remote)
		m.Locals, m.LocalDirs = slices.Concat(m.Locals, o.Locals), slices.Concat(m.LocalDirs, o.LocalDirs)
		m.Pinned, m.Hashed, m.Complete = m.Pinned && o.Pinned, m.Hashed && o.Hashed, m.Complete && o.Complete
	}
	return m
}

func shellWord(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune(plainShell, r) }) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

const plainShell = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/"
