package plan

import (
	"fmt"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// installMode is how exactly the dependency files say what is installed.
type installMode string

const (
	modeHashed   installMode = "hashed"   // pip --require-hashes
	modePinned   installMode = "pinned"   // pip --no-deps, then pip check
	modeUnlocked installMode = "unlocked" // a resolver chooses
	modeLocked   installMode = "locked"   // by the lock's own tool, frozen
)

// installer writes the steps that install from one format: the dependencies first, then the project where it is a
// package. A further format is a further file and a row here.
type installer struct {
	// decide says how exactly the files are followed, and why.
	decide func(*planner) (installMode, Decision)
	// steps fill the image's Tools, BuildEnv, Prepare, Copies, Install and BuildSteps.
	steps func(*planner, *Image) error
	// lock gives the advice with the command that locks what is open.
	lock func(*planner) Advice
	// add gives the command that declares further packages.
	add func(p *planner, requirements ...string) string
}

var installers = map[detect.Format]installer{
	detect.UVLock:       {decide: lockedBy("uv sync --locked"), steps: (*planner).installWithUV, add: addWith("uv add")},
	detect.PoetryLock:   {decide: lockedBy("poetry install --only main"), steps: (*planner).installWithPoetry, add: addWith("poetry add")},
	detect.PoetryTable:  {decide: openFor("poetry install --only main"), steps: (*planner).installWithPoetry, lock: lockWith("poetry lock"), add: addWith("poetry add")},
	detect.PDMLock:      {decide: lockedBy("pdm sync --prod"), steps: (*planner).installWithPDM, add: addWith("pdm add")},
	detect.PipfileLock:  {decide: lockedBy("pipenv sync"), steps: (*planner).installWithPipenv, add: addWith("pipenv install")},
	detect.Pipfile:      {decide: openFor("pipenv install --skip-lock"), steps: (*planner).installWithPipenv, lock: lockWith("pipenv lock"), add: addWith("pipenv install")},
	detect.Pylock:       {decide: lockedBy("uv pip sync"), steps: (*planner).installPylock},
	detect.Requirements: {decide: (*planner).chooseForPip, steps: (*planner).installWithPip, lock: (*planner).lockList, add: addToList},
	detect.ProjectTable: {decide: openFor("uv pip install"), steps: (*planner).installProject, lock: lockWith("uv lock"), add: addWith("uv add")},
	detect.CondaLock:    {decide: lockedBy("micromamba create"), steps: (*planner).installWithConda},
	detect.Pixi:         {decide: chooseForPixi, lock: lockWith("pixi lock"), steps: (*planner).installWithPixi, add: addWith("pixi add --pypi")},
	detect.Conda:        {decide: openFor("micromamba create"), steps: (*planner).installWithConda, lock: lockWith("conda-lock --file environment.yml --platform linux-64")},
	undeclared:          {decide: (*planner).chooseForNone, steps: (*planner).installNothing},
	detect.Setup:        {decide: openFor("pip install"), steps: (*planner).installSetup, lock: lockSetup},
}

func lockedBy(command string) func(*planner) (installMode, Decision) {
	return func(p *planner) (installMode, Decision) {
		reason := fmt.Sprintf("exactly what %s says, by its own tool; the build fails where the lock does not fit the project", p.manager.File)
		return modeLocked, Decision{Choice: command, Reason: reason}
	}
}

func openFor(command string) func(*planner) (installMode, Decision) {
	return func(p *planner) (installMode, Decision) {
		return modeUnlocked, Decision{Choice: command, Reason: "nothing is locked, so two builds may differ"}
	}
}

func lockWith(command string) func(*planner) Advice {
	return func(p *planner) Advice {
		a := Advice{Text: fmt.Sprintf("%s is no lock: what it leaves open is chosen anew by each build", p.manager.File), Command: command}
		if command != "" {
			a.Text += "; to lock it"
		}
		return a
	}
}

// lockSetup gives no command for an environment of Hatch, which nothing locks.
func lockSetup(p *planner) Advice {
	if p.manager.Name == "hatch" && !p.manager.Packaged {
		return lockWith("")(p)
	}
	return lockWith("uv pip compile " + shellWord(p.manager.File) + " --output-file requirements.txt")(p)
}

func addWith(command string) func(*planner, ...string) string {
	return func(_ *planner, requirements ...string) string { return command + " " + requirementWords(requirements) }
}

// chooseInstall decides how exactly the manager's files are followed.
func (p *planner) chooseInstall() error {
	mode, d := installers[p.manager.Format].decide(p)
	p.install = mode
	d.Topic = "install"
	if d.Evidence == nil {
		d.Evidence = []source.Evidence{p.manager.Evidence}
	}
	p.decide(d)
	return nil
}

// adviseLock gives the command that locks what is open.
func (p *planner) adviseLock() {
	by := installers[p.manager.Format]
	if p.install != modeUnlocked || by.lock == nil {
		return
	}
	a := by.lock(p)
	a.Topic, a.Evidence = "install", []source.Evidence{p.manager.Evidence}
	p.advise(a)
}
