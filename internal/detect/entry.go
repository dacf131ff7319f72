package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// serverFiles are named for the server's side of an interface: they exist so that a server can name them.
var serverFiles = []string{"wsgi.py", "asgi.py"}

// entryFiles are the names that people give to the file that starts a program.
var entryFiles = []string{
	"wsgi.py", "asgi.py", "main.py", "app.py", "application.py", "server.py", "run.py", "index.py", "api.py", "serve.py",
	"bot.py", "consumer.py", "scheduler.py", "start.py", "worker.py",
}

func base(file string) string { return path.Base(file) }

func isEntryName(file string) bool {
	return slices.Contains(entryFiles, path.Base(file)) || path.Base(file) == "__init__.py" && path.Dir(file) != "." ||
		!strings.Contains(file, "/") && !isTestName(file)
}

// isTestName recognises the files that pytest and unittest collect.
func isTestName(file string) bool {
	name := path.Base(file)
	return strings.HasPrefix(name, "test_") || strings.HasSuffix(name, "_test.py") || name == "conftest.py" || name == "tests.py"
}

// asideDirs hold what belongs to a project without being its program.
var asideDirs = []string{
	"tests", "test", "testing", "docs", "doc", "examples", "example", "samples", "sample", "demo", "demos",
	"benchmarks", "benchmark", "scripts", "tools", "fixtures", "tutorials", "templates", "cookbook",
}

// aside reports whether a file stands among tests, examples or documentation.
func aside(file string) bool {
	if isTestName(file) {
		return true
	}
	for part := range strings.SplitSeq(path.Dir(file), "/") {
		template := strings.Contains(part, "{{cookiecutter") || strings.Contains(part, "{{ cookiecutter") || strings.Contains(part, "{%")
		if slices.Contains(asideDirs, strings.ToLower(part)) || strings.HasPrefix(part, ".") && part != "." || template {
			return true
		}
	}
	return false
}

// importName gives the directory that a file is imported from, and its module name from there.
//
// Python does not say it: the directory is where the program is started. It is told by the file's own imports, and
// those of the files that it imports: the directory from which most of them are found. Where they say nothing, it is
// src for a file in a package below src, else the root of the repository.
func (p *program) importName(file string) (root, module string) {
	root, ok := p.roots[file]
	if !ok {
		root = p.importRoot(file)
		p.roots[file] = root
	}
	rel := file
	if root != "." {
		rel = strings.TrimPrefix(file, root+"/")
	}
	rel = strings.TrimSuffix(strings.TrimSuffix(rel, ".py"), "/__init__")
	return root, strings.ReplaceAll(rel, "/", ".")
}

// maxFollowed bounds how many files' imports are asked for the root of one.
const maxFollowed = 200

func (p *program) importRoot(file string) string {
	candidates := p.candidateRoots(file)
	if len(candidates) == 1 {
		return candidates[0]
	}
	score := map[string]int{}
	seen := map[string]bool{file: true}
	queue := []string{file}
	for len(queue) > 0 && len(seen) < maxFollowed {
		next := queue[0]
		queue = queue[1:]
		m := p.module(next)
		if m == nil {
			continue
		}
		for _, imp := range imports(m.body) {
			if imp.level > 0 {
				candidates = p.tooDeep(candidates, file, next, imp.level)
			}
			for _, root := range candidates {
				if imp.level == 0 && p.provides(root, imp.name) && !p.hides(root, imp.name, next) {
					score[root]++
				}
			}
			if f, _, ok := p.find(next, imp.name, imp.level); ok && !seen[f] {
				seen[f] = true
				queue = append(queue, f)
			}
		}
	}
	if len(score) == 0 {
		p.askNeighbours(file, candidates, score)
	}
	best := candidates[0]
	for _, root := range candidates[1:] {
		if score[root] > score[best] || score[root] == score[best] && root == "src" {
			best = root
		}
	}
	return best
}

// maxNeighbours bounds the files that are asked where the file itself says nothing.
const maxNeighbours = 20

