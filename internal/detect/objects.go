package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/pep440"
)

// object is a row of the tables with its framework.
type object struct {
	framework string
	pinned    string // release of the framework, "" where it is left open
	knowledge.Object
}

// itself reports whether an instance can be served, not an attribute of it alone.
func (o *object) itself() bool {
	return o.Attr == "" || o.Instance != "" && (o.pinned == "" || !pep440.Older(o.pinned, o.Instance))
}

func (o *object) kind() string {
	if o.Kind == "" {
		return "web"
	}
	return o.Kind
}

// start is the same for what runs by itself.
type start struct {
	framework string
	knowledge.Start
}

// known is an index of the tables by the names that a program uses.
type known struct {
	callables  map[string]*object   // dotted class or function: a call gives the object
	classes    map[string]*object   // dotted classes alone: what subclasses are made from
	methods    map[string][]method  // name of a method: a call gives the object
	calls      map[string]*start    // dotted function: a call runs the program
	runs       map[string][]runner  // name of a method: a call runs the program
	bases      map[string]*start    // dotted class: an instance of a subclass runs the program
	instances  map[string]*start    // dotted class: a call of an instance runs the program
	decorated  map[string]*start    // dotted decorator: a call of such a function runs the program
	imports    map[string]*start    // dotted module: a file that imports it is run by a command
	files      map[string]*start    // name of such a file
	modules    [][]byte             // first parts of all dotted names
	extensions map[string][]*object // key of an application's extensions
	patterns   []pattern            // names of such files that are not Python's
	handlers   map[string]*start    // dotted decorator: a file that uses it is run by a command
	wrapped    map[string]*object   // dotted decorator: what it stands before is the object
	parts      map[string]bool      // dotted function: its argument is part of the program around it
	composed   map[string]bool      // frameworks whose programs have parts
}

// method is the name of a method that gives an object, in a file that imports one of the modules.
type method struct {
	modules []string
	object  *object
}

// runner is the same for a method that runs the program. One with a class must be called on an instance of it, or on an
// object of the framework.
type runner struct {
	modules []string
	start   *start
	class   string
}

// newKnown reads the tables; version gives the release of a framework that the repository pins, or "".
func newKnown(tables *knowledge.Tables, version func(knowledge.Framework) string) *known {
	k := &known{
		callables: map[string]*object{}, classes: map[string]*object{}, methods: map[string][]method{},
		calls: map[string]*start{}, runs: map[string][]runner{}, imports: map[string]*start{}, files: map[string]*start{},
		bases: map[string]*start{}, instances: map[string]*start{}, decorated: map[string]*start{},
		extensions: map[string][]*object{},
		handlers:   map[string]*start{}, wrapped: map[string]*object{}, parts: map[string]bool{}, composed: map[string]bool{},
	}
	var modules []string
	for _, fw := range append(slices.Clone(tables.Frameworks), tables.StandardServers) {
		own := fw.Modules
		modules = append(modules, own...)
		pinned := version(fw)
		for _, row := range fw.Objects {
			if !row.Holds(pinned) {
				continue
			}
			o := &object{framework: fw.Name, Object: row, pinned: pinned}
			for _, dotted := range row.Classes {
				k.callables[dotted], k.classes[dotted] = o, o
			}
			for _, dotted := range row.Functions {
				k.callables[dotted] = o
			}
			for _, name := range row.Methods {
				k.methods[name] = append(k.methods[name], method{own, o})
			}
			if row.Extension != "" {
				k.extensions[row.Extension] = append(k.extensions[row.Extension], o)
			}
			for _, dotted := range row.Decorators {
				k.wrapped[dotted] = o
			}
			for _, dotted := range row.Parts {
				k.parts[dotted], k.composed[fw.Name] = true, true
			}
			if len(row.Decorators) > 0 {
				k.composed[fw.Name] = true
			}
		}
		for _, row := range fw.Starts {
			st := &start{framework: fw.Name, Start: row}
			for _, dotted := range row.Calls {
				k.calls[dotted] = st
			}
			for _, dotted := range row.Methods {
				i := strings.LastIndexByte(dotted, '.')
				k.runs[dotted[i+1:]] = append(k.runs[dotted[i+1:]], runner{modules: own, start: st, class: dotted[:max(i, 0)]})
			}
			for _, dotted := range row.Bases {
				k.bases[dotted] = st
			}
			for _, dotted := range row.Instances {
				k.instances[dotted] = st
			}
			for _, dotted := range row.Decorators {
				k.decorated[dotted] = st
			}
			for _, dotted := range row.Imports {
				k.imports[dotted] = st
			}
			for _, name := range row.Files {
				if strings.HasSuffix(name, ".py") {
					k.files[name] = st
				} else {
					k.patterns = append(k.patterns, pattern{name, st, fw.Packages})
				}
			}
			for _, dotted := range row.Handlers {
				k.handlers[dotted] = st
			}
			for _, dotted := range row.Parts {
				k.parts[dotted], k.composed[fw.Name] = true, true
			}
		}
	}
	for _, row := range tables.Starts {
		for _, dotted := range row.Bases {
			k.bases[dotted] = &start{Start: row}
		}
		for _, dotted := range row.Calls {
			k.calls[dotted] = &start{Start: row}
		}
	}
	modules = append(append(modules, sortedKeys(k.callables)...), sortedKeys(k.calls)...)
	for _, dotted := range modules {
		first, _, _ := strings.Cut(dotted, ".")
		if m := []byte(first); !slices.ContainsFunc(k.modules, func(b []byte) bool { return string(b) == first }) {
			k.modules = append(k.modules, m)
		}
	}
	return k
}

