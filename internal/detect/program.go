package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// program is the Python of a repository: its files, parsed when they are first asked for, and where names lead.
type program struct {
	tree   *source.Tree
	files  []string // every .py file, sorted
	cache  map[string]*module
	unread []Unread
	spent  int // bytes parsed, each file counted once
	parsed map[string]bool

	keptFiles, keptAside kept
	roots                map[string]string

	outside map[string]bool // first parts of the modules of frameworks
	// starred reports whether the tables have a dotted name that `from module import *` may stand for.
	starred func(dotted string) bool
	// reached are the files that are imported when the program starts; own tells which run with it. Both are known once
	// the imports are.
	reached  map[string]bool
	own      func(file string) bool
	imported map[string]bool // last names of what the program's files import
}

// maxParsed bounds the source that is parsed, in bytes; more than any program that a person wrote.
const maxParsed = 256 << 20

// module is one parsed file.
type module struct {
	file  string
	body  []*pysource.Stmt
	names map[string]binding // what a name at the top of the file stands for
	stars []binding          // modules whose names are all imported, the last one first

	imports []imported // all that it imports, once asked for

	// What the names of a function stand for, and what its variables are assigned last, once asked for; nil is the key of
	// the top of the file.
	locals   map[*pysource.Stmt]map[string]binding
	assigned map[*pysource.Stmt]map[string]*pysource.Expr
}

// binding is what a name stands for: an import, a definition or a value.
type binding struct {
	imported string         // dotted name as imported, "" otherwise
	level    int            // leading dots of a relative import
	def      *pysource.Stmt // a function or a class
	value    *pysource.Expr // an assigned value
	line     int
}

func newProgram(tree *source.Tree) *program {
	p := &program{tree: tree, cache: map[string]*module{}, parsed: map[string]bool{}, roots: map[string]string{}}
	for _, f := range tree.Files() {
		if strings.HasSuffix(f, ".py") {
			p.files = append(p.files, f)
		}
	}
	return p
}

// text gives a file's bytes, or nil where they cannot be read, which is noted once.
func (p *program) text(file string) []byte {
	raw, err := p.tree.Read(file)
	if err != nil {
		note := Unread{Reason: err.Error(), Evidence: source.At(file, 0, "")}
		if !slices.Contains(p.unread, note) {
			p.unread = append(p.unread, note)
		}
		return nil
	}
	return raw
}

// module gives a parsed file. It is nil where the file cannot be read.
func (p *program) module(file string) *module {
	if m, ok := p.cache[file]; ok {
		return m
	}
	m, size := p.parse(file)
	if m == nil {
		p.cache[file] = nil
		return nil
	}
	if !p.parsed[file] {
		p.parsed[file] = true
		p.spent += size
	}
	if p.spent > maxParsed {
		p.unread = append(p.unread, Unread{Reason: "more source than pykube reads", Evidence: source.At(file, 0, "")})
		p.cache[file] = nil
		return nil
	}
	p.keep(file, size)
	p.cache[file] = m
	return m
}

// parse reads a file, and gives its size.
func (p *program) parse(file string) (*module, int) {
	raw := p.text(file)
	if raw == nil {
		return nil, 0
	}
	parsed := pysource.Parse(raw)
	m := &module{file: file, body: parsed.Body, names: map[string]binding{}}
	bind(m.names, m.body)
	if _, ok := m.names["*"]; ok {
		m.stars = starImports(m.body)
	}
	return m, len(raw)
}

// What is kept of parsed files, in bytes of their source; a tree of statements takes about twenty times as much. Those
// of tests and examples are asked for once, and are many.
const (
	maxKept      = 12 << 20
	maxKeptAside = 1 << 20
)

// kept is a queue of parsed files, the oldest first.
type kept struct {
	files []string
	sizes map[string]int
	bytes int
}

// keep makes room for a file that is being parsed: those that were parsed first are forgotten, and are parsed again
// where they are asked for again.
func (p *program) keep(file string, size int) {
	k, most := &p.keptFiles, maxKept
	if aside(file) {
		k, most = &p.keptAside, maxKeptAside
	}
	if k.sizes == nil {
		k.sizes = map[string]int{}
	}
	for len(k.files) > 0 && k.bytes+size > most {
		oldest := k.files[0]
		k.files = k.files[1:]
		k.bytes -= k.sizes[oldest]
		delete(k.sizes, oldest)
		delete(p.cache, oldest)
	}
	if _, again := k.sizes[file]; !again {
		k.files, k.bytes, k.sizes[file] = append(k.files, file), k.bytes+size, size
	}
}

