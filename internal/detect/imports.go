package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// ImportKind says how much an import asks for its module.
type ImportKind string

// The kinds of imports, the most demanding first.
const (
	ImportAlways    ImportKind = "always"    // the program needs it when it starts
	ImportSometimes ImportKind = "sometimes" // in a function, under an `if` or a `try`, or in a file that is not imported at the start
	ImportNamed     ImportKind = "named"     // not imported: a text of the program names it
	ImportAside     ImportKind = "aside"     // only tests, documentation, tools, or another project of the repository import it
	ImportMentioned ImportKind = "mentioned" // not imported: a text of those, or a command, names it
)

var importKinds = []ImportKind{ImportAlways, ImportSometimes, ImportNamed, ImportAside, ImportMentioned}

// Import is a module from outside the repository, or one that the standard library had once, and the first place that
// asks most for it.
type Import struct {
	// Module is its top-level name; within a namespace that several packages share, as much as tells the package.
	Module   string          `json:"module"`
	Kind     ImportKind      `json:"kind"`
	Evidence source.Evidence `json:"evidence"`
}

// importSearch gathers the imports of a program.
type importSearch struct {
	program  *program
	tables   *knowledge.Tables
	declared *knowledge.ModuleIndex // of what is installed or listed
	local    map[string]bool        // names that modules of the repository have
	projects []string               // directories of other projects
	reached  map[string]bool        // files that are imported when the program starts
	found    map[string]Import      // by module
}

// findImports lists what the Python of the repository imports from outside of it. Of what only a text names, it lists
// what may come from a declared package.
func (f *Facts) findImports(p *program, tables *knowledge.Tables) {
	s := &importSearch{
		program: p, tables: tables, local: localNames(p.tree), projects: otherProjects(f, p.tree), found: map[string]Import{},
	}
	s.reached = f.reach(p, s.projects)
	p.reached, p.own, p.imported = s.reached, s.own, map[string]bool{}
	var names []string
	for _, listed := range append(slices.Clone(f.Packages), f.Direct...) {
		names = append(names, listed.Name)
	}
	s.declared = tables.ModulesOf(names)
	if f.Project != nil {
		s.local[strings.ReplaceAll(strings.ToLower(f.Project.Name), "-", "_")] = true
	}
	for _, file := range p.files {
		body, ok := p.once(file)
		if ok {
			s.file(file, body)
		}
	}
	s.commands()
	f.Imports = []Import{}
	for _, module := range sortedKeys(s.found) {
		imp := s.found[module]
		imp.Evidence = p.tree.At(imp.Evidence.File, imp.Evidence.Line)
		f.Imports = append(f.Imports, imp)
	}
}

// once gives the statements of a file that need not be kept.
func (p *program) once(file string) ([]*pysource.Stmt, bool) {
	if m, ok := p.cache[file]; ok {
		if m == nil {
			return nil, false
		}
		return m.body, true
	}
	m, _ := p.parse(file)
	if m == nil {
		return nil, false
	}
	return m.body, true
}

// own reports whether a file runs with the program: it is imported when that starts, or stands among what is.
func (s *importSearch) own(file string) bool {
	return s.reached[file] && !within(file, s.projects) || s.ofProgram(file)
}

func (s *importSearch) file(file string, body []*pysource.Stmt) {
	reached := s.reached[file] && !within(file, s.projects)
	own, named := s.own(file), ImportNamed
	if !own {
		named = ImportMentioned
	}
	pysource.Inspect(body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		kind := ImportAlways
		if st.Kind == pysource.ImportFrom {
			s.noteName(st.Module, own)
			for _, a := range st.Names {
				s.noteName(a.Name, own)
			}
		}
		switch {
		case !own:
			kind = ImportAside
		case !reached || deferred(parents):
			kind = ImportSometimes
		}
		switch {
		case st.Kind == pysource.Import:
			for _, a := range st.Names {
				s.noteName(a.Name, own)
				s.add(a.Name, kind, file, a.Line)
			}
		case st.Kind == pysource.ImportFrom && st.Level == 0:
			for _, a := range st.Names {
				s.add(st.Module+"."+a.Name, kind, file, a.Line)
			}
		case st.Kind == pysource.ExprStmt && st.Value != nil && st.Value.Kind == pysource.String:
			// documentation
		default:
			st.Walk(func(e *pysource.Expr) bool {
				if e.Kind == pysource.String {
					s.text(e.Text, named, file, e.Line)
				}
				return true
			})
		}
		return true
	})
}

// noteName notes the last part of a dotted name that a file of the program imports.
func (s *importSearch) noteName(dotted string, own bool) {
	if own && s.program != nil {
		s.program.imported[dotted[strings.LastIndexByte(dotted, '.')+1:]] = true
	}
}

// add notes an import, unless its module is one of the repository or of the standard library.
func (s *importSearch) add(dotted string, kind ImportKind, file string, line int) {
	top, _, _ := strings.Cut(dotted, ".")
	if top == "" || s.tables.Standard(top) {
		return
	}
	module := s.tables.Module(dotted)
	if len(module) > maxNamed || !dottedText.MatchString(module) { // names beyond ASCII are legal, and no package has one
		return
	}
	if s.local[top] && !s.declared.Has(module) {
		return
	}
	s.note(Import{Module: module, Kind: kind, Evidence: source.Evidence{File: file, Line: line}})
}

// note keeps the first of the most demanding imports of a module.
func (s *importSearch) note(imp Import) {
	before, seen := s.found[imp.Module]
	if !seen || !before.Kind.AtLeast(imp.Kind) {
		s.found[imp.Module] = imp
	}
}

// failures are the exceptions with which an import that finds nothing ends.
var failures = []string{"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}

// deferred reports whether an import there does not run, or need not succeed, when its file is imported.
func deferred(parents []*pysource.Stmt) bool {
	return innermost(parents) != nil || slices.ContainsFunc(parents, (*pysource.Stmt).IsMainGuard) || guardedImport(parents)
}

// guardedImport reports whether the program can do without what is imported there: it expects that the import fails, or
// asks for something before.
func guardedImport(parents []*pysource.Stmt) bool {
	return slices.ContainsFunc(parents, func(st *pysource.Stmt) bool {
		switch st.Kind {
		case pysource.If, pysource.Match:
			return !st.IsMainGuard()
		case pysource.Try:
			return slices.ContainsFunc(st.Handlers, func(h *pysource.Stmt) bool { return expectsFailure(h.Value) })
		case pysource.With:
			return slices.ContainsFunc(st.Items, func(e *pysource.Expr) bool {
				return e != nil && e.Kind == pysource.Call && strings.HasSuffix(e.X.Dotted(), "suppress")
			})
		}
		return false
	})
}

func expectsFailure(e *pysource.Expr) bool {
	if e == nil {
		return true
	}
	if e.Kind == pysource.Tuple {
		return slices.ContainsFunc(e.Args, expectsFailure)
	}
	return slices.Contains(failures, e.Name)
}

// AtLeast reports whether an import of this kind asks for its module as much as one of the other kind.
func (k ImportKind) AtLeast(other ImportKind) bool {
	return slices.Index(importKinds, k) <= slices.Index(importKinds, other)
}
