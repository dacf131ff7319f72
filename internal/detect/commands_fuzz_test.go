package detect

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// foreignCommands reads a repository of one foreign file beside some that it can name. No panic, and every command has
// places of the repository, names that can be ones, and words that can be printed.
func foreignCommands(t *testing.T, tables *knowledge.Tables, files map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"app/main.py": "", "manage.py": "import django", "run.sh": "exec \"$@\"", "requirements.txt": "flask\n"} {
		if _, own := files[name]; !own {
			files[name] = text
		}
	}
	for name, text := range files {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	f := &Facts{}
	f.findCommands(newProgram(tree), tables, Options{})
	if len(f.Commands) > maxCommandList {
		t.Errorf("%d commands", len(f.Commands))
	}
	for _, c := range f.Commands {
		if c.Runs != "" && !tree.Has(c.Runs) || len(c.Argv) == 0 || c.Kind == "" || c.Source == "" || c.Port < 0 || c.Port > 65535 {
			t.Errorf("%+v", c)
		}
		for _, place := range []string{c.Dir, c.Root, c.Runs} {
			if strings.HasPrefix(place, "/") || place == ".." || strings.HasPrefix(place, "../") {
				t.Errorf("%q leads out: %+v", place, c)
			}
		}
		if c.Role != "" && !plainTask(c.Role) || slices.ContainsFunc(c.Argv, notPlain) || slices.ContainsFunc(c.Left, notPlain) {
			t.Errorf("%+v", c)
		}
	}
}

func FuzzCommandsDockerfile(f *testing.F) {
	tables, err := knowledge.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("FROM a AS b\nENV A=1 PORT=80\nWORKDIR /x\nCOPY . /x\nRUN python manage.py collectstatic\nENTRYPOINT [\"/x/run.sh\"]\nCMD gunicorn app.main:app -b :$PORT\n", "set -- tini -- \"$@\"\nexec \"$@\"\n")
	f.Add("FROM a\nCOPY app /srv/app\nWORKDIR /srv\nCMD [\"python\",\"-m\",\"app.main\"]\nFROM a as dev\nENTRYPOINT ./run.sh", "case $1 in a) celery -A app worker -B;; *) cd app && su x -c \"python main.py\";; esac")
	f.Add("FROM a\nCOPY [\"manage.py\", \"../\", \"/\"]\nRUN echo '* * * * * python /manage.py x' >> /etc/crontab\nCMD crond", "python manage.py migrate && uwsgi --ini x.ini & wait")
	f.Fuzz(func(t *testing.T, text, script string) {
		if len(text)+len(script) > 1<<14 {
			return
		}
		foreignCommands(t, tables, map[string]string{"Dockerfile": text, "run.sh": script})
	})
}

func FuzzCommandsFiles(f *testing.F) {
	tables, err := knowledge.Load()
	if err != nil {
		f.Fatal(err)
	}
	names := []string{
		"Procfile", "compose.yaml", "fly.toml", "render.yaml", "app.yaml", "heroku.yml", "app.json", "railway.toml", "nixpacks.toml", "railpack.json", "koyeb.yaml",
		"apprunner.yaml", ".platform.app.yaml", ".replit", "zappa_settings.json", "Dockerrun.aws.json", "startup.txt", ".ebextensions/a.config", "k8s.yaml",
		"supervisord.conf", "a.service", "uwsgi.ini", "crontab", "Makefile", "justfile", "start.sh", "pyproject.toml", ".flaskenv", "gunicorn.conf.py", "circus.ini", "s6-rc.d/a/run",
	}
	seeds := []string{
		"web: gunicorn app.main:app\nworker: supervisord -c supervisord.conf\n", "services:\n  a: {build: ., command: [python, manage.py, x], extends: a, volumes: [\"./app:/x\"]}\n",
		"[processes]\na = \"python app/main.py\"\n[deploy]\nrelease_command = 'x'\n", "services: [{type: web, startCommand: 'flask run', schedule: '* * * * *'}]\n", "entrypoint: gunicorn\nspec: {jobs: [{run_command: x}]}\n",
		"run: {web: {command: [a, b]}}\n", "{\"scripts\": {\"postdeploy\": \"python manage.py migrate\"}}", "[deploy]\nstartCommand = \"uvicorn app.main:x\"\n", "[phases.a]\ncmds=[\"x\"]\n[start]\ncmd='y'\n",
		"{\"deploy\": {\"startCommand\": \"fastapi run\"}}", "services: [{name: a, git: {run_command: x}}]\n", "run: {command: x}\n", "web: {commands: {start: x}}\ncrons: {a: {spec: '* * * * *', commands: {start: y}}}\n",
		"run = \"x\"\n", "{\"a\": {\"app_function\": \"app.main.x\"}}", "{\"containerDefinitions\": [{\"name\": \"a\", \"command\": [\"x\"]}]}", "gunicorn app.main:app\n", "option_settings: {\"aws:elasticbeanstalk:container:python\": {WSGIPath: app.main}}\n",
		"---\nkind: Job\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: b, command: [celery, -A, app, beat], args: ['$(X)']}]}}}\n---\n",
		"[program:a]\ncommand = x\n  y %(ENV_A)s\n[include]\nfiles=*.conf\n", "[Service]\nExecStart=-/x/python manage.py\nEnvironment=\"A=b\"\n", "[uwsgi]\nmodule=app.main\nattach-daemon=./manage.py x %(_)\ncron=1 -2 -1 -1 -1 y\n",
		"A=b\n*/5 * * * * root python manage.py x\n@daily y\n", "A ?= $(A)\na: b\n\t@$(A) python manage.py \\\n\t x $$B\n", "a := 'b'\na b='c':\n  {{a}} flask run\n",
		"f() { f; }; f; cd \"$(dirname $0)/app\"; python -m main\n", "[tool.poe.tasks]\na = {sequence = [\"a\", \"b\"]}\n[project]\nscripts.x = \"app.main:y\"\n", "FLASK_APP=app/main.py:x\n", "bind = f\"{a}:{b}\"\nb = b or getenv('x', '1')\nwsgi_app = bind + 'x'\n",
		"[watcher:a]\ncmd = x\nargs = y\n", "#!/bin/execlineb\nexec s6-setuidgid a python app/main.py\n",
	}
	for i, name := range names {
		f.Add(name, seeds[i])
	}
	f.Fuzz(func(t *testing.T, name, text string) {
		if len(text) > 1<<14 || !slices.Contains(names, name) {
			return
		}
		foreignCommands(t, tables, map[string]string{name: text, "Procfile.x": "a: circusd circus.ini\nb: flask run\nc: gunicorn\n"})
	})
}
