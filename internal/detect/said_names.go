package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// bound gives what the names in a function or a class stand for.
func (s *speaker) bound(def *pysource.Stmt) map[string]binding {
	if names, ok := s.inside[def]; ok {
		return names
	}
	names := map[string]binding{}
	bind(names, def.Body)
	for _, p := range def.Params {
		if _, again := names[p.Name]; !again {
			names[p.Name] = binding{value: p.Default, line: def.Line}
		}
	}
	s.inside[def] = names
	return names
}

// found is where the binding of a name stands.
type boundName struct {
	binding
	at spot
}

// lookup finds a name in the functions around a place, then in its file. Classes are seen from their own body alone.
func (s *speaker) lookup(at spot, name string) (boundName, bool) {
	for i := len(at.defs) - 1; i >= 0; i-- {
		def := at.defs[i]
		if def.Kind == pysource.ClassDef && i < len(at.defs)-1 {
			continue
		}
		if b, ok := s.bound(def)[name]; ok {
			return boundName{b, spot{file: at.file, defs: at.defs[:i+1]}}, true
		}
	}
	m := s.module(at.file)
	if m == nil {
		return boundName{}, false
	}
	b, ok := m.names[name]
	return boundName{b, spot{file: at.file}}, ok
}

// foreign gives the dotted name outside the repository that an expression leads to: builtins.open for one that nothing
// binds. It is "" for what the repository defines, and for an attribute of an object.
func (s *speaker) foreign(at spot, e *pysource.Expr) string {
	dotted := e.Dotted()
	if dotted == "" {
		return ""
	}
	first, rest, _ := strings.Cut(dotted, ".")
	b, ok := s.lookup(at, first)
	switch {
	case !ok && rest == "" && s.module(at.file) != nil:
		if t, ok := s.follow(scope{file: at.file}, dotted, maxHops); ok {
			return t.external
		}
		return "builtins." + dotted
	case ok && len(b.at.defs) > 0 && b.imported != "":
		t, _ := s.followImport(at.file, join(b.imported, rest), b.level, maxHops)
		return t.external
	case ok && len(b.at.defs) > 0:
		return ""
	}
	t, _ := s.follow(scope{file: at.file}, dotted, maxHops)
	return t.external
}

// definition gives the function or class of the repository that an expression names.
func (s *speaker) definition(at spot, e *pysource.Expr) (*pysource.Stmt, spot, bool) {
	dotted := e.Dotted()
	if dotted == "" {
		return nil, spot{}, false
	}
	first, rest, _ := strings.Cut(dotted, ".")
	var file, name string
	b, ok := s.lookup(at, first)
	switch {
	case ok && len(b.at.defs) > 0 && b.def != nil && rest == "":
		return b.def, spot{file: at.file, defs: append(b.at.defs[:len(b.at.defs):len(b.at.defs)], b.def)}, true
	case ok && len(b.at.defs) > 0 && b.imported != "":
		t, ok := s.followImport(at.file, join(b.imported, rest), b.level, maxHops)
		if !ok {
			return nil, spot{}, false
		}
		file, name = t.file, t.name
	case ok && len(b.at.defs) > 0:
		return nil, spot{}, false
	default:
		t, ok := s.follow(scope{file: at.file}, dotted, maxHops)
		if !ok {
			return nil, spot{}, false
		}
		file, name = t.file, t.name
	}
	if file == "" || name == "" || s.module(file) == nil || s.module(file).names[name].def == nil {
		return nil, spot{}, false
	}
	def := s.module(file).names[name].def
	return def, spot{file: file, defs: []*pysource.Stmt{def}}, true
}

// named gives the text that a name, or an attribute, stands for.
func (s *speaker) named(at spot, e *pysource.Expr, hops int) (said, bool) {
	dotted := e.Dotted()
	if dotted == "__file__" {
		return said{text: inRepository + "/" + at.file, whole: true}, true
	}
	if e.Kind == pysource.Attribute {
		if value, ok := s.pathAttribute(at, e, hops); ok {
			return value, true
		}
	}
	if dotted == "" || strings.Count(dotted, ".") > maxDots {
		return said{}, false
	}
	first, rest, _ := strings.Cut(dotted, ".")
	if first == "self" || first == "cls" {
		return s.ofSelf(at, rest, hops)
	}
	b, ok := s.lookup(at, first)
	if n := len(b.at.defs); ok && rest == "" && n > 0 {
		if value, given := s.given[b.at.defs[n-1]][first]; given {
			return value, true
		}
	}
	if ok && rest == "" && b.value != nil && b.value != e {
		return s.eval(b.at, b.value, hops-1)
	}
	if ok && len(b.at.defs) > 0 && b.imported == "" {
		return said{}, false
	}
	if value, ok := s.setting(at, dotted, hops); ok {
		return value, true
	}
	if text, ok := pathConstants[s.foreign(at, e)]; ok {
		return said{text: text, whole: true}, true
	}
	return s.ofModule(at, b, dotted, hops)
}

