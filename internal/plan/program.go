package plan

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// refused is the Question for a program that its framework does not make to be deployed: what its row says.
func (p *planner) refused() *Question {
	why := p.app.Place.Refused
	if why == "" {
		return nil
	}
	return &Question{
		Topic: "application", Flag: "--app", Evidence: []source.Evidence{p.app.Evidence},
		Text: p.app.Name() + " " + why, Looked: p.looked(), Hint: p.app.Place.Hint,
	}
}

// adviseProgram says what the framework asks of whoever deploys it.
func (p *planner) adviseProgram() {
	if text := p.app.Place.Advice; text != "" {
		p.advise(Advice{Topic: "command", Text: text, Evidence: []source.Evidence{p.app.Evidence}})
	}
}

// programEnvironment gives the variables that the framework itself reads, and where the program's imports are found.
func (p *planner) programEnvironment() []EnvVar {
	var env []EnvVar
	for _, s := range p.app.Place.Environment {
		env = append(env, EnvVar{Name: s.Name, Value: s.Value, Why: s.Why})
	}
	if dir := p.app.Imports; dir != "" {
		env = append(env, EnvVar{Name: "PYTHONPATH", Value: path.Join(appDir, dir), Why: "the command finds the imports of the file's own directory alone"})
	}
	return env
}

// prepareProgram makes what the framework would write when it starts: the root is read-only then.
func (p *planner) prepareProgram(img *Image) {
	for _, s := range p.app.Place.Preparations {
		step := Step{Why: s.Why}
		for _, word := range s.Argv {
			step.Argv = append(step.Argv, strings.ReplaceAll(word, "{bin}", venv+"/bin"))
		}
		img.BuildSteps = append(img.BuildSteps, step)
	}
}
