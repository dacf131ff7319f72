package plan

import (
	"path"
	"strconv"

	"github.com/pykube/pykube/internal/source"
)

// Places in the image. The environment and the source stand at the same path in the builder and in the final image:
// scripts and bytecode in them carry it.
const (
	venv   = "/opt/venv"
	appDir = "/app"
)

// chooseImage decides the steps of the builder and what the final image holds.
func (p *planner) chooseImage() error {
	img := &p.service.Image
	img.User = p.chooseUser()
	img.Root, img.Venv, img.WorkingDir = appDir, venv, path.Join(appDir, p.main().WorkingDir)
	p.placeProcesses()
	img.Tools, img.Prepare, img.Install, img.BuildSteps, img.Secrets, img.BuildArgs = []Tool{}, []Step{}, []Step{}, []Step{}, []Secret{}, []EnvVar{}
	img.FrontEnds, img.Collected = []FrontEndStage{}, []string{}
	img.Python, img.Env = []string{p.python()}, p.environment()
	img.CopySource = !p.installedOnly()
	if err := p.chooseSecrets(); err != nil {
		return err
	}
	if err := installers[p.manager.Format].steps(p, img); err != nil {
		return err
	}
	p.ownSteps = len(img.BuildSteps)
	p.carryLocales(img)
	img.Secrets = append(img.Secrets, p.secrets...)
	p.withoutDebug(img)
	p.chooseVersion(img)
	p.generateModules(img)
	p.prepareProgram(img)
	p.adviseLock()
	p.chooseFrontEnds(img)
	p.compileTranslations(img)
	p.collectStatic(img)
	img.Labels = p.labels()
	if img.StopSignal = p.server.StopSignal; p.server.Name == "" {
		img.StopSignal = p.app.StopSignal
	}
	img.Entrypoint = []string{}
	if p.takesPort() {
		img.Entrypoint = entrypoint(p.port)
	}
	if err := p.chooseTests(img); err != nil {
		return err
	}
	img.IgnoreRules = p.ignoreRules()
	d := Decision{
		Topic: "source", Choice: "copied", Reason: "the program is not a package that is installed",
		Evidence: []source.Evidence{p.manager.Evidence},
	}
	if p.manager.Packaged && img.CopySource {
		d.Reason = "the project is installed as a package, and the application, or a part of it, is not in it"
		if at := p.manager.LeftBehind; at != nil {
			d.Reason, d.Evidence = "the package that is built leaves out files that stand beside its modules; it is run from its source", []source.Evidence{*at}
		}
	}
	if !img.CopySource {
		d.Choice, d.Reason = "installed", "the project is a package, and the application is part of it: it is installed, and its source is left out"
		d.Evidence = []source.Evidence{p.app.Evidence}
	}
	p.decide(d)
	return nil
}

func (p *planner) environment() []EnvVar {
	env := []EnvVar{
		{Name: "PYTHONUNBUFFERED", Value: "1", Why: "what is printed is in the log at once"},
		{Name: "PYTHONDONTWRITEBYTECODE", Value: "1", Why: "the file system is read-only, and bytecode is in the image"},
		{Name: "PYTHONFAULTHANDLER", Value: "1", Why: "a crash of a compiled module leaves a traceback"},
		{Name: "HOME", Value: "/tmp", Why: "the only directory that is writable"},
	}
	if l := p.app.Listen; l.PortEnv != "" && p.port > 0 && p.server.Name == "" {
		env = append(env, EnvVar{Name: l.PortEnv, Value: strconv.Itoa(p.port), Why: "the program reads its port from it"})
	}
	if l := p.app.Listen; l.HostEnv != "" && l.HostFlag == "" && p.port > 0 && p.server.Name == "" && l.Host != "0.0.0.0" {
		env = append(env, EnvVar{Name: l.HostEnv, Value: "0.0.0.0", Why: "the program reads from it on which address it listens"})
	}
	env = append(env, p.programEnvironment()...)
	env = append(env, p.gpuEnvironment()...)
	if dj := p.facts.Django; dj != nil && p.app.Framework == "django" && dj.SettingsFrom.File != p.app.File {
		env = append(env, EnvVar{Name: "DJANGO_SETTINGS_MODULE", Value: dj.Settings, Why: "as manage.py sets it"})
	}
	return env
}

// entrypoint is a program of one line between the engine and the server. Servers do not read PORT; platforms set it.
// It puts PORT in the place of the planned port, and replaces itself by the server, which is then process 1.
func entrypoint(port int) []string {
	n := strconv.Itoa(port)
	code := "import os, sys; port = os.environ.get('PORT') or '" + n + "'; " +
		"os.execvp(sys.argv[1], [{'" + n + "': port, '0.0.0.0:" + n + "': '0.0.0.0:' + port}.get(arg, arg) for arg in sys.argv[1:]])"
	return []string{"python", "-Ic", code}
}