// bind notes what the names of a block stand for. Blocks of if, try and with bind into the block around them;
// functions and classes do not. `if __name__ == "__main__"` does not run on import, and is left out.
func bind(names map[string]binding, body []*pysource.Stmt) {
	for _, s := range body {
		switch s.Kind {
		case pysource.Import:
			for _, a := range s.Names {
				if a.As != "" {
					names[a.As] = binding{imported: a.Name, line: a.Line}
				} else {
					first, _, _ := strings.Cut(a.Name, ".")
					names[first] = binding{imported: first, line: a.Line}
				}
			}
		case pysource.ImportFrom:
			for _, a := range s.Names {
				as := a.As
				if as == "" {
					as = a.Name
				}
				dotted := strings.TrimPrefix(s.Module+"."+a.Name, ".")
				names[as] = binding{imported: dotted, level: s.Level, line: a.Line}
			}
		case pysource.FunctionDef, pysource.ClassDef:
			names[s.Name] = binding{def: s, line: s.Line}
		case pysource.Assign:
			for _, t := range s.Targets {
				if t.Kind == pysource.Name && s.Value != nil {
					names[t.Name] = binding{value: s.Value, line: s.Line}
				}
				if t.Kind == pysource.Tuple || t.Kind == pysource.List { // app, rt = fast_app()
					for _, part := range t.Args {
						if part.Kind == pysource.Name {
							names[part.Name] = binding{line: s.Line}
						}
					}
				}
			}
		case pysource.With:
			for i, item := range s.Items {
				if i < len(s.Targets) && s.Targets[i] != nil && s.Targets[i].Kind == pysource.Name && item.Kind == pysource.Call {
					names[s.Targets[i].Name] = binding{value: item, line: s.Line}
				}
			}
		}
		if s.Kind != pysource.FunctionDef && s.Kind != pysource.ClassDef {
			for _, block := range blocks(s) {
				bind(names, block)
			}
		}
	}
}

// blocks gives the blocks inside a statement that run on import, in the order of the text: all but the one under
// `if __name__ == "__main__"`.
func blocks(s *pysource.Stmt) [][]*pysource.Stmt {
	var found [][]*pysource.Stmt
	for i, b := range [][]*pysource.Stmt{s.Body, s.Handlers, s.Else, s.Final} {
		if len(b) > 0 && (i > 0 || !s.IsMainGuard()) {
			found = append(found, b)
		}
	}
	return found
}

// scope is where a name is looked up: a file, and the function in it, if any.
type scope struct {
	file string
	def  *pysource.Stmt // nil at the top of the file
}

// target is where a name leads: a thing of the repository, or the dotted name of something outside it.
type target struct {
	file     string // of the repository, "" for outside
	name     string // in that file, "" for the module itself
	external string
}

// maxHops bounds how many imports are followed for one name.
const maxHops = 12

// resolve follows a dotted name from the place where it is used.
func (p *program) resolve(in scope, dotted string) (target, bool) {
	if dotted == "" {
		return target{}, false
	}
	return p.follow(in, dotted, maxHops)
}

func (p *program) follow(in scope, dotted string, hops int) (target, bool) {
	m := p.module(in.file)
	if m == nil || hops == 0 {
		return target{}, false
	}
	first, rest, _ := strings.Cut(dotted, ".")
	b, ok := m.local(in.def, first)
	if !ok {
		b, ok = m.names[first]
	}
	switch {
	case !ok:
		return p.star(m, dotted, hops)
	case b.imported != "":
		return p.followImport(in.file, join(b.imported, rest), b.level, hops-1)
	case b.value != nil && b.value.Dotted() != "" && b.value.Dotted() != first:
		return p.follow(scope{file: in.file}, join(b.value.Dotted(), rest), hops-1)
	case rest != "":
		return target{}, false // an attribute of an object
	default:
		return target{file: in.file, name: first}, true
	}
}

// local looks a name up among the imports of a function: the ones that avoid an import loop stand there.
func (m *module) local(def *pysource.Stmt, name string) (binding, bool) {
	if def == nil {
		return binding{}, false
	}
	names, known := m.locals[def]
	if !known {
		names = map[string]binding{}
		bind(names, def.Body)
		if m.locals == nil {
			m.locals = map[*pysource.Stmt]map[string]binding{}
		}
		m.locals[def] = names
	}
	b, ok := names[name]
	if !ok || b.imported == "" {
		return binding{}, false
	}
	return b, true
}

