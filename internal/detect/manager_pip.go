package detect

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// readRequirements looks for the lists that pip installs from. The names of several say which one is for production.
func readRequirements(r *reading) error {
	var lists []packaging.RequirementsFile
	for _, l := range r.lists {
		if l.Home == "." {
			lists = append(lists, l)
		}
	}
	chosen := packaging.FindProduction(lists, ".", r.installs)
	for _, l := range lists {
		if l.Empty || l.Role == packaging.ForConstraints || l.Compiled != "" {
			continue
		}
		taken := chosen != nil && chosen.File == l.File
		m, err := r.list(l)
		switch {
		case err != nil && taken:
			return err
		case err != nil:
			r.facts.Unread = append(r.facts.Unread, Unread{Reason: "is no list of requirements", Evidence: source.At(l.File, 0, "")})
			continue
		case l.Role == packaging.ForDevelopment:
			m.Role = RoleDevelopment
		case taken:
			switch {
			case l.Role == packaging.ForVariant, len(chosen.Development) > 0:
				m.Role = RoleVariant
			case l.Role == packaging.ForProduction:
				m.Role = RoleProduction
			}
			m.Reason = chosen.Reason
			if m.Resolved != "" {
				r.facts.addPythons(PythonHint, []packaging.Demand{{Version: m.Resolved, Weak: true, Evidence: *m.Generated}})
			}
		case chosen != nil && chosen.Tie && len(chosen.Passed) > 0 && chosen.Passed[0].File == l.File: // as good as the one that is taken
			m.Reason = chosen.Passed[0].Reason
		default:
			m.Role = RolePassed
			if i := slices.IndexFunc(passed(chosen), func(p packaging.PassedRequirements) bool { return p.File == l.File }); i >= 0 {
				m.Reason = chosen.Passed[i].Reason
			}
		}
		r.add(m)
	}
	return nil
}

// resolvedFor is the release of Python in the header that pip-compile writes.
var resolvedFor = regexp.MustCompile(`(?i)by pip-compile with python (3\.\d{1,2})`)

func passed(chosen *packaging.ProductionRequirements) []packaging.PassedRequirements {
	if chosen == nil {
		return nil
	}
	return chosen.Passed
}

// list reads one list with what it includes.
func (r *reading) list(l packaging.RequirementsFile) (Manager, error) {
	list, err := packaging.ReadRequirements(r.tree, l.File)
	if err != nil {
		return Manager{}, err
	}
	m := Manager{
		Name: "pip", Format: Requirements, File: list.File, Files: list.Files(), Pinned: list.Pinned(), Hashed: list.Hashed() || list.NeedsHashes,
		Generated: list.Generated, Complete: list.Closed(), Packages: required(list.Items), Evidence: source.At(list.File, 0, ""),
	}
	if list.Generated != nil {
		if said := resolvedFor.FindStringSubmatch(list.Generated.Text); said != nil {
			m.Resolved = said[1]
		}
	}
	for _, o := range list.Options {
		m.Options = append(m.Options, o.Value)
		name, value, _ := strings.Cut(o.Value, " ")
		if name == "--index-url" || name == "--extra-index-url" || name == "--find-links" && strings.Contains(value, "://") {
			m.Indexes = append(m.Indexes, indexAt("", value, o.Evidence))
		}
	}
	for _, o := range list.Remote {
		if !o.Constraints {
			m.Remote = append(m.Remote, Named{Name: o.Value, Evidence: o.Evidence})
		}
	}
	for _, v := range list.Variables {
		m.Variables = append(m.Variables, Named{Name: v.Value, Evidence: v.Evidence})
	}
	if l.Role != packaging.ForDevelopment {
		r.direct(l, list)
	}
	for _, l := range list.Locals {
		m.Locals = append(m.Locals, l.Evidence)
		m.LocalDirs = append(m.LocalDirs, l.Value)
	}
	return m, nil
}

// direct notes what people wrote into a list, or into the file that a tool made it from.
func (r *reading) direct(l packaging.RequirementsFile, list *packaging.Requirements) {
	if list.Generated == nil && !list.Hashed() {
		r.facts.addDirect(list.Items)
		return
	}
	for _, from := range slices.Compact(append(slices.Clone(l.From), strings.TrimSuffix(l.File, ".txt")+".in")) {
		if made, err := packaging.ReadRequirements(r.tree, from); err == nil && strings.HasSuffix(from, ".in") {
			r.facts.addDirect(made.Items)
		}
	}
}
