package detect

import (
	"slices"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// deployedInstalls gives the commands of deployment files that install something. What pykube wrote itself says nothing.
func deployedInstalls(tree *source.Tree) []packaging.Install {
	own := map[string]bool{}
	return slices.DeleteFunc(packaging.InstallCommands(tree), func(in packaging.Install) bool {
		file := in.Evidence.File
		if _, known := own[file]; !known {
			own[file] = isOwn(tree, file)
		}
		return own[file]
	})
}

// noteInstalls makes facts of the commands.
func (f *Facts) noteInstalls(commands []packaging.Install) {
	for _, c := range commands {
		in := Install{Manager: c.Manager, File: c.File, Extras: c.Extras, Groups: c.Groups, Packages: c.Packages, Dev: c.Dev, Evidence: c.Evidence}
		switch c.Manager {
		case "uv pip", "pip-sync":
			in.Manager = "pip"
		}
		if c.Export {
			in.File = ""
		}
		for _, l := range c.Locals {
			if l.Value == "." && in.File == "" {
				in.File, in.Extras = ".", append(in.Extras, l.Extras...)
			}
		}
		f.Installs = append(f.Installs, in)
	}
}
