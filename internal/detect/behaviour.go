package detect

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Behaviour is what the program does beside answering requests.
type Behaviour struct {
	Programs  []StartedProgram  `json:"programs"`  // other programs that it starts
	Shell     []source.Evidence `json:"shell"`     // it gives a line to a shell
	Processes []source.Evidence `json:"processes"` // it begins processes of its own
	GPU       []GPUUse          `json:"gpu"`
	Threads   []ThreadPool      `json:"thread_pools"`
	Blocking  []BlockingCall    `json:"blocking"`             // in coroutines
	Libc      []LibcCall        `json:"libc_calls,omitempty"` // of functions that depend on the C library
}

func emptyBehaviour() Behaviour {
	return Behaviour{Programs: []StartedProgram{}, Shell: []source.Evidence{}, Processes: []source.Evidence{}, GPU: []GPUUse{}, Threads: []ThreadPool{}, Blocking: []BlockingCall{}}
}

// ThreadPool is a module that the program imports, and that begins threads by itself.
type ThreadPool struct {
	Module    string          `json:"module"`
	Variables []string        `json:"variables"` // that cap them
	Evidence  source.Evidence `json:"evidence"`
}

// behaviourSearch walks the files of the program, once each.
type behaviourSearch struct {
	*speaker
	tables  *knowledge.Tables
	facts   *Facts
	apps    map[string]bool // files that hold an application
	asgi    bool            // something runs in an event loop
	working string          // the directory that the first application starts in
	disk    diskNotes
	files   []string
	started map[*pysource.Stmt]bool // functions that run when the program starts
	loads   []pendingLoad
	slow    map[*pysource.Stmt][]blockingFound           // what blocks in functions that coroutines call
	withs   map[*pysource.Stmt]map[string]*pysource.Expr // what the with statements of a function bind
	handers map[*pysource.Stmt]string                    // functions that start what they are given
	// startMethods are names of methods that are called when the program starts, of objects whose class is not known.
	startMethods map[string]bool
}

// instanceFrameworks have an instance folder.
var instanceFrameworks = []string{"connexion", "flask", "quart"}

// maxNoted bounds each list of facts of this kind.
const maxNoted = 200

// findBehaviour notes what the program does to the machine that it runs on. Files that hold none of the words are not
// parsed: most are.
func (f *Facts) findBehaviour(p *program, tables *knowledge.Tables) {
	b := &behaviourSearch{
		speaker: newSpeaker(p), tables: tables, facts: f, apps: map[string]bool{}, started: map[*pysource.Stmt]bool{}, startMethods: map[string]bool{},
		slow: map[*pysource.Stmt][]blockingFound{}, withs: map[*pysource.Stmt]map[string]*pysource.Expr{}, handers: map[*pysource.Stmt]string{},
	}
	staying := slices.ContainsFunc(f.Applications, func(a Application) bool { return a.stays() && p.own(a.File) })
	for i, app := range f.Applications {
		if !p.own(app.File) || staying && !app.stays() {
			continue
		}
		b.apps[app.File], b.apps[originFile(app)] = true, true
		b.asgi = b.asgi || app.Interface != "wsgi" && (app.Kind == "web" || app.Kind == "worker")
		if b.working == "" {
			b.working = app.Root
		}
		if b.flask == nil && slices.Contains(instanceFrameworks, app.Framework) {
			b.flask = &f.Applications[i]
		}
	}
	b.django = djangoSettings(f, p)
	words := b.words()
	for _, file := range p.files {
		if !p.own(file) || b.standsAlone(file) {
			continue
		}
		raw := p.text(file)
		if file == b.django || slices.ContainsFunc(words, func(w []byte) bool { return bytes.Contains(raw, w) }) {
			b.files = append(b.files, file)
		}
	}
	for _, file := range b.files {
		b.passing(file, b.readConfiguration)
	}
	for _, file := range b.files {
		b.passing(file, b.readBehaviour)
	}
	b.readDjangoDisk()
	b.settle()
	for _, imp := range f.Imports {
		if pool, ok := tables.ThreadPool(imp.Module); ok && imp.Kind.AtLeast(ImportSometimes) {
			f.Behaviour.Threads = append(f.Behaviour.Threads, ThreadPool{Module: imp.Module, Variables: pool.Variables, Evidence: imp.Evidence})
		}
	}
}

