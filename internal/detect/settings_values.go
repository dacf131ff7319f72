package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// djangoSettings gives the file of the settings that the project uses, "" where there is none.
func djangoSettings(f *Facts, p *program) string {
	if f.Django == nil || f.Django.Settings == "" {
		return ""
	}
	var roots []string
	if f.Django.Manage != "" {
		roots = append(roots, path.Dir(f.Django.Manage))
	}
	for _, app := range f.Applications {
		if app.Framework == "django" {
			roots = append(roots, app.Root)
		}
	}
	for _, root := range append(roots, ".", "src") {
		if file, ok := p.moduleFile(root, strings.Split(f.Django.Settings, ".")); ok {
			return file
		}
	}
	return ""
}

// said of a setting: each value that it is given, in the files that the settings take all names from.
type settingValue struct {
	value  *pysource.Expr
	target *pysource.Expr
	at     spot
	line   int
	// conditional is set where it stands under an if, or in its else.
	conditional bool
	parents     []*pysource.Stmt
}

// maxTakenFrom bounds the files that settings are put together from.
const maxTakenFrom = 20

// settingsFiles lists the file of the settings and those that it takes all names from, the last first.
func (b *behaviourSearch) settingsFiles() []string {
	files := []string{b.django}
	for i := 0; i < len(files) && len(files) < maxTakenFrom; i++ {
		m := b.module(files[i])
		if m == nil {
			continue
		}
		pysource.Inspect(m.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
			if st.Kind == pysource.ImportFrom && len(st.Names) == 1 && st.Names[0].Name == "*" {
				if file, rest, ok := b.find(files[i], st.Module, st.Level); ok && rest == "" && !slices.Contains(files, file) && !aside(file) {
					files = append(files, file)
				}
			}
			return st.Kind != pysource.FunctionDef
		})
	}
	return files
}

// settingValues lists the values of the named settings, by name, in the order of the files.
func (b *behaviourSearch) settingValues(names ...string) map[string][]settingValue {
	found := map[string][]settingValue{}
	for _, file := range b.settingsFiles() {
		m := b.module(file)
		if m == nil {
			continue
		}
		pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
			if st.Kind == pysource.FunctionDef {
				return false
			}
			if st.Kind != pysource.Assign || st.Value == nil || slices.ContainsFunc(parents, func(p *pysource.Stmt) bool { return forDevelopment(p, st) }) {
				return true
			}
			for _, target := range st.Targets {
				name := target
				for name.Kind == pysource.Subscript {
					name = name.X
				}
				if name.Kind == pysource.Name && slices.Contains(names, name.Name) && len(found[name.Name]) < maxNoted {
					found[name.Name] = append(found[name.Name], settingValue{
						value: st.Value, target: target, at: spotOf(file, parents), line: st.Line, parents: slices.Clone(parents),
						conditional: slices.ContainsFunc(parents, func(p *pysource.Stmt) bool { return p.Kind == pysource.If || p.Kind == pysource.Try }),
					})
				}
			}
			return true
		})
	}
	return found
}
