package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
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
	detect.CondaLock:    14,
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
