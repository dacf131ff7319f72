package detect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// FuzzDetect reads repositories of three foreign files that can import each other. No panic, and every application
// that is found is one that a server can name: words of Python, a file that is there, a root above it.
func FuzzDetect(f *testing.F) {
	f.Add("from flask import Flask as F\napp = F(__name__)\n@app.get('/health')\ndef h(): ...\n", "from app import app\n", "ALLOWED_HOSTS = []\n")
	f.Add("from fastapi import FastAPI, APIRouter\nr = APIRouter(prefix=P)\ndef make(a, *, b=1):\n    x = FastAPI()\n    x.include_router(r, prefix='/v1')\n    return x\n",
		"from .app import make\napp = make(1)\n", "from pkg.main import *\n")
	f.Add("import os\nfrom django.core.wsgi import get_wsgi_application as g\nos.environ['DJANGO_SETTINGS_MODULE'] = 'pkg.settings'\napplication = app = g()\n",
		"from app import application\nfrom pkg import main\n", "ROOT_URLCONF = 'pkg.main'\nALLOWED_HOSTS = ['*'] + X\nfrom pkg.settings import *\n")
	f.Add("from pkg.main import a as b\nclass A(b): ...\nx = A()\n", "from app import A as a\nclass a(a): ...\n", "from .main import *\nfrom . import settings\nfrom .. import app\n")
	tables, err := knowledge.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, app, main, settings string) {
		if len(app)+len(main)+len(settings) > 1<<16 {
			return
		}
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "pkg"), 0o755); err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string]string{"app.py": app, "pkg/main.py": main, "pkg/settings.py": settings, "requirements.txt": "flask\n"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		tree, err := source.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer tree.Close()
		facts, err := Detect(tree, tables, Options{})
		if err != nil {
			t.Fatalf("source is no reason to fail: %v", err)
		}
		if facts.PythonFiles != 3 {
			t.Errorf("%d files of Python", facts.PythonFiles)
		}
		for _, a := range facts.Applications {
			if !importable(a.Module) || !word(a.Attr) || !tree.Has(a.File) || a.Root != "." && !strings.HasPrefix(a.File, a.Root+"/") {
				t.Errorf("%+v", a)
			}
			if _, ok := tables.Framework(a.Framework); !ok || a.Interface == "" || a.Evidence.Line < 1 {
				t.Errorf("%+v", a)
			}
			for _, r := range a.Routes {
				if !strings.HasPrefix(r.Path, "/") || r.Evidence.Line < 1 {
					t.Errorf("%+v", r)
				}
			}
		}
	})
}

// word reports whether a text can be a name of Python, as far as ASCII goes.
func word(s string) bool {
	return isIdentifier(strings.Map(func(r rune) rune {
		if r >= 0x80 {
			return 'x'
		}
		return r
	}, s))
}
