package detect

import (
	"maps"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/detect/shell"
	"github.com/pykube/pykube/internal/source"
)

// launch is the place in which a command runs, and what leads to it.
type launch struct {
	source, file, role string
	dev, weak, branch  bool
	schedule           string
	kind               string // of what the tables say nothing
	image              *builtImage
	cwd                string            // in the image an absolute path; else a directory of the repository
	env                map[string]string // what has a value in it
	given              []CommandVariable // what the file itself gives
	args               []string          // of the script that is read
	left               []string
	via                []source.Evidence
	depth              int
}

// startIn makes the commands run in a stage of an image, whose variables they have beside their own.
func (l *launch) startIn(image *builtImage, stage *imageStage) {
	env := map[string]string{}
	maps.Copy(env, stage.env)
	maps.Copy(env, l.env)
	l.image, l.cwd, l.env = image, stage.workdir, env
}

// deeper is the launch for what a command leads to.
func (l launch) deeper(at source.Evidence) launch {
	l.depth++
	l.via = append(l.via[:len(l.via):len(l.via)], at)
	return l
}

// with gives the launch a variable.
func (l launch) with(name, value string) launch {
	l.env = maps.Clone(l.env)
	if l.env == nil {
		l.env = map[string]string{}
	}
	l.env[name] = value
	l.given = append(l.given[:len(l.given):len(l.given)], CommandVariable{Name: name, Value: value})
	return l
}

// maxGiven bounds the variables of a launch.
const maxGiven = 200

// withAll gives it variables from a file, as far as their names can be ones.
func (l launch) withAll(variables []CommandVariable) launch {
	for _, v := range variables {
		if isIdentifier(v.Name) && len(v.Value) <= shell.MaxExpanded && len(l.given) < maxGiven {
			l = l.with(v.Name, v.Value)
		}
	}
	return l
}

// script reads lines of the shell that stand in a file from a line on.
func (s *commandSearch) script(l launch, file, text string, line int) {
	if l.depth > maxCommandDepth {
		return
	}
	steps, variables := shell.Script(text, line, l.env, l.args)
	at := func(line int) source.Evidence { return s.tree.At(file, line) }
	s.steps(l, steps, variables, file, at)
}

// steps follows the commands of a script.
func (s *commandSearch) steps(l launch, steps []shell.Step, variables map[string]string, file string, at func(line int) source.Evidence) {
	l.env = variables
	for _, step := range steps {
		if s.work++; s.work > maxCommandWork {
			return
		}
		words := step.Words
		if words[0] == "cd" || words[0] == "pushd" {
			if len(words) > 1 && !step.Branch {
				l.cwd = s.changed(l, words[1], file)
			}
			continue
		}
		inner := l
		inner.branch = l.branch || step.Branch
		if step.Case != "" && step.Never && l.source != "dockerfile" { // what starts the script says which one is taken
			continue
		}
		switch {
		case step.Case == "" || !plainRole(step.Case) || len(commandWords(step.Case)) == 0:
		case slices.Contains(environments, step.Case) || slices.Contains(developersEnvironments, step.Case):
			inner.dev = inner.dev || slices.Contains(developersEnvironments, step.Case)
		default:
			inner.role = step.Case
			inner.dev = inner.dev || packaging.DevelopmentName(step.Case)
		}
		inner.dev = inner.dev || developersBranch(step.Conditions)
		s.words(inner, words, at(step.Line))
	}
}

// plainRole reports whether a word can be the name of a process.
func plainRole(name string) bool {
	return name != "" && len(name) <= 60 && strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == ""
}

// The names that people give to the environments that a program runs in, and to those of developers.
var (
	environments           = []string{"live", "prod", "production", "staging"}
	developersEnvironments = []string{"debug", "dev", "develop", "development", "local", "test", "testing"}
)

// developersBranch reports whether the conditions around a command say that it is for developers: it stands where the
// environment is one of theirs, or where it is not production.
func developersBranch(conditions []string) bool {
	negated := false
	for _, word := range conditions {
		word = strings.ToLower(strings.Trim(word, `"'`))
		switch {
		case word == "!" || word == "!=" || word == "-z":
			negated = !negated
		case strings.Contains(word, "$") || strings.HasPrefix(word, "/") || strings.Contains(word, "."):
		case slices.Contains(environments, word):
			return negated
		case slices.Contains(developersEnvironments, word):
			return !negated
		}
	}
	return false
}
