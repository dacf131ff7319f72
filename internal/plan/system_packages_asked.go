package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// translateNames asks for the names that packages have on a distribution of which the tables know none. Those that are
// given stand for all.
func (p *planner) translateNames(reasons []string, at []source.Evidence) error {
	sys := &p.service.SystemPackages
	if d := p.service.Base.Distribution; d == "debian" || d == "alpine" || len(reasons) == 0 {
		return nil
	}
	question := func(flag, what string, names []string) error {
		return &Question{
			Topic: "system_packages", Flag: flag, Evidence: at,
			Text: fmt.Sprintf("%s: which packages of %s that are, %s, is not known; on Debian they are called %s",
				strings.Join(reasons, "; "), p.service.Base.Distribution, what, strings.Join(names, " ")),
			Hint: flag + " 'NAME …', with the names that they have there",
		}
	}
	switch {
	case len(sys.Build) > 0 && !p.options.BuildPackages.Set():
		return question("--build-packages", "to compile with", sys.Build)
	case len(sys.Runtime) > 0 && !p.options.RuntimePackages.Set():
		return question("--runtime-packages", "in the image", sys.Runtime)
	}
	sys.Build, sys.Runtime = []string{}, []string{}
	return nil
}

// packagesAskedFor adds the packages that the user names.
func (p *planner) packagesAskedFor(reasons *[]string, d *Decision) error {
	sys := &p.service.SystemPackages
	for _, asked := range []struct {
		flag string
		into *[]string
	}{{"build-packages", &sys.Build}, {"runtime-packages", &sys.Runtime}} {
		o := p.options.BuildPackages
		if asked.flag == "runtime-packages" {
			o = p.options.RuntimePackages
		}
		if !o.Set() {
			continue
		}
		names := strings.Fields(o.Value)
		for _, name := range names {
			if !knowledge.SystemPackageName(name) {
				return &Invalid{
					Text: fmt.Sprintf("%s: %q is not the name of a package", o.Origin.Name, source.Printable(name)),
					Hint: "--" + asked.flag + " 'libpq5 tzdata'",
				}
			}
		}
		*asked.into = append(*asked.into, names...)
		w := p.wished("", "", "", o)
		*reasons = append(*reasons, strings.Join(names, " ")+" "+w.Reason)
		d.Evidence = append(d.Evidence, w.Evidence...)
		if d.Override == "" {
			d.Override = "--" + asked.flag
		}
	}
	b := p.service.Base
	if b.PackageManager == "" && !b.Collected && len(sys.Runtime) > 0 {
		slices.Sort(sys.Runtime)
		return &Invalid{
			Text: fmt.Sprintf("%s has no package manager, and nothing can be carried over to it from %s: %s cannot get there", b.Runtime, b.Builder, strings.Join(slices.Compact(sys.Runtime), " ")),
			Hint: "--base " + distroless + ", or an image that has them",
		}
	}
	return nil
}
