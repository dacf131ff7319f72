package detect

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// search is one run of the search for applications.
type search struct {
	*program
	tables     *knowledge.Tables
	frameworks []knowledge.Framework
	known      *known
	makers     map[string]*maker       // functions that return an application, by FILE:NAME
	asked      map[string]bool         // makers under way, against recursion
	asks       map[*pysource.Stmt]bool // assignments of attributes under way, against recursion
	objects    map[string]*origin      // module-level names that hold an application, by FILE:NAME
	locals     map[node]*origin        // the same for names in functions
	added      map[string]bool         // what is found already, by FILE:NAME
	read       map[string]bool         // files whose objects are noted: modules may import each other
	ran        map[string]int          // lines on which a file, started as a program, runs an application, by FILE and its origin
	whole      map[string]bool         // names of instances of which only an attribute can be served, by FILE:NAME
	found      []Application
}

// origin is the call that makes an application.
type origin struct {
	object *object
	scope  scope
	line   int
	name   string // the variable it is first assigned to, "" where it is returned at once
	// completed is a function that needs arguments and returns it.
	completed *source.Evidence
	call      *pysource.Expr
}

func (o *origin) key() string { return fmt.Sprintf("%s:%d", o.scope.file, o.line) }

// maker is a function that returns an application.
type maker struct {
	origin    *origin
	required  []string // parameters that have no default
	wraps     bool     // it returns what another function made
	coroutine bool     // it must be awaited
}

func newSearch(p *program, tables *knowledge.Tables, version func(knowledge.Framework) string) *search {
	s := &search{
		program: p, tables: tables, frameworks: tables.Frameworks, known: newKnown(tables, version), ran: map[string]int{}, whole: map[string]bool{},
		makers: map[string]*maker{}, asked: map[string]bool{}, asks: map[*pysource.Stmt]bool{},
		objects: map[string]*origin{}, locals: map[node]*origin{}, added: map[string]bool{}, read: map[string]bool{},
	}
	p.outside = map[string]bool{}
	for _, m := range s.known.modules {
		p.outside[string(m)] = true
	}
	p.starred = func(dotted string) bool { return s.known.callables[dotted] != nil || s.known.calls[dotted] != nil }
	return s
}

// findApplications lists every application object and every factory that a server could name.
func (f *Facts) findApplications(s *search) {
	files := s.relevant()
	for _, file := range files {
		s.readObjects(file)
	}
	for _, file := range files {
		s.readFactories(file)
	}
	for i := range s.found {
		if o := s.objects[s.found[i].File+":"+s.found[i].Attr]; o != nil && o.completed != nil && o.scope.file == s.found[i].File {
			s.found[i].Completed = o.completed
		}
	}
	slices.SortFunc(s.found, func(a, b Application) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return a.Evidence.Line - b.Evidence.Line
	})
	f.Applications = append(f.Applications, s.found...)
	if len(s.found) == 0 {
		for _, file := range files {
			s.noteHidden(file)
		}
	}
}

// noteHidden notes applications that no server can name: made in a method, a coroutine, or under `__main__`.
func (s *search) noteHidden(file string) {
	m := s.module(file)
	if m == nil || aside(file) {
		return
	}
	pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		st.Walk(func(e *pysource.Expr) bool {
			if e.Kind != pysource.Call {
				return true
			}
			t, ok := s.resolve(scope{file: file, def: innermost(parents)}, e.X.Dotted())
			if o := s.known.callables[t.external]; ok && t.file == "" && o != nil && !o.Part && o.Server == "" && len(s.unread) < maxHidden {
				s.unread = append(s.unread, Unread{
					Reason:   "makes an application of " + o.framework + " where no server can name it: not at the top of the file, nor in a function that returns it",
					Evidence: s.tree.At(file, e.Line),
				})
			}
			return true
		})
		return true
	})
}

// maxHidden is how many of them are noted.
const maxHidden = 10

// relevant lists the files that can hold an application: those that name a framework, and those that import them.
// Looking for the bytes first spares the parsing of everything else.
func (s *search) relevant() []string {
	var files []string
	for _, file := range s.files {
		raw := s.text(file)
		if slices.ContainsFunc(s.known.modules, func(m []byte) bool { return bytes.Contains(raw, m) }) {
			files = append(files, file)
		}
	}
	known := map[string]bool{}
	for _, f := range files {
		known[f] = true
	}
	for _, file := range s.files { // wsgi.py: from shop import create_app; application = create_app()
		if !known[file] && (slices.Contains(serverFiles, base(file)) || isEntryName(file) && len(files) > 0) {
			files = append(files, file)
		}
	}
	slices.Sort(files)
	return files
}

// readObjects notes the names at the top of a file that hold an application.
func (s *search) readObjects(file string) {
	m := s.module(file)
	if m == nil || s.read[file] {
		return
	}
	s.read[file] = true
	s.readDecorated(m)
	type instance struct {
		name   string
		line   int
		origin *origin
	}
	var instances []instance
	named := map[string]bool{}
	onImport(m.body, func(st *pysource.Stmt) {
		s.readWith(m, st)
		if st.Kind != pysource.Assign || st.Value == nil {
			return
		}
		o := s.application(scope{file: file}, st.Value)
		for _, t := range st.Targets {
			if t = o.held(t); t == nil {
				continue
			}
			if o.name == "" {
				o.name = t.Name
			}
			if _, again := s.objects[file+":"+t.Name]; again {
				continue
			}
			s.objects[file+":"+t.Name] = o
			if o.object.Attr == "" || st.Value.Kind == pysource.Attribute {
				s.add(file, t.Name, st.Line, o, nil)
				s.noteWrapping(scope{file: file}, st, o, t.Name)
				named[o.key()] = true
			} else if o.object.itself() {
				instances = append(instances, instance{t.Name, st.Line, o})
			} else {
				s.whole[file+":"+t.Name] = true
			}
		}
	})
	for _, i := range instances { // where no name stands for its attribute
		if !named[i.origin.key()] {
			s.add(file, i.name, i.line, i.origin, nil)
		}
	}
	s.readImported(m)
}

