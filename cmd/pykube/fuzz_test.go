package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// FuzzGenerate builds a small repository of foreign texts and takes the whole way. pykube refuses with 1 or 2, or what
// it writes is read back as what the plan means, in the one shape that a repository with requirements has.
func FuzzGenerate(f *testing.F) {
	f.Add(flaskApp, "flask\ngunicorn\n", "[project]\nname = \"shop\"\nversion = \"1\"\n", "shop", "app.py", "base.txt")
	f.Add("from fastapi import FastAPI as F, APIRouter\nr = APIRouter(prefix='/a')\n@r.get('/health')\ndef h(): ...\ndef make(x=1):\n    a = F()\n    a.include_router(r)\n    return a\n",
		"fastapi[standard]==0.1 --hash=sha256:00\n-r base.txt\n", "[project]\nrequires-python = \">=3.9,<4\"\n", "a b", "my-shop/main.py", "base.txt")
	f.Add(flaskApp+"@app.route('/x\\n/health')\ndef h(): ...\n", "-e ./lib\n./lib\n-r it's.txt\n", "[tool.pykube]\nport = 9000\n", "$(id)", "it's/app.py", "it's.txt")
	f.Add("import os\nfrom django.core.wsgi import get_wsgi_application\nos.environ.setdefault('DJANGO_SETTINGS_MODULE', 'x.settings')\napplication = get_wsgi_application()\n",
		"django\n", "", "x", "x/wsgi.py", "x/settings.py")
	f.Fuzz(func(t *testing.T, app, requirements, pyproject, name, module, more string) {
		if len(app)+len(requirements)+len(pyproject) > 1<<16 {
			return
		}
		parent := t.TempDir()
		dir := filepath.Join(parent, name)
		repo := repository{module: app, more: "markdown\nmarkdown==3.0\n", "requirements.txt": requirements, "pyproject.toml": pyproject}
		if filepath.Dir(dir) != parent || len(repo) != 4 || repo.put(dir) != nil {
			return
		}
		got := start(nil, "generate", "--stdout", "--", dir)
		place{}.quiet(t, name, "generate", got)
		if got.code != exitDone {
			if got.stdout != "" || got.code != exitFailed && got.code != exitUsage {
				t.Fatalf("exit %d, and on stdout\n%s", got.code, got.stdout)
			}
			return
		}
		files := printed(got.stdout)
		s, err := shape(files)
		if err != nil {
			t.Fatalf("%v\n%s", err, got.stdout)
		}
		checkSkeleton(t, s)
		p, err := planned(start(nil, "plan", "-o", "json", "--", dir))
		if err != nil {
			t.Fatal(err)
		}
		if err := means(files["Dockerfile"], files[".dockerignore"], dir, p); err != nil {
			if !strings.Contains(err.Error(), ".dockerignore leaves it out") { // a requirements file below tests/
				t.Fatalf("%v\n%s", err, files["Dockerfile"])
			}
		}
	})
}

// checkSkeleton holds the instructions of the final image and the objects to what they must be whatever the input.
func checkSkeleton(t *testing.T, s string) {
	t.Helper()
	_, final, ok := strings.Cut(s, "FROM as runtime\n")
	if !ok {
		t.Fatalf("no final stage:\n%s", s)
	}
	final, _, _ = strings.Cut(final, "file ")
	var names []string
	for line := range strings.Lines(final) {
		name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name != "ENV" {
			names = append(names, name)
		}
	}
	if got, want := strings.ToUpper(strings.Join(names, " ")), "LABEL RUN WORKDIR COPY COPY USER EXPOSE STOPSIGNAL HEALTHCHECK ENTRYPOINT CMD"; got != want {
		t.Errorf("the final stage is %q, want %q", got, want)
	}
	for _, line := range []string{
		" USER 10001:10001\n", " /spec/template/spec/containers[0]/securityContext/readOnlyRootFilesystem\n",
		" copy from=build ", "file k8s/base/service.yaml\n",
	} {
		if !strings.Contains(strings.ToLower(s), strings.ToLower(line)) {
			t.Errorf("%q is missing in\n%s", line, s)
		}
	}
	for _, line := range []string{"hostNetwork", "hostPath", "containers[1]", "initContainers", "rules"} {
		if strings.Contains(s, line) {
			t.Errorf("%q is in\n%s", line, s)
		}
	}
}
