package detect

import (
	"bytes"
	"path"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// findServerConfigs lists the configuration files that a server reads from the directory that it is started in.
func (f *Facts) findServerConfigs(tree *source.Tree, tables *knowledge.Tables) {
	for _, file := range tree.Files() {
		for _, s := range tables.Servers {
			if s.ConfigFile != "" && path.Base(file) == s.ConfigFile {
				f.Configs = append(f.Configs, Config{Server: s.Name, File: file, Evidence: source.At(file, 0, "")})
			}
		}
	}
}

// manifests is the directory of the service that pykube writes manifests to.
const manifests = "k8s"

// findTestImports lists what looks like tests, or stands beside manifests, and is imported by the program: it cannot be
// left out of the image.
func (f *Facts) findTestImports(p *program) {
	tests := map[string]string{} // file -> what would be left out with it
	for _, file := range p.files {
		if isTestName(file) {
			tests[file] = file
		}
		for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
			if name := path.Base(dir); name == "tests" || name == "test" || dir == manifests {
				tests[file] = dir
			}
		}
	}
	seen := map[string]bool{}
	for _, file := range p.files {
		if len(tests) == 0 || aside(file) || !bytes.Contains(p.text(file), []byte("test")) && !bytes.Contains(p.text(file), []byte(manifests)) {
			continue
		}
		m := p.module(file)
		if m == nil {
			continue
		}
		for _, imp := range imports(m.body) {
			made, _, ok := p.find(file, imp.name, imp.level)
			if left := tests[made]; ok && left != "" && !seen[left] {
				seen[left] = true
				f.TestImports = append(f.TestImports, TestImport{Path: left, Evidence: p.tree.At(file, imp.line)})
			}
		}
	}
}
