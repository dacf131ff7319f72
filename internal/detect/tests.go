package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// Tests is what tests the program.
type Tests struct {
	Files []source.Evidence `json:"files"` // the first ones
	Asked []TestNeed        `json:"asked"` // where the dependency files ask for pytest, beside what is installed for production
}

// TestNeed is a part of the dependency files that asks for pytest.
type TestNeed struct {
	Kind     TestNeedKind    `json:"kind"`
	Name     string          `json:"name"`
	Evidence source.Evidence `json:"evidence"`
}

// TestNeedKind says what a TestNeed is.
type TestNeedKind string

// The kinds of TestNeed.
const (
	TestGroup TestNeedKind = "group" // PEP 735, or of Poetry
	TestExtra TestNeedKind = "extra"
	TestList  TestNeedKind = "list" // a file of requirements
)

// maxTestFiles bounds the files that are named.
const maxTestFiles = 20

// findTestFiles lists files that pytest takes for tests.
func (f *Facts) findTestFiles(tree *source.Tree) {
	for _, file := range tree.Files() {
		name := path.Base(file)
		if strings.HasSuffix(name, ".py") && (strings.HasPrefix(name, "test_") || strings.HasSuffix(name, "_test.py")) && len(f.Tests.Files) < maxTestFiles {
			f.Tests.Files = append(f.Tests.Files, source.At(file, 0, ""))
		}
	}
}

// testNeeds notes which groups, extras and lists ask for pytest.
func (r *reading) testNeeds() {
	note := func(kind TestNeedKind, name string, at source.Evidence) {
		r.facts.Tests.Asked = append(r.facts.Tests.Asked, TestNeed{Kind: kind, Name: name, Evidence: at})
	}
	fromPyProject := func(kind TestNeedKind, all map[string][]packaging.Requirement) {
		for _, name := range sortedKeys(all) {
			if i := slices.IndexFunc(all[name], func(q packaging.Requirement) bool { return q.Name == "pytest" }); i >= 0 {
				note(kind, name, all[name][i].Evidence)
			}
		}
	}
	if r.project != nil {
		fromPyProject(TestGroup, r.project.Groups)
		fromPyProject(TestExtra, r.project.Optional)
	}
	if poetry, err := packaging.ReadPoetry(r.tree); err == nil && poetry != nil {
		for _, name := range sortedKeys(poetry.Groups) {
			group := poetry.Groups[name].Requirements
			known := slices.ContainsFunc(r.facts.Tests.Asked, func(n TestNeed) bool { return n.Kind == TestGroup && n.Name == name })
			if i := slices.IndexFunc(group, func(d packaging.PoetryDependency) bool { return d.Name == "pytest" }); i >= 0 && !known {
				note(TestGroup, name, group[i].Evidence)
			}
		}
	}
	for _, m := range r.facts.Managers {
		i := slices.IndexFunc(m.Packages, func(p Package) bool { return p.Name == "pytest" })
		if i >= 0 && m.Format == Requirements && m.Role == RoleDevelopment {
			note(TestList, m.File, m.Packages[i].Evidence)
		}
	}
}
