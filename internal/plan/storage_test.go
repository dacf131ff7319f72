package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

func TestStorage(t *testing.T) {
	otherwise := at("settings.py", 9)
	for _, c := range []struct {
		name     string
		packages []detect.Package
		writes   []detect.Write
		storage  string
		replicas int
		advice   string // topics
	}{
		{"nothing is written", nil, nil, "", 2, ""},
		{
			"a database in a directory of its own", nil,
			[]detect.Write{{Kind: detect.WriteDatabase, From: detect.FromRepository, Path: "data/app.db", Lasting: true}},
			"/app/data 1Gi kept", 1, "database",
		},
		{
			"a database among the source: a volume would hide it", nil,
			[]detect.Write{{Kind: detect.WriteDatabase, From: detect.FromRepository, Path: "app.db", Lasting: true, Shared: "app.py"}},
			"", 1, "storage database",
		},
		{
			"the directory of the source itself, though nothing else is known to stand there", nil,
			[]detect.Write{{Kind: detect.WriteUpload, From: detect.FromWorking, Path: ".", Directory: true, Lasting: true}},
			"", 1, "storage",
		},
		{
			"SQLite where nothing else is said, and the driver of another database is installed",
			[]detect.Package{{Name: "psycopg2-binary"}},
			[]detect.Write{{Kind: detect.WriteDatabase, From: detect.FromRepository, Path: "data/app.db", Lasting: true, Unless: "DATABASE_URL"}},
			"", 2, "database",
		},
		{
			"the same where no such driver is", nil,
			[]detect.Write{{Kind: detect.WriteDatabase, From: detect.FromRepository, Path: "data/app.db", Lasting: true, Otherwise: &otherwise}},
			"/app/data 1Gi kept", 1, "database",
		},
		{
			"a driver, and nothing that chooses",
			[]detect.Package{{Name: "psycopg2-binary"}},
			[]detect.Write{{Kind: detect.WriteDatabase, From: detect.FromRepository, Path: "data/app.db", Lasting: true}},
			"/app/data 1Gi kept", 1, "database",
		},
		{
			"one directory in another, and a place that is writable", nil,
			[]detect.Write{
				{Kind: detect.WriteLog, From: detect.FromWorking, Path: "data/logs", Directory: true},
				{Kind: detect.WriteUpload, From: "", Path: "/app/data", Directory: true, Lasting: true},
				{Kind: detect.WriteCache, From: detect.FromHome, Path: ".cache/x", Directory: true},
				{Kind: detect.WriteModel, From: detect.FromHome, Path: ".cache/huggingface", Directory: true},
				{Kind: detect.WriteScratch, From: "", Path: "/app/database", Directory: true},
			},
			"/app/data 5Gi kept, /app/database 256Mi, /tmp/.cache/huggingface 10Gi", 1, "logs",
		},
		{
			"what lasts within what does not", nil,
			[]detect.Write{
				{Kind: detect.WriteScratch, Path: "/srv/x", Directory: true},
				{Kind: detect.WriteUpload, Path: "/srv/x/uploads", Directory: true, Lasting: true},
			},
			"/srv/x 256Mi, /srv/x/uploads 5Gi kept", 1, "",
		},
		{
			"directories of the distribution, and names that no manifest should hold", nil,
			[]detect.Write{
				{Kind: detect.WriteScratch, Path: "/etc/app", Directory: true},
				{Kind: detect.WriteScratch, Path: "/", Directory: true},
				{Kind: detect.WriteScratch, Path: "/srv/a b\nc", Directory: true},
				{Kind: detect.WriteScratch, Path: "/opt/venv/lib/x", Directory: true},
			},
			"", 2, "storage",
		},
		{
			"settings of a project of Django that is not what is served", nil,
			[]detect.Write{{Kind: detect.WriteDatabase, By: "DATABASES", From: detect.FromRepository, Path: "data/app.db", Lasting: true}},
			"", 2, "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Packages = append(f.Packages, c.packages...)
			f.Disk.Writes = c.writes
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got, topics []string
			for _, v := range s.Storage {
				text := v.Path + " " + v.Size
				if v.Lasting {
					text += " kept"
				}
				got = append(got, text)
			}
			for _, a := range s.Advice {
				if slices.Contains([]string{"storage", "database", "logs"}, a.Topic) {
					topics = append(topics, a.Topic)
				}
			}
			if strings.Join(got, ", ") != c.storage || s.Kubernetes.Replicas != c.replicas || strings.Join(topics, " ") != c.advice {
				t.Errorf("%q, %d replicas, advice on %q", got, s.Kubernetes.Replicas, topics)
			}
			if c.storage != "" {
				decision(t, s, "storage")
			}
			if d := decision(t, s, "replicas"); d.Choice != fmt.Sprint(c.replicas) || s.Processes[0].Replicas != c.replicas {
				t.Errorf("decided on %s, the process has %d", d.Choice, s.Processes[0].Replicas)
			}
		})
	}
}

