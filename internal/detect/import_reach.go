package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// maxReached bounds the files that are followed from the applications.
const maxReached = 5000

// maxDots bounds the dotted names in texts that are looked for among the files: more than the depth of any program.
const maxDots = 10

// starting begins the names of functions that run when the program starts: factories, and what they call.
var starting = []string{"create", "make", "register", "init", "setup", "configure", "build", "get_app", "ready", "lifespan", "main"}

// reach lists the files that are imported when the program starts: from those that make an application, and Django's
// settings, by the imports that they cannot do without and by the modules that they name in texts, as Django does.
func (f *Facts) reach(p *program, projects []string) map[string]bool {
	return f.reachBy(&reaching{program: p, seen: map[string]bool{}}, projects)
}

// reachSurely is reach without what texts name outside of Django's settings, which may be one of several.
func (f *Facts) reachSurely(p *program, projects []string) map[string]bool {
	r := &reaching{program: p, seen: map[string]bool{}, sure: true}
	if f.Django != nil {
		if file, _, ok := p.find(f.Django.SettingsFrom.File, f.Django.Settings, 0); ok {
			r.add(file)
		}
	}
	return f.reachBy(r, projects)
}

func (f *Facts) reachBy(r *reaching, projects []string) map[string]bool {
	apps := slices.DeleteFunc(slices.Clone(f.Applications), func(a Application) bool { return aside(a.File) || within(a.File, projects) })
	if slices.ContainsFunc(apps, Application.stays) {
		apps = slices.DeleteFunc(apps, func(a Application) bool { return !a.stays() }) // beside them, what ends by itself is a tool
	}
	entry := func(a Application) bool {
		name := path.Base(a.File)
		return name == "__init__.py" || slices.Contains(entryFiles, name)
	}
	if slices.ContainsFunc(apps, entry) {
		apps = slices.DeleteFunc(apps, func(a Application) bool { return !entry(a) })
	}
	for _, a := range apps {
		r.add(a.File)
		r.add(a.Origin[:strings.LastIndexByte(a.Origin, ':')])
	}
	if f.Django != nil {
		if f.Django.Manage != "" {
			r.add(f.Django.Manage)
		}
		r.add(f.Django.SettingsFrom.File)
	}
	for i := 0; i < len(r.queue) && i < maxReached; i++ {
		if body, ok := r.program.once(r.queue[i]); ok {
			r.follow(r.queue[i], body)
		}
	}
	return r.seen
}

type reaching struct {
	program *program
	seen    map[string]bool
	queue   []string
	sure    bool // texts count in Django's settings alone
}

func (r *reaching) add(file string) {
	if !r.seen[file] && r.program.tree.Has(file) && strings.HasSuffix(file, ".py") {
		r.seen[file] = true
		r.queue = append(r.queue, file)
	}
}

func (r *reaching) follow(file string, body []*pysource.Stmt) {
	settings := strings.Contains(file, "settings") || path.Base(file) == "manage.py" || path.Base(file) == "base.py"
	named := !r.sure || settings && path.Base(file) != "manage.py"
	pysource.Inspect(body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		if st.Kind == pysource.FunctionDef && !slices.ContainsFunc(starting, func(begin string) bool {
			return strings.HasPrefix(strings.TrimLeft(st.Name, "_"), begin)
		}) {
			return false
		}
		switch {
		case st.Kind == pysource.Import || st.Kind == pysource.ImportFrom:
			if guardedImport(parents) {
				return true
			}
			for _, imp := range imports([]*pysource.Stmt{st}) {
				r.module(file, imp.name, imp.level)
			}
		case st.Kind == pysource.ExprStmt && st.Value != nil && st.Value.Kind == pysource.String:
		default:
			st.Walk(func(e *pysource.Expr) bool {
				if named && e.Kind == pysource.String && len(e.Text) <= maxNamed && strings.Count(e.Text, ".") <= maxDots && dottedText.MatchString(e.Text) && (settings || strings.Contains(e.Text, ".")) {
					r.named(file, strings.ReplaceAll(e.Text, ":", "."), settings)
				}
				return true
			})
		}
		return true
	})
}

// module adds the file of a module with those of the packages that it stands in, which are imported first.
func (r *reaching) module(from, dotted string, level int) (string, bool) {
	file, rest, ok := r.program.find(from, dotted, level)
	if !ok {
		return "", false
	}
	// from shop import settings: the module, or a name of the package; from shop.settings import X is the module
	if init := path.Join(path.Dir(file), "__init__.py"); rest == "" && init != file && r.program.tree.Has(init) {
		if pkg := r.program.module(init); pkg != nil {
			if _, bound := pkg.names[strings.TrimSuffix(path.Base(file), ".py")]; bound {
				file = init // the package decides whether it imports the module, in a try perhaps
			}
		}
	}
	r.add(file)
	for dir := path.Dir(file); dir != "." && r.program.tree.Has(dir+"/__init__.py"); dir = path.Dir(dir) {
		r.add(dir + "/__init__.py")
	}
	return file, true
}

// appModules are what Django imports of an application that the settings name.
var appModules = []string{"apps.py", "models.py", "admin.py", "urls.py"}

func (r *reaching) named(from, dotted string, settings bool) {
	file, ok := r.module(from, dotted, 0)
	if !ok || !settings {
		return
	}
	if name := path.Base(file); name == "__init__.py" || name == "apps.py" {
		for _, module := range appModules {
			r.add(path.Join(path.Dir(file), module))
		}
	}
}
