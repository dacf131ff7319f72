package detect

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// findParts notes which applications are parts of others: a file that another program of the same framework imports,
// or names as one of its pages, and an object that is given to the one around it.
func (f *Facts) findParts(s *search) {
	found := map[int]source.Evidence{}
	s.importedPrograms(f.Applications, found)
	s.namedParts(f.Applications, found)
	for i, at := range found {
		f.Applications[i].Signs = append(f.Applications[i].Signs, Sign{Kind: SignImported, Evidence: at})
	}
	f.noteFollowers()
	f.onlyServer()
	f.importsOfCommandFiles(s)
}

// maxImportRoots bounds for how many files the directory is asked that their imports are found from: that follows the
// imports of each.
const maxImportRoots = 20

// importsOfCommandFiles notes where the imports of a file that a command runs are found, for those that may be chosen.
func (f *Facts) importsOfCommandFiles(s *search) {
	asked := 0
	for i := range f.Applications {
		a := &f.Applications[i]
		command := a.Attr == "" && strings.HasSuffix(a.File, ".py") && slices.Contains(a.Command, a.File) && a.Command[0] != "python"
		passed := slices.ContainsFunc(a.Signs, func(sign Sign) bool {
			return sign.Kind == SignImported || sign.Kind == SignFollows || sign.Kind == SignAside
		})
		if !command || passed || asked == maxImportRoots {
			continue
		}
		asked++
		if root, _ := s.importName(a.File); root != path.Dir(a.File) {
			a.Imports = root
		}
	}
}

// noteFollowers notes, where a file shows that it is the first of its program, that the other files of its framework
// are not. What stands beside a file says more than a call that the others might make, too.
func (f *Facts) noteFollowers() {
	rank := func(a Application) int {
		i := slices.IndexFunc(a.Signs, func(sign Sign) bool { return sign.Kind == SignLeads })
		switch {
		case i < 0 || aside(a.File):
			return 0
		case a.Signs[i].Evidence.Line > 0:
			return 1
		}
		return 2
	}
	first := map[string]Application{}
	for _, a := range f.Applications {
		if best, ok := first[a.Framework]; rank(a) > 0 && (!ok || rank(a) > rank(best)) {
			first[a.Framework] = a
		}
	}
	for i := range f.Applications {
		a := &f.Applications[i]
		if best, ok := first[a.Framework]; ok && a.Attr == "" && rank(*a) < rank(best) {
			at := source.At(best.File, 0, "")
			a.Signs = append(a.Signs, Sign{Kind: SignFollows, Evidence: at})
		}
	}
}

// maxPartSteps bounds the imports that are followed for all programs together.
const maxPartSteps = 1 << 20

// edge is an import of a file by another.
type edge struct {
	file string
	line int
}

// importedPrograms follows the imports of each program. One that another of its kind and framework reaches, and that
// does not reach it in turn, is a part of it.
func (s *search) importedPrograms(apps []Application, found map[int]source.Evidence) {
	programs := map[string][]int{}
	for i, a := range apps {
		if a.Attr == "" && !aside(a.File) {
			programs[a.File] = append(programs[a.File], i)
		}
	}
	if len(programs) < 2 {
		return
	}
	files, edges, steps := sortedKeys(programs), map[string][]edge{}, 0
	reached := map[string]map[string]edge{} // program -> other programs that it reaches, with the import that names them
	for _, file := range files {
		seen, others := map[string]bool{file: true}, map[string]edge{}
		queue := []string{file}
		for len(queue) > 0 && steps < maxPartSteps {
			next := queue[0]
			queue = queue[1:]
			for _, e := range s.importedFiles(next, edges) {
				steps++
				if seen[e.file] {
					continue
				}
				seen[e.file] = true
				queue = append(queue, e.file)
				if len(programs[e.file]) > 0 {
					others[e.file] = edge{next, e.line}
				}
			}
		}
		reached[file] = others
	}
	for _, file := range files {
		for _, other := range sortedKeys(reached[file]) {
			if _, back := reached[other][file]; back {
				continue
			}
			for _, i := range programs[other] {
				same := slices.ContainsFunc(programs[file], func(j int) bool {
					return apps[i].Kind == apps[j].Kind && apps[i].Framework == apps[j].Framework && apps[i].Origin != apps[j].Origin
				})
				if _, noted := found[i]; same && !noted {
					at := reached[file][other]
					found[i] = s.tree.At(at.file, at.line)
				}
			}
		}
	}
}