func TestStartedPrograms(t *testing.T) {
	started := func(name string, known, start bool) detect.StartedProgram {
		return detect.StartedProgram{Name: name, Known: known, Start: start, Evidence: at("lib.py", 4)}
	}
	for _, c := range []struct {
		name            string
		packages        []detect.Package
		started         []detect.StartedProgram
		python          string
		runtime, advice string
	}{
		{"a program that the table knows", nil, []detect.StartedProgram{started("ffmpeg", true, false)}, "", "ffmpeg", ""},
		{"one that a package brings already", []detect.Package{{Name: "ffmpeg-python"}}, []detect.StartedProgram{started("ffprobe", true, true)}, "", "ffmpeg", ""},
		{"one that is installed with Python", []detect.Package{{Name: "streamlink"}}, []detect.StartedProgram{started("streamlink", false, true)}, "", "", ""},
		{"one that every image has", nil, []detect.StartedProgram{started("rm", false, true), started("docker", false, true)}, "", "", ""},
		{"one that nothing brings", nil, []detect.StartedProgram{started("crf_test", false, true), started("other", false, false)}, "", "", "crf_test"},
		{"one that only the Debian before has", nil, []detect.StartedProgram{started("wkhtmltopdf", true, false)}, "3.14", "wkhtmltopdf", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Packages = append(f.Packages, c.packages...)
			f.Behaviour.Programs = c.started
			s, err := build(t, f, config.Options{Python: flag("python", orElse(c.python, "3.13"))})
			if err != nil {
				t.Fatal(err)
			}
			advice := ""
			for _, a := range s.Advice {
				if a.Topic == "system packages" {
					advice += a.Text
				}
			}
			if got := strings.Join(s.SystemPackages.Runtime, " "); got != c.runtime || (c.advice == "") != (advice == "") || !strings.Contains(advice, c.advice) || strings.Contains(advice, "other") {
				t.Errorf("%q, advice %q", got, advice)
			}
		})
	}
}

func TestAdviceOnBehaviour(t *testing.T) {
	f := facts()
	via := at("main.py", 8)
	f.Applications[0].Interface, f.Applications[0].Framework = "asgi", "fastapi"
	f.Behaviour.Blocking = []detect.BlockingCall{
		{Driver: "psycopg2", Call: "execute", In: "read", Evidence: at("db.py", 3), Via: &via},
		{Driver: "python-time", Call: "time.sleep", In: "wait", Evidence: at("main.py", 5)},
		{Driver: "psycopg2", Call: "psycopg2.connect", In: "write", Evidence: at("main.py", 9)},
	}
	f.Disk.Loads = []detect.Load{{By: "whisper.load_model", Start: true, Fetched: true, Evidence: at("main.py", 2)}}
	f.Disk.Writes = []detect.Write{{Kind: detect.WriteModel, From: detect.FromHome, Path: ".cache/whisper", Directory: true, Variable: "XDG_CACHE_HOME", Evidence: at("main.py", 2)}}
	f.Behaviour.GPU = []detect.GPUUse{{By: "cuda()", Evidence: at("main.py", 3)}}
	f.Static.FrontEnds = []detect.FrontEnd{
		{Directory: "shop", Tool: "next", Manager: "yarn", Output: "shop/.next", Evidence: at("shop/package.json", 3)},
		{Directory: "done", Tool: "vite", Manager: "npm", Output: "done/dist", Built: true, Evidence: at("done/package.json", 3)},
	}
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"psycopg2, called in a coroutine, waits for the database, and no other request is answered meanwhile: execute (db.py:3), called by read (main.py:8), psycopg2.connect in write (main.py:9). Instead: asyncpg, or psycopg.AsyncConnection",
		"time, called in a coroutine, sleeps, and no other request is answered meanwhile: time.sleep in wait (main.py:5). Instead: await asyncio.sleep()",
		"a model is loaded when the program starts",
		"again by each new pod; where they are kept: XDG_CACHE_HOME",
		"a GPU is needed",
		"so no part of this image: shop",
	} {
		if !slices.ContainsFunc(s.Advice, func(a Advice) bool { return strings.Contains(a.Text, want) && len(a.Evidence) > 0 }) {
			t.Errorf("no advice that says %q", want)
		}
	}
	if slices.ContainsFunc(s.Advice, func(a Advice) bool { return strings.Contains(a.Text, "done") }) {
		t.Error("what is built already is asked for")
	}
	f.Applications[0].Interface = "wsgi"
	if s, err = build(t, f, config.Options{}); err != nil || slices.ContainsFunc(s.Advice, func(a Advice) bool { return a.Topic == "blocking" }) {
		t.Errorf("a program without an event loop is told that it blocks (%v)", err)
	}
}

// TestModelCaches names in the image where models are kept, unless the program reads the variable itself.
func TestModelCaches(t *testing.T) {
	f := facts()
	f.Disk.Writes = []detect.Write{
		{Kind: detect.WriteModel, From: detect.FromHome, Path: ".cache/huggingface", Directory: true, Variable: "HF_HOME"},
		{Kind: detect.WriteModel, From: detect.FromHome, Path: ".cache/whisper", Directory: true, Variable: "XDG_CACHE_HOME"},
		{Kind: detect.WriteModel, From: detect.FromHome, Path: ".cache/torch", Directory: true, Variable: "TORCH_HOME"},
		{Kind: detect.WriteModel, From: detect.FromHome, Path: "models", Directory: true, Variable: "SHOP_MODELS"},
	}
	f.Variables = []detect.Variable{{Name: "TORCH_HOME"}}
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, v := range s.Image.Env {
		if strings.HasPrefix(v.Value, "/tmp/") || v.Name == "XDG_CACHE_HOME" {
			got = append(got, v.Name+"="+v.Value)
		}
	}
	if want := []string{"HF_HOME=/tmp/.cache/huggingface", "XDG_CACHE_HOME=/tmp/.cache"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}
