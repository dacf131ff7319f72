package e2e

import (
	"archive/tar"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

// tricky is a repository whose files would be lost, or come along, where a rule were read in another way. Engines before
// Docker 23 let all files of a left-out directory at the top through where one of them is brought back, so that such a
// directory stands deeper here.
var tricky = map[string]string{
	"requirements.txt": "flask==3.1.2\ngunicorn==23.0.0\n",
	"app.py": "from flask import Flask\n\nfrom tests.support import answer\n\napp = Flask(__name__)\n" +
		"open('shop/test/rates [1].json')\nopen('tests/data/with space.csv')\nopen('certs/ca.pem')\nopen('certs/server.key')\n",
	"tests/support.py": "answer = 42\n", "tests/test_app.py": "", "tests/data/with space.csv": "", "tests/data/other.csv": "",
	"shop/test/rates [1].json": "{}", "shop/test/rates 1.json": "{}",
	"certs/ca.pem": "-----BEGIN CERTIFICATE-----\n", "certs/server.key": "-----BEGIN PRIVATE KEY-----\n",
	"shop/__init__.py": "", "shop/testing.py": "", "shop/!important.txt": "", "shop/#notes.txt": "",
	".env": "A=1\n", ".aws/credentials": "", "catalog.sqlite3": "", "node_modules/a/index.js": "",
	"odd/!c.db": "", "odd/[x]*.db": "", "odd/ d.db": "", "odd/#e.db": "",
}

// TestContext copies build contexts into images, by the rules that are written for them, and compares what came with
// what the matcher of .dockerignore says: the tests of the rules rest on that matcher.
func TestContext(t *testing.T) {
	ctx := t.Context()
	pykube, err := Pykube(ctx)
	must(t, err)
	engine, err := Start(ctx)
	must(t, err)
	repositories := map[string]func(dir string){
		"tricky": func(dir string) {
			for name, text := range tricky {
				must(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755))
				must(t, os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644))
			}
		},
	}
	for _, name := range []string{"django-requirements", "fastapi-uv", "hostile-names", "processes"} {
		repositories[name] = func(dir string) { must(t, Copy(filepath.Join("../golden", name, "in"), dir)) }
	}
	for _, name := range slices.Sorted(maps.Keys(repositories)) {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "context")
			repositories[name](dir)
			must(t, Generate(ctx, pykube, dir))
			want := contextOf(t, dir)

			dockerfile := filepath.Join(t.TempDir(), "Dockerfile")
			must(t, os.WriteFile(dockerfile, []byte("FROM scratch\nCOPY . /context/\n"), 0o644))
			tag := fmt.Sprintf("pykube-e2e/context-%s:%d", name, os.Getpid())
			_, err := engine.Build(ctx, dir, tag, true, "-f", dockerfile)
			must(t, err)
			t.Cleanup(func() { engine.Remove(tag) })
			files, err := engine.Files(ctx, tag)
			must(t, err)
			var got []string
			for file, is := range files {
				if rest, ok := strings.CutPrefix(file, "context/"); ok && is.Type != tar.TypeDir {
					got = append(got, rest)
				}
			}
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Errorf("the engine copied\n  %s\nthe rules let through\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
			}
			if len(got) == 0 {
				t.Error("nothing was copied")
			}
		})
	}
}

// contextOf lists the files that the rules of a directory's .dockerignore let through, sorted.
func contextOf(t *testing.T, dir string) (files []string) {
	t.Helper()
	rules, err := os.Open(filepath.Join(dir, ".dockerignore"))
	must(t, err)
	defer rules.Close()
	patterns, err := ignorefile.ReadAll(rules)
	must(t, err)
	matcher, err := patternmatcher.New(patterns)
	must(t, err)
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		left, err := matcher.MatchesOrParentMatches(filepath.ToSlash(name))
		if !left {
			files = append(files, filepath.ToSlash(name))
		}
		return err
	}))
	slices.Sort(files)
	return files
}
