package detect

import (
	"github.com/pykube/pykube/internal/detect/pysource"
)

// constant gives the value of a string, or of a name that stands for one.
func (p *program) constant(in scope, e *pysource.Expr) (string, bool) {
	if e == nil {
		return "", false
	}
	if s, ok := e.Str(); ok {
		return s, true
	}
	t, ok := p.resolve(in, e.Dotted())
	if !ok && e.Kind == pysource.Attribute {
		return p.setting(in, e)
	}
	if !ok || t.file == "" {
		return "", false
	}
	m := p.module(t.file)
	if m == nil || m.names[t.name].value == nil {
		return "", false
	}
	return m.names[t.name].value.Str()
}

// setting gives the default of an attribute of an object that is made from a class of the repository without
// arguments, as pydantic's settings are: settings = Settings(), then settings.API_PREFIX.
func (p *program) setting(in scope, e *pysource.Expr) (string, bool) {
	t, ok := p.resolve(in, e.X.Dotted())
	if !ok || t.file == "" {
		return "", false
	}
	m := p.module(t.file)
	if m == nil || m.names[t.name].value == nil || m.names[t.name].value.Kind != pysource.Call {
		return "", false
	}
	class, ok := p.resolve(scope{file: t.file}, m.names[t.name].value.X.Dotted())
	def := p.classNamed(class)
	if !ok || def == nil {
		return "", false
	}
	for _, st := range def.Body {
		if st.Kind == pysource.Assign && st.Value != nil && len(st.Targets) == 1 && st.Targets[0].Dotted() == e.Name {
			return st.Value.Str()
		}
	}
	return "", false
}
