package knowledge

import (
	"fmt"
	"slices"

	"github.com/pelletier/go-toml/v2"
)

// MigrationTool is a program that brings a database to the state that the program expects.
type MigrationTool struct {
	Name      string         `toml:"name"`
	Title     string         `toml:"title"`
	Packages  []string       `toml:"packages"`  // PyPI packages, normalised, any of which brings the command
	Framework string         `toml:"framework"` // the application that {app} stands for is one of it
	Files     []string       `toml:"files"`     // names of files that tell that it is used; it is started beside them
	Beside    string         `toml:"beside"`    // a directory that must stand beside such a file
	Python    string         `toml:"python"`    // a module that the program must import, where other languages have such files
	Section   string         `toml:"section"`   // the same for a section of pyproject.toml, below [tool]
	Calls     []string       `toml:"calls"`     // dotted; a call of one of them tells it
	Command   []string       `toml:"command"`   // {app} and {file} are filled in
	Why       string         `toml:"why"`
	Source    string         `toml:"source"`
	Checked   toml.LocalDate `toml:"checked"`
}

// AtStart is something that every replica of a program would do when it starts, and that is meant to be done once.
type AtStart struct {
	What    string         `toml:"what"`    // migration, tables, schedule
	Calls   []string       `toml:"calls"`   // dotted
	Methods []string       `toml:"methods"` // the ends of what is called: metadata.create_all
	Classes []string       `toml:"classes"` // dotted; an instance is made
	Why     string         `toml:"why"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// migrations is the table of both.
type migrations struct {
	Tool    []MigrationTool `toml:"tool"` // by name
	AtStart []AtStart       `toml:"at_start"`
}

// MigrationTool gives the tool of that name.
func (t *Tables) MigrationTool(name string) (MigrationTool, bool) {
	i := slices.IndexFunc(t.MigrationTools, func(m MigrationTool) bool { return m.Name == name })
	if i < 0 {
		return MigrationTool{}, false
	}
	return t.MigrationTools[i], true
}

// AtStart gives the row for what is done at the start.
func (t *Tables) AtStart(what string) AtStart {
	i := slices.IndexFunc(t.AtStarts, func(a AtStart) bool { return a.What == what })
	if i < 0 {
		return AtStart{}
	}
	return t.AtStarts[i]
}

// checkMigrations holds what the schema cannot say.
func (t *Tables) checkMigrations() error {
	if err := ordered("migrations.toml", t.MigrationTools, func(m MigrationTool) string { return m.Name }); err != nil {
		return err
	}
	for _, m := range t.MigrationTools {
		if len(m.Command) == 0 || len(m.Packages) == 0 || m.Title == "" || m.Why == "" || m.Source == "" || m.Checked.Year == 0 {
			return fmt.Errorf("migrations.toml: %s: title, packages, command, why, source and checked are needed", m.Name)
		}
	}
	if err := ordered("migrations.toml: at_start", t.AtStarts, func(a AtStart) string { return a.What }); err != nil {
		return err
	}
	for _, a := range t.AtStarts {
		if len(a.Calls)+len(a.Methods)+len(a.Classes) == 0 || a.Why == "" || a.Source == "" || a.Checked.Year == 0 {
			return fmt.Errorf("migrations.toml: %s: calls, methods or classes, why, source and checked are needed", a.What)
		}
	}
	return nil
}
