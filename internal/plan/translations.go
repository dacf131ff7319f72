package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// djangoTexts are the names that Django gives to files of translations.
var djangoTexts = []string{"django", "djangojs"}

// translations lists the directories of the service whose texts are not compiled, those for Django and those for Babel.
// Which library reads the others is not known.
func (p *planner) translations() (django, babel []detect.Translations) {
	for _, t := range p.facts.Static.Translations {
		switch {
		case p.otherService(t.Evidence.File):
		case p.app.Framework == "django" && slices.Contains(djangoTexts, t.Domain):
			django = append(django, t)
		case p.facts.Package("flask-babel") != nil || p.facts.Package("flask-babelex") != nil || p.facts.Package("quart-babel") != nil:
			babel = append(babel, t)
		}
	}
	return django, babel
}

// needTranslations adds what compiles texts for Django: msgfmt, which the final image does without.
func (p *planner) needTranslations(need func(why string, build, runtime []string, at source.Evidence)) {
	if django, _ := p.translations(); len(django) > 0 && !p.installedOnly() {
		need("compilemessages of Django runs msgfmt", []string{"gettext"}, nil, django[0].Evidence)
	}
}

// compileTranslations makes what programs read of texts that stand in the repository as they are edited alone.
func (p *planner) compileTranslations(img *Image) {
	django, babel := p.translations()
	all := append(slices.Clone(django), babel...)
	if len(all) == 0 {
		return
	}
	missing := 0
	for _, t := range all {
		missing += t.Missing
	}
	if !img.CopySource {
		p.advise(Advice{
			Topic: "translations", Evidence: []source.Evidence{all[0].Evidence},
			Text: fmt.Sprintf("%s in the repository without the .mo that the program reads, and the package is built without them: compile them before the image", poFiles(missing)),
		})
		return
	}
	d := Decision{Topic: "translations", Reason: fmt.Sprintf("%s in the repository without the .mo that the program reads", poFiles(missing))}
	var choice []string
	if len(django) > 0 {
		step := p.compileDjango(django)
		img.BuildSteps = append(img.BuildSteps, step)
		choice = append(choice, strings.Join(step.Argv[1:], " "))
		d.Evidence = append(d.Evidence, django[0].Evidence)
	}
	for _, t := range babel {
		step := Step{Why: "texts in other languages, as the program reads them", Argv: []string{venv + "/bin/pybabel", "compile", "--directory", t.Directory}}
		if t.Domain != "messages" {
			step.Argv = append(step.Argv, "--domain", t.Domain)
		}
		img.BuildSteps = append(img.BuildSteps, step)
		choice = append(choice, "pybabel compile --directory "+t.Directory)
		d.Evidence = append(d.Evidence, t.Evidence)
	}
	d.Choice, d.Evidence = strings.Join(firstOf(choice), ", "), firstOf(d.Evidence)
	p.decide(d)
}

// compileDjango is compilemessages, which looks for directories called locale below the one where it is started, and
// needs the settings for others alone.
func (p *planner) compileDjango(found []detect.Translations) Step {
	step := Step{Argv: []string{venv + "/bin/python", "-m", "django", "compilemessages"}}
	values := settingsValues{}
	if slices.ContainsFunc(found, func(t detect.Translations) bool { return path.Base(t.Directory) != "locale" }) {
		values = p.settingsValues()
		step = p.manage(values, "compilemessages")
	}
	step.Why = "texts in other languages, as the program reads them" + setForStep(values)
	return step
}

func poFiles(n int) string {
	if n == 1 {
		return "a file .po stands"
	}
	return fmt.Sprintf("%d files .po stand", n)
}
