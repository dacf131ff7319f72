package plan

// installPylock follows pylock.toml (PEP 751).
func (p *planner) installPylock(img *Image) error {
	if err := p.takeUV(img); err != nil {
		return err
	}
	img.BuildEnv = uvEnv
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	newVenv(img)
	img.Install = append(img.Install, p.fetches("the dependencies, before the source: a change of the source does not install them again", uvCache,
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
	img.BuildEnv = uvEnv
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	newVenv(img)
	install := uvPip("install", "--requirement", p.manager.File)
	for _, e := range p.extras {
		install = append(install, "--extra", e)
	}
	img.Install = append(img.Install, p.fetches("the dependencies, before the source: a change of the source does not install them again", uvCache, install...))
	p.addToEnvironment(img, uvCache, uvPip("install")...)
	p.installItselfWithUV(img)
	return nil
}

func (p *planner) installItselfWithUV(img *Image) {
	if p.manager.Packaged {
		img.BuildSteps = append(img.BuildSteps, p.fetches("the project itself, as a package and not as a link to its source; its dependencies are there",
			uvCache, uvPip("install", "--no-deps", ".")...))
	}
	img.BuildSteps = append(img.BuildSteps, removeUVLock)
}

// installSetup builds a project of setup.py or setup.cfg. What it needs is known when it is built only: the cache keeps
// what was fetched, and a change of the source fetches nothing again.
func (p *planner) installSetup(img *Image) error {
	img.BuildEnv = withPip()
	newVenv(img)
	project := "."
	for i, e := range p.extras {
		if i == 0 {
			project += "["
		} else {
			project += ","
		}
		project += e
	}
	if len(p.extras) > 0 {
		project += "]"
	}
	p.addToEnvironment(img, pipCache, pip("install")...)
	img.BuildSteps = append(img.BuildSteps, p.fetches("the project with its dependencies, as a package and not as a link to its source", pipCache, pip("install", project)...))
	return nil
}
