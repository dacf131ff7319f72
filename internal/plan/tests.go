package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// Tests is the stage that runs the tests. Nothing of it is in the final image.
type Tests struct {
	Remove    []string `json:"remove"`           // takes the tests out of the source that the other stages get
	Copies    []Copy   `json:"dependency_files"` // that Install needs, and that stand among the tests
	Install   []Step   `json:"install"`          // what the tests need
	Env       []EnvVar `json:"environment"`
	Directory string   `json:"directory"` // where they are started, absolute
	Command   []string `json:"command"`
}

// chooseTests makes a stage of its own for the tests, where it is certain how they are installed and started.
func (p *planner) chooseTests(img *Image) error {
	o := p.options.Tests
	d := Decision{Topic: "tests", Choice: "none", Override: "--tests", Evidence: []source.Evidence{}}
	switch {
	case o.Set() && o.Value == "no":
		p.chosen("tests", "none", "--tests", o)
		return nil
	case o.Set() && o.Value != "auto":
		return &Invalid{Text: fmt.Sprintf("%s: %q is not auto or no", o.Origin.Name, source.Printable(o.Value)), Hint: "--tests auto"}
	case len(p.facts.Tests.Files) == 0:
		return nil
	}
	d.Evidence = append(d.Evidence, p.facts.Tests.Files[0])
	steps, at, why := p.testSteps()
	switch {
	case why != "":
		d.Reason = "there are tests, and no stage runs them: " + why
	case len(p.keptTests()) > 0:
		d.Reason = "there are tests, and no stage runs them: the program itself needs files that are called tests"
	case len(p.manager.LocalDirs) > 0:
		d.Reason = "there are tests, and no stage runs them: directories of the repository are installed, and their tests with them"
	default:
		d.Choice, d.Evidence = "python -m pytest", append([]source.Evidence{at}, d.Evidence...)
		d.Reason = "a stage of its own runs them, docker build --target test; what they need and they themselves are in no other. No network service is there"
		img.Tests = p.testStage(img, steps)
	}
	p.decide(d)
	return nil
}

// testStage puts the stage together.
func (p *planner) testStage(img *Image, steps []Step) *Tests {
	find := []string{"find", ".", "("}
	for i, name := range testNames {
		if i > 0 {
			find = append(find, "-o")
		}
		find = append(find, "-name", name)
	}
	t := &Tests{
		Remove: append(find, ")", "-prune", "-exec", "rm", "-rf", "{}", "+"), Copies: []Copy{}, Install: steps,
		Env: []EnvVar{{Name: "HOME", Value: "/tmp"}}, Directory: img.Root, Command: []string{"python", "-m", "pytest"},
	}
	for _, m := range p.facts.Managers {
		if m.Role == detect.RoleDevelopment && len(steps) > 0 && slices.Contains(steps[0].Argv, m.File) {
			t.Copies = append(t.Copies, copies(slices.DeleteFunc(slices.Clone(m.Files), func(file string) bool { return !amongTests(file) }), nil)...)
		}
	}
	dir := p.main().WorkingDir
	outside := slices.ContainsFunc(p.facts.Tests.Files, func(e source.Evidence) bool { return !strings.HasPrefix(e.File, dir+"/") })
	switch {
	case dir == "":
	case outside: // they find the program as it finds itself
		t.Env = append(t.Env, EnvVar{Name: "PYTHONPATH", Value: path.Join(img.Root, dir)})
	default:
		t.Directory = path.Join(img.Root, dir)
	}
	return t
}

// testSteps installs what the tests need by the package manager's own way; why says why not.
func (p *planner) testSteps() (steps []Step, at source.Evidence, why string) {
	const reason = "what the tests need, which no other stage has"
	if listed := p.facts.Package("pytest"); listed != nil {
		return []Step{}, listed.Evidence, ""
	}
	need := func(kinds ...detect.TestNeedKind) *detect.TestNeed {
		var best *detect.TestNeed
		for i, n := range p.facts.Tests.Asked {
			if slices.Contains(kinds, n.Kind) && (best == nil || testNeedRank(n) < testNeedRank(*best)) {
				best = &p.facts.Tests.Asked[i]
			}
		}
		return best
	}
	var n *detect.TestNeed
	var argv []string
	cache := pipCache
	switch p.manager.Format {
	case detect.UVLock:
		if n = need(detect.TestGroup, detect.TestExtra); n == nil {
			break
		}
		cache, argv = uvCache, []string{"uv", "sync", "--locked", "--inexact", "--no-install-project"}
		for _, g := range p.manager.Groups {
			argv = append(argv, "--group", g.Name)
		}
		for _, e := range p.extras {
			argv = append(argv, "--extra", e)
		}
		argv = append(argv, "--"+string(n.Kind), n.Name)
	case detect.ProjectTable:
		if n = need(detect.TestGroup, detect.TestExtra); n == nil {
			break
		}
		cache, argv = uvCache, uvPip("install", "--group", n.Name)
		if n.Kind == detect.TestExtra {
			argv = uvPip("install", "--requirement", p.manager.File, "--extra", n.Name)
		}
	case detect.Requirements:
		if n = need(detect.TestList); n == nil {
			break
		}
		argv = p.pip("install", "--requirement", n.Name)
		if p.install == modeLocked {
			cache, argv = uvCache, uvPip("install", "--requirement", n.Name)
		}
	case detect.PoetryLock, detect.PoetryTable:
		if n = need(detect.TestGroup); n == nil {
			break
		}
		cache, argv = "/root/.cache/pypoetry", []string{"/opt/poetry/bin/poetry", "install", "--no-root", "--with", n.Name}
		for _, e := range p.extras {
			argv = append(argv, "--extras", e)
		}
	case detect.PDMLock:
		if n = need(detect.TestGroup, detect.TestExtra); n == nil {
			break
		}
		cache, argv = "/root/.cache/pdm", []string{"/opt/pdm/bin/pdm", "sync", "--no-self", "--no-editable", "--group", n.Name}
	default:
		return nil, at, fmt.Sprintf("how %s installs what they need is not known", p.manager.Name)
	}
	if n == nil {
		return nil, at, "nothing that is declared installs pytest"
	}
	return []Step{p.fetches(reason, cache, argv...)}, n.Evidence, ""
}

// testNeedRank puts what is named for tests before what is for development, and the plainest name first.
func testNeedRank(n detect.TestNeed) int {
	rank := len(n.Name)
	if !strings.Contains(n.Name, "test") {
		rank += maxNamedNeed
	}
	return rank
}

// maxNamedNeed is longer than the names of groups and lists are.
const maxNamedNeed = 1000

// amongTests reports whether a file goes where the tests are taken out of the source.
func amongTests(file string) bool {
	return slices.ContainsFunc(strings.Split(file, "/"), func(part string) bool {
		return slices.ContainsFunc(testNames, func(name string) bool { ok, _ := path.Match(name, part); return ok })
	})
}
