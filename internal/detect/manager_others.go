package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// declares reports whether setup.cfg describes a package: many only configure tools.
func declares(tree *source.Tree, file string) bool {
	text, err := tree.Text(file)
	return err == nil && (strings.Contains(text, "[metadata]") || strings.Contains(text, "[options]"))
}

type other struct{ file, name string }

// others are files of package managers that are known and not read yet, and a package manager's name for each.
var others = []other{
	{"poetry.lock", "poetry"},
	{"pdm.lock", "pdm"},
	{"Pipfile.lock", "pipenv"},
	{"Pipfile", "pipenv"},
	{"pylock.toml", "pylock"},
	{"pixi.toml", "pixi"},
	{"environment.yml", "conda"},
	{"environment.yaml", "conda"},
	{"setup.py", "setuptools"},
	{"setup.cfg", "setuptools"},
}

func readOthers(r *reading) error {
	tree, p, f := r.tree, r.project, r.facts
	for _, o := range others {
		if tree.Has(o.file) && !(o.file == "setup.cfg" && !declares(tree, o.file)) {
			f.Managers = append(f.Managers, Manager{Name: o.name, File: o.file, Evidence: source.At(o.file, 0, "")})
		}
	}
	if p != nil && (p.HasProject || len(p.Tools) > 0) {
		f.Managers = append(f.Managers, Manager{Name: "pyproject", File: "pyproject.toml", Evidence: source.At("pyproject.toml", 0, "")})
	}
	return nil
}
