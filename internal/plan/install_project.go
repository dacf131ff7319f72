package plan

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
)

// installPylock follows pylock.toml (PEP 751).
func (p *planner) installPylock(img *Image) error {
	if err := p.takeUV(img); err != nil {
		return err
	}
	img.BuildEnv = p.uvEnv()
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	newVenv(img)
	img.Install = append(img.Install, p.dependencies(uvCache,
		uvPip("sync", p.manager.File)...))
	p.addToEnvironment(img, uvCache, uvPip("install")...)
	p.installItselfWithUV(img)
	return nil
}

// installProject resolves what pyproject.toml asks for: uv can install a project's dependencies without the project,
// which pip cannot.
func (p *planner) installProject(img *Image) error {
	if err := p.takeUV(img); err != nil {
		return err
	}
	img.BuildEnv = p.uvEnv()
	if p.gpu.uv != "" {
		img.BuildEnv = append(img.BuildEnv, EnvVar{Name: "UV_TORCH_BACKEND", Value: p.gpu.uv})
	}
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	newVenv(img)
	install := uvPip("install", "--requirement", p.manager.File)
	for _, e := range p.extras {
		install = append(install, "--extra", e)
	}
	img.Install = append(img.Install, p.dependencies(uvCache, install...))
	p.addToEnvironment(img, uvCache, uvPip("install")...)
	p.installItselfWithUV(img)
	return nil
}

func (p *planner) installItselfWithUV(img *Image) {
	if p.manager.Packaged {
		img.BuildSteps = append(img.BuildSteps, p.fetches("the project itself, as a package and not as a link to its source; its dependencies are there",
			uvCache, uvPip("install", "--no-deps", ".")...))
	}
	removeUVLock(img)
}

// installSetup builds a project whose dependencies its build tells. What was read of them is installed before the source:
// where that changes, the build of the project installs the difference, and nothing is lost but time.
func (p *planner) installSetup(img *Image) error {
	img.BuildEnv = withPip()
	newVenv(img)
	var known []string
	for _, listed := range p.facts.Packages {
		if r := requirement(listed); r != "" {
			known = append(known, r)
		}
	}
	if len(known) > 0 {
		img.Install = append(img.Install, p.fetches(
			"the dependencies as "+p.manager.File+" has them, before the source: a change of the source does not install them again", pipCache,
			p.pip(slices.Concat([]string{"install"}, p.gpu.pip, known)...)...,
		))
	}
	p.addToEnvironment(img, pipCache, p.pip("install")...)
	if p.manager.Packaged {
		project := "."
		if len(p.extras) > 0 {
			project = ".[" + strings.Join(p.extras, ",") + "]"
		}
		img.BuildSteps = append(img.BuildSteps, p.fetches("the project, as a package and not as a link to its source, and what is missing of its dependencies",
			pipCache, p.pip(slices.Concat([]string{"install"}, p.gpu.pip, []string{project})...)...))
	}
	return nil
}

// requirement is a package as PEP 508 writes it; "" for one that cannot be named by itself.
func requirement(d detect.Package) string {
	if d.Name == "" || d.Address != "" && !strings.Contains(d.Address, "://") {
		return ""
	}
	text := d.Name
	if len(d.Extras) > 0 {
		text += "[" + strings.Join(d.Extras, ",") + "]"
	}
	switch {
	case d.Address != "":
		text += " @ " + d.Address + " "
	default:
		text += d.Specifier
	}
	if d.Marker != "" {
		text += "; " + d.Marker
	}
	return strings.TrimSpace(text)
}