// star looks a name up in the modules whose names are all imported: `from .base import *`.
func (p *program) star(m *module, dotted string, hops int) (target, bool) {
	left := hops - 1
	if len(m.stars) > 1 {
		left = max(hops-3, 0) // each of them may lead to several again
	}
	for _, b := range m.stars {
		module := strings.TrimSuffix(strings.TrimSuffix(b.imported, "*"), ".")
		file, rest, ok := p.find(m.file, module, b.level)
		switch {
		case !ok && b.level == 0 && p.starred != nil && p.starred(join(module, dotted)):
			return target{external: join(module, dotted)}, true
		case ok && rest == "" && file != m.file:
			if t, ok := p.follow(scope{file: file}, dotted, left); ok {
				return t, true
			}
		}
	}
	return target{}, false
}

// maxStars bounds the modules of one file whose names are looked through.
const maxStars = 8

// starImports lists the imports of all names of a module, the last one first: it goes before the others.
func starImports(body []*pysource.Stmt) []binding {
	var found []binding
	onImport(body, func(st *pysource.Stmt) {
		if st.Kind == pysource.ImportFrom && len(st.Names) == 1 && st.Names[0].Name == "*" {
			found = append(found, binding{imported: strings.TrimPrefix(st.Module+".*", "."), level: st.Level, line: st.Line})
		}
	})
	slices.Reverse(found)
	return found[:min(len(found), maxStars)]
}

// followImport follows an imported dotted name to a file of the repository, or says that it leads outside.
func (p *program) followImport(from, dotted string, level, hops int) (target, bool) {
	file, rest, ok := p.find(from, dotted, level)
	if !ok {
		return target{external: dotted}, level == 0
	}
	if rest == "" {
		return target{file: file}, true
	}
	if file == from && hops <= 1 {
		return target{}, false
	}
	if t, ok := p.follow(scope{file: file}, rest, hops); ok {
		return t, true
	}
	return target{}, false
}

// find gives the file of the longest part of a dotted name that is a module of the repository, and the rest. Where
// several directories hold the same part, the first of the search path counts.
func (p *program) find(from, dotted string, level int) (file, rest string, ok bool) {
	var parts []string
	if dotted != "" {
		parts = strings.Split(dotted, ".")
	}
	shortest := 1
	if level > 0 {
		shortest = 0
	}
	dirs := p.searchPath(from, level)
	for n := len(parts); n >= shortest; n-- {
		for _, dir := range dirs {
			if f, found := p.moduleFile(dir, parts[:n]); found && !(level == 0 && p.shadows(from, f)) {
				return f, strings.Join(parts[n:], "."), true
			}
		}
	}
	return "", "", false
}

// shadows reports whether an absolute import from a file cannot mean another one, though its directory is looked in:
// `from celery import Celery` in celery.py means what is installed, and so it does in its neighbours in a package.
func (p *program) shadows(from, found string) bool {
	if from == found {
		return path.Base(from) != "__init__.py"
	}
	dir := path.Dir(from)
	return path.Dir(found) == dir && dir != "." && p.outside[strings.TrimSuffix(path.Base(found), ".py")] && p.tree.Has(dir+"/__init__.py")
}

// searchPath lists the directories in which a module is looked for: for a relative import the package it names, else
// the directories above the file, nearest last, and src.
func (p *program) searchPath(from string, level int) []string {
	dir := path.Dir(from)
	if level > 0 {
		for ; level > 1; level-- {
			dir = path.Dir(dir)
		}
		return []string{dir}
	}
	var dirs []string
	for ; dir != "."; dir = path.Dir(dir) {
		dirs = append(dirs, dir)
	}
	dirs = append(dirs, ".", "src")
	slices.Reverse(dirs[:len(dirs)-1])
	return dirs
}

// moduleFile gives the file of a module below a directory. A directory without __init__.py is a package too (PEP 420)
// but has no file.
func (p *program) moduleFile(root string, parts []string) (string, bool) {
	name := path.Join(root, path.Join(parts...))
	if len(parts) > 0 && p.tree.Has(name+".py") {
		return name + ".py", true
	}
	if init := path.Join(name, "__init__.py"); p.tree.Has(init) {
		return init, true
	}
	return "", false
}

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
	if !ok || class.file == "" || p.module(class.file) == nil {
		return "", false
	}
	def := p.module(class.file).names[class.name].def
	if def == nil || def.Kind != pysource.ClassDef {
		return "", false
	}
	for _, st := range def.Body {
		if st.Kind == pysource.Assign && st.Value != nil && len(st.Targets) == 1 && st.Targets[0].Dotted() == e.Name {
			return st.Value.Str()
		}
	}
	return "", false
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + "." + b
}
