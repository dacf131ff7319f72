package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// startFactories notes the functions that make the application: they run when the program starts.
func (s *variableSearch) startFactories(apps []Application) {
	for _, a := range apps {
		if m := s.module(a.File); a.Factory && m != nil && m.names[a.Attr].def != nil {
			s.started[m.names[a.Attr].def] = NeededAtStart
		}
	}
}

// maxStarted bounds how deep functions are followed that call each other at the start, and how many.
const (
	maxStartDeep = 4
	maxStarted   = 200
)

// followStarts finds the functions with readings that fail, and are called when the program starts: where a file is
// imported, or by a factory.
func (s *variableSearch) followStarts() {
	callers := map[*pysource.Stmt][]variablePlace{}
	wanted := map[*pysource.Stmt]bool{}
	for _, name := range sortedKeys(s.found) {
		for _, r := range s.found[name] {
			if def := r.place.inner(); r.Fails == NeededInUse && def != nil && len(wanted) < maxStarted {
				wanted[def] = true
			}
		}
	}
	asked := map[*pysource.Stmt]bool{}
	for range maxStartDeep {
		next := map[*pysource.Stmt]bool{}
		for def := range wanted {
			if !asked[def] {
				asked[def], next[def] = true, true
			}
		}
		if len(next) == 0 || len(asked) > maxStarted {
			break
		}
		for def := range s.callersOf(next, callers) {
			wanted[def] = true
		}
	}
	s.start(callers, NeededAtStart)
	s.start(callers, NeededAsScript)
	for _, reads := range s.found {
		for _, r := range reads {
			if def := r.place.inner(); r.Fails == NeededInUse && def != nil && s.started[def] != "" {
				r.Fails = s.need(r.place)
			}
		}
	}
}

// start marks the functions that are called by what runs then, until there is no further one.
func (s *variableSearch) start(callers map[*pysource.Stmt][]variablePlace, when VariableNeed) {
	for changed := true; changed; {
		changed = false
		for def, places := range callers {
			if s.started[def] == "" && slices.ContainsFunc(places, func(pl variablePlace) bool { return s.need(pl) == when }) {
				s.started[def], changed = when, true
			}
		}
	}
}

// callersOf notes where functions are called, and gives the functions that do so.
func (s *variableSearch) callersOf(defs map[*pysource.Stmt]bool, callers map[*pysource.Stmt][]variablePlace) map[*pysource.Stmt]bool {
	names := map[string]bool{}
	for def := range defs {
		names[def.Name] = true
	}
	words := sortedKeys(names)
	found := map[*pysource.Stmt]bool{}
	for _, file := range s.files {
		if !s.all && !s.reached[file] {
			continue
		}
		raw := s.text(file)
		if !slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(raw, []byte(w)) }) {
			continue
		}
		m := s.module(file)
		if m == nil {
			continue
		}
		pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
			pl := variablePlace{file: file, stmt: st, parents: parents}
			st.Walk(func(e *pysource.Expr) bool {
				if e.Kind != pysource.Call {
					return e.Kind != pysource.Lambda
				}
				dotted := e.X.Dotted()
				if !names[dotted[strings.LastIndexByte(dotted, '.')+1:]] {
					return true
				}
				if l, ok := s.lead(pl, dotted, maxHops); ok && defs[l.def] && len(callers[l.def]) < maxStarted {
					pl.parents = slices.Clone(parents)
					callers[l.def] = append(callers[l.def], pl)
					if by := pl.inner(); by != nil {
						found[by] = true
					}
				}
				return true
			})
			return true
		})
	}
	return found
}