// askNeighbours counts the imports of the files beside a file that imports nothing of the repository: they are
// started from the same directory.
func (p *program) askNeighbours(file string, candidates []string, score map[string]int) {
	asked := 0
	for _, other := range p.tree.Dir(path.Dir(file)) {
		if asked == maxNeighbours || other == file || !strings.HasSuffix(other, ".py") || isTestName(other) {
			continue
		}
		asked++
		m := p.module(other)
		if m == nil {
			continue
		}
		for _, imp := range imports(m.body) {
			for _, root := range candidates {
				if imp.level == 0 && p.provides(root, imp.name) && !p.hides(root, imp.name, other) {
					score[root]++
				}
			}
		}
	}
}

// candidateRoots lists the directories above a file, the root of the repository first. A package's own directory
// cannot be where its __init__.py is imported from, and src is not one where the file stands directly in it: both
// src.main and main are possible then, and the order decides.
func (p *program) candidateRoots(file string) []string {
	dir := path.Dir(file)
	if path.Base(file) == "__init__.py" {
		dir = path.Dir(dir)
	}
	candidates := []string{"."}
	if dir == "." {
		return candidates
	}
	parts := strings.Split(dir, "/")
	for i := range parts {
		candidates = append(candidates, strings.Join(parts[:i+1], "/"))
	}
	candidates = slices.DeleteFunc(candidates, func(c string) bool { return !validPackages(c, file) })
	if len(candidates) == 0 {
		return []string{dir}
	}
	return candidates
}

// validPackages reports whether every directory between the root and the file can be the name of a package.
func validPackages(root, file string) bool {
	rel := file
	if root != "." {
		rel = strings.TrimPrefix(file, root+"/")
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(rel, ".py"), "/") {
		if !isIdentifier(part) {
			return root == path.Dir(file) // started by its path, perhaps; there is no better one
		}
	}
	return true
}

// tooDeep drops the roots from which a relative import of that level would lead above the top package.
func (p *program) tooDeep(candidates []string, file, importer string, level int) []string {
	dir := path.Dir(importer)
	for ; level > 1; level-- {
		dir = path.Dir(dir)
	}
	kept := slices.DeleteFunc(slices.Clone(candidates), func(root string) bool {
		return root == dir || strings.HasPrefix(root, dir+"/")
	})
	if len(kept) == 0 {
		return candidates
	}
	return kept
}

// hides reports whether a directory has a module of that name only by chance: it is the file that imports it, or the
// directory is a package and the name is a framework's. `from celery import Celery` in shop/celery.py means Celery.
func (p *program) hides(root, dotted, from string) bool {
	first, _, _ := strings.Cut(dotted, ".")
	return path.Join(root, first+".py") == from || p.outside[first] && root != "." && p.tree.Has(root+"/__init__.py")
}

// provides reports whether the first part of a dotted name is a module or package in the directory.
func (p *program) provides(root, dotted string) bool {
	first, _, _ := strings.Cut(dotted, ".")
	name := path.Join(root, first)
	return p.tree.Has(name+".py") || p.tree.HasDir(name) && p.holdsPython(name)
}

func (p *program) holdsPython(dir string) bool {
	i, _ := slices.BinarySearch(p.files, dir+"/")
	return i < len(p.files) && strings.HasPrefix(p.files[i], dir+"/")
}

// imported is one imported name.
type imported struct {
	name  string
	level int
	line  int
}

// imports lists what a file imports, wherever it stands, except under `if TYPE_CHECKING`.
func imports(body []*pysource.Stmt) []imported {
	var found []imported
	pysource.Inspect(body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		switch st.Kind {
		case pysource.Import:
			for _, a := range st.Names {
				found = append(found, imported{name: a.Name, line: st.Line})
			}
		case pysource.ImportFrom:
			for _, a := range st.Names {
				name := strings.TrimPrefix(st.Module+"."+a.Name, ".")
				found = append(found, imported{name: strings.TrimSuffix(name, ".*"), level: st.Level, line: st.Line})
			}
		}
		return true
	})
	return found
}

// isIdentifier reports whether the text can be a name in Python; names outside ASCII are left to a Question.
func isIdentifier(s string) bool {
	for i, r := range s {
		letter := r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
		if !letter && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}
