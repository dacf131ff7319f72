package main

import (
	"io/fs"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/plan"
	"github.com/pykube/pykube/internal/render"
	"github.com/pykube/pykube/internal/source"
	"github.com/pykube/pykube/templates"
)

// trip is one way from a directory to files: read, facts, plan, files. Each stage only sees what the one before it
// gave. What is then done with the files is the command's.
type trip struct {
	dir     string
	options config.Options
	detect  detect.Options
	lookup  func(string) (string, bool) // the environment

	facts *detect.Facts
	plan  *plan.Plan
	files []render.File
}

// read goes as far as the facts.
func (t *trip) read() (*knowledge.Tables, error) {
	tables, err := knowledge.Load()
	if err != nil {
		return nil, err
	}
	tree, err := source.Open(t.dir)
	if err != nil {
		return nil, &usage{text: err.Error(), hint: "pykube COMMAND DIR, with the directory of the repository"}
	}
	defer tree.Close()
	if err := config.Load(&t.options, tree, t.lookup); err != nil {
		return nil, err
	}
	native, err := config.Native(tree)
	if err != nil {
		return nil, err
	}
	tables.AddNative(native)
	t.facts, err = detect.Detect(tree, tables, t.detect)
	return tables, err
}

// decide goes as far as the plan.
func (t *trip) decide() error {
	tables, err := t.read()
	if err != nil {
		return err
	}
	t.plan, err = plan.Build(t.facts, t.options, tables, version())
	return err
}

// write goes as far as the files. They are in memory still.
func (t *trip) render() error {
	if err := t.decide(); err != nil {
		return err
	}
	var err error
	t.files, err = render.Render(t.plan, fs.FS(templates.FS))
	return err
}
