package main

import (
	"encoding/json"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
	"sigs.k8s.io/yaml"
)

// hostile are texts that try to be something else where they land.
var hostile = []string{
	// shells
	`it's "quoted"`, `$(reboot)`, "`reboot`", `a;reboot`, `a && reboot`, `$HOME ${X:-y}`, `'; reboot; '`, `"; reboot; "`, `~`, `a,b`, `>x`, `!x`,
	// lines
	"a\nRUN reboot\n", "a\r\nUSER root", "a\\\nb", "a\u2028b", "a\u2029b", "a\u0085b", "a\x0bb", "\t", " lead", "trail ", "  ",
	// templates
	`{{ .Name }}`, `}}{{ fail "x" }}`, `%s%d%!`,
	// YAML
	`a: b`, `- a`, `&a`, `*a`, `# x`, `a #x`, `|`, `>`, `%x`, `@x`, `[a]`, `{a: b}`, `a: &x [*x]`, "---", "...", `null`, `yes`, `1e3`, `0x10`, `12:30`, `=`, `<<`, "\ufeffa", "a\uffffb", "a\u00a0b",
	"x\"\n    hostNetwork: true\n    y: \"",
	// Dockerfiles
	`a\`, `\`, "# escape=`", `# syntax=evil/frontend`, `<<EOF`, `x <<EOF`, `3<<-EOF`, `<<"E"`, `x"<<EOF`, `x' <<EOF`, `RUN reboot`, `--mount=type=bind,target=/x`, `--from=build`, `--chown=0`, `$X`, `\$X`, `["a", "b"]`, `http://x/y`,
	// patterns
	`*`, `?`, `[`, `[a`, `[a-`, `[^a]`, `a^b`, `**`, `{a,b}`, `!`,
	// terminals
	"\x1b]0;owned\x07", "\x1b[2J", "\u009b31m", "a\u202eb", "a\u2066b", "a\u200fb", "a\u200bb", "\x07", "\x7f", "\U000e0041",
	// ends
	"a\x00b", "", ".", "..", "../../etc/passwd", "/etc/passwd", "-rf", "--help", "-", "a/b", `a\b`, strings.Repeat("a", 200), strings.Repeat("a", 100_000), strings.Repeat("-", 300),
	// other
	"\xff\xfe", "caf\xe9", "é", "日本", "👩‍💻", "Ⅸ", "__proto__", "con", "ſhop",
}

func tomlText(s string) string {
	text, _ := json.Marshal(s)
	return string(text)
}

func pythonText(s string) string { return strconv.Quote(s) }

const flaskApp = "from flask import Flask\n\napp = Flask(__name__)\n"

const lockHead = "version = 1\nrequires-python = \">=3.12\"\n\n[[package]]\nname = \"shop\"\nversion = \"1\"\nsource = { virtual = \".\" }\n" +
	"dependencies = [{ name = \"flask\" }]\n\n[[package]]\nname = \"flask\"\nversion = \"3.0\"\n"

// place is where a hostile text stands in a repository, or in what the user types.
type place struct {
	name     string
	harmless []string // texts that do no harm; the shapes that they give are all that there may be
	repo     func(text string) repository
	dir      func(text string) string // name of the repository's directory
	args     func(text string) []string
	lookup   func(text string) func(string) (string, bool)
	tests    string // path that .dockerignore must not leave out, TEXT for the text
}

func django(settings, hosts string) repository {
	return repository{
		"manage.py":        "import os\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', " + settings + ")\nimport django\n",
		"shop/__init__.py": "", "shop/wsgi.py": "import os\nfrom django.core.wsgi import get_wsgi_application\n" +
			"os.environ.setdefault('DJANGO_SETTINGS_MODULE', " + settings + ")\napplication = get_wsgi_application()\n",
		"shop/settings.py": "ALLOWED_HOSTS = [" + hosts + "]\nROOT_URLCONF = 'shop.urls'\n",
		"shop/urls.py":     "from django.urls import path\nurlpatterns = [path('health', lambda r: None)]\n",
		"requirements.txt": "django\ngunicorn\n",
	}
}

func flag(name string, harmless ...string) place {
	return place{
		name: "flag --" + name, harmless: harmless,
		repo: func(string) repository {
			return repository{"app.py": flaskApp, "requirements.txt": "flask\ngunicorn\n"}
		},
		args: func(text string) []string { return []string{"--" + name + "=" + text} },
	}
}

