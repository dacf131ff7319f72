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
	detect.SignNamed:      200,
	detect.SignNamedDev:   100,
	detect.SignRun:        30,
	detect.SignManage:     30,
	detect.SignServer:     20,
	detect.SignSettings:   40,
	detect.SignEntry:      10,
	detect.SignWraps:      10,
	detect.SignTop:        5,
	detect.SignAside:      -1000,
	detect.SignImported:   -100,
	detect.SignConfigures: 10,
	detect.SignConsole:    25,
	detect.SignProject:    10,
	detect.SignLeads:      0,
	detect.SignFollows:    -30,
	detect.SignPrepares:   1,
	detect.SignWebsockets: 150,
	detect.SignAsync:      50,
	detect.SignInstalled:  60,
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

// chooseApplication decides what the image is for: what serves requests, before what works in the background, before
// what runs once. Among things of one kind the signs decide; where they do not, it is a Question.
func (p *planner) chooseApplication() error {
	if p.options.App.Set() {
		return p.applicationAsked()
	}
	groups := p.groups()
	for _, kind := range mainKinds {
		var tier, others [][]detect.Application
		for _, g := range groups {
			if slices.Contains(kind, g[0].Kind) {
				tier = append(tier, g)
			} else {
				others = append(others, g)
			}
		}
		switch {
		case len(tier) == 0:
			continue
		case len(tier) > 1 && weight(tier[0][0])-weight(tier[1][0]) < lead:
			return p.severalApplications(tier)
		}
		return p.take(tier[0], append(tier[1:], others...))
	}
	return p.noApplication()
}

// mainKinds are the kinds of programs that an image can be for, the first ones first.
var mainKinds = [][]string{{"web"}, {"worker"}, {"scheduler"}, {"job"}}

// groups puts together the names of the same application, and sorts both: the best first.
func (p *planner) groups() [][]detect.Application {
	var groups [][]detect.Application
	for _, a := range p.facts.Applications {
		if weight(a) <= weights[detect.SignAside]/2 || strings.HasPrefix(a.Target, "console:") && !p.installsProject() {
			continue
		}
		i := slices.IndexFunc(groups, func(g []detect.Application) bool { return g[0].Origin == a.Origin })
		if i < 0 {
			groups = append(groups, []detect.Application{a})
			continue
		}
		groups[i] = append(groups[i], a)
	}
	for _, g := range groups {
		slices.SortStableFunc(g, better)
	}
	slices.SortStableFunc(groups, func(a, b []detect.Application) int { return weight(b[0]) - weight(a[0]) })
	return groups
}

// better orders the names of one application: an object that a server can name before what needs arguments or runs a
// development server, and a program before its object where the program sets it up.
func better(a, b detect.Application) int {
	if c := trouble(a) - trouble(b); c != 0 {
		return c
	}
	if a.Attr != "" && b.Attr != "" && a.Interface != b.Interface {
		return betterInterface(a, b)
	}
	return weight(b) - weight(a)
}

// interfaceSigns are what tells by which of two interfaces a project is served.
var interfaceSigns = []detect.SignKind{detect.SignNamed, detect.SignSettings, detect.SignWebsockets, detect.SignAsync, detect.SignInstalled}

// betterInterface orders two names of a project that are served through different interfaces: WSGI first, which does
// all that a project without WebSockets and coroutines needs.
func betterInterface(a, b detect.Application) int {
	speak := func(app detect.Application) int {
		sum := 0
		for _, s := range app.Signs {
			if slices.Contains(interfaceSigns, s.Kind) {
				sum += weights[s.Kind]
			}
		}
		return sum
	}
	if c := speak(b) - speak(a); c != 0 {
		return c
	}
	return strings.Compare(b.Interface, a.Interface)
}

// trouble tells how hard it is to start an application by one of its names, 0 for not at all. A program that sets its
// application up before it serves it comes first: by another name, that is left out.
func trouble(a detect.Application) int {
	configures := slices.ContainsFunc(a.Signs, func(s detect.Sign) bool {
		return s.Kind == detect.SignConfigures || s.Kind == detect.SignPrepares
	})
	switch {
	case a.Development, len(a.Required) > 0, a.RunsOnImport != nil && a.Attr != "":
		return 5
	case a.Attr == "" && configures:
		return -1
	case a.Listen.Closed():
		return 4
	case a.Server != "": // made for a server of the framework's own, which the program brings
		return 3
	case a.Attr == "": // a server of ours, with a time-out for its end, serves the object
		return 2
	case a.Factory:
		return 1
	}
	return 0
}

