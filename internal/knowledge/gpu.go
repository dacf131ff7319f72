package knowledge

import (
	"fmt"
	"slices"

	"github.com/pelletier/go-toml/v2"
)

// GPUBuild is a package that is built for the CPU and for CUDA, or that brings one.
type GPUBuild struct {
	Name      string         `toml:"name"`       // normalised; NAME[extra] for what an extra brings
	Index     string         `toml:"index"`      // the address that the name of a build is put behind; "" where PyPI has them all
	Default   string         `toml:"default"`    // cpu or cuda: what PyPI gives to Linux on x86-64
	CPU       int            `toml:"cpu"`        // MB of an image, 0 where that is not known
	CUDA      int            `toml:"cuda"`       // the same
	Extra     string         `toml:"extra"`      // what brings the libraries of CUDA
	Other     string         `toml:"other"`      // the package that is built for the other one
	OtherMB   int            `toml:"other_mb"`   // what that adds
	Smaller   string         `toml:"smaller"`    // the same without the code for CUDA
	SmallerMB int            `toml:"smaller_mb"` // what that adds
	Only      bool           `toml:"only"`       // it does nothing without a GPU
	Brings    []string       `toml:"brings"`     // packages of the table that it needs
	Why       string         `toml:"why"`
	Source    string         `toml:"source"`
	Checked   toml.LocalDate `toml:"checked"`
}

// gpuBuilds is the table of them.
type gpuBuilds struct {
	Package []GPUBuild `toml:"package"` // by name
}

// GPUBuild gives the row of a package, by its normalised name, or by that with an extra in brackets.
func (t *Tables) GPUBuild(name string) (GPUBuild, bool) {
	i := slices.IndexFunc(t.gpu.Package, func(b GPUBuild) bool { return b.Name == name })
	if i < 0 {
		return GPUBuild{}, false
	}
	return t.gpu.Package[i], true
}

func (t *gpuBuilds) check() error {
	for _, b := range t.Package {
		if b.Why == "" || b.Source == "" || b.Checked.Year == 0 {
			return fmt.Errorf("gpu.toml: %s: why, source and checked are needed", b.Name)
		}
		if b.Default != "cpu" && b.Default != "cuda" && !b.Only && len(b.Brings) == 0 {
			return fmt.Errorf("gpu.toml: %s: default is cpu or cuda, unless it is only for a GPU or brings another", b.Name)
		}
		for _, name := range b.Brings {
			if i := slices.IndexFunc(t.Package, func(b GPUBuild) bool { return b.Name == name }); i < 0 || t.Package[i].Default == "" {
				return fmt.Errorf("gpu.toml: %s brings %s, which has no builds", b.Name, name)
			}
		}
	}
	return ordered("gpu.toml", t.Package, func(b GPUBuild) string { return b.Name })
}