// standsAlone reports whether nothing imports a file: it is started by hand, if at all.
func (b *behaviourSearch) standsAlone(file string) bool {
	name := strings.TrimSuffix(path.Base(file), ".py")
	return !b.reached[file] && !b.apps[file] && name != "__init__" && !b.imported[name] && !slices.Contains(foundByName, name)
}

// foundByName are modules that frameworks import by their name.
var foundByName = []string{"admin", "apps", "models", "routes", "signals", "tasks", "urls", "views"}

// words are what a file holds one of that does something of interest.
func (b *behaviourSearch) words() [][]byte {
	words := strings.Fields("open( makedirs mkdir write_text write_bytes FileHandler sqlite Database( create_engine create_async_engine TinyDB shelve dbm. duckdb chromadb " +
		"lancedb diskcache Memory( FileSystemCache CachedSession filename= logger.add shutil urlretrieve os.rename os.replace FileSystemStorage UPLOAD " +
		"subprocess os.system popen multiprocessing ProcessPool os.fork cuda CUDA cupy imwrite savefig db_url DATABASE_UR " +
		"joblib pickle dictConfig DATABASE from_pretrained load_model InferenceSession " +
		"setlocale different_locale LocaleTextCalendar LocaleHTMLCalendar LC_ALL 'LANG' .ttf .ttc .otf \"LANG\"")
	if b.asgi {
		words = append(words, "async def")
	}
	for _, call := range b.tables.MisbehavingCalls() {
		words = append(words, call[strings.LastIndexByte(call, '.')+1:])
	}
	for _, imp := range b.facts.Imports {
		if imp.Kind.AtLeast(ImportSometimes) && slices.Contains(b.tables.ModelModules(), imp.Module) {
			words = append(words, imp.Module)
		}
	}
	var found [][]byte
	for _, w := range words {
		found = append(found, []byte(w))
	}
	return found
}

// passing reads a file, and keeps it parsed only where it was before.
func (b *behaviourSearch) passing(file string, read func(file string, body []*pysource.Stmt)) {
	_, kept := b.cache[file]
	spent := b.spent
	m := b.module(file)
	if m == nil {
		return
	}
	read(file, m.body)
	if !kept {
		delete(b.cache, file)
		b.spent = spent
	}
}

// readConfiguration notes what a configuration gives to names: app.config["NAME"] = …, app.config.update(NAME=…), and
// constants of classes.
func (b *behaviourSearch) readConfiguration(file string, body []*pysource.Stmt) {
	note := func(name string, value *pysource.Expr, at spot, line int) {
		if constantName.MatchString(name) && value != nil && len(b.config[name]) < maxNoted {
			b.config[name] = append(b.config[name], configured{value: value, at: at, line: line})
		}
	}
	pysource.Inspect(body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		switch {
		case st.Kind == pysource.Assign && st.Value != nil && len(st.Targets) > 0:
			target := st.Targets[0]
			if key, ok := index(target); ok && target.Kind == pysource.Subscript && strings.HasSuffix(target.X.Dotted(), "config") {
				note(key, st.Value, spotOf(file, parents), st.Line)
			} else if n := len(parents); target.Kind == pysource.Name && n > 0 && parents[n-1].Kind == pysource.ClassDef {
				note(target.Name, st.Value, spotOf(file, parents), st.Line)
			} else if target.Kind == pysource.Name && innermost(parents) == nil {
				note(target.Name, st.Value, spotOf(file, parents), st.Line)
			}
		case st.Kind == pysource.ExprStmt && st.Value != nil && st.Value.Kind == pysource.Call:
			on := st.Value.X.Dotted()
			if strings.HasSuffix(on, "config.update") || strings.HasSuffix(on, "config.from_mapping") || strings.HasSuffix(on, "config.setdefault") {
				for _, k := range st.Value.Keywords {
					note(k.Name, k.Value, spotOf(file, parents), k.Value.Line)
				}
				if key, ok := argument(st.Value).Str(); ok && len(st.Value.Args) == 2 {
					note(key, st.Value.Args[1], spotOf(file, parents), st.Line)
				}
			}
		}
		return true
	})
}

