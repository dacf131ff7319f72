package packaging

import (
	"fmt"
	"path"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

const setupCfg = "setup.cfg"

// cfgReader reads the sections of setup.cfg that declare a project.
type cfgReader struct {
	*config
	tree *source.Tree
	m    *Manifest
}

// ReadSetupCfg reads setup.cfg at the root of the repository; nil where there is none, or where neither [metadata] nor
// [options] says what the project is: many tools keep their settings in this file. Errors are *Error.
// Source: https://setuptools.pypa.io/en/latest/userguide/declarative_config.html
func ReadSetupCfg(t *source.Tree) (*Manifest, error) {
	if !t.Has(setupCfg) {
		return nil, nil
	}
	c, err := readConfig(t, setupCfg)
	if err != nil {
		return nil, err
	}
	start := c.lines["metadata"]
	if c.get("metadata", "name") == nil {
		if start = c.options(); start == 0 {
			return nil, nil
		}
	}
	r := &cfgReader{config: c, tree: t, m: &Manifest{File: setupCfg, Files: []string{setupCfg}, Evidence: t.At(setupCfg, start)}}
	for _, read := range []func() error{r.metadata, r.required, r.extras, r.scripts} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	r.packages()
	return r.m, nil
}

// options is the line of the first section of options that says something, 0 where there is none.
func (c *config) options() int {
	for _, name := range c.names {
		if (name == "options" || strings.HasPrefix(name, "options.")) && len(c.sections[name]) > 0 {
			return c.lines[name]
		}
	}
	return 0
}

func (r *cfgReader) at(line int) source.Evidence { return r.tree.At(setupCfg, line) }

func (r *cfgReader) fail(line int, format string, args ...any) error {
	return &Error{File: setupCfg, Line: line, Text: fmt.Sprintf(format, args...)}
}

func (r *cfgReader) located(v *configValue) Located {
	if v == nil || len(v.rows) == 0 {
		return Located{}
	}
	return Located{Value: v.text(), Evidence: r.at(v.rows[0].line)}
}

func (r *cfgReader) metadata() error {
	r.m.Name = r.located(r.get("metadata", "name"))
	version := r.get("metadata", "version")
	if list, ok := version.directive("file"); ok {
		text, err := r.files(version, list)
		if err != nil {
			return err
		}
		r.m.Version = Located{Value: strings.TrimSpace(join(text)), Evidence: r.at(version.line)}
	} else if _, ok := version.directive("attr"); ok {
		r.m.unknown("version", r.at(version.line))
	} else {
		r.m.Version = r.located(version)
	}
	classifiers := r.get("metadata", "classifiers")
	list := classifiers.list(setupCfg, ",")
	if names, ok := classifiers.directive("file"); ok {
		text, err := r.files(classifiers, names)
		if err != nil {
			return err
		}
		list = nil
		for _, t := range text {
			for i, line := range splitLines(t.Value) {
				list = append(list, Located{Value: strings.TrimSpace(line), Evidence: source.At(t.Evidence.File, i+1, line)})
			}
		}
	}
	for _, l := range list {
		r.m.classifier(l)
	}
	return nil
}

func (r *cfgReader) required() (err error) {
	if v := r.get("options", "python_requires"); v != nil {
		r.m.RequiresPython = r.located(v)
		r.m.RequiresPython.Value, err = pep440.Normal(strings.ReplaceAll(v.text(), "\n", " "))
		if err != nil {
			return &Error{File: setupCfg, Line: v.line, Text: "python_requires: " + err.Error(), Hint: "python_requires = >=3.12"}
		}
	}
	if r.m.Dependencies, err = r.requirements(r.get("options", "install_requires")); err != nil {
		return err
	}
	if r.m.BuildRequires, err = r.requirements(r.get("options", "setup_requires")); err != nil {
		return err
	}
	for _, q := range r.m.BuildRequires {
		if q.Name == "pbr" {
			return pbrRequirements(r.tree, r.m)
		}
	}
	return nil
}

func (r *cfgReader) requirements(v *configValue) ([]Requirement, error) {
	if v == nil {
		return nil, nil
	}
	if names, ok := v.directive("file"); ok {
		text, err := r.files(v, names)
		if err != nil {
			return nil, err
		}
		return setuptoolsRequirements(text)
	}
	return setuptoolsRequirements(v.list(setupCfg, ";"))
}

func (r *cfgReader) extras() error {
	for _, v := range r.keys("options.extras_require") {
		list, err := r.requirements(v)
		if err != nil {
			return err
		}
		if !ValidName(v.key) {
			return r.fail(v.line, "extra %s: is not a name of PEP 508", quoted(v.key))
		}
		if err := r.m.extra(v.key, list); err != nil {
			return err
		}
		if r.m.Optional[NormalName(v.key)] == nil {
			r.m.Optional[NormalName(v.key)] = []Requirement{}
		}
	}
	return nil
}

func (r *cfgReader) scripts() error {
	if v := r.get("options", "entry_points"); v != nil {
		text := []Located{r.located(v)}
		if names, ok := v.directive("file"); ok {
			var err error
			if text, err = r.files(v, names); err != nil {
				return err
			}
		}
		for _, t := range text {
			if err := r.m.entryPoints(t); err != nil {
				return err
			}
		}
	}
	for _, l := range r.sections["options.entry_points"]["console_scripts"].list(setupCfg, "\n") {
		if err := r.m.entryPoint(l); err != nil {
			return err
		}
	}
	return nil
}

// files reads what "file: a, b" names. setuptools reads no file outside the project, and passes over one that is not
// there with a warning; what it was to say is unknown then.
func (r *cfgReader) files(v *configValue, names string) ([]Located, error) {
	return namedFiles(r.tree, r.m, v.key, v.key, setupCfg, v.line, strings.FieldsFunc(names, func(c rune) bool { return c == ',' || c == '\n' }))
}

// namedFiles reads the files that a key names and notes them; the text of each has the evidence of its first line.
// A file that is not there makes what unknown, or is an *Error where what is "".
func namedFiles(t *source.Tree, m *Manifest, what, key, file string, line int, names []string) ([]Located, error) {
	var found []Located
	for _, written := range names {
		fail := func(text string) error {
			return &Error{File: file, Line: line, Text: fmt.Sprintf("%s: %s: %s", source.Printable(key), quoted(strings.TrimSpace(written)), text)}
		}
		name := path.Clean(strings.ReplaceAll(strings.TrimSpace(written), `\`, "/"))
		switch {
		case strings.TrimSpace(written) == "":
			continue
		case path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../"):
			return nil, fail("leads out of the repository")
		case !t.Has(name) && what != "":
			m.unknown(what, t.At(file, line))
			continue
		case !t.Has(name):
			return nil, fail("does not exist")
		case len(found) >= maxIncludes:
			return nil, fail(fmt.Sprintf("is one of more than %d files", maxIncludes))
		}
		text, err := t.Text(name)
		if err != nil {
			return nil, fail(strings.TrimPrefix(err.Error(), source.Printable(name)+": "))
		}
		if len(text) > maxConfig {
			return nil, fail(fmt.Sprintf("is larger than %d bytes", maxConfig))
		}
		m.addFile(name)
		found = append(found, Located{Value: text, Evidence: t.At(name, 1)})
	}
	return found, nil
}

func join(texts []Located) string { return strings.Join(values(texts), "\n") }

// packages notes what is built: packages, package_dir and [options.packages.find] where.
func (r *cfgReader) packages() {
	dirs := map[string]string{}
	for _, l := range r.get("options", "package_dir").list(setupCfg, ",") {
		if name, dir, ok := strings.Cut(l.Value, "="); ok {
			dirs[strings.TrimSpace(name)] = strings.TrimSpace(dir)
		}
	}
	packages := r.get("options", "packages")
	text := strings.TrimSpace(packages.text())
	if text == "find:" || text == "find_namespace:" {
		where := strings.TrimSpace(r.get("options.packages.find", "where").text())
		if where == "" {
			where = "."
		}
		r.m.addDir(where)
		return
	}
	for _, l := range packages.list(setupCfg, ",") {
		r.m.addPackage(l.Value, dirs)
	}
}
