package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

const uvCache = "/root/.cache/uv"

// uvEnv is what uv is told by its environment.
func (p *planner) uvEnv() []EnvVar {
	return []EnvVar{
		{Name: "SOURCE_DATE_EPOCH", Value: epoch},
		{Name: "UV_COMPILE_BYTECODE", Value: "1"},
		{Name: "UV_LINK_MODE", Value: "copy"},
		{Name: "UV_PROJECT_ENVIRONMENT", Value: venv},
		{Name: "UV_PYTHON", Value: p.builderPython()},
		{Name: "UV_PYTHON_DOWNLOADS", Value: "never"},
	}
}

// takeUV takes uv from its image.
func (p *planner) takeUV(img *Image) error {
	tool, err := p.tool("uv")
	if err != nil {
		return err
	}
	image, err := p.uvImage(tool)
	if err != nil {
		return err
	}
	img.Tools = []Tool{{Name: "uv", Image: image, Path: "/uv"}}
	return nil
}

// uvPip is uv, at work on the environment as pip would be.
func uvPip(words ...string) []string {
	return append([]string{"uv", "pip", words[0], "--python", venv + "/bin/python"}, words[1:]...)
}

// removeUVLock removes what uv leaves in an environment, after its last step there: a file that every user may write to.
func removeUVLock(img *Image) {
	steps := &img.Install
	if len(img.BuildSteps) > 0 { // the project is installed after its source is there
		steps = &img.BuildSteps
	}
	*steps = append(*steps, Step{Why: "uv's own lock on the environment, which every user may write to", Argv: []string{"rm", "-f", venv + "/.lock"}})
}

func (p *planner) installWithUV(img *Image) error {
	if err := p.takeUV(img); err != nil {
		return err
	}
	img.BuildEnv = p.uvEnv()
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	sync := []string{"uv", "sync", "--locked", "--no-dev"}
	for _, g := range p.manager.DevGroups {
		sync = append(sync, "--no-group", g)
	}
	for _, g := range p.manager.Groups {
		sync = append(sync, "--group", g.Name)
	}
	for _, e := range p.extras {
		sync = append(sync, "--extra", e)
	}
	img.Install = []Step{p.dependencies(uvCache,
		append(slices.Clone(sync), "--no-install-project")...)}
	p.addToEnvironment(img, uvCache, uvPip("install")...)
	if p.manager.Packaged {
		img.BuildSteps = append(img.BuildSteps, p.fetches("the project itself, as a package and not as a link to its source; what is installed already stays",
			uvCache, append(slices.Clone(sync), "--no-editable", "--inexact")...))
	}
	removeUVLock(img)
	return nil
}

// uvImage gives the image of uv: the one of the tables, or the release that the project requires. uv refuses to run
// where it is another one than [tool.uv] required-version admits.
func (p *planner) uvImage(tool knowledge.Tool) (string, error) {
	at := strings.LastIndexByte(tool.Image, ':')
	version := tool.Image[at+1:]
	d := Decision{Topic: "uv", Choice: version, Reason: "the release that the tables name: " + tool.Why, Origin: "default"}
	if r := p.manager.Requires; r != nil && !allowed(r.Specifier, version) {
		exact := strings.TrimLeft(r.Specifier, "= ")
		if !validUV.MatchString(exact) {
			return "", &Question{
				Topic: "uv", Evidence: []source.Evidence{r.Evidence},
				Text: fmt.Sprintf("uv %s is required, and the image would use %s", r.Specifier, version),
				Hint: fmt.Sprintf("required-version = \">=%s\", or one exact version, in pyproject.toml", version),
			}
		}
		version = exact
		d = Decision{Topic: "uv", Choice: exact, Reason: "the project requires this release", Evidence: []source.Evidence{r.Evidence}}
	}
	p.decide(d)
	return tool.Image[:at+1] + version, nil
}

// validUV is a release of uv.
var validUV = regexp.MustCompile(`^\d+\.\d+\.\d+$`)
