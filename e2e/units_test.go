package e2e

import (
	"archive/tar"
	"crypto/sha256"
	"maps"
	"slices"
	"testing"
)

func TestReferences(t *testing.T) {
	all, final := references(`# FROM not:this
ARG PYTHON=3.14
FROM ghcr.io/astral-sh/uv:0.13.8 AS uv
FROM --platform=$BUILDPLATFORM python:${PYTHON}-slim-trixie AS builder
COPY --from=uv /uv /bin/
RUN --mount=type=cache,target=/c \
    --mount=type=bind,from=busybox:1,source=/bin,target=/b true
FROM python:${PYTHON}-slim-trixie
COPY --from=builder /opt/venv /opt/venv
`)
	want := []string{"ghcr.io/astral-sh/uv:0.13.8", "python:3.14-slim-trixie", "busybox:1"}
	if !slices.Equal(all, want) || final != "python:3.14-slim-trixie" {
		t.Errorf("got %q, %q; want %q", all, final, want)
	}
}

func TestCheckRebuild(t *testing.T) {
	const log = `#4 [internal] load metadata for docker.io/library/python:3.14-slim-trixie
#5 [builder 1/5] FROM docker.io/library/python:3.14-slim-trixie
#7 [builder 3/5] RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt
#7 sha256:0123
#7 CACHED
#8 [builder 4/5] COPY . .
#8 DONE 0.1s
#9 [builder 5/5] RUN pip install --no-deps .
#9 0.5 Processing .
#9 DONE 1.0s
`
	if wrong := checkRebuild(steps(log)); wrong != nil {
		t.Errorf("a good rebuild: %q", wrong)
	}
	for name, bad := range map[string][]Step{
		"dependencies again": {{Text: "[a 1/2] RUN uv sync --frozen --no-install-project"}, {Text: "[a 2/2] COPY . ."}},
		"nothing ran":        {{Text: "[a 1/2] RUN pip install flask", Cached: true}, {Text: "[a 2/2] COPY . .", Cached: true}},
		"no such step":       {{Text: "[a 2/2] COPY . ."}},
	} {
		if checkRebuild(bad) == nil {
			t.Errorf("%s: not seen", name)
		}
	}
}

func TestUnwanted(t *testing.T) {
	for name, bad := range map[string]bool{
		"usr/bin/x86_64-linux-gnu-gcc-12": true, "usr/bin/cc": true, "usr/bin/gccgo-helper": false,
		"root/.cache/pip/http/a": true, "home/app/.cache/uv/b": true, "app/cache/page.py": false,
		"var/lib/apt/lists/deb.debian.org_debian_dists": true, "var/lib/apt/lists/lock": false,
		"app/.git/HEAD": true, "app/.gitignore": false, "app/tests/test_a.py": true,
		"app/shop/test/a.py": true, "opt/venv/lib/python3.14/site-packages/flask/tests/a.py": false,
	} {
		if got := unwanted(name, "app"); (got != "") != bad {
			t.Errorf("%s: %q, want it to be refused: %v", name, got, bad)
		}
	}
}