// pathConstants are constants of the standard library that paths are made with.
var pathConstants = map[string]string{
	"os.pardir": "..", "os.curdir": ".", "os.sep": "/", "os.path.sep": "/", "os.path.pardir": "..", "os.path.curdir": ".", "os.devnull": "/dev/null",
}

// ofModule follows a name to another module of the repository, to a class there, or to an object of such a class.
func (s *speaker) ofModule(at spot, b boundName, dotted string, hops int) (said, bool) {
	for end := len(dotted); end > 0; end = strings.LastIndexByte(dotted[:end], '.') {
		t, ok := s.follow(scope{file: at.file}, dotted[:end], maxHops)
		if len(b.at.defs) > 0 && b.imported != "" {
			_, rest, _ := strings.Cut(dotted[:end], ".")
			t, ok = s.followImport(at.file, join(b.imported, rest), b.level, maxHops)
		}
		if !ok || t.file == "" || t.name == "" || s.module(t.file) == nil {
			continue
		}
		found := s.module(t.file).names[t.name]
		there := spot{file: t.file}
		rest := strings.TrimPrefix(dotted[end:], ".")
		switch {
		case rest == "" && found.value != nil:
			return s.eval(there, found.value, hops-1)
		case rest == "" || strings.Contains(rest, "."):
			return said{}, false
		case found.def != nil && found.def.Kind == pysource.ClassDef:
			return s.ofClass(spot{file: t.file, defs: []*pysource.Stmt{found.def}}, rest, hops)
		case found.value != nil && found.value.Kind == pysource.Call:
			if def, where, ok := s.definition(there, found.value.X); ok {
				if def.Kind == pysource.FunctionDef {
					def, where, ok = s.made(def, where)
				}
				if ok && def.Kind == pysource.ClassDef {
					return s.ofClass(where, rest, hops)
				}
			}
		}
		return said{}, false
	}
	return said{}, false
}

// made gives the class whose object a function returns: get_settings() that returns Settings().
func (s *speaker) made(def *pysource.Stmt, at spot) (*pysource.Stmt, spot, bool) {
	for _, st := range def.Body {
		if st.Kind == pysource.Return && st.Value != nil && st.Value.Kind == pysource.Call {
			return s.definition(at, st.Value.X)
		}
	}
	return nil, spot{}, false
}

// ofSelf gives the text of an attribute of the object whose method stands around.
func (s *speaker) ofSelf(at spot, name string, hops int) (said, bool) {
	for i := len(at.defs) - 1; i >= 0; i-- {
		if at.defs[i].Kind == pysource.ClassDef {
			return s.ofClass(spot{file: at.file, defs: at.defs[:i+1]}, name, hops)
		}
	}
	return said{}, false
}

// ofClass gives the text of an attribute of a class, or of what its __init__ assigns to self. Of pydantic's settings
// the variable has the name of the attribute.
func (s *speaker) ofClass(at spot, name string, hops int) (said, bool) {
	class := at.defs[len(at.defs)-1]
	if hops == 0 || class.Kind != pysource.ClassDef || name == "" {
		return said{}, false
	}
	if b, ok := s.bound(class)[name]; ok && b.value != nil {
		value := b.value
		if value.Kind == pysource.Call && strings.HasSuffix("."+value.X.Dotted(), ".Field") {
			if value = argument(value, "default"); value == nil {
				return said{}, false
			}
		}
		text, ok := s.eval(at, value, hops-1)
		if ok && text.variable == "" {
			text.variable = s.fieldVariable(class, name)
		}
		return text, ok
	}
	for _, st := range class.Body {
		if st.Kind != pysource.FunctionDef || st.Name != "__init__" {
			continue
		}
		there := spot{file: at.file, defs: append(at.defs[:len(at.defs):len(at.defs)], st)}
		for _, inner := range st.Body {
			if inner.Kind == pysource.Assign && inner.Value != nil && len(inner.Targets) > 0 && inner.Targets[0].Dotted() == "self."+name {
				return s.eval(there, inner.Value, hops-1)
			}
		}
	}
	for _, base := range class.Args {
		if def, where, ok := s.definition(spot{file: at.file}, base); ok && def != class {
			return s.ofClass(where, name, hops-1)
		}
	}
	return said{}, false
}

// fieldVariable is the variable that pydantic reads a field of its settings from, without a prefix.
func (s *speaker) fieldVariable(class *pysource.Stmt, name string) string {
	for _, base := range class.Args {
		if strings.HasSuffix(base.Dotted(), "Settings") {
			return strings.ToUpper(name)
		}
	}
	return ""
}

// setting gives the text of a setting of Django: settings.MEDIA_ROOT.
func (s *speaker) setting(at spot, dotted string, hops int) (said, bool) {
	name, ok := strings.CutPrefix(dotted, "settings.")
	if !ok || s.django == "" || !constantName.MatchString(name) || s.foreign(at, &pysource.Expr{Kind: pysource.Name, Name: "settings"}) != "django.conf.settings" {
		return said{}, false
	}
	return s.eval(spot{file: s.django}, &pysource.Expr{Kind: pysource.Name, Name: name}, hops-1)
}