// readImported notes applications that an entry point imports from elsewhere: `from shop import app` in wsgi.py.
func (s *search) readImported(m *module) {
	if !isEntryName(m.file) {
		return
	}
	names := make([]string, 0, len(m.names))
	for name, b := range m.names {
		if b.imported != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		t, ok := s.resolve(scope{file: m.file}, name)
		if !ok { // server = app.server, in another file
			b := m.names[name]
			file, rest, found := s.find(m.file, b.imported, b.level)
			t, ok = target{file: file, name: rest}, found
		}
		if !ok || t.file == "" || t.file == m.file || t.name == "" || s.whole[t.file+":"+t.name] {
			continue
		}
		if _, seen := s.objects[t.file+":"+t.name]; !seen {
			s.readObjects(t.file)
		}
		if o := s.objects[t.file+":"+t.name]; o != nil && o.object.kind() == "web" {
			s.objects[m.file+":"+name] = o
			s.add(m.file, name, m.names[name].line, o, nil)
		}
	}
}

func (s *search) add(file, name string, line int, o *origin, mk *maker) {
	if s.added[file+":"+name] || o.object.Part || s.ofAlembic(file) {
		return
	}
	if o.object.kind() != "web" && mk != nil {
		return // the commands of workers call nothing
	}
	s.added[file+":"+name] = true
	app := Application{
		Framework: o.object.framework, Kind: o.object.kind(), Interface: o.object.Interface,
		File: file, Attr: name, Origin: o.key(), Evidence: s.tree.At(file, line),
	}
	if mk != nil {
		app.Factory, app.Required, app.Coroutine = true, mk.required, mk.coroutine
		if mk.wraps {
			app.Signs = append(app.Signs, Sign{Kind: SignWraps, Evidence: app.Evidence})
		}
	}
	app.Root, app.Module = s.importName(file)
	if app.Module == "__main__" { // that is the server's own name for itself
		s.unread = append(s.unread, Unread{Reason: "holds an application, but no server can import __main__.py from there", Evidence: app.Evidence})
		return
	}
	if !importable(app.Module) || !isIdentifier(name) {
		s.unread = append(s.unread, Unread{Reason: "holds an application, but its path is no name of a module", Evidence: app.Evidence})
		return
	}
	app.Server, app.ServerArguments = o.object.Server, o.object.Arguments
	app.runAs(o.object.Run)
	s.found = append(s.found, app)
}

// application gives the origin of the application that an expression makes, or nil.
func (s *search) application(in scope, e *pysource.Expr) *origin {
	switch e.Kind {
	case pysource.Call:
		if o := s.called(in, e); o != nil {
			return o
		}
		return s.wrapped(in, e)
	case pysource.Attribute:
		return s.attribute(in, e)
	case pysource.Subscript:
		return s.extension(in, e)
	case pysource.Await, pysource.Walrus:
		return s.application(in, e.X)
	case pysource.IfExp:
		if o := s.application(in, e.X); o != nil {
			return o
		}
		return s.application(in, e.Args[len(e.Args)-1])
	}
	return nil
}

func (s *search) called(in scope, call *pysource.Expr) *origin {
	t, ok := s.resolve(in, call.X.Dotted())
	if !ok {
		if o := s.built(in, call); o != nil {
			return o
		}
		return s.made(in, call)
	}
	if t.file == "" {
		if o := s.known.callables[t.external]; o != nil && !extends(o, call) {
			return &origin{object: o, scope: in, line: call.Line, call: call}
		}
		return s.made(in, call)
	}
	m := s.module(t.file)
	if m == nil || m.names[t.name].def == nil {
		return nil
	}
	def := m.names[t.name].def
	if def.Kind == pysource.ClassDef {
		if o := s.subclass(scope{file: t.file}, def); o != nil {
			return &origin{object: o, scope: in, line: call.Line, call: call}
		}
		return nil
	}
	if mk := s.maker(scope{file: t.file, def: def}); mk != nil {
		return mk.origin
	}
	return nil
}

// subclass gives the object that an instance of a class is: one of a framework's class that it is made from, or nil.
func (s *search) subclass(in scope, class *pysource.Stmt) *object {
	for _, base := range s.ancestors(in, class) {
		if o := s.known.classes[base]; o != nil {
			return o
		}
	}
	return nil
}

// topDefs lists the functions and classes that are defined when the module is imported.
func topDefs(body []*pysource.Stmt) []*pysource.Stmt {
	var found []*pysource.Stmt
	onImport(body, func(st *pysource.Stmt) {
		if st.Kind == pysource.FunctionDef || st.Kind == pysource.ClassDef {
			found = append(found, st)
		}
	})
	return found
}

// onImport calls f for the statements that run when a module is imported: not those in functions and classes, nor
// those under `if __name__ == "__main__"`, but those in its else.
func onImport(body []*pysource.Stmt, f func(*pysource.Stmt)) {
	for _, st := range body {
		f(st)
		if st.Kind == pysource.FunctionDef || st.Kind == pysource.ClassDef {
			continue
		}
		for _, block := range blocks(st) {
			onImport(block, f)
		}
	}
}

// importable reports whether every part of a dotted name is an identifier.
func importable(module string) bool {
	for part := range strings.SplitSeq(module, ".") {
		if !isIdentifier(part) {
			return false
		}
	}
	return true
}
