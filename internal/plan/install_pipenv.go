package plan

import "github.com/pykube/pykube/internal/detect"

// installWithPipenv follows Pipfile.lock, or the Pipfile where there is none. Pipenv stands in an environment of its own.
func (p *planner) installWithPipenv(img *Image) error {
	img.BuildEnv = withPip(
		EnvVar{Name: "PIPENV_NOSPIN", Value: "1"},
		EnvVar{Name: "PIPENV_VERBOSITY", Value: "-1"},
		EnvVar{Name: "VIRTUAL_ENV", Value: venv},
	)
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	newVenv(img)
	pipenv, _, err := p.fromPyPI(img, "pipenv")
	if err != nil {
		return err
	}
	install := []string{pipenv, "install", "--deploy"}
	if p.manager.Format == detect.Pipfile {
		install = []string{pipenv, "install", "--skip-lock"}
	}
	img.Install = append(img.Install, p.fetches("the dependencies, before the source: a change of the source does not install them again", pipCache, install...))
	p.addToEnvironment(img, pipCache, pip("install")...)
	return nil
}
