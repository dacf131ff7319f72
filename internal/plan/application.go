package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// weights of the signs. What names the application outright outweighs all that is convention, and what stands among
// tests and examples is only served when it is asked for.
var weights = map[detect.SignKind]int{
	detect.SignNamed:    200,
	detect.SignRun:      30,
	detect.SignManage:   30,
	detect.SignServer:   20,
	detect.SignSettings: 40,
	detect.SignEntry:    10,
	detect.SignWraps:    10,
	detect.SignTop:      5,
	detect.SignAside:    -1000,
	detect.SignImported: -100,
}

// lead is how far the first must be before the second for the facts to have decided.
const lead = 10

func weight(a detect.Application) int {
	sum := 0
	for _, s := range a.Signs {
		sum += weights[s.Kind]
	}
	return sum
}

var appName = regexp.MustCompile(`^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*):([A-Za-z_]\w*)(\(\))?$`)

func (p *planner) chooseApplication() error {
	if p.options.App.Set() {
		return p.applicationAsked()
	}
	groups := p.groups()
	switch {
	case len(groups) == 0:
		return p.noApplication()
	case len(groups) > 1 && weight(groups[0][0])-weight(groups[1][0]) < lead:
		return p.severalApplications(groups)
	}
	return p.take(groups[0], groups[1:])
}

// groups puts together the names of the same application, and sorts both: the best first.
func (p *planner) groups() [][]detect.Application {
	var groups [][]detect.Application
	for _, a := range p.facts.Applications {
		if weight(a) <= weights[detect.SignAside]/2 {
			continue
		}
		i := slices.IndexFunc(groups, func(g []detect.Application) bool { return g[0].Origin == a.Origin })
		if i < 0 {
			groups = append(groups, []detect.Application{a})
			continue
		}
		groups[i] = append(groups[i], a)
	}
	better := func(a, b detect.Application) int {
		if a.Factory != b.Factory && a.Origin == b.Origin { // an object that exists needs no arguments
			if a.Factory {
				return 1
			}
			return -1
		}
		return weight(b) - weight(a)
	}
	for _, g := range groups {
		slices.SortStableFunc(g, better)
	}
	slices.SortStableFunc(groups, func(a, b []detect.Application) int { return weight(b[0]) - weight(a[0]) })
	return groups
}

// take chooses the application that a group names.
func (p *planner) take(group []detect.Application, others [][]detect.Application) error {
	p.app = group[0]
	d := Decision{
		Topic: "application", Choice: p.app.Name(), Override: "--app", Evidence: []source.Evidence{p.app.Evidence},
		Reason: p.describe(p.app),
	}
	for _, s := range p.app.Signs {
		if text, ok := signReasons[s.Kind]; ok && weights[s.Kind] > 0 {
			d.Reason += "; " + text
			if s.Evidence.Line > 0 {
				d.Evidence = append(d.Evidence, s.Evidence)
			}
		}
	}
	for _, a := range group[1:] {
		d.Alternatives = append(d.Alternatives, Alternative{Choice: a.Name(), Reason: "the same application by another name: " + a.Evidence.String()})
	}
	for _, g := range others {
		d.Alternatives = append(d.Alternatives, Alternative{Choice: g[0].Name(), Reason: p.passedOver(g[0])})
	}
	p.decide(d)
	p.service.Frameworks = []string{p.app.Framework}
	p.adviseArguments()
	return p.checkStart()
}

// serverOption is an option of a server's command that changes how it runs, beside those that pykube decides itself.
var serverOption = regexp.MustCompile(`(?:^|\s)(-c|--config|-k|--worker-class|--preload|--chdir|--pythonpath|--env|-e|--certfile|--root-path|--forwarded-allow-ips)(?:[= ]\s*"?([^\s",\]]+))?`)

// adviseArguments says which options the repository starts its server with that the planned command does not have.
func (p *planner) adviseArguments() {
	for _, s := range p.app.Signs {
		if s.Kind != detect.SignNamed {
			continue
		}
		var left []string
		for _, m := range serverOption.FindAllStringSubmatch(strings.NewReplacer(`"`, " ", ",", " ").Replace(s.Evidence.Text), -1) {
			left = append(left, strings.TrimSpace(m[1]+" "+m[2]))
		}
		if len(left) > 0 {
			p.advise(Advice{
				Topic: "command", Evidence: []source.Evidence{s.Evidence},
				Text: fmt.Sprintf("%s starts the server with %s, which the planned command leaves out", s.Evidence.File, strings.Join(left, ", ")),
			})
		}
	}
}

// checkStart refuses an application that no server can start: a factory whose arguments nobody names, and a file that
// starts a development server when a real one imports it.
func (p *planner) checkStart() error {
	if p.app.Factory && len(p.app.Required) > 0 {
		return &Question{
			Topic: "application", Flag: "--app", Evidence: []source.Evidence{p.app.Evidence},
			Text:   fmt.Sprintf("%s needs %s, and nothing says which", p.app.Name(), strings.Join(p.app.Required, ", ")),
			Looked: p.looked(),
			Hint:   fmt.Sprintf("add a file wsgi.py that calls %s and holds the result in app", p.app.Attr),
		}
	}
	if at := p.app.RunsOnImport; at != nil {
		return &Question{
			Topic: "application", Evidence: []source.Evidence{*at},
			Text: fmt.Sprintf("%q runs whenever the file is imported, so no server could load %s", at.Text, p.app.Name()),
			Hint: `write if __name__ == "__main__": before it, and indent it`,
		}
	}
	return nil
}

