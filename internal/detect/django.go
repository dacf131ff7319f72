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

// Django is told by what its own tools write: manage.py and wsgi.py name the settings, and the settings name the
// rest. Documented at https://docs.djangoproject.com/en/5.2/ref/settings/.

// djangoFiles are what was found of one project.
type djangoFiles struct {
	*program
	manage   []string
	settings map[string]string // dotted settings of a file that sets DJANGO_SETTINGS_MODULE
}

func (f *Facts) findDjango(p *program, tables *knowledge.Tables) {
	fw, ok := tables.Framework("django")
	if !ok {
		return
	}
	d := &djangoFiles{program: p, settings: map[string]string{}}
	var apps []Application
	var gis *source.Evidence
	for _, file := range p.files {
		raw := p.text(file)
		if gis == nil && bytes.Contains(raw, []byte(geoDjango)) && !aside(file) {
			gis = p.lineOfCode(file, geoDjango)
		}
		if path.Base(file) == "manage.py" && bytes.Contains(raw, []byte(settingsVariable)) {
			d.manage = append(d.manage, file)
		}
		if makesDjango(raw) {
			apps = append(apps, d.readServer(file, fw)...)
		}
	}
	apps = d.readSettings(apps, fw)
	slices.SortStableFunc(apps, func(a, b Application) int { return strings.Compare(b.Interface, a.Interface) }) // WSGI first
	oneDjango(apps)
	f.signInterface(d, apps, tables)
	f.Applications = append(f.Applications, apps...)
	if len(apps) == 0 {
		return
	}
	for i := range f.Applications {
		app := &f.Applications[i]
		if app.Framework != fw.Name {
			continue
		}
		found := d.project(*app)
		if found == nil {
			continue
		}
		if found.Manage != "" {
			app.Signs = append(app.Signs, Sign{Kind: SignManage, Evidence: d.tree.At(found.Manage, 0)})
		}
		app.Routes = d.routes(*app, found, tables)
		if f.Django == nil || !aside(app.File) && !slices.ContainsFunc(f.Applications[:i], func(a Application) bool {
			return a.Framework == fw.Name && !aside(a.File)
		}) {
			f.Django = found
		}
	}
	if f.Django != nil {
		f.Django.Gis = gis
	}
}

// geoDjango is the package of Django that loads GDAL and GEOS.
// Source: https://docs.djangoproject.com/en/5.2/ref/contrib/gis/install/geolibs/
const geoDjango = "django.contrib.gis"

// lineOfCode gives the first line that holds a text and is no comment.
func (p *program) lineOfCode(file, text string) *source.Evidence {
	number := 0
	for line := range bytes.Lines(p.text(file)) {
		number++
		if bytes.Contains(line, []byte(text)) && !bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) {
			at := p.tree.At(file, number)
			return &at
		}
	}
	return nil
}

// readSettings follows WSGI_APPLICATION and ASGI_APPLICATION in the settings that manage.py uses: what it names is the one that is served.
func (d *djangoFiles) readSettings(apps []Application, fw knowledge.Framework) []Application {
	for _, manage := range d.manage {
		root := path.Dir(manage)
		settings, ok := d.moduleFile(root, strings.Split(d.settingsOf(manage), "."))
		if !ok || aside(manage) {
			continue
		}
		for _, iface := range []string{"wsgi", "asgi"} {
			apps = d.readSetting(apps, fw, root, settings, iface)
		}
	}
	return apps
}

func (d *djangoFiles) readSetting(apps []Application, fw knowledge.Framework, root, settings, iface string) []Application {
	setting := strings.ToUpper(iface) + "_APPLICATION"
	at := scope{file: settings}
	name, ok := d.constant(at, &pysource.Expr{Kind: pysource.Name, Name: setting})
	i := strings.LastIndexByte(name, '.')
	if !ok || i < 0 || !importable(name) {
		return apps
	}
	from := d.settingLine(at, setting)
	j := slices.IndexFunc(apps, func(a Application) bool { return a.Root == root && a.Module == name[:i] && a.Attr == name[i+1:] })
	if j < 0 {
		file, ok := d.moduleFile(root, strings.Split(name[:i], "."))
		if !ok || d.module(file) == nil {
			return apps
		}
		b, ok := d.module(file).names[name[i+1:]]
		if !ok {
			return apps
		}
		made := d.tree.At(file, b.line)
		apps = append(apps, Application{
			Framework: fw.Name, Kind: "web", Interface: iface, File: file, Root: root, Module: name[:i], Attr: name[i+1:],
			Origin: made.String(), Evidence: made,
		})
		j = len(apps) - 1
	}
	apps[j].Signs = append(apps[j].Signs, Sign{Kind: SignSettings, Evidence: from})
	return apps
}

// settingLine gives the line on which a setting is assigned, in the file or in one that it takes all names from.
func (d *djangoFiles) settingLine(in scope, name string) source.Evidence {
	t, ok := d.resolve(in, name)
	if !ok || t.file == "" || d.module(t.file) == nil {
		return source.At(in.file, 0, "")
	}
	return d.tree.At(t.file, d.module(t.file).names[t.name].line)
}

