package packaging

import (
	"strings"
	"testing"
)

func none(string) bool { return false }

// lines gives what demands say, each with its line.
func lines(demands []Demand) string {
	var all []string
	for _, d := range demands {
		_, line, _ := strings.Cut(d.Evidence.String(), ":")
		all = append(all, saidBy(d)+"@"+line)
	}
	return strings.Join(all, " ")
}

func TestDeployedPython(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"one stage", "Dockerfile", "# syntax=docker/dockerfile:1\nFROM python:3.11-slim\n", "3.11@2"},
		{"a patch release", "Dockerfile", "FROM python:3.12.4-slim-bookworm", "3.12.4@1"},
		{"a digest", "Dockerfile", "FROM python:3.12-alpine@sha256:00", "3.12@1"},
		{"a registry", "Dockerfile", "from --platform=linux/amd64 registry.example.com:5000/hub/python:3.9", "3.9@1"},
		{"an argument", "Dockerfile", "ARG PYTHON_VERSION=3.12\nFROM python:${PYTHON_VERSION}-slim AS base\nRUN x\nFROM base\n", "3.12@2"},
		{"an argument in quotes", "Dockerfile", "ARG V=\"3.12\"\nFROM python:$V", "3.12@2"},
		{"a default", "Dockerfile", "ARG V\nFROM python:${V:-3.10}-slim", "3.10@2"},
		{"an argument without a value", "Dockerfile", "ARG V\nFROM python:${V}-slim", ""},
		{"the last stage", "Dockerfile", "FROM python:3.11 AS build\nFROM node:20 AS web\nFROM python:3.12-slim\n", "3.12@3"},
		{"the last stage is built from one", "Dockerfile", "FROM python:3.11 AS Build\nFROM python:3.12 AS x\nFROM build\n", "3.11@1"},
		{"the last stage is none", "Dockerfile", "FROM python:3.11 AS build\nFROM gcr.io/distroless/static\n", "3.11@1"},
		{"none", "Dockerfile", "FROM ubuntu:24.04\nRUN apt-get install python3.12\n", ""},
		{"latest", "Dockerfile", "FROM python:latest", ""},
		{"no tag", "Dockerfile", "FROM python", ""},
		{"a word", "Dockerfile", "FROM python:slim", ""},
		{"major", "Dockerfile", "FROM python:3-slim", "==3.*@1"},
		{"a candidate", "Dockerfile", "FROM python:3.16.0a2-slim", "3.16.0a2@1"},
		{"a candidate by name", "Dockerfile", "FROM python:3.16-rc-slim", "3.16@1"},
		{"uv", "Dockerfile", "FROM ghcr.io/astral-sh/uv:python3.12-bookworm-slim", "3.12@1"},
		{"uv with its version", "Dockerfile", "FROM ghcr.io/astral-sh/uv:0.9.2-python3.13-trixie-slim", "3.13@1"},
		{"lambda", "Dockerfile", "FROM public.ecr.aws/lambda/python:3.12", "3.12@1"},
		{"ubi", "Dockerfile", "FROM registry.access.redhat.com/ubi9/python-312:latest", "3.12@1"},
		{"a server", "Dockerfile", "FROM tiangolo/uvicorn-gunicorn-fastapi:python3.11", "3.11@1"},
		{"pypy", "Dockerfile", "FROM pypy:3.10", "pypy3.10@1"},
		{"Python 2", "Dockerfile", "FROM python:2.7", "2.7@1"},
		{"another place", "docker/Dockerfile", "FROM python:3.11", "3.11@1"},
		{"a place that is not looked at", "db/Dockerfile", "FROM python:3.11", ""},

		{"render", "render.yaml", "services:\n  - type: web\n    envVars:\n      - key: DEBUG\n        value: 3.9\n      - key: PYTHON_VERSION\n        value: 3.12.4 # ours\n", "3.12.4@7"},
		{"render, value first", "render.yaml", "services:\n- envVars:\n  - value: 3.9\n    key: OTHER\n  - key: PYTHON_VERSION\n    value: \"3.10\"\n", "3.10@6"},
		{"render, in braces", "render.yaml", "envVars: \n  - {key: PYTHON_VERSION, value: 3.11}\n", "3.11@2"},
		{"render, no value", "render.yaml", "envVars:\n  - key: PYTHON_VERSION\n    sync: false\n  - key: A\n    value: 3.9\n", ""},
		{"app engine", "app.yaml", "runtime: python312\nentrypoint: gunicorn\n", "3.12@1"},
		{"app engine, 3.9", "app.yaml", "runtime: python39\n", "3.9@1"},
		{"app engine, Python 2", "app.yaml", "runtime: python27\n", "2.7@1"},
		{"app engine, flexible", "app.yaml", "runtime: python\nenv: flex\nruntime_config:\n  operating_system: ubuntu22\n  runtime_version: \"3.12\"\n", "3.12@5"},
		{"app engine, another language", "app.yaml", "runtime: nodejs20\n", ""},
		{"a manifest", "app.yaml", "spec:\n  runtime: python39\n", ""},
		{"serverless", "serverless.yml", "provider:\n  name: aws\n  runtime: python3.11\nfunctions:\n  a:\n    runtime: python3.9\n", "3.11@3"},
		{"serverless, functions", "serverless.yml", "functions:\n  a:\n    runtime: python3.9\n", "3.9@3"},
		{"serverless, another language", "serverless.yml", "provider:\n  runtime: nodejs20.x\n", ""},
		{"platform.sh", ".platform.app.yaml", "name: app\ntype: 'python:3.12'\n", "3.12@2"},
		{"netlify", "netlify.toml", "[build.environment]\nPYTHON_VERSION = \"3.8\"\n", "3.8@2"},
		{"fly", "fly.toml", "[build.args]\nPYTHON_VERSION = \"3.11\"\n", "3.11@2"},
		{"nixpacks", "nixpacks.toml", "[variables]\nNIXPACKS_PYTHON_VERSION = '3.11'\n", "3.11@2"},
		{"wrong TOML", "netlify.toml", "[build\n", ""},
		{"wrong value", "fly.toml", "[build.args]\nPYTHON_VERSION = [1]\n", ""},
	} {
		if got := lines(ReadDeployedPython(tree(t, c.file, c.text), none)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	all := func(string) bool { return true }
	if got := ReadDeployedPython(tree(t, "Dockerfile", "FROM python:3.11"), all); got != nil {
		t.Errorf("what is to be skipped was read: %+v", got)
	}
}

func TestTestedPython(t *testing.T) {
	for _, c := range []struct{ name, file, text, want string }{
		{"one", ".github/workflows/ci.yml", "steps:\n  - uses: actions/setup-python@v6\n    with:\n      python-version: '3.12'\n", "3.12@4"},
		{"a number", ".github/workflows/ci.yaml", "with: {python-version: 3.10}\n", "3.10@1"},
		{"a patch release", ".github/workflows/ci.yml", "python-version: 3.12.4\n", "3.12@1"},
		{"a list", ".github/workflows/ci.yml", "strategy:\n  matrix:\n    python-version: [\"3.9\", '3.10', 3.11, 3.9, pypy-3.10, 3.16-dev]\n", "3.9@3 3.10@3 3.11@3"},
		{"a list over lines", ".github/workflows/ci.yml", "matrix:\n  python: [\n    '3.9',  # old\n    '3.10',\n  ]\n", "3.9@5 3.10@5"},
		{"a list of lines", ".github/workflows/ci.yml", "matrix:\n  python_version:\n  - '3.9'\n  - 3.x\n  -  \"3.10\"\n", "3.9@3 3.10@5"},
		{"a block", ".github/workflows/ci.yml", "python-version: |\n  3.9\n  3.10\nother: 3.8\n", "3.9@2 3.10@3"},
		{"what is left out", ".github/workflows/ci.yml", "matrix:\n  exclude:\n    - python-version: 3.8\n  include:\n    - python-version: 3.9\n", "3.9@5"},
		{"text that only looks so", ".github/workflows/ci.yml", "run: |\n  echo\n  python-version: 3.8\nenv:\n  # python-version: 3.7\n  python: 3.6\n", ""},
		{"an expression", ".github/workflows/ci.yml", "python-version: ${{ matrix.python-version }}\n", ""},
		{"another tool", ".github/workflows/ci.yml", "matrix:\n  pytest: ['3.6']\n", ""},
		{"another directory", "sub/.github/workflows/ci.yml", "python-version: 3.8\n", ""},
		{"gitlab", ".gitlab-ci.yml", "image: python:3.12-slim\ntest:\n  image:\n    name: python:3.11\n    entrypoint: ['']\nweb:\n  image: node:20\n", "3.12@1 3.11@4"},
		{"circle", ".circleci/config.yml", "jobs:\n  test:\n    docker:\n      - image: cimg/python:3.11.4\n", "3.11@4"},
		{"travis", ".travis.yml", "language: python\npython:\n  - \"3.6\"\n  - 3.7\n  - nightly\n", "3.6@3 3.7@4"},
		{"devcontainer", ".devcontainer/devcontainer.json", "{\n  // ours\n  \"image\": \"mcr.microsoft.com/devcontainers/python:1-3.12-bookworm\",\n}\n", "3.12@3"},
		{"tox", "tox.ini", "[tox]\nenvlist = py39, py310,lint\n[testenv]\nenvlist = py38\n", "3.9@2 3.10@2"},
		{"tox over lines", "tox.ini", "[tox]\nminversion = 4\nenvlist =\n    py{38,39}-django{32,42}  # two\n    py3.12\n    pypy3\nskipsdist = py37\n", "3.8@4 3.9@4 3.12@5"},
		{"tox, a span", "tox.ini", "[tox]\nenv_list = py{310-313}, py3{8,9}\n", "3.10@2 3.11@2 3.12@2 3.13@2 3.8@2 3.9@2"},
		{"tox, braces without an end", "tox.ini", "[tox]\nenvlist = py{38,39\n", ""},
		{"nox", "noxfile.py", "import nox\nALL = ['3.11', '3.12']\n\n@nox.session(python=ALL)\ndef a(session): ...\n\n@nox.session(python='3.9')\ndef b(session): ...\n", "3.11@2 3.12@2 3.9@7"},
		{"nox without", "noxfile.py", "import nox\n@nox.session\ndef a(session): ...\n@nox.session(python=False)\ndef b(session): ...\n", ""},
	} {
		got := ReadTestedPython(tree(t, c.file, c.text))
		if lines(got) != c.want {
			t.Errorf("%s: %q, want %q", c.name, lines(got), c.want)
		}
		for _, d := range got {
			if !d.Weak {
				t.Errorf("%s: %+v is not weak", c.name, d)
			}
		}
	}
	p, err := ReadPyProject(tree(t, "pyproject.toml", "[project]\nname = 'a'\nclassifiers = [\n \"Programming Language :: Python :: 3\",\n"+
		" \"Programming Language :: Python :: 3.9\",\n \"Programming Language :: Python :: 3.10\",\n 'Programming Language :: Python :: 3 :: Only',\n]\n"))
	if err != nil || lines(p.TestedPython()) != "3.9@5 3.10@6" {
		t.Errorf("%v, %v", lines(p.TestedPython()), err)
	}
}

// TestOutlineIsLinear reads what makes parsers slow.
func TestOutlineIsLinear(t *testing.T) {
	n := 1 << 19
	for name, text := range map[string]string{
		"brackets": strings.Repeat("[", n), "lines of brackets": strings.Repeat("a: [\n", n/5), "dashes": strings.Repeat("- ", n/2), "keys": strings.Repeat("a: ", n/3),
		"lines of dashes": strings.Repeat("- - - - a\n", n/10), "depth": deep(1000), "quotes": strings.Repeat("'\"", n/2), "block": "a: |\n" + strings.Repeat("  python-version: 3.9\n", n/22),
	} {
		files := tree(t, ".github/workflows/a.yml", text, "tox.ini", "[tox]\nenvlist = "+strings.Repeat("py{1-9999}\n  ", n/13))
		ends(t, func() { ReadTestedPython(files) })
		_ = name
	}
}

func deep(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}
