package detect

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
	"github.com/rogpeppe/go-internal/txtar"
)

// TestCommands shows the commands that the files of a repository start, in their order.
func TestCommands(t *testing.T) { testArchives(t, "testdata/commands/*.txtar", commandLines) }

func commandLines(facts *Facts) string {
	got := ""
	for _, s := range facts.Scripts {
		got += fmt.Sprintf("script %s = %s:%s from %s, %s\n", s.Name, s.Module, s.Attr, s.Root, s.Evidence)
	}
	for _, c := range facts.Commands {
		got += saidCommand(c) + "\n"
	}
	return got
}

// saidCommand is a command in one line, without what is empty.
func saidCommand(c Command) string {
	text := c.Source
	if c.Role != "" {
		text += " " + c.Role
	}
	text += ": " + c.Kind
	if c.Main {
		text += "!"
	}
	if c.Target != "" {
		text += " " + c.Target
	}
	text += fmt.Sprintf(" {%s}", strings.Join(c.Argv, "|"))
	for _, part := range []struct{ name, value string }{
		{"in", c.Dir}, {"from", c.Root}, {"runs", c.Runs}, {"at", c.Schedule}, {"open", strings.Join(c.Open, ",")}, {"left", strings.Join(c.Left, "; ")},
	} {
		if part.value != "" && (part.name != "from" || c.Root != c.Dir) {
			text += " " + part.name + " " + part.value
		}
	}
	if c.Port > 0 {
		text += fmt.Sprintf(" port %d", c.Port)
	}
	for _, v := range c.Env {
		text += fmt.Sprintf(" %s=%s", v.Name, v.Value)
	}
	for _, flag := range []struct {
		name string
		set  bool
	}{{"branch", c.Branch}, {"dev", c.Dev}, {"weak", c.Weak}} {
		if flag.set {
			text += " " + flag.name
		}
	}
	text += " @"
	for _, at := range c.Via {
		text += at.String() + " > "
	}
	return text + c.Evidence.String()
}

