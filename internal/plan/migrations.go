package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// migrations lists the tools that migrate the service's database: of several directories with the same tool, the one
// of the application counts.
func (p *planner) migrations() []detect.Migration {
	var found []detect.Migration
	near := func(m detect.Migration) bool { return m.Root == p.app.Root }
	for _, m := range p.facts.Migrations {
		nearer := slices.ContainsFunc(p.facts.Migrations, func(x detect.Migration) bool { return x.Tool == m.Tool && near(x) })
		if p.otherService(m.File) || nearer && !near(m) || p.migrationApp(m) == "" || p.app.Kind == "job" {
			continue
		}
		if p.missingTool(m) {
			continue
		}
		found = append(found, m)
	}
	return found
}

// appWord stands for the application in the command of a tool.
const appWord = "{app}"

// migrationApp gives the application that a tool loads; what needs none gives a word that is not empty.
func (p *planner) migrationApp(m detect.Migration) string {
	if !slices.Contains(m.Command, appWord) {
		return m.Tool
	}
	tool, _ := p.tables.MigrationTool(m.Tool)
	if p.app.Framework == tool.Framework && p.app.Attr != "" {
		return p.app.Name()
	}
	for _, g := range p.groups() {
		for _, a := range g {
			if a.Framework == tool.Framework && a.Attr != "" && len(a.Required) == 0 {
				return a.Name()
			}
		}
	}
	return ""
}

// missingTool reports whether nothing that is installed brings the tool's command.
func (p *planner) missingTool(m detect.Migration) bool {
	tool, ok := p.tables.MigrationTool(m.Tool)
	return ok && len(p.facts.Packages) > 0 && !slices.ContainsFunc(tool.Packages, func(name string) bool { return p.facts.Package(name) != nil || p.hasPackage(name) })
}

// addMigration adds a Job that runs before the application: replicas that migrate by themselves race each other.
func (p *planner) addMigration(m detect.Migration) {
	tool, _ := p.tables.MigrationTool(m.Tool)
	name := p.processName("migrate", "migrate-"+m.Tool, "migrate-"+path.Base(m.Root))
	var argv []string
	for _, w := range m.Command {
		argv = append(argv, strings.ReplaceAll(w, appWord, p.migrationApp(m)))
	}
	p.addProcess(Process{
		Name: name, Kind: "migration", Interface: "none", App: m.Tool, Command: argv, WorkingDir: p.sideDir(m.Root),
	}, Decision{
		Topic: "process " + name, Choice: strings.Join(argv, " "), Evidence: []source.Evidence{m.Evidence},
		Reason:       tool.Why + "; a Job does it once, to be run before the new version of the program",
		Alternatives: []Alternative{{Choice: "when the program starts", Reason: "replicas that start together would race"}},
	})
	if m.Sqlite != nil {
		p.advise(Advice{
			Topic: "migrations", Evidence: []source.Evidence{*m.Sqlite},
			Text: "the database is a file, which every container has for itself: what the Job migrates is not what the program opens; a database server, or one volume for both, is needed",
		})
	}
}

// adviseMissing says which tools the repository is set up for and does not install.
func (p *planner) adviseMissing() {
	for _, m := range p.facts.Migrations {
		if tool, ok := p.tables.MigrationTool(m.Tool); ok && p.missingTool(m) && !p.otherService(m.File) {
			p.advise(Advice{
				Topic: "migrations", Evidence: []source.Evidence{m.Evidence},
				Text: fmt.Sprintf("%s migrates the database, and %s does not install it, so no Job does", tool.Title, p.manager.File),
			})
		}
	}
}

// atStartTexts say what a program does when it starts.
var atStartTexts = map[string]string{
	"migration": "the program migrates its database when it starts",
	"tables":    "the program creates its tables when it starts",
	"schedule":  "the program that serves runs a scheduler, too",
}

// adviseAtStart says what every replica does when it starts, and should be done once.
func (p *planner) adviseAtStart() {
	p.adviseMissing()
	if p.app.Kind != "web" {
		return
	}
	for _, a := range p.facts.AtStart {
		if text := atStartTexts[a.What]; text != "" && !p.otherService(a.Evidence.File) {
			p.advise(Advice{Topic: "replicas", Text: text + ": " + p.tables.AtStart(a.What).Why, Evidence: []source.Evidence{a.Evidence}})
		}
	}
}
