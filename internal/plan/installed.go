package plan

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
)

// installsProject reports whether one of the package managers installs the project, and with it its commands.
func (p *planner) installsProject() bool {
	return slices.ContainsFunc(p.facts.Managers, func(m detect.Manager) bool { return m.Packaged && m.Role != detect.RoleDevelopment })
}

// installedOnly reports whether the application is part of the project's own package and runs from where that is
// installed; then the image needs no copy of the source.
func (p *planner) installedOnly() bool {
	m := p.manager
	if !m.Packaged || p.app.File == "" {
		return false
	}
	within := func(file string) bool {
		return slices.ContainsFunc(m.PackageDirs, func(dir string) bool { return file == dir || strings.HasPrefix(file, dir+"/") })
	}
	if slices.ContainsFunc(p.app.Command, func(word string) bool { return word == p.app.File }) {
		return false // it is started by its path
	}
	if m.LeftBehind != nil {
		return false
	}
	if dj := p.facts.Django; dj != nil && p.app.Framework == "django" && !(within(dj.Manage) && within(dj.SettingsFrom.File)) {
		return false // manage.py and the settings are part of the program
	}
	return within(p.app.File) && p.besideWithin(within)
}
