package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// chosenServer is the program that serves the application.
type chosenServer struct {
	knowledge.Server
	version string // "" where the repository leaves it open
	add     string // the requirement that the image installs by itself, "" where the repository declares the server
}

// chooseServer takes the server that the repository declares. Where it declares none, one is added, at a version that
// is fixed here; a development server is never used.
func (p *planner) chooseServer() error {
	o := p.options.Server
	if len(p.app.Command) > 0 && p.app.Server == "" && !o.Set() {
		return p.startsItself()
	}
	wished, version, exact := strings.Cut(o.Value, "==")
	var candidates []knowledge.Server
	for _, s := range p.serversFor(p.app) {
		if !o.Set() || s.Name == wished {
			candidates = append(candidates, s)
		}
	}
	if len(candidates) == 0 {
		return p.noServer()
	}
	if exact && version == "" {
		return &Invalid{Text: fmt.Sprintf("%s: %q names no version", o.Origin.Name, source.Printable(o.Value)), Hint: "--server " + candidates[0].Name}
	}
	for _, s := range candidates {
		declared, at := p.declares(s)
		if declared == nil || version != "" && version != declared.Version {
			continue
		}
		p.server = chosenServer{Server: s, version: floor(*declared)}
		if o.Set() {
			p.chosen("server", s.Name, "--server", o)
			return nil
		}
		p.decide(Decision{
			Topic: "server", Choice: s.Name, Override: "--server", Evidence: []source.Evidence{at},
			Reason: "the repository installs it: " + s.Why, Alternatives: p.developmentServer(),
		})
		return nil
	}
	for _, s := range candidates {
		if s.Default || o.Set() || p.app.Server == s.Name {
			return p.addServer(s, version)
		}
	}
	return p.noServer()
}

// serversFor lists the servers that can serve an application, the first ones first: one that its framework brings, the
// default, then the others. What serves the application's interface by the way comes last, and one that cannot call a
// factory is none for it.
func (p *planner) serversFor(a detect.Application) []knowledge.Server {
	var found []knowledge.Server
	rank := func(s knowledge.Server) int {
		switch {
		case len(s.Frameworks) > 0:
			return 0
		case s.Default && s.Interface == a.Interface, s.Name == a.Server:
			return 1
		case s.Interface == a.Interface:
			return 2
		}
		return 3
	}
	for _, s := range p.tables.Servers {
		own := len(s.Frameworks) == 0 || slices.Contains(s.Frameworks, a.Framework)
		fits := s.Serves(a.Interface) && a.Server == "" || s.Name == a.Server
		if own && fits && (!a.Factory || s.Factory != "none") {
			found = append(found, s)
		}
	}
	slices.SortStableFunc(found, func(a, b knowledge.Server) int { return rank(a) - rank(b) })
	return found
}

func (p *planner) addServer(s knowledge.Server, version string) error {
	o := p.options.Server
	if version == "" {
		for _, r := range s.Releases {
			if pythonFits(r.Python, p.service.Python.Version) {
				version = r.Version
				break
			}
		}
	}
	if version == "" {
		return &Question{
			Topic: "server", Flag: "--server", Text: fmt.Sprintf("no release of %s is known to run on Python %s", s.Name, p.service.Python.Version),
			Hint: "--server " + s.Name + "==VERSION",
		}
	}
	if !pep440.Valid(version) {
		return &Invalid{Text: fmt.Sprintf("%s: %q is not a version", o.Origin.Name, source.Printable(version)), Hint: "--server " + s.Name + "==" + s.Releases[0].Version}
	}
	p.server = chosenServer{Server: s, version: version, add: s.Name + "==" + version}
	if o.Set() {
		p.chosen("server", p.server.add, "--server", o)
		return nil
	}
	p.decide(Decision{
		Topic: "server", Choice: p.server.add, Override: "--server", Origin: "default",
		Reason:       fmt.Sprintf("the repository declares no server for %s, so the image adds one in a step of its own: %s", strings.ToUpper(s.Interface), s.Why),
		Evidence:     []source.Evidence{p.manager.Evidence},
		Alternatives: p.developmentServer(),
	})
	p.advise(Advice{
		Topic: "server", Evidence: []source.Evidence{p.manager.Evidence},
		Text:    fmt.Sprintf("%s is not among the dependencies; with it there, you choose its version", s.Name),
		Command: p.declareCommand(s.Name, version),
	})
	return nil
}

