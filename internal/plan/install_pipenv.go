package plan

import "github.com/pykube/pykube/internal/detect"

// installWithPipenv follows Pipfile.lock, or the Pipfile where there is none. Pipenv stands in an environment of its own.
func (p *planner) installWithPipenv(img *Image) error {
	pipenv, _, err := p.besideTool(
		img, "pipenv",
		EnvVar{Name: "PIPENV_NOSPIN", Value: "1"},
		EnvVar{Name: "PIPENV_VERBOSITY", Value: "-1"},
	)
	if err != nil {
		return err
	}
	install := []string{pipenv, "install", "--deploy"}
	if p.manager.Format == detect.Pipfile {
		install = []string{pipenv, "install", "--skip-lock"}
	}
	img.Install = append(img.Install, p.dependencies(pipCache, install...))
	p.addToEnvironment(img, pipCache, p.pip("install")...)
	return nil
}
