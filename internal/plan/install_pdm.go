package plan

// installWithPDM follows pdm.lock. PDM stands in an environment of its own.
func (p *planner) installWithPDM(img *Image) error {
	pdm, release, err := p.besideTool(
		img, "pdm",
		EnvVar{Name: "PDM_CHECK_UPDATE", Value: "0"},
		EnvVar{Name: "PDM_IGNORE_SAVED_PYTHON", Value: "1"},
	)
	if err != nil {
		return err
	}
	sync := []string{pdm, "install", "--check", "--prod", "--no-self", "--no-editable"}
	if release.Unchecked {
		sync = []string{pdm, "sync", "--prod", "--no-self", "--no-editable"}
	}
	for _, g := range p.manager.Groups {
		sync = append(sync, "--group", g.Name)
	}
	for _, e := range p.extras {
		sync = append(sync, "--group", e)
	}
	img.Install = append(img.Install, p.dependencies("/root/.cache/pdm", sync...))
	p.addToEnvironment(img, pipCache, p.pip("install")...)
	compileInstalled(img, "PDM")
	p.installItself(img)
	return nil
}
