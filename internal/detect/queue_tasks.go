package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// complete chooses the module through which a command names an object of the framework, and adds what runs beside it.
//
// A worker knows the tasks of the modules that it imports, no others. Where an object does not load them itself, the
// module is one that imports them.
func (q *queueSearch) complete(fw knowledge.Framework) {
	var done []string // origins
	for i := range q.facts.Applications {
		app := &q.facts.Applications[i]
		o := q.objects[app.File+":"+app.Attr]
		if app.Framework != fw.Name || app.Attr == "" || o == nil || o.object.kind() == "web" || o.object.framework != fw.Name {
			continue
		}
		var missing []source.Evidence
		if len(o.object.Tasks) > 0 && !aside(app.File) && !slices.Contains(done, app.Origin) {
			missing = q.throughTasks(app, o)
		}
		done = append(done, app.Origin)
		q.django.place(app)
		q.nameObject(app, o.object, o.object.Run)
		if len(missing) > 0 && len(o.object.Include) > 0 {
			var modules []string
			for _, at := range missing {
				if root, module := q.importName(at.File); root == app.Root && importable(module) {
					modules = addWord(modules, module)
				}
			}
			for _, w := range o.object.Include {
				if len(modules) == 0 {
					break
				}
				switch w {
				case "{modules}":
					app.Command = append(app.Command, modules...)
				case "{commas}":
					app.Command = append(app.Command, strings.Join(modules, ","))
				default:
					app.Command = append(app.Command, w)
				}
			}
		}
	}
	q.beside(fw)
}

// nameObject fills in a command for an object, named in the shortest way that the command understands.
func (q *queueSearch) nameObject(app *Application, o *object, run knowledge.Run) {
	words := strings.NewReplacer("{app}", q.shortName(app, o))
	named := run
	named.Command = nil
	for _, w := range run.Command {
		named.Command = append(named.Command, words.Replace(w))
	}
	named.Target = words.Replace(run.Target)
	app.Command = nil
	app.runAs(named)
}

// shortName gives module:attr without what the command finds by itself.
func (q *queueSearch) shortName(app *Application, o *object) string {
	full := app.Module + ":" + app.Attr
	at := slices.Index(o.Found, app.Attr)
	m := q.module(app.File)
	if at < 0 || m == nil {
		return full
	}
	for _, earlier := range o.Found[:at] {
		if _, bound := m.names[earlier]; bound {
			return full
		}
	}
	pkg, last := "", app.Module
	if i := strings.LastIndexByte(app.Module, '.'); i >= 0 {
		pkg, last = app.Module[:i], app.Module[i+1:]
	}
	init := path.Join(path.Dir(app.File), "__init__.py")
	if last != o.FoundIn || pkg == "" || !q.tree.Has(init) {
		return app.Module
	}
	inner := q.module(init)
	if inner == nil || slices.ContainsFunc(o.Found, func(name string) bool { _, bound := inner.names[name]; return bound }) {
		return app.Module
	}
	return pkg
}

// throughTasks moves an object's name to the module that imports most of its tasks, and gives those that it does not.
func (q *queueSearch) throughTasks(app *Application, o *origin) []source.Evidence {
	if len(o.object.Loads) > 0 && (q.usesName(o.scope.file, o.object.Loads) > 0 || q.usesNames(upperOnly(o.object.Loads)) != nil) {
		return nil
	}
	tasks, names := q.tasksOf(o)
	missing := func(file string) []source.Evidence {
		reached := q.imported(file)
		var left []source.Evidence
		for _, t := range tasks {
			if !reached[t.File] {
				left = append(left, t)
			}
		}
		return left
	}
	isTask := func(file string) bool {
		return slices.ContainsFunc(tasks, func(t source.Evidence) bool { return t.File == file })
	}
	best, left := "", missing(app.File)
	for _, among := range []bool{false, true} { // what gathers tasks before what is one of many
		for _, file := range sortedKeys(names) {
			if file == app.File || isTask(file) != among || q.servesIn(file) {
				continue
			}
			if rest := missing(file); len(rest) < len(left) {
				best, left = file, rest
			}
		}
		if best != "" && 2*len(left) < len(tasks) {
			break
		}
	}
	if best == "" || 2*len(left) >= len(tasks) && len(o.object.Include) > 0 {
		return missing(app.File) // the command is told them
	}
	if root, module := q.importName(best); root == app.Root && importable(module) {
		app.File, app.Module, app.Attr = best, module, names[best]
		if q.objects[best+":"+app.Attr] == nil {
			q.objects[best+":"+app.Attr] = o
		}
		return left
	}
	return missing(app.File)
}

// servesIn reports whether a file makes an application that serves: a worker has no need of it.
func (q *queueSearch) servesIn(file string) bool {
	return slices.ContainsFunc(q.facts.Applications, func(a Application) bool { return a.Kind == "web" && a.File == file })
}

func upperOnly(words []string) []string {
	var found []string
	for _, w := range words {
		if w == strings.ToUpper(w) {
			found = append(found, w)
		}
	}
	return found
}

