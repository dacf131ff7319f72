package packaging

import (
	"slices"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// try follows the body. Where all of it was known nothing is raised but what is sure; else the handlers may run, or
// not, and what they change is unknown.
func (r *setupRun) try(s *pysource.Stmt) flow {
	before := r.opaque
	f := r.block(s.Body)
	exception := r.raised
	switch {
	case f == raises && len(s.Handlers) > 0:
		r.raised = ""
		if h := handler(s.Handlers, exception); h != nil {
			if h.Name != "" {
				r.bind(h.Name, &pyValue{line: h.Line})
			}
			f = r.block(h.Body)
			break
		}
		r.opaque++
		r.spoilBlock(s.Handlers, s.Line)
		if f = goesOn; leaves(s.Handlers) {
			f = doubts
		}
	case r.opaque != before:
		r.spoilBlock(s.Handlers, s.Line)
		if leaves(s.Handlers) {
			f = doubts
		}
	}
	if exception == "" && f == goesOn {
		f = r.block(s.Else)
	}
	held := r.raised
	r.raised = ""
	if end := r.block(s.Final); end != goesOn {
		return end
	}
	r.raised = held
	return f
}

// handler finds the one that surely takes the exception.
func handler(handlers []*pysource.Stmt, exception string) *pysource.Stmt {
	if exception == "" {
		return nil
	}
	for _, h := range handlers {
		if h.Value == nil {
			return h
		}
		types := []*pysource.Expr{h.Value}
		if h.Value.Kind == pysource.Tuple {
			types = h.Value.Args
		}
		unsure := false
		for _, t := range types {
			name := t.Dotted()
			if slices.Contains(exceptions[exception], name) {
				return h
			}
			unsure = unsure || !otherExceptions[name]
		}
		if unsure {
			return nil
		}
	}
	return nil
}

// exceptions are the types that take an exception, by its own.
var exceptions = map[string][]string{
	"FileNotFoundError": {"FileNotFoundError", "IOError", "OSError", "EnvironmentError", "Exception", "BaseException"},
	"KeyError":          {"KeyError", "LookupError", "Exception", "BaseException"},
}

var otherExceptions = map[string]bool{"ImportError": true, "ModuleNotFoundError": true, "ValueError": true, "AttributeError": true, "UnicodeDecodeError": true}
