package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// portWord stands for the port in the command of a program that starts itself.
const portWord = "{port}"

// startsItself records that no server is needed: the program, or a command of its framework, serves.
func (p *planner) startsItself() error {
	d := Decision{Topic: "server", Choice: "none", Reason: "the program runs by itself", Evidence: []source.Evidence{p.app.Evidence}}
	if fw, ok := p.tables.Framework(p.app.Framework); ok {
		d.Reason = fw.Why
	}
	p.decide(d)
	if p.app.Kind == "web" && p.app.Listen.Closed() {
		return &Question{
			Topic: "command", Flag: "--app", Evidence: p.listenEvidence(),
			Text: p.app.Name() + " listens on an address that only its own container can reach",
			Hint: `let it listen on "0.0.0.0", or read the address from a variable`,
		}
	}
	return nil
}

func (p *planner) listenEvidence() []source.Evidence {
	if at := p.app.Listen.Evidence; at != nil {
		return []source.Evidence{*at}
	}
	return []source.Evidence{p.app.Evidence}
}

// takesPort reports whether the command that is planned has the port among its words.
func (p *planner) takesPort() bool {
	if len(p.app.Command) == 0 || p.server.Name != "" {
		return p.app.Kind == "web"
	}
	return p.app.Listen.PortFlag != "" || slices.ContainsFunc(p.app.Command, func(w string) bool { return strings.Contains(w, portWord) })
}

// manifests are the files for the main process, by its kind.
var manifests = map[string]string{"web": "deployment.yaml", "worker": "deployment.yaml", "scheduler": "deployment.yaml", "job": "job.yaml", "cron": "cronjob.yaml"}

// chooseMain makes the process that the image is for.
func (p *planner) chooseMain() error {
	p.scheduled()
	dir := p.app.Root
	if dir == "." || p.installedOnly() {
		dir = ""
	}
	argv, why := p.mainCommand()
	p.service.Processes = append(p.service.Processes, Process{
		Name: p.app.Kind, Kind: p.app.Kind, Interface: p.app.Interface, App: p.app.Name(), Command: argv, WorkingDir: dir, Port: p.port,
		Main: true, Schedule: p.schedule, Workload: p.service.Name, Manifest: manifests[p.app.Kind],
	})
	d := Decision{Topic: "command", Choice: strings.Join(argv, " "), Override: "--server", Reason: strings.Join(why, "; ")}
	if p.app.Evidence.File != "" {
		d.Evidence = append(d.Evidence, p.app.Evidence)
	}
	if c := p.serverConfig(); c != nil {
		d.Reason += "; workers, threads and logs are left to " + c.File
		d.Evidence = append(d.Evidence, c.Evidence)
	}
	if dir != "" {
		d.Reason += "; started in " + dir + ", from where its imports are found"
	}
	p.decide(d)
	if at := p.app.Completed; at != nil && p.server.Name != "" {
		p.advise(Advice{
			Topic: "application", Evidence: []source.Evidence{*at},
			Text: fmt.Sprintf("%q needs arguments and returns %s: served without it, the application may lack what it adds; a file wsgi.py that calls it, named by --app, is complete", at.Text, p.app.Name()),
		})
	}
	if p.app.Kind == "job" && p.app.Framework == "" && len(p.app.Command) > 0 {
		p.advise(Advice{
			Topic: "process", Evidence: []source.Evidence{p.app.Evidence},
			Text: p.app.Name() + " is taken for a program that ends: nothing that it calls is known to serve, or to wait for work",
		})
	}
	return nil
}

// mainCommand gives the command of the main process with the reasons of its words.
func (p *planner) mainCommand() (argv, why []string) {
	if p.server.Name != "" {
		return p.command(strconv.Itoa(p.port))
	}
	for _, word := range p.app.Command {
		argv = append(argv, strings.ReplaceAll(word, portWord, strconv.Itoa(p.port)))
	}
	why = []string{"it runs by itself"}
	if fw, ok := p.tables.Framework(p.app.Framework); ok {
		why = []string{fw.Why}
	}
	if l := p.app.Listen; p.app.Kind == "web" {
		for _, o := range []struct{ flag, value string }{{l.HostFlag, "0.0.0.0"}, {l.PortFlag, strconv.Itoa(p.port)}} {
			if o.flag != "" {
				argv = append(argv, o.flag, o.value)
				why = append(why, fmt.Sprintf("%s: the program takes it from its command line", o.flag))
			}
		}
	}
	return argv, why
}
