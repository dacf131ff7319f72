package plan

import (
	"path"
	"slices"
	"strings"
)

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

// fetches is a step that asks an index: what it needs to be let in comes along.
func (p *planner) fetches(why, cache string, argv ...string) Step {
	return Step{Why: why, Argv: argv, Cache: cache, Secrets: p.secrets}
}

// dependencies is the step that installs what the files ask for, in a layer of its own.
func (p *planner) dependencies(cache string, argv ...string) Step {
	return p.fetches("the dependencies, before the source: a change of the source does not install them again", cache, argv...)
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
	img.Prepare = append(img.Prepare, Step{Argv: append(slices.Clone(img.Python), "-m", "venv", "--without-pip", venv)})
}

// pip is the builder's pip, at work on the environment.
func (p *planner) pip(words ...string) []string {
	return append([]string{p.python(), "-m", "pip", "--python", venv + "/bin/python"}, words...)
}

// compileInstalled makes the bytecode of what was installed, where the tool makes none, or makes it by times: in the final
// image nothing can be written, and every start would compile again. A file that does not compile, such as a template, is
// left as it is.
func compileInstalled(img *Image, tool string) {
	img.Install = append(img.Install, Step{
		Why:  "bytecode of what was installed, by the hash of its source, which " + tool + " does not make",
		Argv: []string{img.Venv + "/bin/python", "-c", "import compileall; compileall.compile_dir('" + img.Venv + "/lib', quiet=2, force=True, workers=0)"},
	})
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
		add("packages that "+p.manager.File+" does not declare", slices.Concat(p.gpu.pip, p.packages)...)
	}
	if p.server.add != "" {
		add(p.manager.File+" declares no server: this one is added, at a fixed version", p.server.add)
	}
}
