package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// defaultPort is the one that gunicorn and uvicorn use by themselves, and above 1024, so that no privilege is needed.
const defaultPort = 8000

// choosePort decides the port, and with it the process that serves the application.
func (p *planner) choosePort() error {
	port := defaultPort
	if o := p.options.Port; o.Set() {
		n, err := strconv.Atoi(o.Value)
		if err != nil || n < 1 || n > 65535 {
			return &Invalid{Text: fmt.Sprintf("%s: %q is not a port", o.Origin.Name, source.Printable(o.Value)), Hint: "--port 8000"}
		}
		if n < 1024 {
			return &Invalid{Text: fmt.Sprintf("%s: %d is below 1024, where only root may listen on many nodes", o.Origin.Name, n), Hint: fmt.Sprintf("--port %d; the Service listens on port 80 in any case", n+8000)}
		}
		port = n
		p.chosen("port", o.Value, "--port", o)
	} else {
		p.decide(Decision{
			Topic: "port", Choice: strconv.Itoa(port), Override: "--port", Origin: "default",
			Reason: "the usual one of the server; where the platform sets PORT, that is used",
		})
	}
	dir := p.app.Root
	if dir == "." || p.installedOnly() {
		dir = ""
	}
	argv, why := p.command(strconv.Itoa(port))
	p.service.Processes = append(p.service.Processes, Process{
		Name: "web", Kind: "web", Interface: p.app.Interface, App: p.app.Name(), Command: argv, WorkingDir: dir, Port: port,
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
	return nil
}

// installedOnly reports whether the application is part of the project's own package and runs from where that is
// installed; then the image needs no copy of the source.
func (p *planner) installedOnly() bool {
	m := p.manager
	if !m.Packaged || p.app.File == "" {
		return false
	}
	within := func(file string) bool {
		return slices.ContainsFunc(m.PackageDirs, func(dir string) bool { return file == dir || strings.HasPrefix(file, dir+"/") })
	}
	if m.LeftBehind != nil {
		return false
	}
	if dj := p.facts.Django; dj != nil && p.app.Framework == "django" && !(within(dj.Manage) && within(dj.SettingsFrom.File)) {
		return false // manage.py and the settings are part of the program
	}
	return within(p.app.File)
}