// readServer finds `application = get_wsgi_application()`, and the like for ASGI.
func (d *djangoFiles) readServer(file string, fw knowledge.Framework) []Application {
	m := d.module(file)
	if m == nil {
		return nil
	}
	var apps []Application
	onImport(m.body, func(st *pysource.Stmt) {
		iface := ""
		if st.Kind == pysource.Assign && st.Value != nil {
			iface = d.servedAs(scope{file: file}, st.Value)
		}
		if iface == "" {
			iface = laidAround(st, apps)
		}
		if iface != "" {
			for _, t := range st.Targets {
				if t.Kind == pysource.Name && !slices.ContainsFunc(apps, func(a Application) bool { return a.Attr == t.Name }) {
					at := d.tree.At(file, st.Line)
					apps = append(apps, Application{
						Framework: fw.Name, Kind: "web", Interface: iface, File: file, Attr: t.Name, Origin: at.String(), Evidence: at,
					})
				}
			}
		}
	})
	named := slices.ContainsFunc(apps, func(a Application) bool { return a.Attr == "application" })
	if len(apps) > 1 && named { // application = app = …, or wrapped afterwards: the name that Django's tools use
		apps = slices.DeleteFunc(apps, func(a Application) bool { return a.Attr != "application" })
	} else if len(apps) > 1 { // the last one is what the others were made for
		apps = apps[len(apps)-1:]
	}
	for i := range apps {
		apps[i].Root, apps[i].Module = d.djangoName(file)
	}
	return slices.DeleteFunc(apps, func(a Application) bool { return !importable(a.Module) })
}

// laidAround gives the interface of the application that a call is given and lays itself around: app = Sentry(django).
func laidAround(st *pysource.Stmt, apps []Application) string {
	if st.Kind != pysource.Assign || st.Value == nil || st.Value.Kind != pysource.Call || len(st.Targets) != 1 || st.Targets[0].Kind != pysource.Name {
		return ""
	}
	for _, a := range apps {
		if slices.ContainsFunc(st.Value.Args, func(e *pysource.Expr) bool { return e.Kind == pysource.Name && e.Name == a.Attr }) {
			return a.Interface
		}
	}
	return ""
}

// servedAs gives the interface of the application that an expression makes, whatever is laid around it; "" where it
// makes none. Where it makes both, as a router does that takes one in, it is the outer one.
func (d *djangoFiles) servedAs(in scope, e *pysource.Expr) string {
	iface := ""
	e.Walk(func(x *pysource.Expr) bool {
		if x.Kind == pysource.Call && iface == "" {
			t, ok := d.resolve(in, x.X.Dotted())
			switch {
			case ok && t.file == "":
				iface = djangoMakers[t.external]
			case ok && t.name == "get_wsgi_application": // the repository's own, in the place of Django's
				iface = "wsgi"
			case ok && t.name == "get_asgi_application":
				iface = "asgi"
			}
		}
		return iface == ""
	})
	return iface
}

// djangoName gives the directory that the settings which the file names are found from: there manage.py stands, and
// from there the project is imported.
func (d *djangoFiles) djangoName(file string) (root, module string) {
	settings := d.settingsOf(file)
	for dir := path.Dir(file); ; dir = path.Dir(dir) {
		if _, ok := d.moduleFile(dir, strings.Split(settings, ".")); ok && settings != "" {
			rel := strings.TrimSuffix(strings.TrimSuffix(file, ".py"), "/__init__")
			if dir != "." {
				rel = strings.TrimPrefix(rel, dir+"/")
			}
			return dir, strings.ReplaceAll(rel, "/", ".")
		}
		if dir == "." {
			return d.importName(file)
		}
	}
}

// settingsOf gives the settings that a file sets: os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings").
func (d *djangoFiles) settingsOf(file string) string {
	if s, ok := d.settings[file]; ok {
		return s
	}
	d.settings[file] = ""
	m := d.module(file)
	if m == nil {
		return ""
	}
	pysource.Inspect(m.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		if st.Value == nil || d.settings[file] != "" {
			return d.settings[file] == ""
		}
		if st.Kind == pysource.Assign && len(st.Targets) == 1 && st.Targets[0].Kind == pysource.Subscript {
			if key, ok := index(st.Targets[0]); ok && key == settingsVariable {
				d.settings[file], _ = st.Value.Str()
			}
		}
		if st.Kind == pysource.ExprStmt && st.Value.Kind == pysource.Call && len(st.Value.Args) == 2 {
			if key, ok := st.Value.Args[0].Str(); ok && key == settingsVariable {
				d.settings[file], _ = d.constant(scope{file: file}, st.Value.Args[1])
			}
		}
		return true
	})
	if !importable(d.settings[file]) {
		d.settings[file] = ""
	}
	return d.settings[file]
}

const settingsVariable = "DJANGO_SETTINGS_MODULE"

func index(e *pysource.Expr) (string, bool) {
	if len(e.Args) != 1 {
		return "", false
	}
	return e.Args[0].Str()
}

// project gathers what the settings of an application say.
func (d *djangoFiles) project(app Application) *Django {
	found := &Django{AllowedHosts: []string{}}
	from := app.File
	for _, m := range d.manage {
		if path.Dir(m) == app.Root {
			found.Manage = m
			if d.settingsOf(app.File) == "" {
				from = m
			}
		}
	}
	found.Settings = d.settingsOf(from)
	if found.Settings == "" {
		return nil
	}
	found.SettingsFrom = d.lineWith(from, settingsVariable)
	file, ok := d.moduleFile(app.Root, strings.Split(found.Settings, "."))
	if !ok {
		return found
	}
	d.readHosts(file, found)
	found.Others = d.otherSettings(file)
	if t, ok := d.resolve(scope{file: file}, "STATIC_ROOT"); ok && t.file != "" {
		at := d.tree.At(t.file, d.module(t.file).names[t.name].line)
		found.StaticRoot = &at
	}
	return found
}

func (d *djangoFiles) lineWith(file, word string) source.Evidence {
	text, err := d.tree.Text(file)
	if err != nil {
		return source.At(file, 0, "")
	}
	before, _, _ := strings.Cut(text, word)
	return d.tree.At(file, 1+strings.Count(before, "\n"))
}
