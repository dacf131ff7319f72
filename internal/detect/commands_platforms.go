package detect

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
)

// fly reads fly.toml. Source: https://fly.io/docs/reference/configuration/
func (s *commandSearch) fly(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	l = l.withAll(stringTable(root.Get("env")))
	dockerfile := root.Get("build", "dockerfile").Text()
	if dockerfile != "" {
		dockerfile = path.Join(path.Dir(l.file), dockerfile)
	}
	l = s.inImageOf(l, dockerfile)
	s.platformCommand(l, "release", "job", root.Get("deploy", "release_command"))
	processes := root.Get("processes")
	for _, name := range processes.Keys() {
		s.platformCommand(l, name, "", processes.Get(name))
	}
	for _, key := range []string{"cmd", "exec"} {
		s.platformCommand(l, "web", "", root.Get("experimental", key))
	}
}

// render reads render.yaml. Source: https://render.com/docs/blueprint-spec
func (s *commandSearch) render(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	kinds := map[string]string{"web": "web", "pserv": "web", "worker": "worker", "cron": "cron"}
	for _, service := range root.Get("services").Items() {
		kind := service.Get("type").Text()
		role := service.Get("name").Text()
		if !plainRole(role) {
			role = kind
		}
		inner := l.withAll(namedTable(service.Get("envVars"), "key"))
		if dir := service.Get("rootDir").Text(); dir != "" {
			inner.cwd = cleanDir(path.Join(path.Dir(l.file), dir))
		}
		if service.Get("env").Text() == "docker" || service.Get("runtime").Text() == "docker" {
			file := service.Get("dockerfilePath").Text()
			if file != "" {
				file = path.Join(path.Dir(l.file), file)
			}
			inner = s.inImageOf(inner, file)
		}
		s.platformCommand(inner, "build", "build", service.Get("buildCommand"))
		s.platformCommand(inner, "release", "job", service.Get("preDeployCommand"))
		inner.schedule = service.Get("schedule").Text()
		for _, key := range []string{"startCommand", "dockerCommand"} {
			s.platformCommand(inner, role, kinds[kind], service.Get(key))
		}
	}
	s.onlyBuilds("render")
}

// appYAML reads app.yaml of App Engine, and of DigitalOcean's App Platform.
// Source: https://cloud.google.com/appengine/docs/standard/reference/app-yaml,
// https://docs.digitalocean.com/products/app-platform/reference/app-spec/
func (s *commandSearch) appYAML(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	if entry := root.Get("entrypoint"); entry.Text() != "" {
		l = l.withAll(stringTable(root.Get("env_variables")))
		s.platformCommand(l, "web", "web", entry)
	}
	if spec := root.Get("spec"); spec.IsTable() {
		root = spec
	}
	for _, group := range []struct{ key, kind string }{{"services", "web"}, {"workers", "worker"}, {"jobs", "job"}} {
		for _, item := range root.Get(group.key).Items() {
			inner := l.withAll(namedTable(item.Get("envs"), "key"))
			inner.cwd = "."
			if dir := item.Get("source_dir").Text(); dir != "" {
				inner.cwd = cleanDir(strings.TrimPrefix(dir, "/"))
			}
			role := item.Get("name").Text()
			if !plainRole(role) {
				role = group.kind
			}
			inner.schedule = item.Get("schedule", "cron").Text()
			s.platformCommand(inner, role, group.kind, item.Get("run_command"))
		}
	}
}

// heroku reads heroku.yml. Source: https://devcenter.heroku.com/articles/build-docker-images-heroku-yml
func (s *commandSearch) heroku(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	docker := root.Get("build", "docker")
	imageOf := func(role string) launch {
		file := docker.Get(role).Text()
		if file == "" {
			file = docker.Get("web").Text()
		}
		if file == "" {
			return l
		}
		return s.inImageOf(l, path.Join(path.Dir(l.file), file))
	}
	s.heredCommand(imageOf("release"), "release", "job", root.Get("release"))
	run := root.Get("run")
	for _, role := range run.Keys() {
		s.heredCommand(imageOf(role), role, "", run.Get(role))
	}
}

// heredCommand reads a command, or a table with one whose lines are run one after the other.
func (s *commandSearch) heredCommand(l launch, role, kind string, v packaging.Value) {
	if command := v.Get("command"); command.IsList() {
		l.role = role
		s.process(role, kind, func() {
			for _, item := range command.Items() {
				s.line(l, item.Text(), item.Evidence(), []string{})
			}
		})
		return
	}
	s.platformCommand(l, role, kind, v)
}

// appJSON reads the scripts of app.json. Source: https://devcenter.heroku.com/articles/app-json-schema
func (s *commandSearch) appJSON(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	l.weak = true
	s.platformCommand(l, "postdeploy", "job", root.Get("scripts", "postdeploy"))
}

// railway reads railway.json. Source: https://docs.railway.com/reference/config-as-code
func (s *commandSearch) railway(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	builder := strings.ToLower(root.Get("build", "builder").Text())
	if file := root.Get("build", "dockerfilePath").Text(); file != "" || builder == "dockerfile" {
		if file != "" {
			file = strings.TrimPrefix(path.Clean(file), "/")
		}
		l = s.inImageOf(l, file)
	}
	l.source = "railway"
	s.platformCommand(l, "build", "build", root.Get("build", "buildCommand"))
	s.onlyBuilds("railway")
	s.platformCommand(l, "release", "job", root.Get("deploy", "preDeployCommand"))
	l.schedule = root.Get("deploy", "cronSchedule").Text()
	s.platformCommand(l, "web", "", root.Get("deploy", "startCommand"))
}

// nixpacks reads nixpacks.toml. Source: https://nixpacks.com/docs/configuration/file
func (s *commandSearch) nixpacks(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	l.source = "nixpacks"
	l = l.withAll(stringTable(root.Get("variables")))
	phases := root.Get("phases")
	for _, name := range phases.Keys() {
		for _, item := range phases.Get(name, "cmds").Items() {
			s.platformCommand(l, "build", "build", item)
		}
	}
	s.onlyBuilds("nixpacks")
	s.platformCommand(l, "web", "", root.Get("start", "cmd"))
}

// railpack reads railpack.json. Source: https://railpack.com/config/file
func (s *commandSearch) railpack(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	l = l.withAll(stringTable(root.Get("deploy", "variables")))
	s.platformCommand(l, "web", "", root.Get("deploy", "startCommand"))
}
