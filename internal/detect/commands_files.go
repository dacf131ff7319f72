package detect

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/pykube/pykube/internal/detect/packaging"
)

// commandFiles are files that start something, by their names in lower case.
var commandFiles = map[string]func(s *commandSearch, l launch){
	"procfile": (*commandSearch).procfile, "makefile": (*commandSearch).targetCommands, "gnumakefile": (*commandSearch).targetCommands,
	"justfile": (*commandSearch).targetCommands, "fly.toml": (*commandSearch).fly, "render.yaml": (*commandSearch).render, "render.yml": (*commandSearch).render,
	"app.yaml": (*commandSearch).appYAML, "app.yml": (*commandSearch).appYAML, "heroku.yml": (*commandSearch).heroku, "app.json": (*commandSearch).appJSON,
	"railway.json": (*commandSearch).railway, "railway.toml": (*commandSearch).railway, "nixpacks.toml": (*commandSearch).nixpacks,
	"nixpacks.json": (*commandSearch).nixpacks, "railpack.json": (*commandSearch).railpack, "koyeb.yaml": (*commandSearch).koyeb, ".koyeb.yaml": (*commandSearch).koyeb,
	"apprunner.yaml": (*commandSearch).appRunner, ".platform.app.yaml": (*commandSearch).upsun, ".replit": (*commandSearch).replit,
	"zappa_settings.json": (*commandSearch).zappa, "crontab": (*commandSearch).crontab, "dockerrun.aws.json": (*commandSearch).dockerrun,
	"startup.txt": (*commandSearch).startup,
}

// A place in which the same names are for something else: continuous integration, an editor.
var commandPlacesElsewhere = []string{".github", ".circleci", ".devcontainer", ".vscode", ".idea", ".gitlab"}

var (
	startScript = regexp.MustCompile(`^(docker-?|prod-?|production-?|web-?|container-?)*(start|run|entry-?point|boot|serve|server|web|worker|launch|startup|cmd|command|init|celery|beat|scheduler|migrate|release|gunicorn|uvicorn|deploy|prestart)([_-](app|server|web|api|worker|celery|celery-?beat|celery-?worker|beat|prod|production|docker|gunicorn|uvicorn|backend|flower|scheduler))*\.sh$`)
	// supervisedDir holds the directories of services of s6 and runit: https://skarnet.org/software/s6/servicedir.html
	supervisedDir = regexp.MustCompile(`(^|/)(s6-rc\.d|services\.d|sv|service|runit)/[^/]+/run$`)
	kubernetes    = regexp.MustCompile(`(?m)^kind:[ \t]*["']?(Deployment|StatefulSet|DaemonSet|Job|CronJob|Pod|ReplicaSet|Service)\b`)
)

// readDeployment reads the files that deploy the repository, and those that are near it.
func (s *commandSearch) readDeployment() {
	var scripts, manifests, crontabs, supervised []string
	read, composed := 0, 0
	// Compose says from which directory an image is built, so it comes before the Dockerfile.
	var dockerfiles, later []string
	for _, file := range s.tree.Files() {
		if !commandPlace(file) || s.known(file) && isOwn(s.tree, file) {
			continue
		}
		base := strings.ToLower(path.Base(file))
		switch {
		case packaging.IsDockerfile(file):
			dockerfiles = append(dockerfiles, file)
		case packaging.IsCompose(file):
			if composed++; composed <= maxComposeFiles {
				s.compose(s.launchOf("compose", file))
			}
		case commandFiles[base] != nil, s.known(file):
			later = append(later, file)
			if strings.HasPrefix(base, "app.y") { // Kubernetes' files can have any name
				manifests = append(manifests, file)
			}
		case base == "run" && supervisedDir.MatchString(file):
			supervised = append(supervised, file)
		case startScript.MatchString(base):
			scripts = append(scripts, file)
		case strings.HasSuffix(base, ".cron"), path.Base(path.Dir(file)) == "cron.d":
			crontabs = append(crontabs, file)
		case strings.HasSuffix(base, ".yaml") || strings.HasSuffix(base, ".yml"):
			manifests = append(manifests, file)
		}
	}
	for _, file := range dockerfiles {
		if read++; read <= maxReadFiles {
			s.dockerfile(s.launchOf("dockerfile", file))
		}
	}
	for _, file := range later {
		if read++; read > maxReadFiles {
			break
		}
		s.readNamed(file)
	}
	s.manifests(manifests)
	for _, file := range crontabs {
		if read++; read <= maxReadFiles && !s.visited[file] {
			s.crontab(s.launchOf("crontab", file))
		}
	}
	for _, file := range supervised {
		if read++; read <= maxReadFiles {
			l := s.launchOf("s6", file)
			l.role, l.cwd = strings.TrimPrefix(path.Base(path.Dir(file)), "svc-"), "."
			s.process(l.role, "", func() { s.followFile(l, file, file) })
		}
	}
	for _, file := range scripts {
		if read++; read > maxReadFiles || s.visited[file] || strings.Count(file, "/") > 3 {
			continue
		}
		l := s.launchOf("shell", file)
		l.weak = true
		s.process(l.role, "", func() { s.followFile(l, file, file) })
	}
}

