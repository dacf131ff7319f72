package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// toolFiles are run by who works on the program, and import what it does not need.
var toolFiles = []string{
	"setup.py", "noxfile.py", "toxfile.py", "fabfile.py", "locustfile.py", "dodo.py", "conf.py", "hatch_build.py", "build.py", "versioneer.py",
	"ez_setup.py", "release.py", "pavement.py", "bootstrap.py", "debug.py",
}

// toolDirs hold what does not run with the program, beside what aside knows.
var toolDirs = []string{
	"ansible", "archive", "bin", "build", "ci", "contrib", "deploy", "deployment", "deployments", "dev", "devtools", "e2e", "experiments", "functional_tests",
	"hack", "hooks", "infra", "infrastructure", "integration", "jupyter", "loadtest", "loadtests", "load_test", "load_tests", "locust", "locust_tests", "notebooks",
	"old", "legacy", "perf", "performance", "playground", "research", "sandbox", "script", "stubs", "terraform", "test_utils", "third_party", "thirdparty",
	"tool", "training", "typings", "unittests", "utils_dev", "vendor", "vendored", "_vendor",
}

// projectFiles declare what the directory in which they stand needs.
var projectFiles = []string{
	"requirements.txt", "pyproject.toml", "setup.py", "uv.lock", "poetry.lock", "Pipfile", "environment.yml", "environment.yaml", "pixi.toml", "pdm.lock",
	"requirements.in",
}

// otherProjects lists the directories below the root that declare what they need themselves, and that what is installed
// at the root does not include.
func otherProjects(f *Facts, tree *source.Tree) []string {
	var dirs []string
	for _, file := range tree.Files() {
		dir := path.Dir(file)
		if dir == "." || !slices.Contains(projectFiles, path.Base(file)) && !strings.HasPrefix(path.Base(file), "requirements") {
			continue
		}
		if path.Base(file) == "setup.py" && tree.Has(path.Join(dir, "__init__.py")) { // a module of a package
			continue
		}
		if strings.HasPrefix(path.Base(file), "requirements") && path.Ext(file) != ".txt" && path.Ext(file) != ".in" {
			continue
		}
		included := slices.ContainsFunc(f.Managers, func(m Manager) bool {
			return m.Name != "uv" && slices.Contains(m.LocalDirs, dir) || // the members of uv's workspace are not all installed
				slices.Contains(m.PackageDirs, dir) ||
				slices.ContainsFunc(m.Files, func(name string) bool { return path.Dir(name) == dir })
		})
		if !included && !slices.Contains(dirs, dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

// ofProgram reports whether a file runs with the program, so far as its place tells.
func (s *importSearch) ofProgram(file string) bool {
	if aside(file) || slices.Contains(toolFiles, path.Base(file)) {
		return false
	}
	for part := range strings.SplitSeq(path.Dir(file), "/") {
		lower := strings.ToLower(part)
		if slices.Contains(toolDirs, lower) || strings.HasPrefix(lower, "test_") || strings.HasSuffix(lower, "_test") || strings.HasSuffix(lower, "_tests") ||
			strings.HasSuffix(lower, "-tests") || strings.HasPrefix(lower, "tests") {
			return false
		}
	}
	return !within(file, s.projects)
}

// within reports whether a file stands below one of the directories.
func within(file string, dirs []string) bool {
	return slices.ContainsFunc(dirs, func(dir string) bool { return strings.HasPrefix(file, dir+"/") })
}

// localNames lists what modules of the repository can be called: by a directory or a file of any language that Python
// imports, wherever it stands, since the search path is not known; and by what is generated or left out.
func localNames(tree *source.Tree) map[string]bool {
	names := map[string]bool{}
	for _, file := range tree.Files() {
		switch path.Ext(file) {
		case ".py", ".pyx", ".pyi", ".so", ".ipynb":
			first, _, _ := strings.Cut(path.Base(file), ".")
			names[first] = true
			for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
				names[path.Base(dir)] = true
			}
		case ".proto":
			first := strings.TrimSuffix(path.Base(file), ".proto")
			names[first+"_pb2"], names[first+"_pb2_grpc"] = true, true
		}
		if path.Base(file) == ".gitmodules" {
			submodules(tree, file, names)
		}
	}
	for _, skip := range tree.Skipped {
		first, _, _ := strings.Cut(path.Base(skip.Path), ".")
		names[first] = true
	}
	return names
}

func submodules(tree *source.Tree, file string, names map[string]bool) {
	text, err := tree.Text(file)
	if err != nil {
		return
	}
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(line, "=")
		if strings.TrimSpace(key) == "path" {
			names[path.Base(strings.TrimSpace(value))] = true
		}
	}
}
