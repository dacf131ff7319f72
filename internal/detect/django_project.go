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

// djangoProject is what the settings say of what else a project runs.
type djangoProject struct {
	manage    string
	root      string                     // directory of manage.py
	installed map[string]source.Evidence // what INSTALLED_APPS and the lists that it is made of name
	files     []string                   // the files of the settings
}

// djangoManage gives the manage.py of the project that is served; without one, the first of the repository.
func (q *queueSearch) djangoManage(f *Facts) (manage, settings string) {
	if f.Django != nil && f.Django.Manage != "" && !aside(f.Django.Manage) {
		return f.Django.Manage, f.Django.Settings
	}
	d := &djangoFiles{program: q.program, settings: map[string]string{}}
	for _, file := range q.files {
		if path.Base(file) == "manage.py" && !aside(file) && bytes.Contains(q.text(file), []byte(settingsVariable)) {
			if name := d.settingsOf(file); name != "" {
				return file, name
			}
		}
	}
	return "", ""
}

// maxSettingsFiles bounds the files that settings are made of.
const maxSettingsFiles = 50

// readDjangoProject reads the settings of the project that manage.py manages, and the files that they take all names
// from. It is nil where there is none.
func (q *queueSearch) readDjangoProject(f *Facts) *djangoProject {
	manage, settings := q.djangoManage(f)
	if manage == "" {
		return nil
	}
	d := &djangoProject{manage: manage, root: path.Dir(manage), installed: map[string]source.Evidence{}}
	file, ok := q.moduleFile(d.root, strings.Split(settings, "."))
	if !ok {
		return d
	}
	queue := []string{file}
	for len(queue) > 0 && len(d.files) < maxSettingsFiles {
		next := queue[0]
		queue = queue[1:]
		m := q.module(next)
		if m == nil || slices.Contains(d.files, next) {
			continue
		}
		d.files = append(d.files, next)
		pysource.Inspect(m.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
			switch {
			case st.Kind == pysource.ImportFrom:
				for _, a := range st.Names {
					if a.Name != "*" && !strings.HasSuffix(a.Name, "APPS") && a.Name != "DATABASES" {
						continue
					}
					if from, _, ok := q.find(next, st.Module, st.Level); ok {
						queue = append(queue, from)
					}
				}
			case slices.ContainsFunc(st.Targets, func(t *pysource.Expr) bool { return t != nil && strings.HasSuffix(t.Dotted(), "APPS") }):
				d.note(q.program, next, st.Value)
			case st.Kind == pysource.ExprStmt && st.Value != nil && st.Value.Kind == pysource.Call && strings.Contains(st.Value.X.Dotted(), "APPS."):
				d.note(q.program, next, st.Value)
			}
			return st.Kind != pysource.FunctionDef
		})
	}
	return d
}

func (d *djangoProject) note(p *program, file string, list *pysource.Expr) {
	list.Walk(func(e *pysource.Expr) bool {
		if text, ok := e.Str(); ok && importable(text) {
			if _, again := d.installed[text]; !again {
				d.installed[text] = p.tree.At(file, e.Line)
			}
		}
		return e.Kind != pysource.Compare
	})
}

// brings gives where one of the applications is installed; an entry may name its configuration: django_q.apps.Config.
func (d *djangoProject) brings(apps []string) *source.Evidence {
	if d == nil {
		return nil
	}
	for _, name := range sortedKeys(d.installed) {
		if slices.ContainsFunc(apps, func(app string) bool { return name == app || strings.HasPrefix(name, app+".apps.") }) {
			at := d.installed[name]
			return &at
		}
	}
	return nil
}

// place names a module of the project from where manage.py stands: there its settings are found.
func (d *djangoProject) place(app *Application) {
	if d == nil || d.root != "." && !strings.HasPrefix(app.File, d.root+"/") {
		return
	}
	rel := strings.TrimSuffix(strings.TrimSuffix(app.File, ".py"), "/__init__")
	if d.root != "." {
		rel = strings.TrimPrefix(rel, d.root+"/")
	}
	if module := strings.ReplaceAll(rel, "/", "."); importable(module) {
		app.Root, app.Module = d.root, module
	}
}

// managed adds the workers that manage.py runs for the framework, and reports whether there is one.
func (q *queueSearch) managed(fw knowledge.Framework) bool {
	found := false
	for _, row := range fw.Managed {
		at := q.django.brings(row.Apps)
		if at == nil {
			continue
		}
		found = true
		app := Application{Framework: fw.Name, File: q.django.manage, Root: q.django.root, Origin: at.String(), Evidence: *at}
		app.runQueue(row.Run, q.settingKeys(row.Setting), nil)
		q.facts.Applications = append(q.facts.Applications, app)
	}
	return found
}

// settingKeys gives the keys of a dict in the settings, as far as they are known.
func (q *queueSearch) settingKeys(name string) []string {
	var keys []string
	if name == "" {
		return nil
	}
	for _, file := range q.django.files {
		value := q.module(file).names[name].value
		if value == nil || value.Kind != pysource.Dict {
			continue
		}
		for _, k := range value.Args {
			if text, ok := q.constant(scope{file: file}, k); ok && queueName(text) {
				keys = addWord(keys, text)
			}
		}
		return keys
	}
	return nil
}
