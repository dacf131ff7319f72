package packaging

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// lookup gives what a name stands for, nil where nothing in the file binds it.
func (r *setupRun) lookup(name string) *pyValue {
	for f := r.frame; f != nil; f = f.parent {
		if v := f.names[name]; v != nil {
			return v
		}
	}
	return nil
}

func (r *setupRun) bind(name string, v *pyValue) {
	f := r.frame
	for f.outer[name] && f.parent != nil {
		f = f.parent
		if f == r.globe || f.names[name] != nil {
			break
		}
	}
	f.names[name] = v
}

// imports binds what is imported by its dotted name. What may fail to be there counts as unknown for `try`.
func (r *setupRun) imports(s *pysource.Stmt) {
	for _, a := range s.Names {
		full := strings.Repeat(".", s.Level) + a.Name
		if s.Kind == pysource.ImportFrom {
			full = strings.Repeat(".", s.Level) + s.Module + "." + a.Name
		}
		first, _, _ := strings.Cut(full, ".")
		if !always[first] {
			r.opaque++
		}
		switch {
		case a.Name == "*":
			if !always[first] {
				r.spoilAll(s.Line)
			}
			if first == "setuptools" || first == "distutils" {
				for _, name := range []string{"setup", "find_packages", "find_namespace_packages"} {
					r.bind(name, &pyValue{kind: pyName, text: "setuptools." + name, line: s.Line})
				}
			}
		case a.As != "":
			r.bind(a.As, &pyValue{kind: pyName, text: full, line: s.Line})
		case s.Kind == pysource.ImportFrom:
			r.bind(a.Name, &pyValue{kind: pyName, text: full, line: s.Line})
		default:
			r.bind(first, &pyValue{kind: pyName, text: first, line: s.Line})
		}
	}
}

// always are modules that are there when setup.py runs.
var always = map[string]bool{
	"setuptools": true, "os": true, "sys": true, "re": true, "io": true, "codecs": true, "pathlib": true, "platform": true,
	"glob": true, "shutil": true, "subprocess": true, "datetime": true, "time": true, "ast": true, "json": true, "__future__": true,
	"itertools": true, "functools": true, "typing": true, "collections": true, "contextlib": true, "logging": true, "warnings": true,
	"tempfile": true, "textwrap": true, "string": true, "inspect": true, "configparser": true, "runpy": true, "sysconfig": true,
}

// sameThing reports whether two dotted names are places of the same thing, from which files take it by turns:
// setuptools or distutils.core, pip.req or pip._internal.req.
func sameThing(a, b string) bool {
	return a == b || setupFunctions[a] && setupFunctions[b] ||
		strings.HasPrefix(a, "pip.") && strings.HasPrefix(b, "pip.") && a[strings.LastIndexByte(a, '.'):] == b[strings.LastIndexByte(b, '.'):]
}

// dotted is the name of something outside the file, "" for anything else. Names that nothing binds are built in.
func (r *setupRun) dotted(e *pysource.Expr) string {
	switch e.Kind {
	case pysource.Name:
		v := r.lookup(e.Name)
		if v == nil {
			return e.Name
		}
		if v.kind == pyName {
			return v.text
		}
	case pysource.Attribute:
		if base := r.dotted(e.X); base != "" {
			return base + "." + e.Name
		}
	}
	return ""
}

// assign binds a target: a name, names in a tuple, or an item.
func (r *setupRun) assign(t *pysource.Expr, v *pyValue) {
	switch t.Kind {
	case pysource.Name:
		r.bind(t.Name, v)
		return
	case pysource.Tuple, pysource.List:
		if (v.kind == pyTuple || v.kind == pyList) && len(v.items) == len(t.Args) {
			for i, a := range t.Args {
				r.assign(a, v.items[i])
			}
			return
		}
		for _, a := range t.Args {
			r.spoilTarget(a, t.Line)
		}
		return
	case pysource.Subscript:
		base := r.eval(t.X)
		if len(t.Args) == 1 && base.kind == pyDict {
			if key := r.eval(t.Args[0]); key.kind == pyText {
				base.set(key, v)
				return
			}
		}
		base.spoil(t.Line)
		if c := t.X; c.Kind == pysource.Call && (c.X.Dotted() == "globals" || c.X.Dotted() == "locals" || c.X.Dotted() == "vars") {
			r.spoilAll(t.Line)
		}
		return
	case pysource.Attribute:
		r.eval(t.X).spoil(t.Line)
		return
	}
	r.spoilTarget(t, t.Line)
}

// augment follows `a += b`.
func (r *setupRun) augment(s *pysource.Stmt) {
	if len(s.Targets) != 1 || s.Value == nil {
		r.spoilBlock([]*pysource.Stmt{s}, s.Line)
		return
	}
	t, v := s.Targets[0], r.eval(s.Value)
	before := r.eval(t)
	if s.Name == "+=" && before.kind == pyList {
		if more, ok := r.iterate(v); ok {
			before.items = append(before.items, more...)
			r.steps += len(more)
		} else {
			before.items = append(before.items, r.dunno(s.Line))
		}
		return
	}
	if s.Name == "+=" {
		r.assign(t, r.plus(before, v, s.Line))
		return
	}
	before.spoil(s.Line)
	r.assign(t, r.dunno(s.Line))
}

// class passes over a class. One whose methods touch what the project requires is a command of setuptools that changes
// it while it builds.
func (r *setupRun) class(s *pysource.Stmt) {
	r.bind(s.Name, &pyValue{line: s.Line})
	pysource.Inspect(s.Body, func(s *pysource.Stmt, _ []*pysource.Stmt) bool {
		if r.spent() {
			return false
		}
		s.Walk(func(e *pysource.Expr) bool {
			if e.Kind == pysource.Attribute && (e.Name == "install_requires" || e.Name == "extras_require" || e.Name == "python_requires") {
				r.m.unknown(e.Name, r.at(e.Line))
			}
			return true
		})
		return true
	})
}

// dunno is a value that cannot be known.
func (r *setupRun) dunno(line int) *pyValue {
	r.opaque++
	return &pyValue{line: line}
}

// made counts a text that was put together.
func (r *setupRun) made(v *pyValue) *pyValue {
	if r.bytes += len(v.text); r.bytes > maxSetupBytes {
		return r.dunno(v.line)
	}
	return v
}

// iterate gives what a loop over a value gives, false where that is not known.
func (r *setupRun) iterate(v *pyValue) ([]*pyValue, bool) {
	switch v.kind {
	case pyList, pyTuple:
		r.steps += len(v.items)
		return v.items, true
	case pyDict:
		r.steps += len(v.keys)
		return v.keys, true
	case pyFile:
		found := v.lines(true)
		v.text = "" // a file is read once
		r.steps += len(found)
		return found, true
	}
	return nil, false
}