// TestCommandsBlind holds that only what is no file for deployment is read where those are left out.
func TestCommandsBlind(t *testing.T) {
	archive := txtar.Parse([]byte(`
-- Procfile --
web: gunicorn app:app
-- Makefile --
run:
	flask run
-- compose.yaml --
services: {web: {build: ., command: gunicorn app:app}}
-- entrypoint.sh --
gunicorn app:app
-- pyproject.toml --
[project]
name = "a"
version = "1"
scripts.shop = "app:main"
[tool.pdm.scripts]
serve = "gunicorn app:app"
-- app.py --
from flask import Flask
app = Flask(__name__)
`))
	dir := t.TempDir()
	for _, f := range archive.Files {
		if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tables, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	facts, err := Detect(tree, tables, Options{IgnoreDeploymentFiles: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(facts.Scripts) != 1 || len(facts.Commands) != 1 || facts.Commands[0].Source != "task" {
		t.Errorf("scripts %+v, commands %+v", facts.Scripts, facts.Commands)
	}
	var signs []SignKind
	for _, s := range facts.Applications[0].Signs {
		signs = append(signs, s.Kind)
	}
	if len(signs) == 0 || signs[0] != SignNamedDev {
		t.Errorf("signs %v", signs)
	}
}

// TestWrapped says of command lines what is left of them when what stands before the program is taken off.
func TestWrapped(t *testing.T) {
	tables, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"app.py": "", "manage.py": "import django", "start.sh": "exec gunicorn app:app", "pkg/__main__.py": "", "pkg/__init__.py": ""} {
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
	for _, c := range []struct{ line, want string }{
		{"exec env A=1 gunicorn app:app", "web app:app A=1"},
		{"A=1 B=\"2 3\" gunicorn app", "web app:application A=1 B=2 3"},
		{"tini -- gosu app:app gunicorn app:app", "web app:app left tini --; gosu app:app"},
		{"dumb-init --single-child gunicorn app:app", "web app:app left dumb-init --single-child"},
		{"sh -c 'cd /x && exec gunicorn app:app'", "web app:app"},
		{"bash -lc \"gunicorn app:app --bind 0.0.0.0:${PORT:-8000}\"", "web app:app port 8000"},
		{"poetry run gunicorn app:app", "web app:app left poetry run"},
		{"uv run --no-sync --group prod -- gunicorn app:app", "web app:app left uv run --no-sync --group prod --"},
		{"conda run -n env --no-capture-output gunicorn app:app", "web app:app left conda run -n env --no-capture-output"},
		{"newrelic-admin run-program gunicorn app:app", "web app:app left newrelic-admin run-program"},
		{"opentelemetry-instrument --traces_exporter console gunicorn app:app", "web app:app left opentelemetry-instrument --traces_exporter console"},
		{"ddtrace-run gunicorn app:app", "web app:app left ddtrace-run"},
		{"./wait-for-it.sh db:5432 -t 30 -- gunicorn app:app", "web app:app left wait-for-it.sh db:5432 -t 30 --"},
		{"wait-for db:5432 gunicorn app:app", "web app:app left wait-for db:5432"},
		{"while ! nc -z db 5432; do sleep 1; done; gunicorn app:app", "web app:app"},
		{"dockerize -wait tcp://db:5432 -timeout 20s gunicorn app:app", "web app:app left dockerize -wait tcp://db:5432 -timeout 20s"},
		{"su app -c 'gunicorn app:app'", "web app:app left su"},
		{"su - app -c 'gunicorn app:app'", "web app:app left su"},
		{"timeout 30 gunicorn app:app", "web app:app left timeout 30"},
		{"doppler run --project x -- gunicorn app:app", "web app:app left doppler run --project x --"},
		{"watchmedo auto-restart -d . -p '*.py' -- gunicorn app:app", "web app:app left watchmedo auto-restart -d . -p *.py -- dev"},
		{"watchfiles 'gunicorn app:app' .", "web app:app dev"},
		{"python -m debugpy --listen 0.0.0.0:5678 -m gunicorn app:app", "web app:app dev"},
		{"python -Wd -X dev -m gunicorn app:app", "web app:app"},
		{"coverage run -p -m gunicorn app:app", "web app:app dev"},
		{"docker-compose run --rm web python manage.py migrate", "migration manage:migrate left docker-compose run --rm web dev"},
		{"docker compose exec -T web python manage.py migrate", "migration manage:migrate left docker compose exec -T web dev"},
		{"/venv/bin/gunicorn app:app", "web app:app"},
		{"./start.sh", "web app:app"},
		{"bash ./start.sh", "web app:app"},
		{"python -u app.py --port 9000", "unknown script:app.py port 9000"},
		{"python -m pkg serve", "unknown module:pkg"},
		{"python -c 'import app'", ""},
		{"python - <<END\nimport app\nEND", ""},
		{"python setup.py install", ""},
		{"pip install gunicorn", ""},
		{"./manage.py migrate --noinput", "migration manage:migrate"},
		{"python3 -m manage runserver 0.0.0.0:9000", "web manage:runserver port 9000 dev"},
		{"gunicorn --reload -w4 -b :8080 --access-logfile - \"app:create_app('x')\"", "web app:create_app() port 8080 dev"},
		{"gunicorn -b unix:/run/x.sock app:app", "web app:app"},
		{"uvicorn --factory app:make --port=8001", "web app:make() port 8001"},
		{"uvicorn $APP --port $PORT", "web open APP,PORT"},
		{"hypercorn -b 0.0.0.0:80 app", "web app:app port 80"},
		{"daphne -p 8002 app:application", "web app:application port 8002"},
		{"granian --interface asgi --workers 2 app:app", "web app:app"},
		{"waitress-serve --call --listen=*:8041 app:create", "web app:create() port 8041"},
		{"uwsgi --http :9090 --wsgi-file app.py --callable api", "web app:api port 9090"},
		{"uwsgi --module=app --callable api --http-socket 0.0.0.0:5000", "web app:api port 5000"},
		{"flask --app app:create_app run -p 5001", "web app:create_app port 5001"},
		{"flask --app app db upgrade", "migration flask:db upgrade"},
		{"flask --app app run --debug", "web flask:run dev"},
		{"streamlit run app.py --server.port 8501", "web streamlit:app.py port 8501"},
		{"celery -A app worker -l info", "worker celery:app"},
		{"celery --app=app:queue beat", "scheduler celery:app"},
		{"celery worker -A app", "worker celery:app"},
		{"celery -A app worker -B -l info", "worker celery:app left -B / scheduler celery:app"},
		{"celery -A app flower", "monitor celery:app"},
		{"rq worker -u redis://x high", "worker"},
		{"dramatiq app --processes 2", "worker dramatiq:app"},
		{"arq app.WorkerSettings", "worker arq:app.WorkerSettings"},
		{"taskiq scheduler app:scheduler", "scheduler taskiq:app"},
		{"huey_consumer.py app.huey -w 2", "worker huey:app.huey"},
		{"python manage.py qcluster", "worker manage:qcluster"},
		{"python manage.py rqscheduler", "scheduler manage:rqscheduler"},
		{"python manage.py collectstatic --noinput", "build manage:collectstatic"},
		{"python manage.py send_reports", "unknown manage:send_reports"},
		{"alembic -c x.ini upgrade head", "migration"},
		{"aerich upgrade", "migration"},
		{"piccolo migrations forwards all", "migration"},
		{"prisma migrate deploy", "migration"},
		{"yoyo apply --batch", "migration"},
		{"python manage.py migrate && gunicorn app:app", "migration manage:migrate / web app:app"},
		{"nginx -g 'daemon off;'", ""},
	} {
		s := &commandSearch{
			program: newProgram(tree), tables: tables, scripts: map[string]Script{}, tasks: map[string]commandTask{},
			images: map[string]*builtImage{}, targets: map[string]*targetFile{}, visited: map[string]bool{},
		}
		s.line(launch{source: "x", file: "x", cwd: ".", env: map[string]string{}}, c.line, source.At("x", 1, ""), nil)
		var parts []string
		for _, found := range s.found {
			text := found.Kind
			if found.Target != "" {
				text += " " + found.Target
			}
			for _, v := range found.Env {
				text += " " + v.Name + "=" + v.Value
			}
			if found.Port > 0 {
				text += fmt.Sprintf(" port %d", found.Port)
			}
			if len(found.Open) > 0 {
				text += " open " + strings.Join(found.Open, ",")
			}
			if len(found.Left) > 0 {
				text += " left " + strings.Join(found.Left, "; ")
			}
			if found.Dev {
				text += " dev"
			}
			parts = append(parts, text)
		}
		if got := strings.Join(parts, " / "); got != c.want {
			t.Errorf("%s\n got %q\nwant %q", c.line, got, c.want)
		}
	}
}

// TestCommandsHostile holds that files that lead in circles, or to each other many times, end.
func TestCommandsHostile(t *testing.T) {
	files := []txtar.File{
		{Name: "Dockerfile", Data: []byte("FROM x\nCOPY . /\nENTRYPOINT [\"/a.sh\"]\nCMD [\"/b.sh\"]\n" + strings.Repeat("RUN /a.sh\n", 2000))},
		{Name: "a.sh", Data: []byte("#!/bin/sh\n" + strings.Repeat("./b.sh; sh a.sh; make all; exec \"$@\" || bash -c '. ./a.sh'\n", 200))},
		{Name: "b.sh", Data: []byte(strings.Repeat("f() { f; ./a.sh; }; f; if x; then case $1 in a) ./a.sh;; esac; fi\n", 200))},
		{Name: "Makefile", Data: []byte("A = $(A)$(A)\nB = $(A)\nall:\n" + strings.Repeat("\tmake all; $(B) gunicorn app:app\n", 200))},
		{Name: "supervisord.conf", Data: []byte("[include]\nfiles = *.conf\n" + strings.Repeat("[program:a]\ncommand=supervisord -c supervisord.conf\n", 300))},
		{Name: "Procfile", Data: []byte(strings.Repeat("web: honcho start\n", 500))},
		{Name: "uwsgi.ini", Data: []byte("[uwsgi]\nmodule = app\n" + strings.Repeat("attach-daemon = uwsgi uwsgi.ini\n", 500))},
		{Name: "pyproject.toml", Data: []byte("[tool.pdm.scripts]\n" + numbered(400, "t%d = {composite = [\"pdm run t%[1]d\", \"pdm run t0\"]}\n"))},
		{Name: "compose.yaml", Data: []byte("services:\n" + numbered(400, "  s%d:\n    build: .\n    extends: s%[1]d\n    command: /b.sh\n"))},
		{Name: "app.py", Data: []byte("app = 1\n")},
	}
	start := time.Now()
	facts := detectFiles(t, files)
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %s", took)
	}
	if len(facts.Commands) > maxCommandList {
		t.Errorf("%d commands", len(facts.Commands))
	}
}

func numbered(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}
