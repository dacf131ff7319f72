package detect

import (
	"github.com/pykube/pykube/internal/detect/pysource"
)

// readDecorated notes the classes and functions that a decorator makes an object of: @bentoml.service.
func (s *search) readDecorated(m *module) {
	for _, def := range topDefs(m.body) {
		for _, d := range def.Decorators {
			o := s.known.wrapped[s.decorator(scope{file: m.file}, d)]
			if o == nil || len(o.Methods) > 0 {
				continue
			}
			made := &origin{object: o, scope: scope{file: m.file}, line: def.Line, name: def.Name, call: d}
			s.objects[m.file+":"+def.Name] = made
			s.add(m.file, def.Name, def.Line, made, nil)
		}
	}
}

// decoratedBy gives the object that a method of a decorated class makes: the decorator stands before the class, or the
// function, that the expression names. What .options(…) returns is still the same.
func (s *search) decoratedBy(in scope, e *pysource.Expr) *object {
	for e.Kind == pysource.Call && e.X.Kind == pysource.Attribute && e.X.Name == "options" {
		e = e.X.X
	}
	t, ok := s.resolve(in, e.Dotted())
	if !ok || t.file == "" || s.module(t.file) == nil {
		return nil
	}
	def := s.module(t.file).names[t.name].def
	if def == nil {
		return nil
	}
	for _, d := range def.Decorators {
		if o := s.known.wrapped[s.decorator(scope{file: t.file}, d)]; o != nil {
			return o
		}
	}
	return nil
}

// readWith notes an object that a block holds: with gr.Blocks() as demo.
func (s *search) readWith(m *module, st *pysource.Stmt) {
	if st.Kind != pysource.With {
		return
	}
	for i, item := range st.Items {
		if i >= len(st.Targets) || st.Targets[i] == nil || st.Targets[i].Kind != pysource.Name {
			continue
		}
		key := m.file + ":" + st.Targets[i].Name
		if o := s.application(scope{file: m.file}, item); o != nil && s.objects[key] == nil {
			s.objects[key] = o
		}
	}
}

// holdLocal is the same in a function.
func (s *search) holdLocal(in scope, st *pysource.Stmt, local map[string]*origin) {
	for i, item := range st.Items {
		if i >= len(st.Targets) || st.Targets[i] == nil || st.Targets[i].Kind != pysource.Name || local[st.Targets[i].Name] != nil {
			continue
		}
		if o := s.application(in, item); o != nil {
			local[st.Targets[i].Name] = o
			s.locals[node{file: in.file, def: in.def.Line, name: st.Targets[i].Name}] = o
		}
	}
}