// declareCommand is what adds a server to the dependencies; nothing where the list is made from another file.
func (p *planner) declareCommand(name, version string) string {
	if add := installers[p.manager.Format].add; add != nil {
		return add(p, name+"=="+version)
	}
	return ""
}

func (p *planner) developmentServer() []Alternative {
	return []Alternative{{Choice: "development server", Reason: "it is not made for production: its own documentation says so"}}
}

// declares finds the server among the installed packages: by its name, or by an extra that brings it.
func (p *planner) declares(s knowledge.Server) (*detect.Package, source.Evidence) {
	if d := p.facts.Package(s.Name); d != nil {
		return d, d.Evidence
	}
	for _, by := range s.ProvidedBy {
		name, extra, _ := strings.Cut(strings.TrimSuffix(by, "]"), "[")
		if d := p.facts.Package(name); d != nil && (extra == "" || slices.Contains(d.Extras, extra)) {
			return &detect.Package{Name: s.Name, Evidence: d.Evidence}, d.Evidence
		}
	}
	return nil, source.Evidence{}
}

// floor gives the exact version of a package, or "" where a resolver chooses it: then it is a recent one.
func floor(d detect.Package) string { return d.Version }

func (p *planner) noServer() error {
	o := p.options.Server
	var names []string
	for _, s := range p.serversFor(p.app) {
		names = append(names, s.Name)
	}
	return &Invalid{
		Text: fmt.Sprintf("%s: %q is not a server that pykube knows for %s: %s", o.Origin.Name, source.Printable(o.Value), strings.ToUpper(p.app.Interface), strings.Join(names, ", ")),
		Hint: "--server " + strings.Join(names[:min(1, len(names))], ""),
	}
}

// command gives the server's command, and the reasons of its arguments.
func (p *planner) command(port string) (argv, why []string) {
	if len(p.app.Command) > 0 {
		return p.ownCommand(port)
	}
	app := p.app.Module + ":" + p.app.Attr
	if p.app.Factory && !p.app.Coroutine && p.server.Factory == "call" {
		app += "()"
	}
	for _, word := range p.server.Command {
		if word == "{app}" && p.app.Factory && p.server.Factory == "flag" && p.server.Flag != "" {
			argv = append(argv, p.server.Flag)
		}
		argv = append(argv, strings.NewReplacer("{app}", app, "{port}", port, "{interface}", p.app.Interface).Replace(word))
	}
	if p.app.Factory && p.server.Factory == "flag" && p.server.Flag == "" {
		argv = append(argv, "--factory")
	}
	argv = append(argv, p.app.ServerArguments...)
	why = []string{"0.0.0.0 is every address of the container: a probe does not come from within it"}
	config := p.serverConfig()
	for _, a := range p.server.Arguments {
		if a.UnlessConfig && config != nil || a.Interface != "" && a.Interface != p.app.Interface {
			continue
		}
		if a.Since != "" && p.server.version != "" && pep440.Older(p.server.version, a.Since) {
			why = append(why, fmt.Sprintf("no %s, which %s %s does not have", a.Args[0], p.server.Name, p.server.version))
			continue
		}
		argv = append(argv, a.Args...)
		why = append(why, strings.Join(a.Args, " ")+": "+a.Why)
	}
	return argv, why
}

// serverNeeds gives what an old release of the server needs and does not have by itself.
func (p *planner) serverNeeds() *knowledge.ServerNeed {
	for i, n := range p.server.Needs {
		name, _, _ := strings.Cut(n.Requirement, "<")
		listed := p.facts.Package(name)
		if p.server.version != "" && pep440.Older(p.server.version, n.Before) && (listed == nil || listed.Version == "") {
			return &p.server.Needs[i]
		}
	}
	return nil
}

// serverConfig gives the configuration file that the server reads in the directory where it is started.
func (p *planner) serverConfig() *detect.Config {
	for i, c := range p.facts.Configs {
		if c.Server == p.server.Name && path.Dir(c.File) == p.app.Root {
			return &p.facts.Configs[i]
		}
	}
	return nil
}

// ownCommand gives the command of a framework that brings a server which the repository, or the image, installs.
func (p *planner) ownCommand(port string) (argv, why []string) {
	for _, word := range p.app.Command {
		argv = append(argv, strings.ReplaceAll(word, portWord, port))
	}
	why = []string{"0.0.0.0 is every address of the container: a probe does not come from within it"}
	if fw, ok := p.tables.Framework(p.app.Framework); ok {
		why = append(why, fw.Why)
	}
	return argv, why
}
