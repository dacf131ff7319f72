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

	facts    *detect.Facts
	services []plan.Wish // of each service, or of the repository
	plan     *plan.Plan
	files    []render.File
}

// read goes as far as the facts.
func (t *trip) read() error {
	tables, err := knowledge.Load()
	if err != nil {
		return err
	}
	tree, err := source.Open(t.dir)
	if err != nil {
		return &usage{text: err.Error(), hint: "pykube COMMAND DIR, with the directory of the repository"}
	}
	defer tree.Close()
	if err := config.Load(&t.options, tree, t.lookup); err != nil {
		return err
	}
	rows, err := config.Rows(tree)
	if err != nil {
		return err
	}
	tables.Add(rows)
	t.detect.Services = t.options.Service.List()
	if t.facts, err = detect.Detect(tree, tables, t.detect); err != nil {
		return err
	}
	t.services, err = wishes(t.facts, t.options, tables, tree)
	return err
}

// wishes gathers what the user says beside each service.
func wishes(facts *detect.Facts, options config.Options, tables *knowledge.Tables, tree *source.Tree) ([]plan.Wish, error) {
	if len(facts.Services) == 0 {
		return []plan.Wish{{Facts: facts, Options: options, Tables: tables}}, nil
	}
	var all []plan.Wish
	for _, of := range facts.Services {
		view := tree.View(of.Root)
		said, err := config.LoadService(options, view, of.Root)
		if err != nil {
			return nil, err
		}
		w := plan.Wish{Facts: of, Options: said, Tables: tables}
		if of.Root != "." {
			rows, err := config.Rows(view)
			if err != nil {
				return nil, config.Below(err, of.Root)
			}
			own := *tables
			own.Add(rows)
			w.Tables = &own
		}
		all = append(all, w)
	}
	return all, nil
}

// decide goes as far as the plan.
func (t *trip) decide() error {
	if err := t.read(); err != nil {
		return err
	}
	var err error
	t.plan, err = plan.BuildAll(t.facts, t.options, t.services, version())
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