func TestCheckContents(t *testing.T) {
	regular := func(mode int64, text string) File {
		return File{Type: tar.TypeReg, Mode: mode, Text: []byte(text), Sum: sha256.Sum256([]byte(text))}
	}
	const site = "opt/venv/lib/python3.14/site-packages/"
	base := map[string]File{
		"tmp": {Type: tar.TypeDir, Mode: 0o1777}, "usr/local/bin/python3.14": regular(0o755, ""),
		"usr/lib/a.a": regular(0o644, "of the base"),
	}
	good := map[string]File{
		"app":                             {Type: tar.TypeDir, Mode: 0o755},
		"app/ca.pem":                      regular(0o644, "-----BEGIN CERTIFICATE-----"),
		"opt/venv/bin/python":             {Type: tar.TypeSymlink, Mode: 0o777, Link: "/usr/local/bin/python3.14"},
		"opt/venv/bin/flask":              regular(0o755, "#!/opt/venv/bin/python\nimport flask\n"),
		site + "numpy-2.dist-info/RECORD": regular(0o644, "numpy/core/a.h,,\n\"numpy/core/lib/b.a\",,\n../../../bin/f2py,,\nnumpy/test.key,,\n"),
		site + "numpy/core/lib/b.a":       regular(0o644, ""),
		site + "numpy/test.key":           regular(0o644, "-----BEGIN PRIVATE KEY-----"),
	}
	maps.Copy(good, base)
	var image Image
	image.Config.User, image.Config.WorkingDir = "10001:10001", "/app"
	if wrong := checkContents(image, good, base); wrong != nil {
		t.Errorf("a good image: %q", wrong)
	}
	owned, shared := regular(0o644, ""), regular(0o664, "")
	owned.Uid, shared.Gid = 10001, 10001
	for name, file := range map[string]File{
		"app/id_rsa": regular(0o644, ""), "app/.env": regular(0o644, ""), "app/.env.production": regular(0o644, ""),
		"app/server.key": regular(0o644, "-----BEGIN RSA PRIVATE KEY-----"), "root/.aws/credentials": regular(0o600, ""),
		"app/infra/terraform.tfstate": regular(0o644, ""), "usr/include/pq.h": regular(0o644, ""), "usr/lib/libpq.a": regular(0o644, ""),
		"usr/lib/a.a": regular(0o644, "another than that of the base"), site + "other/lib.a": regular(0o644, ""),
		"srv/owned": owned, "srv/shared": shared, "srv/anybody": regular(0o646, ""), "tmp": {Type: tar.TypeDir, Mode: 0o777},
		"opt/venv/bin/gone": {Type: tar.TypeSymlink, Link: "/usr/bin/python3.9"}, "opt/venv/bin/old": regular(0o755, "#!/build/venv/bin/python\n"),
	} {
		bad := maps.Clone(good)
		bad[name] = file
		if checkContents(image, bad, base) == nil {
			t.Errorf("%s: not seen", name)
		}
	}
}

func TestDifferences(t *testing.T) {
	a := map[string]File{"same": {Mode: 0o644}, "mode": {Mode: 0o644}, "text": {Sum: [32]byte{1}}, "gone": {}}
	b := map[string]File{"same": {Mode: 0o644}, "mode": {Mode: 0o664}, "text": {Sum: [32]byte{2}}, "new": {}}
	if wrong := differences(a, b); len(wrong) != 4 {
		t.Errorf("want four differences: %q", wrong)
	}
}

func TestSizes(t *testing.T) {
	file := func(size int64, text string) File {
		return File{Type: tar.TypeReg, Mode: 0o644, Size: size, Text: []byte(text), Sum: [32]byte{byte(size), byte(size >> 8)}}
	}
	const site = "opt/venv/lib/python3.14/site-packages/"
	base := map[string]File{"usr/lib/old.so": file(900, ""), "lib": {Type: tar.TypeSymlink, Link: "usr/lib"}, "usr/bin/python3.14": {}}
	files := map[string]File{
		site + "a/__init__.py": file(100, ""), site + "a/__pycache__/__init__.cpython-314.pyc": file(70, ""),
		site + "a-1.dist-info/RECORD": file(30, "a/__init__.py,,\na-1.dist-info/RECORD,,\n"),
		"app/main.py":                 file(20, ""), "app/__pycache__/main.cpython-314.pyc": file(10, ""),
		"usr/lib/libpq.so.5": file(500, ""), "var/lib/dpkg/info/libpq5.list": file(40, "/lib\n/lib/libpq.so.5\n"),
		"etc/passwd": file(3, ""),
	}
	maps.Copy(files, base)
	var image Image
	image.Config.WorkingDir, image.Config.Env = "/app", []string{"PATH=/opt/venv/bin:/usr/bin"}
	want := Sizes{Wheels: 130, Bytecode: 80, Source: 20, System: 540, Rest: 3}
	got := sizes(image, files, base)
	if got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	delete(base, "usr/bin/python3.14")
	if got := sizes(image, files, base); got.Rest != 0 {
		t.Errorf("on a base without Python: got %+v", got)
	}
	if got.checkSize(got.Installed()) != nil || got.checkSize(2*got.Installed()+slack) == nil {
		t.Error("the bound is not a twentieth")
	}
}
