package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// composeProcesses runs every process as in a cluster, but for the source: what serves loads it again where its server
// can do that, and every other process is built again where it changes.
func (p *planner) composeProcesses(c *Compose) {
	var ready, migrated []ComposeAfter
	for _, b := range c.Backing {
		ready = append(ready, ComposeAfter{b.Name, "service_healthy"})
	}
	if c.Owner != "" {
		ready = append(ready, ComposeAfter{c.Owner, "service_completed_successfully"})
	}
	for _, process := range p.service.Processes {
		if process.Kind == "migration" {
			migrated = append(migrated, ComposeAfter{process.Name, "service_completed_successfully"})
		}
	}
	for _, process := range p.service.Processes {
		run := ComposeProcess{
			Name: process.Name, Command: process.Command, Main: process.Main, Port: process.Port, Directory: process.Directory,
			Health: []string{}, After: slices.Concat([]ComposeAfter{}, ready), Rebuild: []string{"."},
		}
		switch {
		case process.Kind == "migration":
			run.Why = "once, before the others are started"
			run.Rebuild = []string{}
		case process.Kind == "cron", process.Kind == "job":
			run.After = append(run.After, migrated...)
			run.Why, run.OnDemand = "on demand: docker compose run --rm "+process.Name, !process.Main
		default:
			run.After = append(run.After, migrated...)
		}
		if process.Port > 0 {
			run.Health = composeHealth(process)
		}
		if reload := p.composeReload(c); process.Main && len(reload) > 0 {
			run.Command = slices.Concat(process.Command, reload)
			run.Rebuild = p.dependencyPaths()
			run.Why = strings.Join(reload, " ") + ": the server loads the source again where it changes"
		}
		c.Processes = append(c.Processes, run)
	}
}

// composeReload is what makes the server of the main process load the source again.
func (p *planner) composeReload(c *Compose) []string {
	if !c.Source || p.server.Name == "" || len(p.app.Command) > 0 {
		return nil
	}
	return p.server.Reload
}

// dependencyPaths are the files and directories that are installed from: a change of one takes a build.
func (p *planner) dependencyPaths() []string {
	paths := []string{}
	for _, file := range slices.Concat(p.manager.Files, p.manager.LocalDirs) {
		if file == "." {
			return []string{"."}
		}
		if file = "./" + file; !slices.Contains(paths, file) { // a name may begin as an option, or as a home directory
			paths = append(paths, file)
		}
	}
	if len(paths) == 0 {
		return []string{"."}
	}
	return paths
}

// composeHealth is the command that asks a process whether it is well. Only Python is sure to be in the image. Paths and
// hosts hold nothing that Python could read otherwise.
func composeHealth(process Process) []string {
	port := strconv.Itoa(process.Port)
	if h := process.Health; h != nil && h.Path != "" {
		headers := "{}"
		if h.Host != "" {
			headers = "{'Host': '" + h.Host + "'}"
		}
		return []string{"CMD", "python", "-Ic", fmt.Sprintf( // not urllib, which would ask a proxy
			"import http.client, sys; c = http.client.HTTPConnection('127.0.0.1', %s, timeout=3); c.request('GET', '%s', headers=%s); sys.exit(c.getresponse().status >= 400)",
			port, h.Path, headers,
		)}
	}
	return []string{"CMD", "python", "-Ic", "import socket; socket.create_connection(('127.0.0.1', " + port + "), 3).close()"}
}