// tasksOf lists the files with tasks of an object, and the files that hold the object by a name.
func (q *queueSearch) tasksOf(o *origin) (tasks []source.Evidence, names map[string]string) {
	names = map[string]string{}
	var words, dotted []string
	for _, t := range o.object.Tasks {
		words = append(words, t[strings.LastIndexByte(t, '.')+1:])
		if !strings.HasPrefix(t, ".") {
			dotted = append(dotted, t)
		}
	}
	if o.name != "" {
		words = append(words, o.name)
	}
	for _, file := range q.naming(words) {
		m := q.module(file)
		if m == nil {
			continue
		}
		for _, name := range sortedKeys(m.names) {
			if names[file] == "" && q.holds(file, name, o) {
				names[file] = name
			}
		}
		found := false
		pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
			if found || st.Kind == pysource.FunctionDef && len(st.Decorators) == 0 || st.Kind == pysource.ClassDef {
				return false
			}
			for _, d := range st.Decorators {
				if d.Kind == pysource.Call {
					d = d.X
				}
				in := scope{file: file}
				if d.Kind == pysource.Attribute && slices.Contains(o.object.Tasks, "."+d.Name) && q.holdsAt(in, d.X.Dotted(), o) || q.leadsTo(in, d, dotted) {
					tasks, found = append(tasks, q.tree.At(file, st.Line)), true
				}
			}
			if call := st.Value; call != nil && call.Kind == pysource.Call && call.X.Kind == pysource.Attribute && len(parents) == 0 &&
				slices.Contains(o.object.Tasks, "."+call.X.Name) && q.holdsAt(scope{file: file}, call.X.X.Dotted(), o) {
				tasks, found = append(tasks, q.tree.At(file, st.Line)), true // app.register_task(…)
			}
			return st.Kind != pysource.FunctionDef
		})
	}
	return tasks, names
}

// holds reports whether a name at the top of a file is the object.
func (q *queueSearch) holds(file, name string, o *origin) bool {
	if got := q.objects[file+":"+name]; got != nil {
		return got.key() == o.key()
	}
	m := q.module(file)
	return m.names[name].imported != "" && q.holdsAt(scope{file: file}, name, o)
}

func (q *queueSearch) holdsAt(in scope, dotted string, o *origin) bool {
	t, ok := q.resolve(in, dotted)
	if !ok || t.file == "" || t.name == "" {
		return false
	}
	got := q.objects[t.file+":"+t.name]
	return got != nil && got.key() == o.key()
}

// maxClosure bounds the files that are followed from one module.
const maxClosure = 1000

// imported lists the files that importing a file imports, itself and the packages around them included.
func (q *queueSearch) imported(file string) map[string]bool {
	if seen, ok := q.closed[file]; ok {
		return seen
	}
	seen := map[string]bool{}
	var queue []string
	add := func(f string) {
		for ; !seen[f] && q.tree.Has(f); f = path.Join(path.Dir(path.Dir(f)), "__init__.py") {
			seen[f] = true
			queue = append(queue, f)
			if path.Base(f) != "__init__.py" {
				if init := path.Join(path.Dir(f), "__init__.py"); !seen[init] && q.tree.Has(init) {
					seen[init] = true
					queue = append(queue, init)
				}
			}
			if path.Dir(f) == "." || path.Dir(path.Dir(f)) == "." {
				return
			}
		}
	}
	add(file)
	for i := 0; i < len(queue) && len(seen) < maxClosure; i++ {
		m := q.module(queue[i])
		if m == nil {
			continue
		}
		onImport(m.body, func(st *pysource.Stmt) {
			if st.Kind != pysource.Import && st.Kind != pysource.ImportFrom {
				return
			}
			for _, imp := range imports([]*pysource.Stmt{st}) {
				if f, _, ok := q.find(m.file, imp.name, imp.level); ok {
					add(f)
				}
			}
		})
	}
	q.closed[file] = seen
	return seen
}

// beside adds the second process of the framework's objects: a scheduler, where the repository asks for one.
func (q *queueSearch) beside(fw knowledge.Framework) {
	if !slices.ContainsFunc(q.facts.Applications, func(a Application) bool { return a.Framework == fw.Name && a.Attr != "" }) {
		return
	}
	for _, row := range fw.Also {
		at := q.usesNames(row.Names)
		if at == nil {
			at = q.django.brings(row.Apps)
		}
		if at == nil {
			continue
		}
		for _, app := range slices.Clone(q.facts.Applications) {
			o := q.objects[app.File+":"+app.Attr]
			if app.Framework != fw.Name || app.Attr == "" || aside(app.File) || o == nil || o.object.kind() != "worker" {
				continue
			}
			second := Application{
				Framework: fw.Name, Kind: row.Kind, Interface: row.Interface, File: app.File, Root: app.Root, Module: app.Module, Attr: app.Attr,
				Origin: at.String(), Evidence: *at,
			}
			q.nameObject(&second, o.object, row.Run)
			second.Attr = ""
			q.facts.Applications = append(q.facts.Applications, second)
		}
		return // one scheduler: the first row that applies
	}
}
