package detect

import (
	"errors"
	"path"
	"strings"
)

var errTooLong = errors.New("longer than what is read")

// koyeb reads the services of koyeb.yaml. Source: https://www.koyeb.com/docs/reference/apps
func (s *commandSearch) koyeb(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	l.source = "koyeb"
	for _, service := range root.Get("services").Items() {
		git := service.Get("git")
		inner := l
		if dir := git.Get("workdir").Text(); dir != "" {
			inner.cwd = cleanDir(dir)
		}
		role := service.Get("name").Text()
		if !plainRole(role) {
			role = "web"
		}
		kind := ""
		if strings.EqualFold(service.Get("type").Text(), "worker") {
			kind = "worker"
		}
		for _, keys := range [][]string{{"run_command"}, {"buildpack", "run_command"}, {"docker", "command"}} {
			s.platformCommand(inner, role, kind, git.Get(keys...))
			s.platformCommand(inner, role, kind, service.Get(keys...))
		}
	}
}

// appRunner reads apprunner.yaml. Source: https://docs.aws.amazon.com/apprunner/latest/dg/config-file-ref.html
func (s *commandSearch) appRunner(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	s.platformCommand(l, "web", "web", root.Get("run", "command"))
}

// upsun reads .platform.app.yaml. Source: https://docs.upsun.com/create-apps/app-reference.html
func (s *commandSearch) upsun(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	l.source = "upsun"
	s.platformCommand(l, "release", "job", root.Get("hooks", "deploy"))
	s.platformCommand(l, "web", "web", root.Get("web", "commands", "start"))
	workers := root.Get("workers")
	for _, name := range workers.Keys() {
		s.platformCommand(l, name, "worker", workers.Get(name, "commands", "start"))
	}
	crons := root.Get("crons")
	for _, name := range crons.Keys() {
		inner := l
		inner.schedule = crons.Get(name, "spec").Text()
		s.platformCommand(inner, name, "cron", crons.Get(name, "commands", "start"))
	}
}

// replit reads .replit, which is TOML. Source: https://docs.replit.com/replit-app/configuration
func (s *commandSearch) replit(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	l.source = "replit"
	s.platformCommand(l, "web", "", root.Get("deployment", "run"))
	l.weak, l.dev = true, true
	s.platformCommand(l, "run", "", root.Get("run"))
}

// zappa reads the application of a stage of zappa_settings.json. Source: https://github.com/zappa/Zappa#advanced-settings
func (s *commandSearch) zappa(l launch) {
	root, err := s.commandValue(l.file)
	p := s.tables.Program("gunicorn")
	if err != nil || p == nil {
		return
	}
	l.source = "zappa"
	for _, stage := range root.Keys() {
		v := root.Get(stage, "app_function")
		i := strings.LastIndexByte(v.Text(), '.')
		if i < 0 {
			continue
		}
		c := s.commandOf(l, "web", []string{"zappa", "deploy", stage}, v.Evidence())
		c.Program, c.Dir = "zappa", s.dirOf(l)
		s.nameApplication(l, p, "", nil, v.Text()[:i]+":"+v.Text()[i+1:], false, &c, &c)
		c.Main = true
		s.keep(l, c)
	}
}

// dockerrun reads the commands of the containers of Dockerrun.aws.json.
func (s *commandSearch) dockerrun(l launch) {
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	l.source = "dockerrun"
	l = s.inImageOf(l, "")
	for _, container := range root.Get("containerDefinitions").Items() {
		if role := container.Get("name").Text(); plainRole(role) {
			s.platformCommand(l, role, "", container.Get("command"))
		}
	}
}

// startup reads startup.txt, the command of Azure's App Service.
// Source: https://learn.microsoft.com/en-us/azure/developer/python/configure-python-web-app-on-app-service
func (s *commandSearch) startup(l launch) {
	text, ok := s.commandText(l.file)
	if ok && path.Dir(l.file) == "." {
		l.role = "web"
		s.process("web", "web", func() { s.script(l, l.file, text, 1) })
	}
}

// beanstalk reads .ebextensions/*.config: the application that WSGIPath names, and the commands before a release.
// Source: https://docs.aws.amazon.com/elasticbeanstalk/latest/dg/create-deploy-python-container.html
func (s *commandSearch) beanstalk(l launch) {
	documents := s.documents(l.file, "option_settings", "container_commands")
	p := s.tables.Program("gunicorn")
	if len(documents) == 0 || p == nil {
		return
	}
	l.cwd = "."
	for _, root := range documents {
		settings := root.Get("option_settings")
		wsgi := settings.Get("aws:elasticbeanstalk:container:python", "WSGIPath")
		for _, item := range settings.Items() {
			if item.Get("option_name").Text() == "WSGIPath" {
				wsgi = item.Get("value")
			}
		}
		if text := wsgi.Text(); text != "" {
			text = strings.ReplaceAll(strings.TrimSuffix(text, ".py"), "/", ".")
			c := s.commandOf(l, "web", []string{"gunicorn", text}, wsgi.Evidence())
			c.Program, c.Role, c.Dir = "gunicorn", "web", "."
			s.nameApplication(l, p, "", nil, text, false, &c, &c)
			c.Main = true
			s.keep(l, c)
		}
		commands := root.Get("container_commands")
		for _, name := range commands.Keys() {
			s.platformCommand(l, "release", "job", commands.Get(name, "command"))
		}
	}
}