func variable(name string, harmless ...string) place {
	return place{
		name: "variable " + name, harmless: harmless,
		repo: func(string) repository {
			return repository{"app.py": flaskApp, "requirements.txt": "flask\ngunicorn\n"}
		},
		lookup: func(text string) func(string) (string, bool) {
			return func(asked string) (string, bool) { return text, asked == name }
		},
	}
}

func requirement(name, line string, harmless ...string) place {
	return place{name: name, harmless: harmless, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n" + strings.ReplaceAll(line, "TEXT", text) + "\n"}
	}}
}

var places = []place{
	{
		name: "directory", harmless: []string{"shop"}, dir: func(text string) string { return text },
		repo: func(string) repository { return repository{"app.py": flaskApp, "requirements.txt": "flask\n"} },
	},
	{name: "project name", harmless: []string{"shop"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n", "pyproject.toml": "[project]\nname = " + tomlText(text) + "\n"}
	}},
	{name: "project version", harmless: []string{"1.2.3", "no tag"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n", "pyproject.toml": "[project]\nname = \"shop\"\nversion = " + tomlText(text) + "\n"}
	}},
	{name: "requires-python", harmless: []string{">=3.10"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n", "pyproject.toml": "[project]\nname = \"shop\"\nrequires-python = " + tomlText(text) + "\n"}
	}},
	{name: "pyproject as it is", harmless: []string{"# nothing"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n", "pyproject.toml": text}
	}},
	{name: "dependency in pyproject", harmless: []string{"gunicorn"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n", "pyproject.toml": "[project]\nname = \"shop\"\ndependencies = [" + tomlText(text) + "]\n"}
	}},
	{name: ".python-version", harmless: []string{"3.13"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n", ".python-version": text}
	}},
	{name: "module", harmless: []string{"app"}, repo: func(text string) repository {
		return repository{text + ".py": flaskApp, "requirements.txt": "flask\n"}
	}},
	{name: "package directory", harmless: []string{"shop", "my-shop"}, repo: func(text string) repository {
		return repository{text + "/site.py": flaskApp, "requirements.txt": "flask\n"}
	}},
	{name: "directory above a package", harmless: []string{"shop", "my-shop"}, repo: func(text string) repository {
		return repository{text + "/shop/__init__.py": "", text + "/shop/site.py": "from shop import x\n" + flaskApp, "requirements.txt": "flask\n"}
	}},
	{name: "requirements file", harmless: []string{"base.txt", "a/base.txt", "https://x/base.txt"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n-r " + text + "\n", text: "markdown\n"}
	}},
	{name: "requirements file, quoted", harmless: []string{"base.txt", "a/base.txt", "https://x/base.txt"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n-r \"" + text + "\"\n", text: "markdown\n"}
	}},
	{name: "requirements file in a directory", harmless: []string{"x", ".", "https://x"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n-r " + text + "/base.txt\n", text + "/base.txt": "markdown\n"}
	}},
	{name: "constraints file", harmless: []string{"base.txt", "a/base.txt", "https://x/base.txt"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n-c " + text + "\n", text: "markdown\n"}
	}},
	requirement("requirements file that is not there", "-r TEXT", "https://x/base.txt"),
	requirement("requirement", "TEXT", "markdown", "gunicorn==23.0.0", "# nothing", "--no-binary x"),
	requirement("version", "markdown==TEXT", "3.0"),
	requirement("extra", "markdown[TEXT]", "x"),
	requirement("marker", "markdown; python_version > \"TEXT\"", "3.0"),
	requirement("address", "markdown @ https://example.com/TEXT", "x.whl"),
	requirement("option", "--index-url TEXT", "https://example.com", "x"),
	requirement("hash", "markdown==3.0 --hash=sha256:TEXT", "00"),
	{name: "local directory, editable", harmless: []string{"lib", "a/lib", ""}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n-e ./" + text + "\n", text + "/setup.py": ""}
	}},
	{name: "local directory", harmless: []string{"lib", "a/lib", ""}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n./" + text + "\n", text + "/setup.py": ""}
	}},
	{name: "route", harmless: []string{"/health", "a b"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp + "\n@app.get(" + pythonText(text) + ")\ndef a():\n    return 1\n", "requirements.txt": "flask\n"}
	}},
	{name: "prefix of a route", harmless: []string{"/a", "a b"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp + "\n@app.get(" + pythonText(text+"/health") + ")\ndef a():\n    return 1\n", "requirements.txt": "flask\n"}
	}},
	{name: "ALLOWED_HOSTS", harmless: []string{"shop.example.com", "*", "a b"}, repo: func(text string) repository { return django("'shop.settings'", pythonText(text)) }},
	{name: "settings", harmless: []string{"shop.settings", "shop.nothing", "no module"}, repo: func(text string) repository { return django(pythonText(text), "'*'") }},
	{name: "attribute", harmless: []string{"app"}, repo: func(text string) repository {
		return repository{"app.py": "from flask import Flask\n" + text + " = Flask(__name__)\n", "requirements.txt": "flask\n"}
	}},
	{name: "factory", harmless: []string{"make"}, repo: func(text string) repository {
		return repository{"app.py": "from flask import Flask\ndef " + text + "():\n    return Flask(__name__)\n", "requirements.txt": "flask\n"}
	}},
	{name: "argument of a factory", harmless: []string{"x"}, repo: func(text string) repository {
		return repository{"app.py": "from flask import Flask\ndef make(" + text + "=1):\n    return Flask(__name__)\n", "requirements.txt": "flask\n"}
	}},
	{name: "required argument of a factory", repo: func(text string) repository {
		return repository{"app.py": "from flask import Flask\ndef make(x, " + text + "):\n    return Flask(__name__)\n", "requirements.txt": "flask\n"}
	}},
	{name: "imported tests", harmless: []string{"my-shop"}, tests: "TEXT/tests/__init__.py", repo: func(text string) repository {
		return repository{text + "/site.py": "from tests import x\n" + flaskApp, text + "/tests/__init__.py": "", "requirements.txt": "flask\n"}
	}},
	{name: "Procfile", harmless: []string{"app:app"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n", "Procfile": "web: gunicorn " + text + "\n"}
	}},
	{name: "project name, uv", harmless: []string{"shop"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "uv.lock": lockHead, "pyproject.toml": "[project]\nname = " + tomlText(text) + "\ndependencies = [\"flask\"]\n"}
	}},
	{name: "package in uv.lock", harmless: []string{"markdown", "gunicorn"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "uv.lock": lockHead + "\n[[package]]\nname = " + tomlText(text) + "\nversion = \"1\"\n", "pyproject.toml": "[project]\nname = \"shop\"\n"}
	}},
	{name: "version in uv.lock", harmless: []string{"23.0"}, repo: func(text string) repository {
		lock := strings.Replace(lockHead, `{ name = "flask" }`, `{ name = "flask" }, { name = "gunicorn" }`, 1)
		return repository{"app.py": flaskApp, "uv.lock": lock + "\n[[package]]\nname = \"gunicorn\"\nversion = " + tomlText(text) + "\n", "pyproject.toml": "[project]\nname = \"shop\"\n"}
	}},
	{name: "directory in uv.lock", harmless: []string{"lib", "a/lib", "nothing"}, repo: func(text string) repository {
		r := repository{
			"app.py": flaskApp, "pyproject.toml": "[project]\nname = \"shop\"\n",
			"uv.lock": lockHead + "\n[[package]]\nname = \"lib\"\nversion = \"1\"\nsource = { directory = " + tomlText(text) + " }\n",
		}
		if text != "nothing" {
			r[text+"/pyproject.toml"] = ""
		}
		return r
	}},
	{name: "directory in uv.lock that is not there", harmless: []string{"lib"}, repo: func(text string) repository {
		return repository{
			"app.py": flaskApp, "pyproject.toml": "[project]\nname = \"shop\"\n",
			"uv.lock": lockHead + "\n[[package]]\nname = \"lib\"\nversion = \"1\"\nsource = { editable = " + tomlText(text) + " }\n",
		}
	}},
	{name: "group", harmless: []string{"docs", "x"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "uv.lock": lockHead, "pyproject.toml": "[project]\nname = \"shop\"\n[tool.uv]\ndefault-groups = [" + tomlText(text) + "]\n"}
	}},
	{name: "requirement of setup.cfg", harmless: []string{"markdown", "markdown>=3", "markdown; python_version > '3'", "gunicorn", "psycopg2", ""}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "setup.py": "from setuptools import setup\nsetup(install_requires=['flask', " + pythonText(text) + "])\n"}
	}},
	{name: "extra of setup.py", harmless: []string{"web"}, repo: func(text string) repository {
		return repository{
			"app.py": flaskApp, "render.yaml": "buildCommand: pip install .[web]\n",
			"setup.py": "from setuptools import setup\nsetup(install_requires=['flask'], extras_require={" + pythonText(text) + ": ['markdown']})\n",
		}
	}},
	{name: "command of render.yaml", harmless: []string{"markdown", "markdown==3", "gunicorn", "gunicorn==23.0.0", "psycopg2", ""}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n", "render.yaml": "buildCommand: pip install -r requirements.txt " + text + "\n"}
	}},
	{name: "list that render.yaml names", harmless: []string{"deps/a.txt", "a.txt", "$A", "nothing", "nothing markdown"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, text: "flask\n", "requirements.txt": "flask\n", "render.yaml": "buildCommand: pip install -r " + text + "\n"}
	}},
	{name: "group of render.yaml", harmless: []string{"web", ""}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "uv.lock": lockHead, "pyproject.toml": "[project]\nname = \"shop\"\n", "render.yaml": "buildCommand: uv sync --no-dev --group " + text + "\n"}
	}},
	{name: "name of a list", harmless: []string{"prod", "a"}, repo: func(text string) repository {
		// With an import that no table knows, nothing but the list tells what is installed.
		return repository{"app.py": "import moonbase\n" + flaskApp, "requirements-" + text + ".txt": "flask\nmoonbase\n"}
	}},
	requirement("variable of an address", "--extra-index-url https://${TEXT}@x/simple", "TOKEN", "token", ""),
	requirement("user of an address", "--extra-index-url https://TEXT@x/simple", "me:secret", "me", "", "$A"),
	requirement("repository over SSH", "markdown @ git+ssh://git@x/TEXT.git", "a/b"),
	{name: "Poetry's project", harmless: []string{"shop", ""}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "pyproject.toml": "[tool.poetry]\nname = " + tomlText(text) + "\nversion = \"1\"\ndependencies.flask = \"*\"\n"}
	}},
	{name: "Poetry's source", harmless: []string{"https://pypi.org/simple", "https://x/simple", "https://${A}@x/simple", ""}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "pyproject.toml": "[tool.poetry]\ndependencies.flask = \"*\"\n[[tool.poetry.source]]\nname = \"x\"\nurl = " + tomlText(text) + "\n"}
	}},
	{name: "Poetry's path", harmless: []string{"lib", "nothing", "."}, repo: func(text string) repository {
		r := repository{"app.py": flaskApp, "pyproject.toml": "[tool.poetry]\ndependencies.flask = \"*\"\ndependencies.lib = { path = " + tomlText(text) + " }\n"}
		if text != "nothing" {
			r[text+"/pyproject.toml"] = ""
		}
		return r
	}},
	{name: "package of a Pipfile", harmless: []string{"markdown", "gunicorn"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "Pipfile": "[packages]\nflask = \"*\"\n" + tomlText(text) + " = \"*\"\n"}
	}},
	{name: "environment of conda", harmless: []string{"markdown", "gunicorn", "python=3.12", "gdal"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "environment.yml": "dependencies:\n- flask\n- " + tomlText(text) + "\n"}
	}},
	{name: "pykube.toml", harmless: []string{"app:app"}, repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n", "pykube.toml": "app = " + tomlText(text) + "\n"}
	}},
	{name: "key of pykube.toml", repo: func(text string) repository {
		return repository{"app.py": flaskApp, "requirements.txt": "flask\n", "pykube.toml": tomlText(text) + " = 1\n"}
	}},
	flag("app", "app:app", "app:make()"), flag("name", "shop"), flag("port", "9000"), flag("python", "3.13"), flag("base", "slim"),
	flag("server", "gunicorn", "gunicorn==1"), flag("image", "shop"), flag("only", "k8s", "Dockerfile"), flag("force", "Dockerfile"),
	variable("PYKUBE_PACKAGES", "markdown", "gunicorn", "a b", ""), variable("PYKUBE_EXTRAS", ""), variable("PYKUBE_BUILD_CA", "ca", ""),
	variable("PYKUBE_INSTALL_FROM", "requirements.txt", ""), variable("PYKUBE_APP", "app:app"), variable("PYKUBE_NAME", "shop"), variable("PYKUBE_SERVER", "gunicorn", ""), variable("PYKUBE_IMAGE", "shop"),
}

