// Package knowledge holds what pykube knows of the world as tables: frameworks, servers, releases of Python, base
// images. A row carries why it is so, a source and the day on which it was checked; the row is the reason that a
// decision prints. The package decides nothing and reads no repository.
//
// The tables are loaded strictly: an unknown key, a missing field, a duplicate and a row out of order are errors
// with file and line.
package knowledge

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sync"

	"github.com/pelletier/go-toml/v2"
)

//go:embed *.toml frameworks/*.toml
var builtin embed.FS

// Tables is all that pykube knows.
type Tables struct {
	Frameworks      []Framework // by name
	Servers         []Server    // by name
	Starts          []Start     // calls by which a program runs a server itself
	Pythons         Pythons
	Bases           []Base
	Images          []Image
	Tools           []Tool
	Indexes         []Index // by host
	Health          Health
	Nodes           Nodes
	Native          []Native // by name
	Variables       Variables
	conda           condaNames
	needs           needs
	wheels          wheels
	runs            runs
	modules         modules
	middleware      middlewares
	musl            musl
	commands        commands
	wrappers        wrappers
	MigrationTools  []MigrationTool // by name
	AtStarts        []AtStart
	StandardServers Framework // servers of Python's standard library
	disk            disk
	systemPrograms  systemPrograms
	behaviour       behaviour
	storages        storages
	backings        backings
	locales         locales
	fonts           fonts
	gpu             gpuBuilds
}

// Load gives the tables that the program carries. They are read once; rows that are added to the result stay with it.
func Load() (*Tables, error) {
	t, err := load()
	if err != nil {
		return nil, err
	}
	own := *t
	return &own, nil
}

var load = sync.OnceValues(func() (*Tables, error) { return LoadFS(builtin) })

// LoadFS reads tables from files laid out as the built-in ones.
func LoadFS(files fs.FS) (*Tables, error) {
	t := &Tables{}
	if err := t.loadFrameworks(files); err != nil {
		return nil, err
	}
	var servers struct {
		Server []Server `toml:"server"`
		Start  []Start  `toml:"start"`
	}
	var bases struct {
		Base  []Base  `toml:"base"`
		Image []Image `toml:"image"`
		Tool  []Tool  `toml:"tool"`
	}
	var indexes struct {
		Index []Index `toml:"index"`
	}
	var native struct {
		Package []Native `toml:"package"`
	}
	var migrations migrations
	for _, file := range []struct {
		name string
		into any
	}{
		{"servers.toml", &servers},
		{"standard_library.toml", &t.StandardServers},
		{"pythons.toml", &t.Pythons},
		{"bases.toml", &bases},
		{"health.toml", &t.Health},
		{"indexes.toml", &indexes},
		{"conda_names.toml", &t.conda},
		{"native.toml", &native},
		{"needs.toml", &t.needs},
		{"wheels.toml", &t.wheels},
		{"runs.toml", &t.runs},
		{"modules.toml", &t.modules},
		{"commands.toml", &t.commands},
		{"wrappers.toml", &t.wrappers},
		{"disk.toml", &t.disk},
		{"programs.toml", &t.systemPrograms},
		{"drivers.toml", &t.behaviour.drivers},
		{"backing.toml", &t.backings},
		{"threads.toml", &t.behaviour.threads},
		{"models.toml", &t.behaviour.models},
		{"locales.toml", &t.locales},
		{"fonts.toml", &t.fonts},
		{"gpu.toml", &t.gpu},
		{"variables.toml", &t.Variables},
		{"middleware.toml", &t.middleware},
		{"migrations.toml", &migrations},
		{"nodes.toml", &t.Nodes},
		{"storages.toml", &t.storages},
		{"musl.toml", &t.musl},
	} {
		if err := decode(files, file.name, file.into); err != nil {
			return nil, err
		}
	}
	t.Starts = servers.Start
	t.MigrationTools, t.AtStarts = migrations.Tool, migrations.AtStart
	t.Servers, t.Bases, t.Images, t.Tools, t.Native, t.Indexes = servers.Server, bases.Base, bases.Image, bases.Tool, native.Package, indexes.Index
	return t, t.check()
}

func (t *Tables) loadFrameworks(files fs.FS) error {
	names, err := fs.Glob(files, "frameworks/*.toml") // sorted by name
	if err != nil {
		return err
	}
	for _, name := range names {
		var f Framework
		if err := decode(files, name, &f); err != nil {
			return err
		}
		if f.Name+".toml" != path.Base(name) {
			return fmt.Errorf("%s: the name is %q, the file is named otherwise", name, f.Name)
		}
		t.Frameworks = append(t.Frameworks, f)
	}
	return nil
}

// decode reads one table and refuses what it does not know.
func decode(files fs.FS, name string, into any) error {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return fmt.Errorf("reading table %s: %w", name, err)
	}
	err = toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(into)
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		line, _ := strict.Errors[0].Position()
		return fmt.Errorf("%s:%d: unknown key %q", name, line, toml.Key(strict.Errors[0].Key()))
	}
	var syntax *toml.DecodeError
	if errors.As(err, &syntax) {
		line, _ := syntax.Position()
		return fmt.Errorf("%s:%d: %s", name, line, syntax.Error())
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}