var signReasons = map[detect.SignKind]string{
	detect.SignNamed:    "it is named there as the program to start",
	detect.SignRun:      "its file runs it when it is started as a program",
	detect.SignManage:   "manage.py uses the same project",
	detect.SignSettings: "the settings name it as WSGI_APPLICATION",
	detect.SignServer:   "its file is the one that is meant for servers",
	detect.SignEntry:    "its file is named as an entry point",
	detect.SignWraps:    "it completes what another function makes",
}

func (p *planner) describe(a detect.Application) string {
	title := a.Framework
	if fw, ok := p.tables.Framework(a.Framework); ok {
		title = fw.Title
	}
	if a.Factory {
		return fmt.Sprintf("a function that returns a %s application", title)
	}
	return fmt.Sprintf("a %s application", title)
}

func (p *planner) passedOver(a detect.Application) string {
	for _, s := range a.Signs {
		if s.Kind == detect.SignImported {
			return "imported by another application: " + s.Evidence.String()
		}
	}
	return "less speaks for it: " + a.Evidence.String()
}

// applicationAsked follows --app. It may name what detection did not find; then the interface is the declared
// framework's.
func (p *planner) applicationAsked() error {
	o := p.options.App
	m := appName.FindStringSubmatch(o.Value)
	if m == nil {
		return &Invalid{Text: fmt.Sprintf("%s: %q does not name an application", o.Origin.Name, source.Printable(o.Value)), Hint: "--app MODULE:NAME, or --app 'MODULE:NAME()' for a factory"}
	}
	for _, a := range p.facts.Applications {
		if a.Name() == o.Value {
			p.app = a
			p.chosen("application", o.Value, "--app", o)
			p.service.Frameworks = []string{a.Framework}
			return p.checkStart()
		}
	}
	p.app = detect.Application{Module: m[1], Attr: m[2], Factory: m[3] != "", Root: "."}
	for _, a := range p.facts.Applications { // the same file, another name
		if a.Module == m[1] {
			p.app.Root, p.app.File, p.app.Framework, p.app.Interface = a.Root, a.File, a.Framework, a.Interface
			p.app.RunsOnImport = a.RunsOnImport
		}
	}
	for _, fw := range p.tables.Frameworks {
		declared := slices.ContainsFunc(fw.Packages, func(name string) bool { return p.facts.Package(name) != nil })
		if !declared || p.app.Interface == fw.Interface || p.app.File != "" {
			continue
		}
		if p.app.Interface != "" {
			return &Invalid{
				Text: fmt.Sprintf("%s: nothing shows which framework %q is built on", o.Origin.Name, o.Value),
				Hint: "add --server gunicorn for WSGI, or --server uvicorn for ASGI",
			}
		}
		p.app.Framework, p.app.Interface = fw.Name, fw.Interface
	}
	for _, s := range p.tables.Servers { // a server that is asked for speaks one interface
		if name, _, _ := strings.Cut(p.options.Server.Value, "=="); name == s.Name {
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
	if p.app.Framework != "" {
		p.service.Frameworks = []string{p.app.Framework}
	}
	return p.checkStart()
}

func (p *planner) noApplication() error {
	q := &Question{
		Topic: "application", Flag: "--app", Text: fmt.Sprintf("%q holds no application that pykube understands", p.facts.Directory),
		Looked: p.looked(), Hint: "--app MODULE:NAME, for the application that a server shall start",
	}
	for i, a := range p.facts.Applications {
		if i == maxCandidates {
			break
		}
		q.Candidates = append(q.Candidates, Candidate{Value: a.Name(), Why: "stands among tests, examples or documentation", Evidence: a.Evidence})
	}
	return q
}

func (p *planner) severalApplications(groups [][]detect.Application) error {
	q := &Question{
		Topic: "application", Flag: "--app", Looked: p.looked(),
		Text: fmt.Sprintf("%q holds %d applications, and nothing says which one to serve", p.facts.Directory, len(groups)),
		Hint: fmt.Sprintf("--app %s", quoteHint(groups[0][0].Name())),
	}
	for i, g := range groups {
		if i == maxCandidates {
			q.Looked = append([]string{fmt.Sprintf("%d more applications", len(groups)-i)}, q.Looked...)
			break
		}
		q.Candidates = append(q.Candidates, Candidate{Value: g[0].Name(), Why: p.describe(g[0]), Evidence: g[0].Evidence})
	}
	return q
}

// maxCandidates is how many answers a question lists.
const maxCandidates = 10

// quoteHint keeps parentheses from the shell in a command that is to be typed.
func quoteHint(s string) string {
	if strings.ContainsAny(s, "()") {
		return "'" + s + "'"
	}
	return s
}

// looked says what detection looked at.
func (p *planner) looked() []string {
	var titles []string
	for _, fw := range p.tables.Frameworks {
		titles = append(titles, fw.Title)
	}
	found := []string{fmt.Sprintf("%d files of Python, for applications of %s", p.facts.PythonFiles, strings.Join(titles, ", "))}
	for _, m := range p.facts.Managers {
		found = append(found, m.File)
	}
	for _, u := range p.facts.Unread {
		found = append(found, u.Evidence.String()+": "+u.Reason)
	}
	return found
}