// TestHostileText puts every hostile text into every place. pykube refuses, and writes nothing then; or what it writes
// has the shape that harmless text gives, every word means what the plan says, and nothing reaches the terminal.
func TestHostileText(t *testing.T) {
	for _, p := range places {
		t.Run(p.name, func(t *testing.T) {
			t.Parallel()
			shapes := map[string]bool{}
			for _, text := range p.harmless {
				got := p.try(t, text)
				if got == "" {
					t.Fatalf("%q, which does no harm, is refused", text)
				}
				shapes[got] = true
			}
			tried := 0
			for _, text := range hostile {
				got := p.try(t, text)
				if got == "impossible" {
					continue
				}
				if tried++; got != "" && !shapes[got] {
					t.Errorf("%.80q changes the structure:\n%s", text, differing(got, shapes))
				}
			}
			if tried < 20 {
				t.Errorf("only %d texts could be tried", tried)
			}
		})
	}
}

// try gives the shape of what is written, "" where pykube refuses, "impossible" where the file system has no such name.
func (p place) try(t *testing.T, text string) string {
	t.Helper()
	parent := t.TempDir()
	name := "shop"
	if p.dir != nil {
		name = p.dir(text)
	}
	dir := filepath.Join(parent, name)
	if filepath.Dir(dir) != parent || p.repo(text).put(dir) != nil {
		return "impossible"
	}
	var lookup func(string) (string, bool)
	if p.lookup != nil {
		lookup = p.lookup(text)
	}
	args := []string{}
	if p.args != nil {
		args = p.args(text)
	}
	words := func(command ...string) []string { return append(append(command, args...), "--", dir) }
	got := start(lookup, words("generate", "--stdout")...)
	files := printed(got.stdout)
	if slices.ContainsFunc(args, func(a string) bool { return strings.HasPrefix(a, "--force") || strings.HasPrefix(a, "--only") }) {
		got.code = exitFailed // these are about the disk, or print one file without a heading
	}
	if got.code != exitDone {
		before, err := state(parent)
		if err != nil {
			t.Fatal(err)
		}
		out := filepath.Join(parent, "new", "out")
		got = start(lookup, words("generate", "--output-dir", out)...)
		p.quiet(t, text, "generate", got)
		if got.code != exitDone {
			if after, err := state(parent); err != nil || after != before {
				t.Errorf("%.80q: exit %d, and something was written (%v)", text, got.code, err)
			}
			if got.code != exitFailed && got.code != exitUsage {
				t.Errorf("%.80q: exit %d", text, got.code)
			}
			return ""
		}
		if files, err = outputs(out); err != nil {
			t.Fatal(err)
		}
		delete(files, "pykube.lock")
	}
	s, err := shape(files)
	if err != nil {
		t.Errorf("%.80q: what was written cannot be read: %v", text, err)
		return ""
	}
	p.inspect(t, text, dir, lookup, args, files)
	return s
}

