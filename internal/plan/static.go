package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// settingsModule is the variable by which Django finds its settings.
const settingsModule = "DJANGO_SETTINGS_MODULE"

// collectStatic gathers the static files of a Django program into STATIC_ROOT: without DEBUG, Django serves none from
// where they stand.
func (p *planner) collectStatic(img *Image) {
	st := p.facts.Static
	if p.app.Framework != "django" || p.facts.Django == nil {
		return
	}
	if st.RootAt == nil {
		if st.App != nil && st.WhiteNoise == nil {
			p.adviseStatic("Django serves static files only where DEBUG is set: without STATIC_ROOT and WhiteNoise, or a web server, pages lack them", st.App)
		}
		return
	}
	if why := p.uncollected(); why != "" {
		p.adviseStatic("collectstatic is not run when the image is built: "+why, st.RootAt, st.StorageAt)
		return
	}
	dir, problem := p.staticRoot(img)
	if problem != "" {
		p.adviseStatic("collectstatic is not run when the image is built: STATIC_ROOT is "+problem, st.RootAt)
		return
	}
	values := p.settingsValues()
	step := p.manage(values, "collectstatic", "--noinput")
	step.Scratch = p.scratch(dir)
	step.Why = "the static files, for the program to serve" + setForStep(values)
	d := Decision{
		Topic: "static files", Choice: strings.Join(step.Argv[1:], " "), Evidence: append(evidenceAt(st.RootAt, st.App, st.StorageAt, st.WhiteNoise), values.lines...),
		Reason: "STATIC_ROOT is set, and Django serves static files from nowhere else where DEBUG is not set; no database is asked",
		Alternatives: []Alternative{
			{Choice: "when the program starts", Reason: "the file system is read-only, and every replica would do it again"},
		},
	}
	if len(values.reasons) > 0 {
		d.Reason += ". For the settings to import, and for this command alone: " + strings.Join(values.reasons, "; ")
	}
	step.Writes = dir
	img.BuildSteps = append(img.BuildSteps, step)
	if sys := &p.service.SystemPackages; len(sys.Runtime) > 0 && p.service.Base.BuilderPackageManager != "" {
		d.Reason += ". The builder has the libraries of the image, too: the command imports what uses them"
		sys.Build = append(sys.Build, sys.Runtime...)
		slices.Sort(sys.Build)
		sys.Build = slices.Compact(sys.Build)
	}
	if st.Compressor != nil && st.Offline != nil {
		compress := p.manage(values, "compress", "--force")
		compress.Scratch = step.Scratch
		compress.Why = "what django-compressor makes of them: COMPRESS_OFFLINE is set" + setForStep(values)
		compress.Writes = dir
		img.BuildSteps = append(img.BuildSteps, compress)
		d.Choice += ", then compress"
		d.Evidence = append(d.Evidence, *st.Offline)
	}
	for _, s := range values.secrets {
		if !slices.ContainsFunc(img.Secrets, func(have Secret) bool { return have.ID == s.ID }) {
			img.Secrets = append(img.Secrets, s)
		}
	}
	switch {
	case dir == "":
		p.adviseStatic("where STATIC_ROOT leads is not known: static files that are collected outside of "+img.Root+" are not in the image", st.RootAt)
	case !below(dir, img.Root) && !below(dir, img.Venv):
		img.Collected = append(img.Collected, dir)
		d.Reason += "; " + dir + " is outside of " + img.Root + ", and copied by itself"
	}
	p.decide(d)
	if st.StorageMaybe && p.remote() != "" {
		p.adviseStatic(fmt.Sprintf("%s is used under a condition; what is collected into the image is for where that is not met", st.Storage), st.StorageAt)
	}
	if st.WhiteNoise == nil && p.facts.Package("whitenoise") == nil {
		p.adviseStatic("nothing of the program that is known serves what is collected in "+orElse(dir, "STATIC_ROOT")+": a web server, or WhiteNoise, has to", st.RootAt)
	}
}

// uncollected says why the command cannot do its work when the image is built; "" where it can.
func (p *planner) uncollected() string {
	st := p.facts.Static
	if st.App == nil {
		return "django.contrib.staticfiles is not installed by the settings"
	}
	if why := p.remote(); why != "" && !st.StorageMaybe {
		return fmt.Sprintf("%s keeps the files elsewhere (%s), and they would be sent there; run `python manage.py collectstatic --noinput` where its credentials are", st.Storage, why)
	}
	if p.install == modeUnlocked {
		return ""
	}
	for _, imp := range p.undeclared() {
		if slices.Contains(st.Settings, imp.Evidence.File) {
			return fmt.Sprintf("the settings import %s (%s), which %s does not install", imp.Module, imp.Evidence, p.manager.File)
		}
	}
	return ""
}