// take chooses the application that a group names.
func (p *planner) take(group []detect.Application, others [][]detect.Application) error {
	p.app = group[0]
	d := Decision{
		Topic: "application", Choice: p.app.Name(), Override: "--app", Evidence: []source.Evidence{p.app.Evidence},
		Reason: p.describe(p.app),
	}
	for _, s := range p.app.Signs {
		if text, ok := signReasons[s.Kind]; ok && weights[s.Kind] >= 0 {
			if s.Kind == detect.SignSettings && p.app.Interface == "asgi" {
				text = "the settings name it as ASGI_APPLICATION"
			}
			d.Reason += "; " + text
			if s.Evidence.Line > 0 {
				d.Evidence = append(d.Evidence, s.Evidence)
			}
		}
	}
	for _, a := range group[1:] {
		reason := "the same application by another name: "
		if a.Attr != "" && a.Interface != p.app.Interface {
			reason = fmt.Sprintf("the same project, served by %s: ", strings.ToUpper(a.Interface))
		}
		d.Alternatives = append(d.Alternatives, Alternative{Choice: a.Name(), Reason: reason + a.Evidence.String()})
	}
	for _, g := range others {
		d.Alternatives = append(d.Alternatives, Alternative{Choice: g[0].Name(), Reason: p.passedOver(g[0])})
	}
	p.decide(d)
	p.nameFramework()
	p.adviseArguments()
	p.adviseProgram()
	if err := p.checkSetUp(group); err != nil {
		return err
	}
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
	if p.app.Development {
		return &Question{
			Topic: "application", Flag: "--app", Evidence: []source.Evidence{p.app.Evidence},
			Text:   fmt.Sprintf("%s starts a development server, and no other server can reach its application", p.app.Name()),
			Looked: p.looked(),
			Hint:   "make the application at the top of a file, or in a function that returns it",
		}
	}
	if q := p.refused(); q != nil {
		return q
	}
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
	detect.SignNamed:      "it is named there as the program to start",
	detect.SignNamedDev:   "it is named there as what developers start",
	detect.SignRun:        "its file runs it when it is started as a program",
	detect.SignManage:     "manage.py uses the same project",
	detect.SignSettings:   "the settings name it as WSGI_APPLICATION",
	detect.SignServer:     "its file is the one that is meant for servers",
	detect.SignEntry:      "its file is named as an entry point",
	detect.SignWraps:      "it completes what another function makes",
	detect.SignConsole:    "the project installs it as a command",
	detect.SignProject:    "it has the name of the project",
	detect.SignLeads:      "it does what only the first file of such a program does",
	detect.SignWebsockets: "it answers WebSockets, which WSGI cannot",
	detect.SignAsync:      "views are coroutines, which ASGI runs as they are",
	detect.SignInstalled:  "what the repository declares serves its interface",
	detect.SignPrepares:   "it calls functions of the repository before it serves",
	detect.SignConfigures: "what is started sets the application up before it serves it",
}

func (p *planner) describe(a detect.Application) string {
	title := a.Framework
	if fw, ok := p.tables.Framework(a.Framework); ok {
		title = fw.Title
	}
	switch {
	case title == "":
		return "a program that starts itself"
	case a.Attr == "" && a.Kind == "web":
		return fmt.Sprintf("a program that serves with %s", title)
	case a.Attr == "":
		return fmt.Sprintf("a program that runs %s", title)
	}
	if a.Factory {
		return fmt.Sprintf("a function that returns a %s application", title)
	}
	return fmt.Sprintf("a %s application", title)
}

// kindReasons say why something of that kind is not what the image is for.
var kindReasons = map[string]string{"worker": "it works in the background", "scheduler": "it starts what is due"}

func (p *planner) passedOver(a detect.Application) string {
	for _, s := range a.Signs {
		if s.Kind == detect.SignImported {
			return "imported by another application: " + s.Evidence.String()
		}
		if s.Kind == detect.SignFollows {
			return "another file is the first of the program: " + s.Evidence.String()
		}
	}
	if a.Kind != p.app.Kind && kindReasons[a.Kind] != "" {
		return kindReasons[a.Kind] + ": " + a.Evidence.String()
	}
	return "less speaks for it: " + a.Evidence.String()
}