// inspect runs the other commands on a repository that is accepted.
func (p place) inspect(t *testing.T, text, dir string, lookup func(string) (string, bool), args []string, files map[string]string) {
	t.Helper()
	decided := slices.DeleteFunc(slices.Clone(args), func(a string) bool {
		return strings.HasPrefix(a, "--only") || strings.HasPrefix(a, "--force")
	})
	asJSON := start(lookup, append(append([]string{"plan", "-o", "json"}, decided...), "--", dir)...)
	p.quiet(t, text, "plan -o json", asJSON)
	pl, err := planned(asJSON)
	if err != nil || asJSON.code != exitDone {
		t.Errorf("%.80q: plan -o json: exit %d, %v\n%s", text, asJSON.code, err, asJSON.stderr)
		return
	}
	if files["Dockerfile"] != "" && files[".dockerignore"] != "" {
		if err := means(files["Dockerfile"], files[".dockerignore"], dir, pl); err != nil {
			t.Errorf("%.80q: %v", text, err)
		}
	}
	if p.tests != "" {
		p.keepsTests(t, text, files[".dockerignore"])
	}
	if p.name != "directory" && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
		return // nothing that a terminal acts on
	}
	asYAML := start(lookup, "detect", "-o", "yaml", "--", dir)
	p.quiet(t, text, "detect -o yaml", asYAML)
	facts := start(lookup, "detect", "-o", "json", "--", dir)
	p.quiet(t, text, "detect -o json", facts)
	same, err := yaml.YAMLToJSON([]byte(asYAML.stdout))
	var a, b any
	if err != nil || json.Unmarshal(same, &a) != nil || json.Unmarshal([]byte(facts.stdout), &b) != nil || !equalJSON(a, b) {
		t.Errorf("%.80q: detect -o yaml does not say what -o json says (%v)", text, err)
	}
	p.quiet(t, text, "plan", start(lookup, append(append([]string{"plan"}, decided...), "--", dir)...))
	p.quiet(t, text, "detect", start(lookup, "detect", "--", dir))
	stdout := start(lookup, append(append([]string{"generate", "--stdout"}, decided...), "--", dir)...)
	p.quiet(t, text, "generate --stdout", stdout)
	diff := start(lookup, append(append([]string{"generate", "--diff"}, decided...), "--", dir)...)
	p.quiet(t, text, "generate --diff", diff)
}