// imported lists all that a file imports.
func (m *module) imported() []imported {
	if m.imports == nil {
		m.imports = append([]imported{}, imports(m.body)...)
	}
	return m.imports
}

// pattern is the form of the names of files that a command runs, where one of the packages is installed.
type pattern struct {
	name     string
	start    *start
	packages []string
}

// importsAny reports whether a file imports one of the modules, or something of them, anywhere.
func (p *program) importsAny(file string, modules []string) bool {
	m := p.module(file)
	if m == nil {
		return false
	}
	return slices.ContainsFunc(m.imported(), func(i imported) bool {
		return i.level == 0 && slices.ContainsFunc(modules, func(want string) bool {
			return i.name == want || strings.HasPrefix(i.name, want+".")
		})
	})
}

// madeWhere reports whether an expression is what a function returns whose file imports one of the modules:
// configure().make_wsgi_app().
func (s *search) madeWhere(in scope, e *pysource.Expr, modules []string) bool {
	if e.Kind != pysource.Call {
		return false
	}
	t, ok := s.resolve(in, e.X.Dotted())
	return ok && t.file != "" && s.importsAny(t.file, modules)
}

// made gives the origin of what a method returns that makes an object: Configurator().make_wsgi_app().
func (s *search) made(in scope, call *pysource.Expr) *origin {
	if call.X.Kind != pysource.Attribute {
		return nil
	}
	for _, m := range s.known.methods[call.X.Name] {
		if len(m.object.Decorators) > 0 {
			if s.decoratedBy(in, call.X.X) == m.object {
				return &origin{object: m.object, scope: in, line: call.Line, call: call}
			}
			continue
		}
		if s.importsAny(in.file, m.modules) || s.madeWhere(in, call.X.X, m.modules) || s.ofFramework(in, call.X.X, m.object.framework) {
			return &origin{object: m.object, scope: in, line: call.Line, call: call}
		}
	}
	return nil
}

// ofFramework reports whether a variable holds an object of the framework.
func (s *search) ofFramework(in scope, e *pysource.Expr, framework string) bool {
	if e.Kind != pysource.Name {
		return false
	}
	o := s.named(in, e.Name)
	return o != nil && o.object.framework == framework
}

// held gives the name that an assignment gives an object: the target, or the first of several where the call returns
// a tuple that begins with it.
func (o *origin) held(target *pysource.Expr) *pysource.Expr {
	if o == nil {
		return nil
	}
	if o.object.First && (target.Kind == pysource.Tuple || target.Kind == pysource.List) && len(target.Args) > 0 {
		target = target.Args[0]
	}
	if target.Kind != pysource.Name {
		return nil
	}
	return target
}

