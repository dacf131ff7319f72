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

// Django is served through two interfaces. startproject writes a file for each, so that there is an asgi.py says
// nothing; what only ASGI can do does, and what is declared to serve it.

// djangoMakers are the functions and classes that make an application of Django, by what serves it.
var djangoMakers = map[string]string{
	"django.core.wsgi.get_wsgi_application":    "wsgi",
	"configurations.wsgi.get_wsgi_application": "wsgi",
	"django.core.asgi.get_asgi_application":    "asgi",
	"configurations.asgi.get_asgi_application": "asgi",
	"channels.routing.ProtocolTypeRouter":      "asgi",
	"channels.routing.get_default_application": "asgi",
	"django.core.handlers.asgi.ASGIHandler":    "asgi",
	"django.core.handlers.wsgi.WSGIHandler":    "wsgi",
}

// djangoMade are words of which one stands in every file that makes an application of Django.
var djangoMade = [][]byte{
	[]byte("get_wsgi_application"), []byte("get_asgi_application"), []byte("ProtocolTypeRouter"), []byte("get_default_application"), []byte("SGIHandler"),
}

func makesDjango(raw []byte) bool {
	return slices.ContainsFunc(djangoMade, func(word []byte) bool { return bytes.Contains(raw, word) })
}

// oneDjango gives the applications of one project one origin: they are names of the same program.
func oneDjango(apps []Application) {
	for i := range apps {
		for j := range apps[:i] {
			same := apps[i].Root == apps[j].Root && (path.Dir(apps[i].File) == path.Dir(apps[j].File) || apps[j].Root != ".")
			if apps[i].Interface != apps[j].Interface && same {
				apps[i].Origin = apps[j].Origin
				break
			}
		}
	}
}

// signInterface notes what speaks for one of the interfaces of a project.
func (f *Facts) signInterface(d *djangoFiles, apps []Application, tables *knowledge.Tables) {
	serves := func(iface string) bool {
		return slices.ContainsFunc(apps, func(a Application) bool { return a.Interface == iface })
	}
	if !serves("asgi") {
		return
	}
	sockets, async := d.channels(), d.coroutineView()
	wsgi, asgi := f.declaredServers(tables, "wsgi"), f.declaredServers(tables, "asgi")
	for i := range apps {
		app := &apps[i]
		sign := func(kind SignKind, at source.Evidence) { app.Signs = append(app.Signs, Sign{Kind: kind, Evidence: at}) }
		switch {
		case app.Interface == "asgi":
			if at := d.lineOfName(app.File, "ProtocolTypeRouter"); at != nil {
				sign(SignWebsockets, *at)
			} else if sockets != nil {
				sign(SignWebsockets, *sockets)
			}
			if async != nil {
				sign(SignAsync, *async)
			}
			if len(asgi) > 0 && (len(wsgi) == 0 || onlyWorkers(wsgi, asgi)) {
				sign(SignInstalled, asgi[0].Evidence)
			}
		case len(wsgi) > 0 && len(asgi) == 0:
			sign(SignInstalled, wsgi[0].Evidence)
		}
	}
}

// onlyWorkers reports whether gunicorn, and uvicorn for its workers, are all that is declared: gunicorn needs uvicorn
// for ASGI alone.
func onlyWorkers(wsgi, asgi []Package) bool {
	named := func(packages []Package, names ...string) bool {
		return !slices.ContainsFunc(packages, func(p Package) bool { return !slices.Contains(names, p.Name) })
	}
	return named(wsgi, "gunicorn") && named(asgi, "uvicorn", "uvicorn-worker")
}

// declaredServers lists the servers of an interface that the repository itself asks for.
func (f *Facts) declaredServers(tables *knowledge.Tables, iface string) []Package {
	var found []Package
	for _, s := range tables.Servers {
		if s.Interface != iface || len(s.Frameworks) > 0 {
			continue
		}
		from := f.Packages
		if len(f.Direct) > 0 {
			from = f.Direct
		}
		if i := slices.IndexFunc(from, func(p Package) bool { return p.Name == s.Name }); i >= 0 {
			found = append(found, from[i])
		}
	}
	return found
}

// channels gives the line of the settings that installs Channels, or Daphne, in the program.
func (d *djangoFiles) channels() *source.Evidence {
	for _, file := range d.files {
		raw := d.text(file)
		if aside(file) || !bytes.Contains(raw, []byte("INSTALLED_APPS")) || !bytes.Contains(raw, []byte("channels")) && !bytes.Contains(raw, []byte("daphne")) {
			continue
		}
		m := d.module(file)
		if m == nil {
			continue
		}
		var at *source.Evidence
		pysource.Inspect(m.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
			st.Walk(func(e *pysource.Expr) bool {
				if text, ok := e.Str(); ok && (text == "channels" || text == "daphne") && at == nil {
					line := d.tree.At(file, e.Line)
					at = &line
				}
				return true
			})
			return at == nil
		})
		if at != nil {
			return at
		}
	}
	return nil
}

// coroutineView gives a view of Django that is a coroutine: an async function of a request in a file of views.
func (d *djangoFiles) coroutineView() *source.Evidence {
	for _, file := range d.files {
		raw := d.text(file)
		if aside(file) || !strings.Contains(path.Base(file), "view") && !strings.Contains(path.Dir(file), "view") || !bytes.Contains(raw, []byte("async def")) {
			continue
		}
		m := d.module(file)
		if m == nil {
			continue
		}
		var at *source.Evidence
		pysource.Inspect(m.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
			if st.Kind == pysource.FunctionDef && st.Async && at == nil && slices.ContainsFunc(st.Params, func(p pysource.Param) bool { return p.Name == "request" }) {
				line := d.tree.At(file, st.Line)
				at = &line
			}
			return at == nil
		})
		if at != nil {
			return at
		}
	}
	return nil
}

// lineOfName gives the first line of a file that uses a name, in code.
func (d *djangoFiles) lineOfName(file, name string) *source.Evidence {
	m := d.module(file)
	if m == nil {
		return nil
	}
	var at *source.Evidence
	pysource.Inspect(m.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		st.Walk(func(e *pysource.Expr) bool {
			if at == nil && e.Kind == pysource.Call && (e.X.Dotted() == name || strings.HasSuffix(e.X.Dotted(), "."+name)) {
				line := d.tree.At(file, e.Line)
				at = &line
			}
			return at == nil
		})
		return at == nil
	})
	return at
}
