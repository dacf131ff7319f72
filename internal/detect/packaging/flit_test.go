package packaging

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

const flitText = `[tool.flit.metadata]
module = "shop"
requires = ["flask>=2"]
requires-python = ">=3.9"
dev-requires = ["black"]
classifiers = ["Programming Language :: Python :: 3.11"]
[tool.flit.metadata.requires-extra]
Test = ["pytest"]
[tool.flit.scripts]
shop = "shop:main"
`

const hatchText = `[tool.hatch.envs.default]
dependencies = ["a"]
scripts.run = "one {args}"
[tool.hatch.envs.test]
extra-dependencies = ["pytest>=8", "x @ {root:uri}/x"]
features = ["web"]
scripts.cov = ["two", "three"]
[tool.hatch.envs.docs]
detached = true
dependencies = ["mkdocs"]
[tool.hatch.envs.more]
template = "test"
dependencies = ["b"]
`

const dynamicText = `[build-system]
requires = ["setuptools>=64", "setuptools-scm"]
build-backend = "setuptools.build_meta"
[project]
name = "shop"
dynamic = ["dependencies", "optional-dependencies", "version"]
[tool.setuptools.dynamic]
dependencies = { file = ["base.txt"] }
optional-dependencies.dev = { file = "base.txt" }
`

func TestReadFlit(t *testing.T) {
	m, err := ReadFlit(tree(t, "pyproject.toml", flitText, "src/shop/__init__.py", ""))
	if err != nil {
		t.Fatal(err)
	}
	want := "flask>=2 pyproject.toml:3\n[dev] black pyproject.toml:5\n[test] pytest pyproject.toml:8\n" +
		"python >=3.9\nscript shop=shop:main pyproject.toml:10\nfor 3.11\nin [src/shop]"
	if got := described(m); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if m, err = ReadFlit(tree(t, "pyproject.toml", "[project]\nname = \"a\"\n")); m != nil || err != nil {
		t.Errorf("without Flit: %v, %v", m, err)
	}
}

func TestReadHatch(t *testing.T) {
	h, err := ReadHatch(tree(t, "pyproject.toml", hatchText))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ env, want string }{
		{"default", "a | run | default false"},
		{"test", "a pytest | cov run | default false"},
		{"docs", "mkdocs |  | docs true"},
		{"more", "b pytest | cov run | test false"},
	} {
		e := h.Envs[c.env]
		var names []string
		for _, q := range e.Dependencies {
			names = append(names, q.Name)
		}
		got := fmt.Sprint(strings.Join(names, " "), " | ", strings.Join(slices.Sorted(maps.Keys(e.Scripts)), " "), " | ", e.Template, " ", e.SkipInstall)
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.env, got, c.want)
		}
	}
	if e := h.Envs["more"]; len(e.Unknown) != 1 || values(e.Features)[0] != "web" {
		t.Errorf("unknown %v, features %v", e.Unknown, e.Features)
	}
	if h, err = ReadHatch(tree(t, "pyproject.toml", hatchText, "hatch.toml", "[envs.x]\ndependencies = ['z']\n")); err != nil || len(h.Envs) != 1 {
		t.Errorf("hatch.toml: %v, %v", h, err)
	}
	for text, want := range map[string]string{
		"[tool.hatch.envs.a]\ntemplate = 'b'\n":                                      `pyproject.toml:2: envs: template "b" does not exist`,
		"[tool.hatch.envs.a]\ntemplate = 'b'\n[tool.hatch.envs.b]\ntemplate = 'a'\n": `pyproject.toml:4: envs: template of "b" leads back to itself`,
		"[tool.hatch.envs.a]\ndependencies = ['a b']\n":                              `pyproject.toml:2: dependencies: requirement "a b"`,
	} {
		_, err := ReadHatch(tree(t, "pyproject.toml", text))
		wantError(t, err, want)
	}
}

func TestDynamicDependencies(t *testing.T) {
	const hatch = "[build-system]\nrequires=['hatchling','hatch-requirements-txt']\nbuild-backend='hatchling.build'\n[project]\nname='a'\ndynamic=['dependencies','optional-dependencies']\n"
	for _, c := range []struct{ name, text, want string }{
		{"setuptools", dynamicText, "a==1 base.txt:1\nb base.txt:3\n[dev] a==1 base.txt:1\n[dev] b base.txt:3"},
		{"setup.py beside it", "[project]\nname='a'\ndynamic=['dependencies']\n", "q setup.py:2"},
		{
			"hatch", hatch + "[tool.hatch.metadata.hooks.requirements_txt]\nfiles=['base.txt']\noptional-dependencies.dev=['base.txt']\n",
			"a==1 base.txt:1\nb base.txt:3\n[dev] a==1 base.txt:1\n[dev] b base.txt:3",
		},
		{"a hook of another name", hatch + "[tool.hatch.metadata.hooks.custom]\n", "? dependencies:6\n? optional-dependencies:6"},
	} {
		tr := tree(t, "pyproject.toml", c.text, "base.txt", "a==1\n# c\nb # why\n", "setup.py", "from setuptools import setup\nsetup(install_requires=['q'], extras_require={'x': ['y']})\n")
		p, err := ReadPyProject(tr)
		if err != nil {
			t.Fatal(err)
		}
		m, err := p.DynamicDependencies(tr)
		if err != nil {
			t.Fatal(c.name, err)
		}
		if got := described(m); got != c.want {
			t.Errorf("%s: got:\n%s\nwant:\n%s", c.name, got, c.want)
		}
	}
	p, err := ReadPyProject(tree(t, "pyproject.toml", dynamicText))
	if err != nil {
		t.Fatal(err)
	}
	m, err := p.DynamicDependencies(tree(t, "pyproject.toml", dynamicText))
	if err != nil || described(m) != "? dependencies:8\n? optional-dependencies:9" {
		t.Errorf("a file that is not there: %q, %v", described(m), err)
	}
}

func TestBuildNeedsAndVersion(t *testing.T) {
	for _, c := range []struct{ text, needs, version string }{
		{dynamicText, "setuptools []", "setuptools-scm pyproject.toml:2"},
		{"[build-system]\nrequires=['maturin']\nbuild-backend='maturin'\n", "maturin [cc rust]", ""},
		{"[build-system]\nrequires=['scikit-build-core']\nbuild-backend='scikit_build_core.build'\n", "scikit-build-core [c++ cc cmake]", ""},
		{"[build-system]\nrequires=['setuptools','Cython']\nbuild-backend='setuptools.build_meta'\n", "setuptools [cc]", ""},
		{"[build-system]\nrequires=['hatchling','hatch-vcs']\nbuild-backend='hatchling.build'\n[project]\nname='a'\ndynamic=['version']\n[tool.hatch.version]\nsource='vcs'\n", "hatchling []", "hatch-vcs pyproject.toml:8"},
		{"[build-system]\nrequires=['setuptools','setuptools-scm']\n[project]\nname='a'\nversion='1'\n", "setuptools []", ""},
	} {
		p, err := ReadPyProject(tree(t, "pyproject.toml", c.text))
		if err != nil {
			t.Fatal(err)
		}
		need, version := BuildNeeds(p), ""
		if l := VersionFromVCS(p, nil); l != nil {
			version = l.Value + " " + l.Evidence.String()
		}
		if got := fmt.Sprint(need.Backend, " ", need.Tools); got != c.needs || version != c.version || (need.Evidence == nil) != (len(need.Tools) == 0) {
			t.Errorf("%s: %s, %q; want %s, %q", c.text, got, version, c.needs, c.version)
		}
	}
}