// known reports whether a file starts something by its name.
func (s *commandSearch) known(file string) bool {
	base := strings.ToLower(path.Base(file))
	return commandFiles[base] != nil || packaging.IsDockerfile(file) || packaging.IsCompose(file) || strings.HasPrefix(base, "procfile.") ||
		strings.HasSuffix(base, ".procfile") || strings.HasSuffix(base, ".service") || strings.Contains(base, "supervisor") && (strings.HasSuffix(base, ".conf") || strings.HasSuffix(base, ".ini")) ||
		strings.Contains(base, "uwsgi") && strings.HasSuffix(base, ".ini") || strings.HasPrefix(file, ".ebextensions/") && strings.HasSuffix(base, ".config")
}

func (s *commandSearch) readNamed(file string) {
	base := strings.ToLower(path.Base(file))
	switch {
	case commandFiles[base] != nil:
		if base == "crontab" && s.visited[file] {
			return
		}
		name := strings.TrimPrefix(strings.TrimSuffix(base, path.Ext(base)), ".")
		if base == "makefile" || base == "gnumakefile" || base == "justfile" || base == "procfile" || base == "crontab" {
			name = strings.TrimPrefix(base, "gnu")
		}
		commandFiles[base](s, s.launchOf(name, file))
	case strings.Contains(base, "procfile") && s.visited[file]:
	case strings.Contains(base, "procfile"):
		s.procfile(s.launchOf("procfile", file))
	case strings.HasSuffix(base, ".service"):
		s.systemd(s.launchOf("systemd", file))
	case strings.HasPrefix(file, ".ebextensions/"):
		s.beanstalk(s.launchOf("beanstalk", file))
	case s.visited[file]: // a Dockerfile or a script starts it
	case strings.Contains(base, "supervisor"):
		s.supervisor(s.launchOf("supervisor", file), file)
	default:
		s.uwsgiFile(s.launchOf("uwsgi", file), file)
	}
}

// commandPlace reports whether a file stands where files start the repository, and not its examples or tests.
func commandPlace(file string) bool {
	dir := path.Dir(file)
	if strings.Contains(strings.ToLower(path.Base(file)), "template") {
		return false
	}
	if dir == "." {
		return true
	}
	depth := 0
	for part := range strings.SplitSeq(dir, "/") {
		depth++
		lower := strings.ToLower(part)
		switch {
		case depth > maxCommandDirs, slices.Contains(commandPlacesElsewhere, lower), strings.ContainsAny(part, "{}"):
			return false
		case slices.Contains(asideDirs, lower) && lower != "scripts" && lower != "tools":
			return false
		}
	}
	return true
}

// launchOf is where the commands of a file run that says nothing of it: in its directory.
func (s *commandSearch) launchOf(source, file string) launch {
	l := launch{source: source, file: file, cwd: path.Dir(file), env: map[string]string{}, dev: s.forDevelopers(file)}
	if source == "shell" {
		l.role = strings.TrimSuffix(path.Base(file), path.Ext(file))
	}
	return l
}

// forDevelopers judges a file by its name, and by the files beside it: where one is for production by its name, the
// plain one is not.
func (s *commandSearch) forDevelopers(file string) bool {
	if packaging.DevelopmentFile(strings.NewReplacer("tools/", "", "scripts/", "").Replace(file)) {
		return true
	}
	base, dir := path.Base(file), path.Dir(file)
	plain := slices.Contains([]string{"docker-compose.yml", "docker-compose.yaml", "compose.yml", "compose.yaml", "Dockerfile"}, base)
	if !plain || packaging.ProductionName(dir) {
		return false
	}
	return slices.ContainsFunc(s.tree.Dir(dir), func(other string) bool {
		return other != file && packaging.IsCompose(other) == packaging.IsCompose(file) && packaging.IsDockerfile(other) == packaging.IsDockerfile(file) &&
			packaging.ProductionName(path.Base(other)) && !packaging.DevelopmentFile(other)
	})
}

// commandWords are the words of a name, in lower case, cut at what is no letter.
func commandWords(name string) []string {
	return strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) })
}
