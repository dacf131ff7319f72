package packaging

import (
	"fmt"
	"strings"
	"testing"
)

// said is an install in one line, without what is empty.
func said(in Install) string {
	text := fmt.Sprintf("%s %s", in.Evidence, in.Manager)
	add := func(name string, list []string) {
		if len(list) > 0 {
			text += " " + name + "=" + strings.Join(list, ",")
		}
	}
	if in.File != "" {
		text += " " + in.File
	}
	for _, l := range locals(&Requirements{Locals: in.Locals}) {
		text += " [" + l + "]"
	}
	add("packages", in.Packages)
	add("extras", in.Extras)
	add("groups", in.Groups)
	add("without", in.Without)
	add("only", in.Only)
	if in.Member != "" {
		text += " member=" + in.Member
	}
	for _, flag := range []struct {
		name string
		set  bool
	}{{"nodev", in.NoDev}, {"nodeps", in.NoDeps}, {"frozen", in.Frozen}, {"export", in.Export}, {"open", in.Open}, {"dev", in.Dev}} {
		if flag.set {
			text += " " + flag.name
		}
	}
	return text
}

func TestInstallCommands(t *testing.T) {
	// The files that the commands can mean.
	base := []string{
		"requirements.txt", "", "requirements/production.txt", "", "requirements/local.txt", "", "requirements/base.txt", "", "constraints.txt", "",
		"pyproject.toml", "", "environment.yml", "", "api/requirements.txt", "", "lib/setup.py", "", "req/prod.txt", "", "req/common.txt", "",
	}
	tests := []struct{ name, file, text, want string }{
		{"plain", "Dockerfile", "FROM python:3.12\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\n", "Dockerfile:3 pip requirements.txt"},
		{"elsewhere in the image", "Dockerfile", "FROM x\nWORKDIR /app\nCOPY requirements/production.txt /tmp/reqs.txt\nRUN pip3 install -r /tmp/reqs.txt && rm /tmp/reqs.txt\n", "Dockerfile:4 pip requirements/production.txt"},
		{
			"cookiecutter-django", "compose/production/django/Dockerfile",
			"FROM python AS python-build-stage\nARG BUILD_ENVIRONMENT=production\nCOPY ./requirements .\nRUN pip wheel --wheel-dir /usr/src/app/wheels \\\n  -r ${BUILD_ENVIRONMENT}.txt\n",
			"compose/production/django/Dockerfile:4 pip requirements/production.txt",
		},
		{
			"cookiecutter-django, local", "compose/local/django/Dockerfile",
			"FROM python\nARG BUILD_ENVIRONMENT=local\nCOPY ./requirements .\nRUN pip wheel -r ${BUILD_ENVIRONMENT}.txt\n", "compose/local/django/Dockerfile:4 pip requirements/local.txt dev",
		},
		{
			"packages of their own", "Dockerfile", "FROM x\nRUN apt-get update \\\n && apt-get install -y gcc \\\n # for the server\n && pip install --upgrade pip gunicorn==22.0 'psycopg2>=2.9,<3' \"uvicorn[standard]\"\n",
			"Dockerfile:5 pip packages=pip,gunicorn==22.0,psycopg2>=2.9,<3,uvicorn[standard]",
		},
		{"extras", "Dockerfile", "FROM x\nWORKDIR /src\nCOPY . .\nRUN python -m pip install --no-deps -e .[web,pg]\n", "Dockerfile:4 pip [-e .[pg,web]] nodeps"},
		{"two files", "Dockerfile", "FROM x\nCOPY req /req\nRUN pip install -r /req/common.txt -rreq/prod.txt -c /req/none.txt\n", "Dockerfile:3 pip req/prod.txt|Dockerfile:3 pip req/common.txt"},
		{"mount", "Dockerfile", "FROM x\nWORKDIR /app\nRUN --mount=type=cache,target=/root/.cache/pip \\\n    --mount=type=bind,source=requirements.txt,target=/tmp/r.txt \\\n    pip install -r /tmp/r.txt\n", "Dockerfile:5 pip requirements.txt"},
		{"here-document", "Dockerfile", "# syntax=docker/dockerfile:1\nFROM x\nCOPY . .\nRUN <<EOF\nset -e\npip install -r requirements.txt\npip install gunicorn\nEOF\n", "Dockerfile:6 pip requirements.txt|Dockerfile:7 pip packages=gunicorn"},
		{"list", "Dockerfile", "FROM x\nRUN [\"pip\", \"install\", \"-r\", \"requirements.txt\"]\n", "Dockerfile:2 pip requirements.txt"},
		{"sh -c", "Dockerfile", "FROM x\nRUN bash -lc \"cd api && pip install gunicorn\"\n", "Dockerfile:2 pip packages=gunicorn"},
		{"a stage for tests", "Dockerfile", "FROM x AS base\nRUN pip install a\nFROM base AS test\nRUN pip install pytest\n", "Dockerfile:2 pip packages=a|Dockerfile:4 pip packages=pytest dev"},
		{"own directory", "api/Dockerfile", "FROM x\nCOPY requirements.txt .\nRUN pip install -r requirements.txt\n", "api/Dockerfile:3 pip api/requirements.txt"},
		{"directory for docker", "docker/Dockerfile", "FROM x\nCOPY requirements*.txt ./\nRUN pip install -r requirements.txt\n", "docker/Dockerfile:3 pip requirements.txt"},
		{"for development", "Dockerfile.dev", "FROM x\nRUN pip install -r requirements/local.txt\n", "Dockerfile.dev:2 pip requirements/local.txt dev"},
		{"not known", "Dockerfile", "FROM x\nARG STAGE\nRUN pip install -r requirements/${STAGE}.txt\n", "Dockerfile:3 pip open"},
		{"default of the shell", "Dockerfile", "FROM x\nRUN pip install -r requirements/${STAGE:-base}.txt\n", "Dockerfile:2 pip requirements/base.txt"},
		{"variable of words", "Dockerfile", "FROM x\nENV MORE=\"a b\"\nRUN pip install $MORE c\n", "Dockerfile:3 pip packages=a,b,c"},
		{"variable of the shell", "Dockerfile", "FROM x\nRUN F=base; pip install -r requirements/$F.txt\nRUN pip install -r requirements/$F.txt\n", "Dockerfile:2 pip requirements/base.txt|Dockerfile:3 pip open"},
		{
			"uv", "Dockerfile", "FROM x\nRUN --mount=type=cache,target=/root/.cache/uv uv sync --frozen --no-dev --extra web --group=prod --package api\nRUN uv pip install --system -r requirements.txt\n",
			"Dockerfile:2 uv extras=web groups=prod member=api nodev frozen|Dockerfile:3 uv pip requirements.txt",
		},
		{"uv pip sync", "Dockerfile", "FROM x\nRUN uv pip sync requirements.txt --system\n", "Dockerfile:2 uv pip requirements.txt"},
		{"poetry", "Dockerfile", "FROM x\nRUN pip install poetry==1.8.3 && poetry config virtualenvs.create false && poetry install --only main,web --no-root -E pg --extras \"a b\"\n", "Dockerfile:2 pip packages=poetry==1.8.3|Dockerfile:2 poetry extras=pg,a,b only=main,web nodev"},
		{"poetry, old", "Dockerfile", "FROM x\nRUN $HOME/.poetry/bin/poetry install --no-dev --with=worker --without docs,test\n", "Dockerfile:2 poetry groups=worker without=docs,test nodev"},
		{"poetry export", "Dockerfile", "FROM x\nRUN poetry export -f requirements.txt --output requirements.txt --without-hashes\n", "Dockerfile:2 poetry export"},
		{"pipenv", "Dockerfile", "FROM x\nRUN pipenv install --system --deploy --ignore-pipfile\n", "Dockerfile:2 pipenv frozen"},
		{"pdm", "Dockerfile", "FROM x\nRUN pdm sync --prod -G web --no-editable\n", "Dockerfile:2 pdm groups=web nodev"},
		{"conda", "Dockerfile", "FROM x\nCOPY environment.yml /tmp/\nRUN conda env create -f /tmp/environment.yml && micromamba install -y -n base -c conda-forge gdal=3.8\nRUN conda run -n x pip install flask\n", "Dockerfile:3 conda environment.yml|Dockerfile:3 conda packages=gdal=3.8|Dockerfile:4 pip packages=flask"},
		{"pixi", "Dockerfile", "FROM x\nRUN pixi install --locked -e prod\n", "Dockerfile:2 pixi only=prod frozen"},
		{"what a command prints", "Dockerfile", "FROM x\nRUN pip install GDAL==`gdal-config --version` $(cat x) flask \"a==`b`\"\n", "Dockerfile:2 pip packages=flask open"},
		{"wheels made before", "Dockerfile", "FROM x\nRUN pip install --no-index --find-links=/wheels /wheels/*\n", ""},
		{"redirection", "Dockerfile", "FROM x\nRUN pip install flask 2>&1 > log.txt; pip install django>=4 # old\n", "Dockerfile:2 pip packages=flask|Dockerfile:2 pip packages=django"},
		{"setup.py", "Dockerfile", "FROM x\nCOPY . .\nRUN python setup.py install\n", "Dockerfile:3 pip [.]"},
		{"Procfile", "Procfile", "web: gunicorn x\nrelease: pip install -r requirements.txt && flask db upgrade\n", "Procfile:2 pip requirements.txt"},
		{"render", "render.yaml", "services:\n  - type: web\n    buildCommand: \"pip install -r requirements/production.txt && python manage.py migrate\"\n", "render.yaml:3 pip requirements/production.txt"},
		{"buildspec", "buildspec.yml", "phases:\n  install:\n    commands:\n      - cd api\n      - pip install -r requirements.txt\n      - pip install awscli\n", "buildspec.yml:5 pip requirements.txt|buildspec.yml:6 pip packages=awscli"},
		{"railway", "railway.json", "{\"build\": {\"buildCommand\": \"pip install -r requirements.txt\"}}\n", "railway.json:1 pip requirements.txt"},
		{"nixpacks", "nixpacks.toml", "[phases.install]\ncmds = [\"pip install -r requirements.txt\", 'poetry install --only main']\n", "nixpacks.toml:2 pip requirements.txt|nixpacks.toml:2 poetry only=main nodev"},
		{"compose", "docker-compose.yml", "services:\n  web:\n    command: sh -c \"pip install -r requirements.txt && flask run\"\n", "docker-compose.yml:3 pip requirements.txt"},
		{"compose, override", "docker-compose.override.yml", "services:\n  web:\n    command: [\"sh\", \"-c\", \"pip install x\"]\n", "docker-compose.override.yml:3 pip packages=x dev"},
		{"tests in CI", ".github/workflows/test.yml", "jobs:\n  a:\n    steps:\n      - run: |\n          pip install -r requirements.txt\n          pip install \\\n            pytest\n", ".github/workflows/test.yml:5 pip requirements.txt dev|.github/workflows/test.yml:6 pip packages=pytest dev"},
		{"CI that deploys", ".github/workflows/deploy.yml", "      - run: pip install -r requirements.txt\n", ".github/workflows/deploy.yml:1 pip requirements.txt"},
		{"script", "build.sh", "#!/usr/bin/env bash\nset -o errexit\n# pip install no\ncat <<EOF\npip install no\nEOF\nif true; then pip install -r requirements.txt; fi\npip-sync requirements.txt\n", "build.sh:7 pip requirements.txt|build.sh:8 pip-sync requirements.txt"},
		{"Makefile", "Makefile", "PIP = venv/bin/pip\nREQ ?= base\ndeploy:\n\t@$(PIP) install -r requirements/$(REQ).txt\ndev: deploy\n\t$(PIP) install -e . pytest\n", "Makefile:4 pip requirements/base.txt|Makefile:6 pip [-e .] packages=pytest dev"},
		{"nothing", "Dockerfile", "FROM x\nRUN pip --version && pip uninstall -y x && uv run y && poetry config a b && echo pip install x\n", ""},
		{"option of pip", "Dockerfile", "FROM x\nRUN pip --no-cache-dir --timeout 60 install -i https://x/simple --find-links=/w -t /t flask\n", "Dockerfile:2 pip packages=flask"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := append([]string{test.file, test.text}, base...)
			var got []string
			for _, in := range InstallCommands(tree(t, files...)) {
				got = append(got, said(in))
			}
			check(t, "installs", got, strings.FieldsFunc(test.want, func(r rune) bool { return r == '|' }))
		})
	}
}

