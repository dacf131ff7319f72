package packaging

import (
	"slices"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// spoilBlock makes unknown whatever the statements could change, without following them: names that they bind, values
// whose methods they call or that they give to a function.
func (r *setupRun) spoilBlock(body []*pysource.Stmt, line int) {
	pysource.Inspect(body, func(s *pysource.Stmt, _ []*pysource.Stmt) bool {
		if r.spent() {
			return false
		}
		switch s.Kind {
		case pysource.FunctionDef, pysource.ClassDef:
			r.bind(s.Name, &pyValue{line: line})
			return false
		case pysource.Import, pysource.ImportFrom:
			for _, a := range s.Names {
				r.spoilImport(s, a, line)
			}
		case pysource.Except:
			if s.Name != "" {
				r.bind(s.Name, &pyValue{line: line})
			}
		}
		if s.Kind == pysource.Assign || s.Kind == pysource.AugAssign || s.Kind == pysource.For || s.Kind == pysource.With || s.Kind == pysource.Delete {
			for _, t := range s.Targets {
				r.spoilTarget(t, line)
			}
		}
		if s.Kind == pysource.Return && r.frame != r.globe {
			r.frame.result = &pyValue{line: line}
		}
		s.Walk(func(e *pysource.Expr) bool {
			switch {
			case e.Kind == pysource.Call:
				r.spoilCall(e, line)
			case e.Kind == pysource.Walrus:
				r.bind(e.Name, &pyValue{line: line})
			case isYield(e) && r.frame.yielded != nil:
				r.frame.yielded.spoil(line)
			}
			return true
		})
		return true
	})
}

func (r *setupRun) spoilImport(s *pysource.Stmt, a pysource.Alias, line int) {
	name := a.As
	if name == "" {
		name = a.Name
	}
	// The other place to take the same thing from: setuptools or distutils.core, pip.req or pip._internal.req.
	if before := r.lookup(name); before != nil && before.kind == pyName && sameThing(before.text, s.Module+"."+a.Name) {
		return
	}
	r.bind(name, &pyValue{line: line})
}

func (r *setupRun) spoilTarget(t *pysource.Expr, line int) {
	if t == nil {
		return
	}
	t.Walk(func(e *pysource.Expr) bool {
		if e.Kind == pysource.Name {
			if v := r.lookup(e.Name); v != nil && t.Kind != pysource.Name {
				v.spoil(line)
			}
			if t.Kind == pysource.Name || t.Kind == pysource.Tuple || t.Kind == pysource.List {
				if v := r.lookup(e.Name); v != nil && v.kind == pyList {
					v.spoil(line) // `+=` changes the list itself
				}
				r.bind(e.Name, &pyValue{line: line})
			}
		}
		return true
	})
}

// spoilCall spoils what a call that may be made, or not, could change.
func (r *setupRun) spoilCall(e *pysource.Expr, line int) {
	r.opaque++
	callee := r.lookup(e.X.Name)
	switch {
	case e.X.Kind == pysource.Name && callee == nil && (e.X.Name == "exec" || e.X.Name == "execfile" || e.X.Name == "globals" || e.X.Name == "locals"):
		r.spoilAll(line)
	case e.X.Kind == pysource.Name && callee != nil && callee.kind == pyDef && r.depth < maxSetupDepth:
		frame := r.frame
		r.frame = r.globe
		r.depth++
		r.spoilBlock(callee.def.Body, line)
		r.depth--
		r.frame = frame
	}
	if r.isSetup(e) {
		r.calls = append(r.calls, &setupCall{line: e.Line, rest: &pyValue{line: line}})
	}
	spoil := func(x *pysource.Expr) {
		x.Walk(func(e *pysource.Expr) bool {
			if e.Kind == pysource.Name {
				if v := r.lookup(e.Name); v != nil {
					v.spoil(line)
				}
			}
			return true
		})
	}
	if e.X.Kind == pysource.Attribute && !readingMethods[e.X.Name] {
		spoil(e.X)
	}
	if pureBuiltins[e.X.Dotted()] && callee == nil || pureMethods[e.X.Name] && e.X.Kind == pysource.Attribute {
		return
	}
	for _, a := range e.Args {
		spoil(a)
	}
	for _, k := range e.Keywords {
		spoil(k.Value)
	}
}

// isSetup reports whether a call is one of setup().
func (r *setupRun) isSetup(e *pysource.Expr) bool {
	if e.X.Kind != pysource.Name && e.X.Kind != pysource.Attribute {
		return false
	}
	dotted := e.X.Dotted()
	return dotted == "setup" && r.lookup("setup") == nil || setupFunctions[r.dotted(e.X)]
}

// spoilAll makes every name unknown: something ran that may have changed all of them.
func (r *setupRun) spoilAll(line int) {
	r.opaque++
	for f := r.frame; f != nil; f = f.parent {
		for name, v := range f.names {
			if v.kind != pyName && v.kind != pyDef {
				v.spoil(line)
				f.names[name] = &pyValue{line: line}
			}
		}
	}
}

// leaves reports whether a block holds a statement that leaves it: return, or break and continue of a loop around it.
// Raising is none: an installation that fails has no requirements.
func leaves(body []*pysource.Stmt) bool {
	found := false
	pysource.Inspect(body, func(s *pysource.Stmt, parents []*pysource.Stmt) bool {
		switch s.Kind {
		case pysource.FunctionDef, pysource.ClassDef:
			return false
		case pysource.Return:
			found = true
		case pysource.Break, pysource.Continue:
			inner := slices.ContainsFunc(parents, func(p *pysource.Stmt) bool { return p.Kind == pysource.For || p.Kind == pysource.While })
			found = found || !inner
		}
		return true
	})
	return found
}

func isYield(e *pysource.Expr) bool {
	return e != nil && e.Kind == pysource.Other && (e.Name == "yield" || e.Name == "yield from")
}
