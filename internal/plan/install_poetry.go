package plan

// installWithPoetry follows poetry.lock, or [tool.poetry] where there is none. Poetry stands in an environment of its own:
// it brings some fifty packages, which the program must not see.
func (p *planner) installWithPoetry(img *Image) error {
	poetry, _, err := p.besideTool(
		img, "poetry",
		EnvVar{Name: "POETRY_NO_INTERACTION", Value: "1"},
		EnvVar{Name: "POETRY_VIRTUALENVS_CREATE", Value: "false"},
	)
	if err != nil {
		return err
	}
	only := "main"
	for _, g := range p.manager.Groups {
		only += "," + g.Name
	}
	install := []string{poetry, "install", "--only", only, "--no-root"}
	for _, e := range p.extras {
		install = append(install, "--extras", e)
	}
	img.Install = append(img.Install, p.dependencies("/root/.cache/pypoetry", install...))
	p.addToEnvironment(img, pipCache, p.pip("install")...)
	compileInstalled(img, "Poetry")
	p.installItself(img)
	return nil
}

// installItself installs the project as a package: not as a link to its source, which the final image does not have.
func (p *planner) installItself(img *Image) {
	if !p.manager.Packaged {
		return
	}
	img.BuildSteps = append(img.BuildSteps, p.fetches("the project itself, as a package and not as a link to its source; its dependencies are there",
		pipCache, p.pip("install", "--no-deps", ".")...))
}
