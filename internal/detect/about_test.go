package detect

import (
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestAbout shows what a project tells people of itself; what cannot be read does no harm.
func TestAbout(t *testing.T) {
	read := func(text string) Project {
		f := detectFiles(t, []txtar.File{{Name: "pyproject.toml", Data: []byte(text)}, {Name: "app.py"}})
		return Project{
			Description: f.Project.Description, License: f.Project.License, Homepage: f.Project.Homepage, Source: f.Project.Source, Documentation: f.Project.Documentation,
		}
	}
	full := read(`[project]
name = "shop"
description = "Sells things"
license = "MIT"
[project.urls]
"Home Page" = "https://shop.example"
"Source Code" = "https://github.com/a/shop"
Docs = "https://docs.example"
Funding = "https://pay.example"
`)
	want := Project{Description: "Sells things", License: "MIT", Homepage: "https://shop.example", Source: "https://github.com/a/shop", Documentation: "https://docs.example"}
	if full != want {
		t.Errorf("got %+v, want %+v", full, want)
	}
	odd := read("[project]\nname = \"shop\"\ndescription = 1\nlicense = {text = \"MIT\"}\nurls = {homepage = 2, source = \"a\\u0007b\"}\n")
	if odd != (Project{}) {
		t.Errorf("got %+v, want nothing", odd)
	}
}