func equalJSON(a, b any) bool {
	x, err := json.Marshal(a)
	y, err2 := json.Marshal(b)
	return err == nil && err2 == nil && string(x) == string(y)
}

// quiet holds that nothing reaches the terminal that it could act on.
func (p place) quiet(t *testing.T, text, command string, s session) {
	t.Helper()
	for _, out := range []string{s.stdout, s.stderr} {
		if c := controls(out); c != "" {
			t.Errorf("%.80q: %s prints %s", text, command, c)
		}
	}
	if s.code != exitDone {
		for line := range strings.SplitSeq(strings.TrimSuffix(s.stderr, "\n"), "\n") {
			if !strings.HasPrefix(line, "pykube: ") {
				t.Errorf("%.80q: %s says %.200q", text, command, line)
			}
		}
	}
}

func (p place) keepsTests(t *testing.T, text, ignore string) {
	t.Helper()
	patterns, err := ignorefile.ReadAll(strings.NewReader(ignore))
	if err != nil {
		t.Fatal(err)
	}
	matcher, err := patternmatcher.New(patterns)
	if err != nil {
		t.Fatal(err)
	}
	file := strings.TrimPrefix(path.Clean(strings.ReplaceAll(p.tests, "TEXT", text)), "/")
	if out, err := matcher.MatchesOrParentMatches(file); out || err != nil {
		t.Errorf("%.80q: the program imports %q, and .dockerignore leaves it out (%v)", text, file, err)
	}
	if out, err := matcher.MatchesOrParentMatches("elsewhere/tests/__init__.py"); !out || err != nil {
		t.Errorf("%.80q: other tests are not left out any more (%v)", text, err)
	}
}

