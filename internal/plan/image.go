package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Places in the image. The environment and the source stand at the same path in the builder and in the final image:
// scripts and bytecode in them carry it.
const (
	venv   = "/opt/venv"
	appDir = "/app"
)

// user is the numeric user and group that the container runs as. It is above 10000, where no user of a node is.
const user = 10001

// chooseImage decides the steps of the builder and what the final image holds.
func (p *planner) chooseImage() error {
	img := &p.service.Image
	img.User = user
	img.Root, img.Venv, img.WorkingDir = appDir, venv, path.Join(appDir, p.web().WorkingDir)
	img.Tools, img.Prepare, img.BuildSteps, img.Secrets = []Tool{}, []Step{}, []Step{}, []string{}
	img.CopySource = !p.installedOnly()
	switch p.manager.Name {
	case "uv":
		if err := p.installWithUV(img); err != nil {
			return err
		}
	default:
		p.installWithPip(img)
	}
	p.adviseLock()
	p.adviseStatic()
	img.Env = p.environment()
	img.Labels = p.labels()
	img.Entrypoint = entrypoint(p.web().Port)
	img.IgnoreRules = p.ignoreRules()
	p.decide(Decision{
		Topic: "user", Choice: strconv.Itoa(user), Origin: "default",
		Reason: "a numeric user, so that Kubernetes can tell that it is not root; it owns no file of the image",
	})
	d := Decision{
		Topic: "source", Choice: "copied", Reason: "the program is not a package that is installed",
		Evidence: []source.Evidence{p.manager.Evidence},
	}
	if !img.CopySource {
		d.Choice, d.Reason = "installed", "the project is a package, and the application is part of it: it is installed, and its source is left out"
		d.Evidence = []source.Evidence{p.app.Evidence}
	}
	p.decide(d)
	return nil
}

// epoch makes bytecode carry the hash of its source instead of a time (PEP 552), and archives reproducible: it is
// 1 January 1980, the first day that a zip file can name.
const epoch = "315532800"

func (p *planner) installWithPip(img *Image) {
	img.BuildEnv = []EnvVar{
		{Name: "PIP_DISABLE_PIP_VERSION_CHECK", Value: "1"},
		{Name: "PIP_NO_INPUT", Value: "1"},
		{Name: "PIP_ROOT_USER_ACTION", Value: "ignore"},
		{Name: "SOURCE_DATE_EPOCH", Value: epoch},
	}
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	pip := []string{"python", "-m", "pip", "--python", venv + "/bin/python"}
	install := append(slices.Clone(pip), "install", "--requirement", p.manager.File)
	why := "the dependencies, before the source: a change of the source does not install them again"
	switch p.install {
	case modeHashed:
		install = append(install, "--require-hashes")
	case modePinned:
		install = append(install, "--no-deps")
	}
	img.Prepare = []Step{{Argv: []string{"python", "-m", "venv", "--without-pip", venv}}}
	img.Install = []Step{{Why: why, Argv: install, Cache: "/root/.cache/pip"}}
	if n := p.serverNeeds(); n != nil {
		img.Install = append(img.Install, Step{Why: n.Why, Argv: append(slices.Clone(pip), "install", n.Requirement), Cache: "/root/.cache/pip"})
	}
	if p.server.add != "" {
		img.Install = append(img.Install, Step{
			Why:  p.manager.File + " declares no server: this one is added, at a fixed version",
			Argv: append(slices.Clone(pip), "install", p.server.add), Cache: "/root/.cache/pip",
		})
	}
	if p.install != modeUnlocked {
		img.Install = append(img.Install, Step{
			Why: "fails where something that is needed is missing, or has another version", Argv: append(slices.Clone(pip), "check"),
		})
	}
}

func (p *planner) installWithUV(img *Image) error {
	i := slices.IndexFunc(p.tables.Tools, func(t knowledge.Tool) bool { return t.Name == "uv" })
	if i < 0 {
		return fmt.Errorf("bases.toml: no image for uv")
	}
	image, err := p.uvImage(p.tables.Tools[i])
	if err != nil {
		return err
	}
	img.Tools = []Tool{{Name: "uv", Image: image, Path: "/uv"}}
	img.BuildEnv = []EnvVar{
		{Name: "SOURCE_DATE_EPOCH", Value: epoch},
		{Name: "UV_COMPILE_BYTECODE", Value: "1"},
		{Name: "UV_LINK_MODE", Value: "copy"},
		{Name: "UV_PROJECT_ENVIRONMENT", Value: venv},
		{Name: "UV_PYTHON", Value: "/usr/local/bin/python"},
		{Name: "UV_PYTHON_DOWNLOADS", Value: "never"},
	}
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	sync := []string{"uv", "sync", "--locked", "--no-dev"}
	for _, g := range p.manager.DevGroups {
		sync = append(sync, "--no-group", g)
	}
	img.Install = []Step{{
		Why:  "the dependencies, before the source: a change of the source does not install them again",
		Argv: append(slices.Clone(sync), "--no-install-project"), Cache: "/root/.cache/uv",
	}}
	if n := p.serverNeeds(); n != nil {
		img.Install = append(img.Install, Step{
			Why: n.Why, Argv: []string{"uv", "pip", "install", "--python", venv + "/bin/python", n.Requirement}, Cache: "/root/.cache/uv",
		})
	}
	if p.server.add != "" {
		img.Install = append(img.Install, Step{
			Why:  "uv.lock declares no server: this one is added, at a fixed version",
			Argv: []string{"uv", "pip", "install", "--python", venv + "/bin/python", p.server.add}, Cache: "/root/.cache/uv",
		})
	}
	if p.manager.Packaged {
		img.BuildSteps = append(img.BuildSteps, Step{
			Why:  "the project itself, as a package and not as a link to its source; what is installed already stays",
			Argv: append(slices.Clone(sync), "--no-editable", "--inexact"), Cache: "/root/.cache/uv",
		})
	}
	img.BuildSteps = append(img.BuildSteps, Step{
		Why: "uv's own lock on the environment, which every user may write to", Argv: []string{"rm", "-f", venv + "/.lock"},
	})
	return nil
}

