package packaging

import (
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// deployment is a file that deploys a project, and the reader of what it says of Python.
type deployment struct {
	file string
	read func(t *source.Tree, file string) []Demand
}

// deployments are such files, the strongest first: the image that is built, then what platforms are told.
var deployments = []deployment{
	{"Dockerfile", dockerDemand},
	{"Containerfile", dockerDemand},
	{"Dockerfile.prod", dockerDemand},
	{"Dockerfile.production", dockerDemand},
	{"docker/Dockerfile", dockerDemand},
	{"render.yaml", renderDemands},                                       // https://render.com/docs/python-version
	{"app.yaml", appEngineDemands},                                       // https://cloud.google.com/appengine/docs/standard/reference/app-yaml
	{".platform.app.yaml", typedDemands},                                 // https://docs.upsun.com/languages/python.html
	{"serverless.yml", serverlessDemands},                                // https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
	{"serverless.yaml", serverlessDemands},                               //
	{"netlify.toml", variable("build", "environment", "PYTHON_VERSION")}, // https://docs.netlify.com/configure-builds/manage-dependencies/
	{"fly.toml", variable("build", "args", "PYTHON_VERSION")},            // https://fly.io/docs/reference/configuration/
	{"nixpacks.toml", variable("variables", "NIXPACKS_PYTHON_VERSION")},  // https://nixpacks.com/docs/providers/python
}

// ReadDeployedPython reads the files that deploy the project for the Python that they ask for. skip tells files that
// are no evidence, such as those that pykube wrote. Such files are checked by other programs: what cannot be read in
// one of them is passed over.
func ReadDeployedPython(t *source.Tree, skip func(file string) bool) []Demand {
	var found []Demand
	for _, d := range deployments {
		if t.Has(d.file) && !skip(d.file) {
			found = append(found, d.read(t, d.file)...)
		}
	}
	return found
}

func dockerDemand(t *source.Tree, file string) []Demand {
	if demand := readDockerfile(t, file); demand != nil {
		return []Demand{*demand}
	}
	return nil
}

// deployed makes a demand of the version at a place; none where it is no number.
func deployed(t *source.Tree, file string, line int, text string) []Demand {
	demand, ok := pythonDemand(strings.TrimSuffix(strings.TrimSuffix(text, ".x"), ".*"))
	if !ok || !demand.says() || demand.Version != "" && !strings.Contains("23", demand.Version[:1]) {
		return nil
	}
	demand.Evidence = t.At(file, line)
	return []Demand{demand}
}

// renderDemands reads the variable PYTHON_VERSION of services and groups: "- key: PYTHON_VERSION" with "value: 3.12.4".
func renderDemands(t *source.Tree, file string) []Demand {
	var found []Demand
	named := 0
	for _, o := range outline(t, file) {
		if o.key() == "key" {
			named = 0
			if o.value == "PYTHON_VERSION" {
				named = o.item
			}
		}
		if o.key() == "value" && o.item == named && named != 0 {
			found = append(found, deployed(t, file, o.line, o.value)...)
		}
	}
	return found
}

// appEngineDemands reads "runtime: python312", and for the flexible environment runtime_config.runtime_version.
func appEngineDemands(t *source.Tree, file string) []Demand {
	var found []Demand
	python := false
	for _, o := range outline(t, file) {
		if len(o.keys) == 1 && o.is("runtime") {
			python = strings.HasPrefix(o.value, "python")
			if python {
				found = append(found, deployed(t, file, o.line, o.value)...)
			}
		}
		if len(o.keys) == 2 && o.is("runtime_config", "runtime_version") && python {
			found = append(found, deployed(t, file, o.line, o.value)...)
		}
	}
	return found
}

// typedDemands reads "type: 'python:3.12'".
func typedDemands(t *source.Tree, file string) []Demand {
	for _, o := range outline(t, file) {
		if version, ok := strings.CutPrefix(o.value, "python:"); ok && len(o.keys) == 1 && o.is("type") {
			return deployed(t, file, o.line, version)
		}
	}
	return nil
}

// serverlessDemands reads "runtime: python3.12" of the provider, else of its functions.
func serverlessDemands(t *source.Tree, file string) []Demand {
	var found []Demand
	for _, o := range outline(t, file) {
		if o.key() != "runtime" || !strings.HasPrefix(o.value, "python") {
			continue
		}
		demands := deployed(t, file, o.line, o.value)
		if o.is("provider", "runtime") {
			return demands
		}
		found = append(found, demands...)
	}
	return found
}

// variable reads a value of a TOML file.
func variable(keys ...string) func(t *source.Tree, file string) []Demand {
	return func(t *source.Tree, file string) []Demand {
		d, err := readTOML(t, file)
		if err != nil {
			return nil
		}
		if n := d.root.find(keys...); n != nil {
			return deployed(t, file, n.line, n.text)
		}
		return nil
	}
}
