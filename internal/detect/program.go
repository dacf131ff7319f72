package detect

import (
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
