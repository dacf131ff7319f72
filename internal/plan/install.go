package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
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
	detect.Conda:        {decide: openFor("micromamba create"), steps: (*planner).installWithConda, lock: lockWith("conda-lock --file environment.yml --platform linux-64")},
	detect.Setup:        {decide: openFor("pip install"), steps: (*planner).installSetup, lock: lockWith("uv pip compile setup.py --output-file requirements.txt")},
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
		return Advice{Text: fmt.Sprintf("%s is no lock: what it leaves open is chosen anew by each build; to lock it", p.manager.File), Command: command}
	}
}

func addWith(command string) func(*planner, ...string) string {
	return func(_ *planner, requirements ...string) string { return command + " " + requirementWords(requirements) }
}

func requirementWords(requirements []string) string {
	var words []string
	for _, r := range requirements {
		words = append(words, requirementWord(r))
	}
	return strings.Join(words, " ")
}

// requirementWord is a requirement as a word for a shell.
func requirementWord(r string) string {
	if strings.ContainsFunc(r, func(c rune) bool { return !strings.ContainsRune(plainShell+"=,", c) }) {
		return "'" + strings.ReplaceAll(r, "'", `'\''`) + "'"
	}
	return r
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

// chooseExtras decides which extras of the project are installed: those that are asked for, else those that the files
// that deploy the repository ask for.
func (p *planner) chooseExtras() error {
	if groups := p.manager.Groups; len(groups) > 0 {
		d := Decision{Topic: "groups", Reason: "the files that deploy the repository install them, too"}
		var names []string
		for _, g := range groups {
			names = append(names, g.Name)
			d.Evidence = append(d.Evidence, g.Evidence)
		}
		d.Choice = strings.Join(names, ", ")
		p.decide(d)
	}
	if o := p.options.Extras; o.Set() {
		for extra := range strings.SplitSeq(o.Value, ",") {
			if extra = strings.TrimSpace(extra); extra == "" {
				continue
			}
			name := normalName(extra)
			if !slices.Contains(p.manager.Extras, name) {
				return &Invalid{
					Text: fmt.Sprintf("%s: %s offers no extra %q: %s", o.Origin.Name, p.manager.File, source.Printable(extra), orElse(some(p.manager.Extras), "it has none")),
					Hint: "--extras " + orElse(strings.Join(p.manager.Extras[:min(1, len(p.manager.Extras))], ""), "''"),
				}
			}
			p.takeExtra(name)
		}
		p.chosen("extras", orElse(strings.Join(p.extras, ", "), "none"), "--extras", o)
		return nil
	}
	in := p.deployed(p.manager)
	if in == nil || len(in.Extras) == 0 {
		return nil
	}
	asked := in.Extras
	if slices.Contains(asked, "*") {
		asked = p.manager.Extras
	}
	for _, extra := range asked {
		if slices.Contains(p.manager.Extras, extra) {
			p.takeExtra(extra)
		}
	}
	if len(p.extras) > 0 {
		p.decide(Decision{
			Topic: "extras", Choice: strings.Join(p.extras, ", "), Override: "--extras", Evidence: []source.Evidence{in.Evidence},
			Reason: in.Evidence.File + " installs the project with them",
		})
	}
	return nil
}

// takeExtra installs an extra of the project with what it asks for.
func (p *planner) takeExtra(name string) {
	p.extras = append(p.extras, name)
	p.facts.Packages = append(slices.Clone(p.facts.Packages), p.manager.Optional[name]...)
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

// tool gives the row of a program of the builder.
func (p *planner) tool(name string) (knowledge.Tool, error) {
	i := slices.IndexFunc(p.tables.Tools, func(t knowledge.Tool) bool { return t.Name == name })
	if i < 0 {
		return knowledge.Tool{}, fmt.Errorf("bases.toml: no tool %s", name)
	}
	return p.tables.Tools[i], nil
}

// fromPyPI puts a package manager into an environment of its own in the builder, at a release that reads the lock and
// runs on the Python of the image.
func (p *planner) fromPyPI(img *Image, name string) (program string, taken knowledge.ToolRelease, err error) {
	tool, err := p.tool(name)
	if err != nil {
		return "", taken, err
	}
	for _, r := range tool.Releases {
		reads := p.manager.Lock == "" || slices.ContainsFunc(r.Locks, func(l string) bool { return p.manager.Lock == l || strings.HasPrefix(p.manager.Lock, l+".") })
		fits := p.manager.Requires == nil || allowed(p.manager.Requires.Specifier, r.Version)
		if !reads || !fits || !pythonFits(r.Python, p.service.Python.Version) {
			continue
		}
		home, wanted := "/opt/"+name, name
		if r.Extra != "" {
			wanted += "[" + r.Extra + "]"
		}
		img.Prepare = append(
			img.Prepare,
			Step{Argv: []string{"python", "-m", "venv", home}},
			p.fetches(fmt.Sprintf("%s %s, which %s, in an environment of its own", name, r.Version, orElse(r.Why, tool.Why)), "/root/.cache/pip",
				home+"/bin/pip", "install", wanted+"=="+r.Version),
		)
		p.decide(Decision{Topic: name, Choice: r.Version, Reason: orElse(r.Why, tool.Why), Origin: "default", Evidence: []source.Evidence{p.manager.Evidence}})
		return home + "/bin/" + name, r, nil
	}
	return "", taken, &Question{
		Topic: name, Flag: "--python", Evidence: []source.Evidence{p.manager.Evidence},
		Text: fmt.Sprintf("no release of %s that reads %s (version %s) is known to run on Python %s", name, p.manager.File, orElse(p.manager.Lock, "unknown"), p.service.Python.Version),
		Hint: orElse(lockCommands[p.manager.Format], "--python "+p.newestSettled()),
	}
}

// fetches is a step that asks an index: what it needs to be let in comes along.
func (p *planner) fetches(why, cache string, argv ...string) Step {
	return Step{Why: why, Argv: argv, Cache: cache, Secrets: p.secrets}
}

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

// epoch makes bytecode carry the hash of its source instead of a time (PEP 552), and archives reproducible: it is
// 1 January 1980, the first day that a zip file can name.
const epoch = "315532800"

// newVenv makes the environment that the final image gets. It has no pip of its own.
func newVenv(img *Image) {
	img.Prepare = append(img.Prepare, Step{Argv: []string{"python", "-m", "venv", "--without-pip", venv}})
}

// pip is the builder's pip, at work on the environment.
func pip(words ...string) []string {
	return append([]string{"python", "-m", "pip", "--python", venv + "/bin/python"}, words...)
}

var pipEnv = []EnvVar{
	{Name: "PIP_DISABLE_PIP_VERSION_CHECK", Value: "1"},
	{Name: "PIP_NO_INPUT", Value: "1"},
	{Name: "PIP_ROOT_USER_ACTION", Value: "ignore"},
}

// withPip is what the builder's pip is told by its environment, and more.
func withPip(more ...EnvVar) []EnvVar {
	return append(slices.Concat(pipEnv, more), EnvVar{Name: "SOURCE_DATE_EPOCH", Value: epoch})
}

const pipCache = "/root/.cache/pip"

// addToEnvironment installs what the files do not declare: what an old server needs, the server, and the packages that
// are asked for. command is how the manager's tool installs a requirement.
func (p *planner) addToEnvironment(img *Image, cache string, command ...string) {
	add := func(why string, requirements ...string) {
		img.Install = append(img.Install, p.fetches(why, cache, append(slices.Clone(command), requirements...)...))
	}
	if n := p.serverNeeds(); n != nil {
		add(n.Why, n.Requirement)
	}
	if len(p.packages) > 0 {
		add("packages that "+p.manager.File+" does not declare", p.packages...)
	}
	if p.server.add != "" {
		add(p.manager.File+" declares no server: this one is added, at a fixed version", p.server.add)
	}
}

// normalName is the name of an extra in its one form (PEP 503).
func normalName(name string) string {
	return separators.ReplaceAllString(strings.ToLower(name), "-")
}

var separators = regexp.MustCompile(`[-_.]+`)
