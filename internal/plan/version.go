package plan

import (
	"fmt"

	"github.com/pykube/pykube/internal/source"
)

// versionVariables tell the tools that take a version from version control which one it is: the build context has no
// .git. Those that are missing do without.
var versionVariables = map[string]string{
	"setuptools-scm":            "SETUPTOOLS_SCM_PRETEND_VERSION",   // https://setuptools-scm.readthedocs.io/en/latest/overrides/
	"hatch-vcs":                 "SETUPTOOLS_SCM_PRETEND_VERSION",   // https://github.com/ofek/hatch-vcs
	"pdm-backend":               "PDM_BUILD_SCM_VERSION",            // https://backend.pdm-project.org/metadata/#read-from-scm-tag-supporting-git-and-hg
	"pbr":                       "PBR_VERSION",                      // https://docs.openstack.org/pbr/latest/user/packagers.html
	"poetry-dynamic-versioning": "POETRY_DYNAMIC_VERSIONING_BYPASS", // https://github.com/mtkennerly/poetry-dynamic-versioning
	"uv-dynamic-versioning":     "UV_DYNAMIC_VERSIONING_BYPASS",     // https://github.com/ninoseki/uv-dynamic-versioning
	"dunamai":                   "UV_DYNAMIC_VERSIONING_BYPASS",     // which it is used by
}

// unversioned is the version of a project whose own is not known in the build.
const unversioned = "0.0.0"

// chooseVersion lets a project build whose version comes from version control.
func (p *planner) chooseVersion(img *Image) {
	v := p.manager.Versioned
	if v == nil || len(img.BuildSteps) == 0 {
		return
	}
	variable, ok := versionVariables[v.Name]
	if !ok {
		p.advise(Advice{
			Topic: "version", Evidence: []source.Evidence{v.Evidence},
			Text: fmt.Sprintf("%s takes the version of the project from version control, which is not part of the build context: the image may have version 0", v.Name),
		})
		return
	}
	img.BuildArgs = append(img.BuildArgs, EnvVar{
		Name: variable, Value: unversioned,
		Why: fmt.Sprintf("%s takes the version from version control, which the build does not have: docker build --build-arg %s=$(git describe --tags --abbrev=0)", v.Name, variable),
	})
	p.decide(Decision{
		Topic: "version", Choice: unversioned, Evidence: []source.Evidence{v.Evidence}, Override: "docker build --build-arg " + variable + "=VERSION",
		Reason: fmt.Sprintf("%s takes the version of the project from version control, which is not part of the build context", v.Name),
	})
}
