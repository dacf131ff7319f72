package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

func worker(framework, target, file string, line int, command ...string) detect.Application {
	return detect.Application{
		Framework: framework, Kind: "worker", Interface: "none", File: file, Root: ".", Target: target, Command: command,
		Origin: at(file, line).String(), Evidence: at(file, line),
	}
}

func beside(s Service) []string {
	var found []string
	for _, p := range s.Processes[1:] {
		found = append(found, p.Name+" "+p.Kind+": "+strings.Join(p.Command, " "))
	}
	return found
}

func TestProcesses(t *testing.T) {
	beat := worker("celery", "celery:tasks", "tasks.py", 9, "celery", "--app", "tasks", "beat")
	beat.Kind, beat.Process = "scheduler", "beat"
	tests := worker("celery", "celery:tests.tasks", "tests/tasks.py", 1, "celery", "--app", "tests.tasks", "worker")
	tests.Signs = []detect.Sign{{Kind: detect.SignAside, Evidence: at("tests/tasks.py", 0)}}
	tool := worker("", "script:tool.py", "tool.py", 3, "python", "tool.py")
	consumer := worker("", "script:consumer.py", "consumer.py", 3, "python", "consumer.py")
	long := worker("", "django:send_all_of_the_letters_that_wait", "manage.py", 3, "python", "manage.py", "send_all_of_the_letters_that_wait")
	long.Process = "send_all_of_the_letters_that_wait"
	for _, c := range []struct {
		name string
		apps []detect.Application
		want []string
	}{
		{"a worker and its scheduler", []detect.Application{worker("celery", "celery:tasks", "tasks.py", 3, "celery", "--app", "tasks", "worker"), beat}, []string{"worker worker: celery --app tasks worker", "beat scheduler: celery --app tasks beat"}},
		{"two queues", []detect.Application{worker("celery", "celery:a", "a.py", 1, "celery", "-A", "a"), worker("rq", "rq:b", "b.py", 1, "rq", "worker", "b")}, []string{"worker worker: celery -A a", "worker-rq worker: rq worker b"}},
		{"two names of one queue", []detect.Application{worker("celery", "celery:a", "a.py", 1, "celery", "-A", "a"), worker("celery", "celery:b", "a.py", 1, "celery", "-A", "b")}, []string{"worker worker: celery -A a"}},
		{"one of the tests", []detect.Application{tests}, nil},
		{"a loop that is named as a worker, and one that is not", []detect.Application{tool, consumer}, []string{"consumer worker: python consumer.py"}},
		{"a name that is too long", []detect.Application{long}, []string{"send-all-of-the-a90f worker: python manage.py send_all_of_the_letters_that_wait"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Applications = append(f.Applications, c.apps...)
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := beside(s); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			for _, p := range s.Processes[1:] {
				if !validName.MatchString(p.Name) || len(p.Name) > maxProcessName || p.Replicas != 1 || p.Main || p.Manifest != p.Name+".yaml" || !strings.HasPrefix(p.Workload, "shop-") {
					t.Errorf("%+v", p)
				}
				decision(t, s, "process "+p.Name)
			}
		})
	}
}

// TestTasksOfOneTool: two tasks of one tool are two processes.
func TestTasksOfOneTool(t *testing.T) {
	f := facts()
	f.Packages = append(f.Packages, detect.Package{Name: "invoke"})
	for i, task := range []string{"incoming", "outgoing"} {
		f.Commands = append(f.Commands, detect.Command{
			Source: "supervisor", Role: task + "_worker", Kind: "worker", Framework: "invoke", Program: "invoke", Main: true, Dir: ".",
			Argv: []string{"inv", "--echo", task}, Evidence: at("supervisord.conf", i),
		})
	}
	s, err := build(t, f, config.Options{})
	want := []string{"incoming-worker worker: inv --echo incoming", "outgoing-worker worker: inv --echo outgoing"}
	if err != nil || !slices.Equal(beside(s), want) {
		t.Errorf("%v, %q", err, beside(s))
	}
}

func TestProcessOfAnotherService(t *testing.T) {
	f := facts()
	f.Elsewhere = []string{"mailer"}
	f.Applications = append(f.Applications, worker("celery", "celery:tasks", "mailer/tasks.py", 3, "celery", "--app", "tasks", "worker"))
	f.Migrations = []detect.Migration{{Tool: "alembic", Command: []string{"alembic", "upgrade", "head"}, Root: "mailer", File: "mailer/alembic/env.py"}}
	s, err := build(t, f, config.Options{})
	if err != nil || len(s.Processes) != 1 {
		t.Errorf("%v, %v", err, beside(s))
	}
}

func TestMigrations(t *testing.T) {
	alembic := detect.Migration{Tool: "alembic", Command: []string{"alembic", "upgrade", "head"}, Root: ".", File: "migrations/env.py", Evidence: at("alembic.ini", 2)}
	elsewhere := alembic
	elsewhere.Root = "other"
	flask := detect.Migration{Tool: "flask-migrate", Command: []string{"flask", "--app", "{app}", "db", "upgrade"}, Root: ".", File: "migrations/env.py", Evidence: at("app.py", 5)}
	litestar := detect.Migration{Tool: "litestar", Command: []string{"litestar", "--app", "{app}", "database", "upgrade"}, Root: ".", File: "db.py", Evidence: at("db.py", 5)}
	for _, c := range []struct {
		name       string
		migrations []detect.Migration
		packages   []string
		want       []string
		advice     string
	}{
		{"Alembic", []detect.Migration{alembic}, []string{"alembic"}, []string{"migrate migration: alembic upgrade head"}, ""},
		{"the nearer of two", []detect.Migration{elsewhere, alembic}, []string{"alembic"}, []string{"migrate migration: alembic upgrade head"}, ""},
		{"the application that is served", []detect.Migration{flask}, []string{"flask-migrate"}, []string{"migrate migration: flask --app app:app db upgrade"}, ""},
		{"an application that there is not", []detect.Migration{litestar}, []string{"litestar"}, nil, ""},
		{"a tool that is not installed", []detect.Migration{alembic}, nil, nil, "Alembic migrates the database, and requirements.txt does not install it, so no Job does"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Migrations = c.migrations
			for _, name := range c.packages {
				f.Packages = append(f.Packages, detect.Package{Name: name, Evidence: at("requirements.txt", 2)})
			}
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if got := beside(s); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if said := slices.ContainsFunc(s.Advice, func(a Advice) bool { return a.Text == c.advice }); said != (c.advice != "") {
				t.Errorf("advice: %+v", s.Advice)
			}
			for _, p := range s.Processes[1:] {
				if p.Replicas != 0 {
					t.Errorf("a migration with %d replicas", p.Replicas)
				}
			}
		})
	}
}

func TestAtStart(t *testing.T) {
	f := facts()
	f.AtStart = []detect.AtStart{{What: "tables", Evidence: at("app.py", 9)}, {What: "schedule", Evidence: at("app.py", 10)}}
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for _, a := range s.Advice {
		if a.Topic == "replicas" {
			said++
		}
	}
	if said != 2 {
		t.Errorf("%+v", s.Advice)
	}
}