// wrapped gives the origin of an application that middleware is laid around: application = ProxyFix(app).
func (s *search) wrapped(in scope, call *pysource.Expr) *origin {
	if _, ok := s.wraps(in, call.X); !ok {
		return nil
	}
	arguments := slices.Clone(call.Args)
	for _, k := range call.Keywords {
		arguments = append(arguments, k.Value)
	}
	for _, a := range arguments {
		var o *origin
		switch a.Kind {
		case pysource.Name:
			o = s.named(in, a.Name)
		case pysource.Call:
			o = s.application(in, a)
		}
		if o != nil {
			return o
		}
	}
	return nil
}

// named gives the origin of the application that a variable holds, or nil.
func (s *search) named(in scope, name string) *origin {
	if in.def != nil {
		if o := s.locals[node{file: in.file, def: in.def.Line, name: name}]; o != nil {
			return o
		}
	}
	if o := s.objects[in.file+":"+name]; o != nil {
		return o
	}
	t, ok := s.resolve(in, name)
	if !ok || t.file == "" || t.file == in.file || t.name == "" {
		return nil
	}
	s.readObjects(t.file)
	return s.objects[t.file+":"+t.name]
}

// wraps reports whether a call makes an application of the one that it is given, and through which interface, "" for the
// same: its class has the form of an application (PEP 3333, ASGI), or its name says that it is middleware.
func (s *search) wraps(in scope, callee *pysource.Expr) (gives string, ok bool) {
	t, found := s.resolve(in, callee.Dotted())
	if !found {
		return "", false
	}
	if t.file == "" {
		m, ok := s.tables.Middleware(t.external)
		return m.Gives, ok
	}
	class := s.classNamed(t)
	if class == nil {
		return "", false
	}
	for _, st := range class.Body {
		if st.Kind == pysource.FunctionDef && st.Name == "__call__" && (len(st.Params) == 3 || len(st.Params) == 4) {
			return "", true
		}
	}
	_, ok = s.tables.Middleware(t.name)
	return "", ok
}

// noteWrapping marks the application that an assignment makes of another one: the outermost is the one that is served.
func (s *search) noteWrapping(in scope, st *pysource.Stmt, o *origin, name string) {
	if st.Value.Kind != pysource.Call || len(s.found) == 0 {
		return
	}
	gives, ok := s.wraps(in, st.Value.X)
	if app := &s.found[len(s.found)-1]; ok && app.File == in.file && app.Attr == name {
		if o.name != name { // the inner one has a name of its own
			app.Signs = append(app.Signs, Sign{Kind: SignWraps, Evidence: app.Evidence})
		}
		if gives != "" {
			app.Interface = gives
		}
	}
}

// attribute gives the origin of the application in an attribute: Dash's server, or one that a class of the repository
// assigns to self.
func (s *search) attribute(in scope, e *pysource.Expr) *origin {
	if e.X.Kind == pysource.Call {
		return s.attributeOf(in, e.X, e.Name)
	}
	if e.X.Kind != pysource.Name {
		return nil
	}
	if e.X.Name == "self" || e.X.Name == "cls" {
		return s.ofSelf(in, e.Name)
	}
	if o := s.named(in, e.X.Name); o != nil {
		if o.object.Attr == e.Name {
			return o
		}
		return nil
	}
	if class, file := s.builder(in, e.X, maxHops); class != nil {
		return s.ofClass(file, class, e.Name)
	}
	m := s.module(in.file)
	if b := m.names[e.X.Name]; b.value != nil && b.value.Kind == pysource.Call {
		return s.attributeOf(scope{file: in.file}, b.value, e.Name)
	}
	return nil
}

// attributeOf looks for `self.attr = …` in the methods of the class that a call makes an instance of.
func (s *search) attributeOf(in scope, call *pysource.Expr, attr string) *origin {
	t, ok := s.resolve(in, call.X.Dotted())
	if class := s.classNamed(t); ok && class != nil {
		return s.ofClass(t.file, class, attr)
	}
	return nil
}