// uvImage gives the image of uv: the one of the tables, or the release that the project requires. uv refuses to run
// where it is another one than [tool.uv] required-version admits.
func (p *planner) uvImage(tool knowledge.Tool) (string, error) {
	at := strings.LastIndexByte(tool.Image, ':')
	version := tool.Image[at+1:]
	d := Decision{Topic: "uv", Choice: version, Reason: "the release that the tables name: " + tool.Why, Origin: "default"}
	if r := p.manager.Requires; r != nil && !allowed(r.Specifier, version) {
		exact := strings.TrimLeft(r.Specifier, "= ")
		if !validUV.MatchString(exact) {
			return "", &Question{
				Topic: "uv", Evidence: []source.Evidence{r.Evidence},
				Text: fmt.Sprintf("uv %s is required, and the image would use %s", r.Specifier, version),
				Hint: fmt.Sprintf("required-version = \">=%s\", or one exact version, in pyproject.toml", version),
			}
		}
		version = exact
		d = Decision{Topic: "uv", Choice: exact, Reason: "the project requires this release", Evidence: []source.Evidence{r.Evidence}}
	}
	p.decide(d)
	return tool.Image[:at+1] + version, nil
}

// validUV is a release of uv.
var validUV = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

// copies groups files by the directory that they stand in. Directories follow, each by itself: Docker copies what is in
// a directory, not the directory.
func copies(files, dirs []string) []Copy {
	if slices.Contains(dirs, ".") {
		return []Copy{{From: []string{"."}, To: "./"}}
	}
	var groups []Copy
	for _, f := range files {
		to := within(path.Dir(f))
		i := slices.IndexFunc(groups, func(c Copy) bool { return c.To == to })
		if i < 0 {
			groups = append(groups, Copy{To: to})
			i = len(groups) - 1
		}
		if !slices.Contains(groups[i].From, f) {
			groups[i].From = append(groups[i].From, f)
		}
	}
	for _, d := range dirs {
		groups = append(groups, Copy{From: []string{d}, To: within(d)})
	}
	return groups
}

// within is a directory below the working directory, with a slash at its end.
func within(dir string) string {
	if dir == "." {
		return "./"
	}
	return "./" + dir + "/"
}

func (p *planner) environment() []EnvVar {
	env := []EnvVar{
		{Name: "PYTHONUNBUFFERED", Value: "1", Why: "what is printed is in the log at once"},
		{Name: "PYTHONDONTWRITEBYTECODE", Value: "1", Why: "the file system is read-only, and bytecode is in the image"},
		{Name: "PYTHONFAULTHANDLER", Value: "1", Why: "a crash of a compiled module leaves a traceback"},
		{Name: "HOME", Value: "/tmp", Why: "the only directory that is writable"},
	}
	if dj := p.facts.Django; dj != nil && p.app.Framework == "django" && dj.SettingsFrom.File != p.app.File {
		env = append(env, EnvVar{Name: "DJANGO_SETTINGS_MODULE", Value: dj.Settings, Why: "as manage.py sets it"})
	}
	return env
}

func (p *planner) labels() []EnvVar {
	labels := []EnvVar{
		{Name: "org.opencontainers.image.title", Value: p.service.Name},
		{Name: "org.opencontainers.image.base.name", Value: p.service.Base.Runtime},
	}
	if pr := p.facts.Project; pr != nil && validTag.MatchString(pr.Version) {
		labels = append(labels, EnvVar{Name: "org.opencontainers.image.version", Value: pr.Version})
	}
	return labels
}

// entrypoint is a program of one line between the engine and the server. Servers do not read PORT; platforms set it.
// It puts PORT in the place of the planned port, and replaces itself by the server, which is then process 1.
func entrypoint(port int) []string {
	n := strconv.Itoa(port)
	code := "import os, sys; port = os.environ.get('PORT') or '" + n + "'; " +
		"os.execvp(sys.argv[1], [{'" + n + "': port, '0.0.0.0:" + n + "': '0.0.0.0:' + port}.get(arg, arg) for arg in sys.argv[1:]])"
	return []string{"python", "-Ic", code}
}