// importedFiles lists the files of the repository that a file imports, each once.
func (s *search) importedFiles(file string, edges map[string][]edge) []edge {
	if list, ok := edges[file]; ok {
		return list
	}
	edges[file] = nil
	m := s.module(file)
	if m == nil {
		return nil
	}
	var list []edge
	for _, imp := range imports(m.body) {
		to, _, ok := s.find(file, imp.name, imp.level)
		if ok && to != file && !slices.ContainsFunc(list, func(e edge) bool { return e.file == to }) {
			list = append(list, edge{to, imp.line})
		}
	}
	edges[file] = list
	return list
}

// namedParts notes the files and objects that a call makes parts of a program: st.Page("orders.py"),
// bentoml.depends(Embedder), Ingress.bind(model).
func (s *search) namedParts(apps []Application, found map[int]source.Evidence) {
	files := map[string][]int{}
	objects := map[string][]int{}
	for i, a := range apps {
		files[a.File] = append(files[a.File], i)
		objects[a.File+":"+a.Attr] = append(objects[a.File+":"+a.Attr], i)
	}
	note := func(indices []int, at source.Evidence) {
		for _, i := range indices {
			if _, noted := found[i]; !noted {
				found[i] = at
			}
		}
	}
	words := s.known.partWords()
	for _, file := range sortedKeys(files) {
		m := s.module(file)
		if m == nil || !s.usesParts(files[file], apps) || !slices.ContainsFunc(words, func(w []byte) bool { return bytes.Contains(s.text(file), w) }) {
			continue
		}
		s.eachCall(m, func(in scope, call *pysource.Expr) {
			if !s.takesParts(in, call) {
				return
			}
			for _, a := range call.Args {
				if text, ok := a.Str(); ok {
					if other := path.Join(path.Dir(file), text); other != file {
						note(files[other], s.tree.At(file, call.Line))
					}
					continue
				}
				if t, ok := s.resolve(in, a.Dotted()); ok && t.file != "" && t.name != "" {
					note(objects[t.file+":"+t.name], s.tree.At(file, call.Line))
				}
			}
		})
	}
}

// partWords lists the last parts of the names of functions and methods whose arguments are parts.
func (k *known) partWords() [][]byte {
	var words [][]byte
	for _, dotted := range sortedKeys(k.parts) {
		words = append(words, []byte(dotted[strings.LastIndexByte(dotted, '.')+1:]))
	}
	for _, dotted := range sortedKeys(k.wrapped) {
		for _, name := range k.wrapped[dotted].Methods {
			words = append(words, []byte("."+name+"("))
		}
	}
	return words
}

// usesParts reports whether one of the applications is of a framework that makes programs of parts.
func (s *search) usesParts(indices []int, apps []Application) bool {
	return slices.ContainsFunc(indices, func(i int) bool { return s.known.composed[apps[i].Framework] })
}

// takesParts reports whether the arguments of a call become parts of what it makes.
func (s *search) takesParts(in scope, call *pysource.Expr) bool {
	if t, ok := s.resolve(in, call.X.Dotted()); ok && t.file == "" && s.known.parts[t.external] {
		return true
	}
	if call.X.Kind != pysource.Attribute || len(s.known.methods[call.X.Name]) == 0 {
		return false
	}
	o := s.decoratedBy(in, call.X.X)
	return o != nil && slices.Contains(o.Methods, call.X.Name)
}

// onlyServer takes back what speaks against a program whose file is named like a test, test_server.py, where nothing
// else in the repository serves.
func (f *Facts) onlyServer() {
	for _, a := range f.Applications {
		if a.Kind == "web" && !aside(a.File) {
			return
		}
	}
	for i := range f.Applications {
		a := &f.Applications[i]
		if a.Kind == "web" && a.Attr == "" && !aside(path.Join(path.Dir(a.File), "program.py")) {
			a.Signs = slices.DeleteFunc(a.Signs, func(sign Sign) bool { return sign.Kind == SignAside })
		}
	}
}