func TestInstallCommandsBounded(t *testing.T) {
	for name, text := range map[string]string{
		"commands":     "FROM x\n" + strings.Repeat("RUN pip install a\n", 40_000),
		"words":        "FROM x\nRUN pip install " + strings.Repeat("a ", 400_000),
		"quotes":       "FROM x\nRUN " + strings.Repeat("\"'", 400_000),
		"variables":    "FROM x\n" + strings.Repeat("ENV A=$A$A$A$A\n", 40_000) + "RUN pip install $A\n",
		"dollars":      "FROM x\nRUN " + strings.Repeat("$(", 400_000),
		"braces":       "FROM x\nRUN " + strings.Repeat("${", 400_000),
		"continued":    "FROM x\nRUN a" + strings.Repeat("\\\n", 400_000),
		"copies":       "FROM x\n" + strings.Repeat("COPY a b\n", 20_000) + strings.Repeat("RUN pip install -r z\n", 5_000),
		"here":         "FROM x\n" + strings.Repeat("RUN <<A <<B\n", 50_000),
		"redirections": "FROM x\nRUN " + strings.Repeat("< ", 400_000),
		"shells":       "FROM x\nRUN " + strings.Repeat("sh -c '", 100_000),
		"mounts":       "FROM x\nRUN " + strings.Repeat("--mount=source=a,target=b ", 40_000) + "pip install -r z",
	} {
		t.Run(name, func(t *testing.T) {
			ends(t, func() { InstallCommands(tree(t, "Dockerfile", text)) })
		})
	}
}
