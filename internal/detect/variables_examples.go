package detect

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// exampleFile is the name of a file that shows which variables there are. The files that hold the values themselves,
// .env and .env.production, are not read.
var exampleFile = regexp.MustCompile(`(?i)^\.?(?:[\w-]+\.)?(?:dot)?env(?:[._-][\w.-]+)?[._-](?:example|sample|template|tmpl|tpl|dist|defaults?)$|^(?:example|sample|template|default)[._-](?:[\w-]+[._-])?env$`)

// variableLine is a line of such a file, commented out perhaps.
var variableLine = regexp.MustCompile(`^\s*(?:#\s?)?(?:export\s+)?([A-Z_][A-Z0-9_]*)\s*=`)

// deployedLine is a line of a deployment file that sets a variable: of compose, render.yaml, app.json, a Dockerfile.
var deployedLine = regexp.MustCompile(`^\s*(?:-\s+)?(?:key:\s*)?(?:ENV\s+)?["']?([A-Z_][A-Z0-9_]*)["']?\s*(?:[:=]|$)`)

// maxDocumented bounds the places that are kept of one variable, and the size of a file that is read for them.
const (
	maxDocumented     = 5
	maxDocumentedFile = 256 << 10
)

// documentVariables notes where files that document or set variables name those that are read, and lists those of the
// examples that nothing reads. Their values are not kept: they are nobody's, or somebody's own.
func (f *Facts) documentVariables(tree *source.Tree, projects []string, options Options) {
	for _, file := range tree.Files() {
		name := path.Base(file)
		example := exampleFile.MatchString(name)
		deployed := !options.IgnoreDeploymentFiles && isDeploymentFile(file)
		if !example && !deployed || aside(file) && !exampleDir(file) || within(file, projects) || tree.Has(path.Join(path.Dir(file), "package.json")) && path.Dir(file) != "." {
			continue
		}
		text, err := tree.Text(file)
		first, _, _ := strings.Cut(text, "\n")
		if err != nil || len(text) > maxDocumentedFile || deployed && strings.Contains(first, ownMark) {
			continue
		}
		pattern := deployedLine
		if example {
			pattern = variableLine
		}
		number := 0
		for line := range strings.SplitSeq(text, "\n") {
			number++
			if m := pattern.FindStringSubmatch(line[:min(len(line), maxNamed)]); m != nil && knowledge.ValidVariable(m[1]) {
				f.document(m[1], example, source.At(file, number, m[1]))
			}
		}
	}
}

// exampleDir reports whether a file stands aside by a dot alone: .envs/.local.example.
func exampleDir(file string) bool {
	return !slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(part string) bool { return slices.Contains(asideDirs, strings.ToLower(part)) })
}

func (f *Facts) document(name string, example bool, at source.Evidence) {
	i, known := slices.BinarySearchFunc(f.Variables, name, func(v Variable, name string) int { return strings.Compare(v.Name, name) })
	if !known {
		if !example || len(f.Variables) >= maxVariables {
			return
		}
		f.Variables = slices.Insert(f.Variables, i, Variable{Name: name, Reads: []VariableRead{}})
	}
	v := &f.Variables[i]
	if len(v.Documented) < maxDocumented && !slices.ContainsFunc(v.Documented, func(e source.Evidence) bool { return e.File == at.File }) {
		v.Documented = append(v.Documented, at)
	}
}
