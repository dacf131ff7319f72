package detect

import (
	"path"
	"regexp"
	"slices"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// spiderName is a name that a command line can hold as it is.
var spiderName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*$`)

// findSpiders adds the spiders of Scrapy's projects, which `scrapy crawl NAME` runs from the directory of scrapy.cfg.
// Source: https://docs.scrapy.org/en/latest/topics/commands.html
func (f *Facts) findSpiders(s *search) {
	var roots []string
	for _, file := range s.tree.Files() {
		if path.Base(file) == "scrapy.cfg" && !aside(file) {
			roots = append(roots, path.Dir(file))
		}
	}
	for _, root := range roots {
		for _, file := range s.files {
			if aside(file) || root != "." && !within(file, []string{root}) || !s.importsAny(file, []string{"scrapy"}) {
				continue
			}
			for _, st := range topDefs(s.module(file).body) {
				if name := s.spider(file, st); name != "" {
					at := s.tree.At(file, st.Line)
					f.Applications = append(f.Applications, Application{
						Framework: "scrapy", Kind: "job", Interface: "none", File: file, Root: root, Origin: at.String(), Evidence: at,
						Target: "scrapy:" + name, Command: []string{"scrapy", "crawl", name},
					})
				}
			}
		}
	}
}

// spider gives the name of a spider's class, "" for another class.
func (s *search) spider(file string, class *pysource.Stmt) string {
	if class.Kind != pysource.ClassDef || s.baseRow(scope{file: file}, class) == nil {
		return ""
	}
	i := slices.IndexFunc(class.Body, func(st *pysource.Stmt) bool {
		return st.Kind == pysource.Assign && len(st.Targets) == 1 && st.Targets[0].Dotted() == "name"
	})
	if i < 0 {
		return ""
	}
	if name, ok := class.Body[i].Value.Str(); ok && spiderName.MatchString(name) {
		return name
	}
	return ""
}
