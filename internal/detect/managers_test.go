package detect

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestManagers says of each file what is installed from it: manager, format, file, role, what stands in the way, packages.
func TestManagers(t *testing.T) {
	for _, c := range []struct {
		name, files string
		want        []string
	}{
		{
			"a lock of conda beside its environment",
			"-- conda-lock.yml --\nversion: 1\nmetadata:\n  platforms: [linux-64]\n  channels: []\npackage:\n- name: python\n  version: 3.12.4\n  manager: conda\n  platform: linux-64\n  url: https://conda.anaconda.org/conda-forge/linux-64/python-3.12.4-h_0.conda\n- name: pytorch\n  version: 2.5.1\n  manager: conda\n  platform: linux-64\n  url: https://conda.anaconda.org/conda-forge/linux-64/pytorch-2.5.1-h_0.conda\n-- environment.yml --\ndependencies:\n- python=3.12\n- pytorch\n",
			[]string{"conda conda-lock conda-lock.yml torch==2.5.1", "conda conda environment.yml torch"},
		},
		{
			"a list that conda installs without solving",
			"-- explicit.txt --\n@EXPLICIT\nhttps://conda.anaconda.org/conda-forge/linux-64/numpy-2.1.0-py312_0.conda\n",
			[]string{"conda conda-lock explicit.txt numpy==2.1.0"},
		},
		{
			"pixi with a lock",
			"-- pixi.toml --\n[workspace]\nname = \"a\"\nchannels = [\"conda-forge\"]\nplatforms = [\"linux-64\"]\n[dependencies]\nnumpy = \"*\"\n-- pixi.lock --\nversion: 6\nenvironments:\n  default:\n    channels:\n    - url: https://conda.anaconda.org/conda-forge/\n    packages:\n      linux-64:\n      - conda: https://conda.anaconda.org/conda-forge/linux-64/numpy-2.1.0-py312_0.conda\npackages:\n- conda: https://conda.anaconda.org/conda-forge/linux-64/numpy-2.1.0-py312_0.conda\n",
			[]string{"pixi pixi pixi.lock numpy==2.1.0"},
		},
		{
			"lists by their names",
			"-- requirements.txt --\n-r requirements/prod.txt\n-- requirements/prod.txt --\nflask\n-- requirements/dev.txt --\n-r prod.txt\npytest\n-- requirements/gpu.txt --\ntorch\n",
			[]string{
				"pip requirements requirements.txt (passed over) flask", "pip requirements requirements/dev.txt (development) flask pytest",
				"pip requirements requirements/gpu.txt (passed over) torch", "pip requirements requirements/prod.txt (production) flask",
			},
		},
		{
			"a lock with its project is one source",
			"-- pyproject.toml --\n[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"flask\"]\n-- pylock.toml --\nlock-version = \"1.0\"\ncreated-by = \"pip\"\n[[packages]]\nname = \"flask\"\nversion = \"3.1.2\"\nwheels = [{ url = \"https://x/flask-3.1.2-py3-none-any.whl\", hashes = { sha256 = \"00\" } }]\n",
			[]string{"pip pylock.toml pylock.toml flask==3.1.2"},
		},
		{
			"an extra, and a dependency of one release of Python alone",
			"-- pyproject.toml --\n[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"flask\", \"audioop-lts; python_version >= '3.13'\"]\n[project.optional-dependencies]\nWeb_Server = [\"gunicorn\"]\n",
			[]string{"pip pyproject.toml pyproject.toml flask audioop-lts{3.13,3.14,3.15} [web-server: gunicorn]"},
		},
		{
			"setup.py, its list, and a version from version control",
			"-- setup.py --\nfrom setuptools import setup\nsetup(name='a', use_scm_version=True, packages=['a'], install_requires=open('needs.in').read().splitlines())\n-- needs.in --\nflask\n-- a/__init__.py --\n",
			[]string{"setuptools setup setup.py flask (version: setuptools-scm)"},
		},
		{
			"files beside the modules that setuptools leaves out",
			"-- setup.py --\nfrom setuptools import setup\nsetup(name='a', packages=['a'], install_requires=['flask'])\n-- a/__init__.py --\n-- a/templates/a.html --\n",
			[]string{"setuptools setup setup.py flask (leaves out a/templates/a.html)"},
		},
		{
			"a member of a workspace, alone",
			"-- pyproject.toml --\n[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"b\"]\n[tool.uv.sources]\nb = { workspace = true }\n",
			[]string{"uv pyproject.toml pyproject.toml b (stale: b is a member of a workspace, whose root is not this directory)"},
		},
		{
			"groups and packages that a deployment file asks for",
			"-- pyproject.toml --\n[tool.poetry]\nname = \"a\"\ndependencies.flask = \"*\"\n-- Dockerfile --\nFROM python\nRUN poetry install --with prod\n",
			[]string{"poetry tool.poetry pyproject.toml flask"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts := detectFiles(t, txtar.Parse([]byte(c.files)).Files)
			var got []string
			for _, m := range facts.Managers {
				got = append(got, described(m))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

func described(m Manager) string {
	text := fmt.Sprintf("%s %s %s", m.Name, m.Format, m.File)
	if m.Role != "" {
		text += fmt.Sprintf(" (%s)", m.Role)
	}
	for _, p := range m.Packages {
		text += " " + p.Name
		if p.Version != "" {
			text += "==" + p.Version
		}
		if p.Needed != nil {
			text += "{" + strings.Join(p.Needed, ",") + "}"
		}
	}
	for _, extra := range m.Extras {
		text += fmt.Sprintf(" [%s:", extra)
		for _, p := range m.Optional[extra] {
			text += " " + p.Name
		}
		text += "]"
	}
	if m.Versioned != nil {
		text += fmt.Sprintf(" (version: %s)", m.Versioned.Name)
	}
	if m.LeftBehind != nil {
		text += fmt.Sprintf(" (leaves out %s)", m.LeftBehind.File)
	}
	if m.Stale != nil {
		text += fmt.Sprintf(" (stale: %s)", m.Stale.Reason)
	}
	return text
}