// spotOf gives the place of a statement, with the functions and classes around it.
func spotOf(file string, parents []*pysource.Stmt) spot {
	at := spot{file: file}
	for _, p := range parents {
		if p.Kind == pysource.FunctionDef || p.Kind == pysource.ClassDef {
			at.defs = append(at.defs, p)
		}
	}
	return at
}

// function gives the innermost function of a place, or nil.
func (at spot) function() *pysource.Stmt {
	return innermost(at.defs)
}

// readBehaviour looks at each call of a file that runs with the program.
func (b *behaviourSearch) readBehaviour(file string, body []*pysource.Stmt) {
	pysource.Inspect(body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		if st.IsMainGuard() && !b.apps[file] || slices.ContainsFunc(parents, func(p *pysource.Stmt) bool { return forDevelopment(p, st) }) {
			return false
		}
		if st.Kind == pysource.FunctionDef && st.Async && b.asgi {
			b.readCoroutine(spotOf(file, append(parents[:len(parents):len(parents)], st)), st)
		}
		b.readLocaleSet(file, st, parents)
		var at spot
		st.Walk(func(e *pysource.Expr) bool {
			if e.Kind == pysource.Call {
				if at.file == "" {
					at = spotOf(file, parents)
				}
				b.readCall(at, e, parents)
			}
			return true
		})
		return true
	})
}

// readCall asks of one call what it does.
func (b *behaviourSearch) readCall(at spot, call *pysource.Expr, parents []*pysource.Stmt) {
	name := b.foreign(at, call.X)
	b.readWrite(at, name, call, parents)
	b.readProgram(at, name, call, parents)
	b.readLoad(at, name, call, parents)
	b.readGPU(at, name, call, parents)
	b.readLocale(at, name, call, parents)
	b.readFont(at, name, call, parents)
	b.readLibcCall(at, name, call)
	if slices.Contains(processMakers, name) && len(b.facts.Behaviour.Processes) < maxNoted {
		b.facts.Behaviour.Processes = append(b.facts.Behaviour.Processes, b.tree.At(at.file, call.Line))
	}
}

// processMakers begin processes that run the program's own code.
var processMakers = []string{
	"multiprocessing.Process", "multiprocessing.Pool", "multiprocessing.pool.Pool", "concurrent.futures.ProcessPoolExecutor", "os.fork",
	"multiprocessing.get_context", "multiprocessing.Manager", "torch.multiprocessing.spawn", "torch.multiprocessing.Process", "billiard.Process",
	"concurrent.futures.process.ProcessPoolExecutor",
}

// forDevelopment reports whether a statement only runs where the program is debugged or tested: in the first block of
// `if settings.DEBUG`.
func forDevelopment(parent, st *pysource.Stmt) bool {
	if parent.Kind != pysource.If || parent.Value == nil || len(parent.Body) == 0 || st.Line > parent.Body[len(parent.Body)-1].EndLine {
		return false
	}
	name := parent.Value.Dotted()
	name = strings.ToLower(name[strings.LastIndexByte(name, '.')+1:])
	return name == "debug" || name == "testing" || name == "dev" || name == "development" || name == "is_dev" || name == "is_testing"
}
