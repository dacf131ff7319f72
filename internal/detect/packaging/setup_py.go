package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

const setupPy = "setup.py"

// maxSetupPy is the largest setup.py that is followed, in bytes.
const maxSetupPy = 1 << 20

// ReadSetupPy reads setup.py at the root of the repository as source, and never runs it: it follows the statements to
// the call of setup() and gives what its arguments are. What cannot be followed is in Unknown, with the line, and never
// guessed. Three things are taken for known, since the build in an image has them so: the platform is Linux, the
// repository's files are there and no others, and variables of the environment that no image sets are not set.
//
// It is nil where there is no file, or one that has nothing to do with setuptools or distutils. What setuptools would
// refuse is an *Error.
func ReadSetupPy(t *source.Tree) (*Manifest, error) {
	if !t.Has(setupPy) {
		return nil, nil
	}
	raw, err := t.Read(setupPy)
	if err != nil {
		return nil, &Error{File: setupPy, Text: strings.TrimPrefix(err.Error(), setupPy+": ")}
	}
	text := source.Decode(raw)
	if !slices.ContainsFunc([]string{"setuptools", "distutils", "skbuild"}, func(name string) bool { return strings.Contains(text, name) }) {
		return nil, nil
	}
	m := &Manifest{File: setupPy, Files: []string{setupPy}, Evidence: t.At(setupPy, 0)}
	if len(text) > maxSetupPy {
		m.unknown(wholeProject, m.Evidence)
		return m, nil
	}
	parsed := pysource.Parse(raw)
	globe := &pyFrame{names: map[string]*pyValue{}}
	r := &setupRun{tree: t, lines: strings.Split(text, "\n"), m: m, frame: globe, globe: globe}
	if len(parsed.Errors) > 0 || parsed.Python2 > 0 {
		line := parsed.Python2
		if len(parsed.Errors) > 0 {
			line = parsed.Errors[0].Line
		}
		m.unknown(wholeProject, r.at(line))
		return m, nil
	}
	end := r.block(parsed.Body)
	switch {
	case r.spent() || len(r.calls) == 0 || len(r.calls) > 1:
		line := 0
		if len(r.calls) > 0 {
			line = r.calls[len(r.calls)-1].line
		}
		if len(r.calls) == 0 && end == goesOn && !strings.Contains(text, "setup(") {
			return nil, nil
		}
		m.unknown(wholeProject, r.at(line))
		return m, nil
	}
	m.Evidence = r.at(r.calls[0].line)
	return m, r.declared(r.calls[0])
}

func (r *setupRun) at(line int) source.Evidence {
	text := ""
	if line > 0 && line <= len(r.lines) {
		text = r.lines[line-1]
	}
	return source.At(setupPy, line, text)
}

// place is where a text comes from.
func (r *setupRun) place(v *pyValue) source.Evidence {
	if v.file != "" {
		return r.tree.At(v.file, v.line)
	}
	return r.at(v.line)
}

// declared takes the arguments of setup().
func (r *setupRun) declared(c *setupCall) error {
	m := r.m
	if c.rest != nil {
		m.unknown(wholeProject, r.at(c.rest.line))
	}
	m.Name, m.Version = r.plain(c, "name"), r.plain(c, "version")
	if v := c.arguments["python_requires"]; v != nil && v.kind != pyNone {
		l := r.plain(c, "python_requires")
		var err error
		if l.Value, err = pep440.Normal(l.Value); err != nil {
			return &Error{File: l.Evidence.File, Line: l.Evidence.Line, Text: "python_requires: " + err.Error(), Hint: `python_requires=">=3.12"`}
		}
		m.RequiresPython = l
	}
	var err error
	if m.Dependencies, err = r.requirements("install_requires", c.arguments["install_requires"]); err != nil {
		return err
	}
	if m.BuildRequires, err = r.requirements("setup_requires", c.arguments["setup_requires"]); err != nil {
		return err
	}
	if err := r.extras(c.arguments["extras_require"]); err != nil {
		return err
	}
	if err := r.entryPoints(c.arguments["entry_points"]); err != nil {
		return err
	}
	classifiers, _ := r.located(c.arguments["classifiers"])
	for _, l := range classifiers {
		for i, line := range splitLines(l.Value) {
			at := l.Evidence
			if i > 0 && at.Line > 0 {
				at = r.tree.At(at.File, at.Line+i)
			}
			m.classifier(Located{Value: strings.TrimSpace(line), Evidence: at})
		}
	}
	r.packages(c)
	for _, key := range []string{"ext_modules", "cffi_modules", "rust_extensions", "libraries", "cmake_source_dir", "cmake_args", "mypyc_modules"} {
		if v := c.arguments[key]; v != nil && v.truth() != no && m.Compiles == nil {
			at := r.at(v.line)
			m.Compiles = &at
		}
	}
	return r.versionTool(c)
}