// differing shows the first line in which a shape differs from the nearest harmless one.
func differing(got string, shapes map[string]bool) string {
	g := strings.Split(got, "\n")
	best, line := -1, ""
	for s := range shapes {
		w := strings.Split(s, "\n")
		i := 0
		for i < len(g) && i < len(w) && g[i] == w[i] {
			i++
		}
		if i > best {
			best, line = i, strings.Join(g[i:min(i+3, len(g))], "\n")+"\nwhere harmless text gives\n"+strings.Join(w[min(i, len(w)):min(i+3, len(w))], "\n")
		}
	}
	return line
}

// TestHostileArguments runs every command on directories that do not exist, or that no file system could hold.
func TestHostileArguments(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, text := range hostile {
		if _, err := os.Stat(text); err == nil || text == "" {
			continue // ".", "..", "/etc/passwd" and what they hold
		}
		for _, args := range [][]string{{"generate", "--", text}, {"plan", "--", text}, {"detect", "--", text}, {text}, {"generate", text}, {"--" + text}, {"plan", "-o", text}, {"plan", "-o" + text}} {
			got := start(nil, args...)
			place{}.quiet(t, text, strings.Join(args[:len(args)-1], " "), got)
			if got.code != exitUsage && !strings.HasPrefix(text, "-") {
				t.Errorf("%.80q: exit %d", args, got.code)
			}
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("something was written: %v, %v", left, err)
	}
}

// TestHostileTextIsNotSkipped keeps the table honest: these texts must be accepted somewhere, not only refused.
func TestHostileTextIsNotSkipped(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "it's $(reboot) [x] <<EOF")
	repo := repository{"a b/site.py": flaskApp, "requirements.txt": "flask\n-r <<EOF\n", "<<EOF": "markdown\n"}
	if err := repo.put(dir); err != nil {
		t.Fatal(err)
	}
	got := start(nil, "generate", dir)
	if got.code != exitDone {
		t.Fatalf("exit %d: %s", got.code, got.stderr)
	}
	text, err := os.ReadFile(filepath.Join(dir, "Dockerfile"))
	if err != nil || !strings.Contains(string(text), "./<<EOF") {
		t.Errorf("%v\n%s", err, text)
	}
}
