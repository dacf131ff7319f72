package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// micromambaCache is where micromamba keeps what it fetched.
const micromambaCache = "/opt/conda/pkgs"

// installWithConda makes the environment with micromamba: Python and its libraries come from conda's channels, and the
// final image is Debian without a Python of its own. The prefix is written into files, so it is the same in both stages.
// Source: https://micromamba-docker.readthedocs.io/en/latest/advanced_usage.html
func (p *planner) installWithConda(img *Image) error {
	p.service.Base.BuilderUser, img.Python = "0", []string{venv + "/bin/python"}
	img.BuildEnv = []EnvVar{
		{Name: "MAMBA_ROOT_PREFIX", Value: "/opt/conda"},
		{Name: "PIP_NO_INPUT", Value: "1"},
		{Name: "PIP_ROOT_USER_ACTION", Value: "ignore"},
		{Name: "SOURCE_DATE_EPOCH", Value: epoch},
	}
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	create := []string{"micromamba", "create", "--yes", "--prefix", venv, "--file", p.manager.File}
	if !slices.ContainsFunc(p.facts.Python, func(f detect.Python) bool { return f.Source == detect.PythonConda }) {
		create = append(create, "python="+p.service.Python.Version)
	}
	img.Install = append(img.Install, p.dependencies(micromambaCache, create...))
	if p.server.add != "" || len(p.packages) > 0 || p.serverNeeds() != nil {
		img.Install = append(img.Install, p.fetches("what installs the packages that follow", micromambaCache,
			"micromamba", "install", "--yes", "--prefix", venv, "--channel", "conda-forge", "pip"))
		p.addToEnvironment(img, pipCache, venv+"/bin/python", "-m", "pip", "install")
	}
	compileInstalled(img, "conda")
	img.Env = append(img.Env, p.condaVariables(venv)...)
	return nil
}

func chooseForPixi(p *planner) (installMode, Decision) {
	if p.manager.Pinned {
		return lockedBy("pixi install --locked")(p)
	}
	return openFor("pixi install")(p)
}

// pixiHome is where pixi keeps the default environment of a project at appDir.
const pixiHome = appDir + "/.pixi/envs/default"

// installWithPixi has pixi make the default environment, in the project's directory, where it looks for it.
// Source: https://pixi.sh/latest/deployment/container/
func (p *planner) installWithPixi(img *Image) error {
	tool, err := p.tool("pixi")
	if err != nil {
		return err
	}
	p.service.Base.Builder = tool.Image
	img.Venv, img.Python = pixiHome, []string{pixiHome + "/bin/python"}
	img.BuildEnv = []EnvVar{{Name: "SOURCE_DATE_EPOCH", Value: epoch}}
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	install := []string{"pixi", "install", "--environment", "default"}
	if p.manager.Pinned {
		install = append(install, "--locked")
	}
	img.Install = append(img.Install, p.dependencies("/root/.cache/rattler", install...))
	if p.server.add != "" || len(p.packages) > 0 || p.serverNeeds() != nil {
		return &Question{
			Topic: "server", Flag: "--server", Evidence: []source.Evidence{p.manager.Evidence},
			Text: fmt.Sprintf("%s declares no server, and nothing can be added to an environment of pixi", p.manager.File),
			Hint: "pixi add --pypi " + requirementWord(orElse(p.server.add, strings.Join(p.packages, " "))),
		}
	}
	compileInstalled(img, "pixi")
	img.Env = append(img.Env, p.condaVariables(pixiHome)...)
	return nil
}

// condaPaths are what the activation scripts of packages set, which nothing runs in the image.
// Sources: the recipes of gdal and proj at https://github.com/conda-forge
var condaPaths = []struct{ spec, name, value string }{
	{"gdal", "GDAL_DATA", "/share/gdal"},
	{"proj", "PROJ_DATA", "/share/proj"},
}

// condaVariables are what activating the environment would set.
func (p *planner) condaVariables(prefix string) []EnvVar {
	env := []EnvVar{{Name: "CONDA_PREFIX", Value: prefix, Why: "as activating the environment sets it"}}
	geo := []string{"gdal", "libgdal", "geopandas", "rasterio", "fiona", "pyproj", "cartopy", "proj"}
	if slices.ContainsFunc(p.facts.Packages, func(d detect.Package) bool { return slices.Contains(geo, d.Name) }) {
		for _, c := range condaPaths {
			env = append(env, EnvVar{Name: c.name, Value: prefix + c.value, Why: "where " + c.spec + " of conda-forge has its data"})
		}
	}
	return env
}

// condaBase is the pair of images where conda installs.
func (p *planner) condaBase(debian string) error {
	tool, err := p.tool("micromamba")
	if err != nil {
		return err
	}
	p.service.Base = Base{
		Family: "slim", Distribution: "debian", Builder: tool.Image, Runtime: "debian:" + debian + "-slim",
		BuilderPackageManager: "apt", PackageManager: "apt", Users: "useradd", Interpreter: officialPython,
	}
	for _, o := range []config.Option{p.options.BaseImage, p.options.BuilderImage} {
		if o.Set() {
			return &Invalid{
				Text: fmt.Sprintf("%s: the environment of conda is made on %s, and brings its own Python to %s: another image is not taken", o.Origin.Name, p.service.Base.Builder, p.service.Base.Runtime),
				Hint: "leave it out, or --install-from a file that pip or uv installs from",
			}
		}
	}
	wish, err := p.wishedBase()
	if err != nil {
		return err
	}
	if wish.Set() && wish.Value != defaultBase {
		return &Invalid{Text: wish.Origin.Name + ": packages of conda do not run on " + wish.Value, Hint: "--base slim"}
	}
	d := Decision{Topic: "base", Choice: defaultBase, Override: "--base", Evidence: []source.Evidence{p.manager.Evidence}}
	if wish.Set() {
		d = p.wished("base", defaultBase, "--base", wish)
		d.Reason += "; "
	}
	d.Reason += "Debian without a Python of its own: conda's environment brings one, with the libraries that it was built for; they need glibc"
	d.Alternatives = []Alternative{
		{Choice: "alpine", Reason: "packages of conda are built for glibc"},
		{Choice: distroless, Reason: "the environment brings programs and scripts that need a shell"},
	}
	p.decide(d)
	return nil
}
