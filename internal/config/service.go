package config

import (
	"errors"
	"path"
	"path/filepath"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// LoadService gives the Options of the service in a directory of the repository, of which tree is the view: what was
// typed and the environment, then pykube.toml and [tool.pykube] beside the service, then those at the root of the
// repository, which all has from Load.
func LoadService(all Options, tree *source.Tree, dir string) (Options, error) {
	if dir == "." {
		return all, nil
	}
	of := all
	for _, k := range Keys {
		if o := k.Value(&of); o.Origin.Evidence != nil { // the files of the root come last
			*o = Option{}
		}
	}
	for _, file := range []struct {
		name  string
		kind  OriginKind
		table []string
	}{{"pykube.toml", FromFile, nil}, {"pyproject.toml", FromPyproject, []string{"tool", "pykube"}}} {
		if err := loadFile(&of, tree, file.name, file.kind, file.table); err != nil {
			return of, Below(err, dir)
		}
	}
	for _, k := range Keys {
		o, root := k.Value(&of), *k.Value(&all)
		switch {
		case o.Set() && o.Origin.Evidence != nil:
			o.Origin.Name = path.Join(dir, o.Origin.Name)
		case !o.Set() && root.Set():
			*o = root
			at := *root.Origin.Evidence // seen from the service, as all of its evidence is
			at.File = strings.Repeat("../", strings.Count(filepath.ToSlash(dir), "/")+1) + at.File
			o.Origin.Evidence = &at
		}
	}
	return of, nil
}

// OfRoot reports whether an Option of a service was said in a file at the root of the repository.
func (o Option) OfRoot() bool {
	return o.Origin.Evidence != nil && strings.HasPrefix(o.Origin.Evidence.File, "../")
}

// Below gives the error of a file of a service by the path from the root of the repository.
func Below(err error, dir string) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	if e.File != "" {
		moved.File = path.Join(dir, e.File)
	}
	return &moved
}
