package detect

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Generated is a group of modules that the program imports, that are not in the repository, and that the compiler of
// protocol buffers makes from files that are.
type Generated struct {
	Protos  []string `json:"protos"`  // relative to the repository
	Include string   `json:"include"` // directory that the files are named from
	Out     string   `json:"out"`     // directory that the modules are imported from
	// Misplaced is set where the modules could not import each other there.
	Misplaced bool            `json:"misplaced,omitempty"`
	Evidence  source.Evidence `json:"evidence"` // the first import
}

// Bounds of what is read of a repository's .proto files.
const (
	maxProtos     = 500
	maxProtoBytes = 1 << 20
)

// findGenerated looks for imports of NAME_pb2 and NAME_pb2_grpc without such a file, where there is a NAME.proto.
func (f *Facts) findGenerated(p *program) {
	protos := map[string][]string{}
	for _, file := range p.tree.Files() {
		if strings.HasSuffix(file, ".proto") && plainPathName(file) {
			protos[stemOf(file)] = append(protos[stemOf(file)], file)
		}
	}
	if len(protos) == 0 {
		return
	}
	seen := map[string]bool{}
	for _, file := range p.files {
		if aside(file) && aside(path.Join(path.Dir(file), "program.py")) || !bytes.Contains(p.text(file), []byte("_pb2")) || p.module(file) == nil {
			continue
		}
		for _, imp := range p.module(file).imported() {
			key := imp.name
			if imp.level > 0 {
				key = path.Join(path.Dir(file), strings.Repeat("../", imp.level), imp.name)
			}
			if strings.Contains(imp.name, "_pb2") && !seen[key] {
				seen[key] = true
				f.generatedBy(p, file, imp, protos)
			}
		}
	}
}

// generatedBy notes the file that one import asks for.
func (f *Facts) generatedBy(p *program, file string, imp imported, protos map[string][]string) {
	parts := strings.Split(imp.name, ".")
	i := slices.IndexFunc(parts, func(s string) bool { return strings.HasSuffix(s, "_pb2") || strings.HasSuffix(s, "_pb2_grpc") })
	if i < 0 {
		return
	}
	parts = parts[:i+1]
	stem := strings.TrimSuffix(strings.TrimSuffix(parts[i], "_grpc"), "_pb2")
	for _, dir := range p.searchPath(file, imp.level) {
		if _, ok := p.moduleFile(dir, parts); ok {
			return
		}
	}
	if len(protos[stem]) == 0 {
		return
	}
	root, dirs := p.generatedRoot(file, imp.level, parts), parts[:i]
	if imp.level > 0 {
		from := p.searchPath(file, imp.level)[0]
		if rel := strings.TrimPrefix(from, root+"/"); root != "." && rel != from || root == "." && from != "." {
			dirs = append(strings.Split(rel, "/"), dirs...)
		}
	}
	g, ok := placeGenerated(protos[stem], root, path.Join(dirs...))
	if !ok {
		return
	}
	g.Evidence = p.tree.At(file, imp.line)
	f.addGenerated(p, g)
}

// generatedRoot gives the directory that a file's imports are found from: the one that holds the first package of the
// name; the imports of all files are only asked where that does not tell.
func (p *program) generatedRoot(file string, level int, parts []string) string {
	if level == 0 && len(parts) > 1 {
		for _, dir := range p.searchPath(file, 0) {
			if p.tree.HasDir(path.Join(dir, parts[0])) {
				return dir
			}
		}
	}
	root, _ := p.importName(file)
	return root
}

// placeGenerated decides from which directory a .proto file is named, so that its modules land in the package that
// they are imported from, and import each other by that name.
func placeGenerated(candidates []string, root, pkg string) (Generated, bool) {
	for _, file := range candidates {
		dir := path.Dir(file)
		if pkg == "" || dir == pkg || strings.HasSuffix(dir, "/"+pkg) {
			include := dir
			if pkg != "" {
				include = path.Join(".", strings.TrimSuffix(strings.TrimSuffix(dir, pkg), "/"))
			}
			if pkg != "" || len(candidates) == 1 {
				return Generated{Protos: []string{file}, Include: include, Out: root}, true
			}
		}
	}
	if len(candidates) == 0 {
		return Generated{}, false
	}
	return Generated{Protos: candidates[:1], Include: path.Dir(candidates[0]), Out: path.Join(root, pkg), Misplaced: true}, true
}

// addGenerated adds a file to the group of its directories, and the files that it imports.
func (f *Facts) addGenerated(p *program, g Generated) {
	i := slices.IndexFunc(f.Generated, func(have Generated) bool {
		return have.Include == g.Include && have.Out == g.Out && have.Misplaced == g.Misplaced
	})
	if i < 0 {
		f.Generated = append(f.Generated, Generated{Protos: []string{}, Include: g.Include, Out: g.Out, Misplaced: g.Misplaced, Evidence: g.Evidence})
		i = len(f.Generated) - 1
	}
	queue := g.Protos
	for len(queue) > 0 && len(f.Generated[i].Protos) < maxProtos {
		file := queue[0]
		queue = queue[1:]
		if slices.Contains(f.Generated[i].Protos, file) {
			continue
		}
		f.Generated[i].Protos = append(f.Generated[i].Protos, file)
		text, err := p.tree.Text(file)
		if err != nil || len(text) > maxProtoBytes {
			continue
		}
		for _, m := range protoImport.FindAllStringSubmatch(text, -1) {
			other := path.Join(g.Include, m[1])
			made := path.Join(g.Out, strings.TrimSuffix(m[1], ".proto")+"_pb2.py")
			if p.tree.Has(other) && !p.tree.Has(made) && plainPathName(other) {
				queue = append(queue, other)
			}
		}
	}
	slices.Sort(f.Generated[i].Protos)
}

var protoImport = regexp.MustCompile(`(?m)^\s*import\s+(?:public\s+|weak\s+)?"([^"]+\.proto)"\s*;`)

func stemOf(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }

// plainPathName reports whether a path can be an argument of a command without being taken for an option or a pattern.
func plainPathName(file string) bool {
	return plainFile.MatchString(file)
}

var plainFile = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_./-]*$`)
