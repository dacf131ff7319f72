package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

var appName = regexp.MustCompile(`^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)(\(\))?$`)

// applicationAsked follows --app. It may name what detection did not find; then the interface is the declared
// framework's.
func (p *planner) applicationAsked() error {
	o := p.options.App
	for _, a := range p.facts.Applications {
		if a.Name() == o.Value || a.Target != "" && a.File == o.Value {
			p.app = a
			p.chosen("application", a.Name(), "--app", o)
			p.nameFramework()
			return p.checkStart()
		}
	}
	m := appName.FindStringSubmatch(o.Value)
	if m == nil {
		return &Invalid{Text: fmt.Sprintf("%s: %q does not name an application", o.Origin.Name, source.Printable(o.Value)), Hint: "--app MODULE:NAME, or --app 'MODULE:NAME()' for a factory"}
	}
	p.app = detect.Application{Module: m[1], Attr: m[2], Factory: m[3] != "", Root: ".", Kind: "web"}
	for _, a := range p.facts.Applications { // the same file, another name
		if a.Module == m[1] && a.Attr != "" {
			p.app.Root, p.app.File, p.app.Framework, p.app.Interface = a.Root, a.File, a.Framework, a.Interface
			p.app.RunsOnImport = a.RunsOnImport
		}
	}
	for _, fw := range p.tables.Frameworks {
		declared := slices.ContainsFunc(fw.Packages, func(name string) bool { return p.facts.Package(name) != nil })
		served := servedBy(fw)
		if !declared || len(served) == 0 || p.app.Interface == served[0] || p.app.File != "" {
			continue
		}
		if p.app.Interface != "" || len(served) > 1 {
			return &Invalid{
				Text: fmt.Sprintf("%s: nothing shows which framework %q is built on", o.Origin.Name, o.Value),
				Hint: "add --server gunicorn for WSGI, or --server uvicorn for ASGI",
			}
		}
		p.app.Framework, p.app.Interface = fw.Name, served[0]
	}
	for _, s := range p.tables.Servers { // a server that is asked for speaks one interface
		if name, _, _ := strings.Cut(p.options.Server.Value, "=="); name == s.Name && !s.Serves(p.app.Interface) {
			p.app.Interface = s.Interface
		}
	}
	if p.app.Interface == "" {
		return &Invalid{
			Text: fmt.Sprintf("%s: nothing shows which framework %q is built on", o.Origin.Name, o.Value),
			Hint: "add --server gunicorn for WSGI, or --server uvicorn for ASGI",
		}
	}
	p.chosen("application", o.Value, "--app", o)
	p.nameFramework()
	return p.checkStart()
}

// servedBy lists the interfaces through which servers of the table serve a framework.
func servedBy(fw knowledge.Framework) []string {
	var found []string
	for _, i := range []string{"asgi", "wsgi"} {
		if fw.Serves(i) {
			found = append(found, i)
		}
	}
	return found
}

func (p *planner) nameFramework() {
	if p.app.Framework != "" {
		p.service.Frameworks = []string{p.app.Framework}
	}
}
