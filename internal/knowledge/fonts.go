package knowledge

import (
	"fmt"
	"slices"

	"github.com/pelletier/go-toml/v2"
)

// Font is a package of the distribution that brings files of fonts.
type Font struct {
	Package      string         `toml:"package"`   // of Debian
	Directory    string         `toml:"directory"` // where Debian has the files, or the one above them
	Files        []string       `toml:"files"`     // names without a directory
	MB           int            `toml:"mb"`        // what it adds to an image
	Alpine       string         `toml:"alpine"`    // the package there, "" for one that is not known
	AlpineSource string         `toml:"alpine_source"`
	Source       string         `toml:"source"`
	Checked      toml.LocalDate `toml:"checked"`
}

// fonts is the table of them.
type fonts struct {
	Font []Font `toml:"font"` // by package
}

// Font gives the package that brings a file.
func (t *Tables) Font(file string) (Font, bool) {
	i := slices.IndexFunc(t.fonts.Font, func(f Font) bool { return slices.Contains(f.Files, file) })
	if i < 0 {
		return Font{}, false
	}
	return t.fonts.Font[i], true
}

// On names the package on a distribution, "" where none is known.
func (f Font) On(distribution string) string {
	if distribution == "alpine" {
		return f.Alpine
	}
	return f.Package
}

func (t *fonts) check() error {
	seen := map[string]bool{}
	for _, f := range t.Font {
		if !systemPackage.MatchString(f.Package) || f.Directory == "" || len(f.Files) == 0 || f.MB == 0 || f.Source == "" || f.Checked.Year == 0 {
			return fmt.Errorf("fonts.toml: %s: package, directory, files, mb, source and checked are needed", f.Package)
		}
		if f.Alpine != "" && (!systemPackage.MatchString(f.Alpine) || f.AlpineSource == "") {
			return fmt.Errorf("fonts.toml: %s: alpine and alpine_source go together", f.Package)
		}
		for _, file := range f.Files {
			if seen[file] {
				return fmt.Errorf("fonts.toml: %q stands twice", file)
			}
			seen[file] = true
		}
	}
	return ordered("fonts.toml", t.Font, func(f Font) string { return f.Package })
}
