package source

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
)

func TestView(t *testing.T) {
	whole := tree(t, map[string]string{
		".gitignore": "*.log\n", "a.py": "", "web/b.py": "web\n", "web/x.log": "", "web/api/c.py": "", "web/lib/d.py": "", "webs/e.py": "",
		"web/in.py": "-> b.py", "web/out.py": "-> ../a.py", "web/loop.py": "-> loop.py",
	})
	view := whole.View("web", "api")
	if got := strings.Join(view.Files(), " "); got != "b.py in.py lib/d.py" {
		t.Errorf("files: %s", got)
	}
	var skipped []string
	for _, s := range view.Skipped {
		skipped = append(skipped, s.Path+": "+s.Reason)
	}
	if got := strings.Join(skipped, "; "); got != "loop.py: a link that leads out of the repository, or nowhere; out.py: a link that leads out of the directory" {
		t.Errorf("passed over: %s", got)
	}
	if view.Name() != "web" || whole.View(".").Name() != "shop" {
		t.Errorf("named %q and %q", view.Name(), whole.View(".").Name())
	}
	for dir, want := range map[string]bool{".": true, "lib": true, "api": false, "web": false, "..": false} {
		if view.HasDir(dir) != want {
			t.Errorf("HasDir(%q) = %v", dir, !want)
		}
	}
	if text, err := view.Text("./b.py"); text != "web\n" || err != nil {
		t.Errorf("b.py: %q, %v", text, err)
	}
	if at := view.At("b.py", 1); at.String() != "b.py:1" || at.Text != "web" {
		t.Errorf("at %+v", at)
	}
	for _, name := range []string{"../a.py", "/a.py", "a.py", "lib"} {
		if _, err := view.Read(name); err == nil {
			t.Errorf("%s was read", name)
		}
	}
	if _, err := view.Read("none.py"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("none.py: %v", err)
	}
	if got := strings.Join(whole.View(".", "web", "webs").Files(), " "); got != ".gitignore a.py" {
		t.Errorf("the root without the others: %s", got)
	}
	if got := strings.Join(view.View("lib").Files(), " "); got != "d.py" {
		t.Errorf("a view of a view: %s", got)
	}
}

func TestRelocate(t *testing.T) {
	type fact struct {
		File     string
		Evidence Evidence
		Also     *Evidence
	}
	shared := []Evidence{{File: "x.py", Line: 3}, {}}
	value := struct {
		Facts  []*fact
		Named  map[string][]fact
		Lists  [2][]Evidence
		Skip   []Skip
		hidden Evidence
	}{
		Facts: []*fact{{File: "a.py", Evidence: Evidence{File: "a.py"}, Also: &Evidence{File: "../up.toml"}}, nil},
		Named: map[string][]fact{"k": {{Evidence: Evidence{File: "b.py"}}}},
		Lists: [2][]Evidence{shared, shared}, Skip: []Skip{{Path: "s"}}, hidden: Evidence{File: "h"},
	}
	Relocate(&value, ".")
	Relocate(&value, "web")
	for got, want := range map[string]string{
		value.Facts[0].File: "a.py", value.Facts[0].Evidence.File: "web/a.py", value.Facts[0].Also.File: "up.toml",
		value.Named["k"][0].Evidence.File: "web/b.py", shared[0].String(): "web/x.py:3", "1" + shared[1].File: "1", value.Skip[0].Path: "web/s", value.hidden.File: "h",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