// remote says why the storage of static files is known to be a service; "" where it is not.
func (p *planner) remote() string {
	for _, class := range append([]string{p.facts.Static.Storage}, p.facts.Static.StorageBases...) {
		if why := p.tables.RemoteStorage(class); why != "" {
			return why
		}
	}
	return ""
}

// staticRoot gives the directory that files are collected into, absolute, "" where it is not known; or what is wrong
// with it.
func (p *planner) staticRoot(img *Image) (dir, problem string) {
	st := p.facts.Static
	switch {
	case st.Root == "":
		return "", ""
	case path.IsAbs(st.Root):
		dir = path.Clean(st.Root)
	case st.From == detect.FromHome:
		return "", "below the home directory, which is another one when the image is built"
	case st.From == detect.FromWorking:
		dir = path.Join(p.manageDirectory(), st.Root)
	case !img.CopySource: // of the repository, which is the installed package then
		return img.Venv, ""
	default:
		dir = path.Join(img.Root, st.Root)
	}
	switch {
	case below(dir, tmpDir) || below(dir, "/run") || below(dir, "/var/run"):
		return "", dir + ", which is empty when a container starts"
	case below(img.Root, dir) || below(img.Venv, dir) || strings.Count(dir, "/") == 1 && slices.Contains(sharedDirs, dir) || !plainDirectory(dir) || systemDirectory(dir):
		return "", dir + ", which holds other files"
	}
	return dir, ""
}

// sharedDirs hold more than one program's files.
var sharedDirs = []string{"/home", "/media", "/mnt", "/opt", "/srv", "/var"}

// systemDirectory reports whether a directory is one of the distribution's, or in one.
func systemDirectory(dir string) bool {
	return slices.Contains(systemDirs, "/"+strings.SplitN(strings.TrimPrefix(dir, "/"), "/", 2)[0])
}

// manageDirectory is where manage.py stands, or would: the directory that the settings are imported from.
func (p *planner) manageDirectory() string {
	if m := p.facts.Django.Manage; m != "" {
		return path.Join(appDir, path.Dir(m))
	}
	return path.Join(appDir, p.app.Root)
}

// manage is a command of Django, with the settings of the image and what they need.
func (p *planner) manage(values settingsValues, words ...string) Step {
	python := venv + "/bin/python"
	step := Step{Argv: append([]string{python, "-m", "django"}, words...), Secrets: values.secrets}
	if p.facts.Django.Manage != "" {
		step.Argv = append([]string{python, "manage.py"}, words...)
	}
	if p.installedOnly() { // from where it is installed, not from its source
		step.Argv = append([]string{venv + "/bin/django-admin"}, words...)
	} else if dir := p.manageDirectory(); dir != appDir {
		step.Directory = dir
	}
	step.Environment = append([]EnvVar{{Name: settingsModule, Value: p.facts.Django.Settings}}, values.set...)
	return step
}

// setForStep says in the comment of a step what is set for it.
func setForStep(values settingsValues) string {
	var names []string
	for _, v := range values.set {
		names = append(names, v.Name)
	}
	switch len(names) {
	case 0:
		return ""
	case 1:
		return "; " + names[0] + " is set for this command alone, so that the settings import: it is no secret"
	}
	return "; " + strings.Join(names, ", ") + " are set for this command alone, so that the settings import: they are no secrets"
}

// adviseHiddenStatic says where a volume covers what is collected.
func (p *planner) adviseHiddenStatic() error {
	if len(p.service.Image.BuildSteps) == 0 || p.facts.Static.Root == "" || p.app.Framework != "django" {
		return nil
	}
	dir, problem := p.staticRoot(&p.service.Image)
	for _, s := range p.service.Storage {
		if problem == "" && below(dir, s.Path) {
			p.adviseStatic(fmt.Sprintf("a volume is mounted on %s, and hides what is collected in %s: give them directories beside each other", s.Path, dir), p.facts.Static.RootAt)
		}
	}
	return nil
}

func (p *planner) adviseStatic(text string, at ...*source.Evidence) {
	p.advise(Advice{Topic: "static files", Text: text, Evidence: evidenceAt(at...)})
}

// evidenceAt lists the places that there are.
func evidenceAt(at ...*source.Evidence) []source.Evidence {
	found := []source.Evidence{}
	for _, e := range at {
		if e != nil {
			found = append(found, *e)
		}
	}
	return found
}
