package packaging

import (
	"fmt"
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

// plain is a text argument. One that is computed is noted as unknown, and so is one that cannot be printed.
func (r *setupRun) plain(c *setupCall, key string) Located {
	v := c.arguments[key]
	if v == nil || v.kind == pyNone {
		return Located{}
	}
	if v.kind != pyText || unprintable(v.text) {
		r.m.unknown(key, r.place(v))
		return Located{}
	}
	return Located{Value: v.text, Evidence: r.place(v)}
}

// located flattens texts in lists, as setuptools does; unknown holds those that are computed.
func (r *setupRun) located(v *pyValue) (found []Located, unknown []*pyValue) {
	var add func(v *pyValue, depth int)
	add = func(v *pyValue, depth int) {
		r.steps++
		switch {
		case r.steps > 2*maxSetupSteps || depth > 20:
			unknown = append(unknown, &pyValue{line: v.line})
		case v.kind == pyText:
			found = append(found, Located{Value: v.text, Evidence: r.place(v)})
		case v.kind == pyList || v.kind == pyTuple:
			for _, item := range v.items {
				add(item, depth+1)
			}
		case v.kind == pyFile:
			for _, line := range v.lines(true) {
				add(line, depth+1)
			}
		case v.kind != pyNone:
			unknown = append(unknown, v)
		}
	}
	if v != nil {
		add(v, 0)
	}
	return found, unknown
}

func (r *setupRun) requirements(key string, v *pyValue) ([]Requirement, error) {
	texts, unknown := r.located(v)
	for _, u := range unknown {
		r.m.unknown(key, r.place(u))
	}
	found, err := setuptoolsRequirements(texts)
	if err != nil {
		if e, ok := err.(*Error); ok {
			e.Text = fmt.Sprintf("%s: %s", key, e.Text)
		}
	}
	return found, err
}

// extras reads extras_require: a dict of what install_requires takes.
func (r *setupRun) extras(v *pyValue) error {
	const key = "extras_require"
	if v == nil || v.kind == pyNone {
		return nil
	}
	if v.kind != pyDict {
		r.m.unknown(key, r.at(v.line))
		return nil
	}
	for i, k := range v.keys {
		what := key
		if k.kind == pyText && strings.HasPrefix(k.text, ":") {
			what = "install_requires"
		}
		name, _, _ := strings.Cut(k.text, ":")
		if k.kind != pyText || name != "" && !ValidName(name) {
			r.m.unknown(key, r.at(k.line))
			continue
		}
		list, err := r.requirements(what, v.items[i])
		if err == nil {
			err = r.m.extra(k.text, list)
		}
		if err != nil {
			if _, ok := err.(*Error); !ok {
				err = &Error{File: setupPy, Line: k.line, Text: key + ": " + err.Error()}
			}
			return err
		}
	}
	return nil
}

// entryPoints reads a dict of groups, or the text of an ini file.
func (r *setupRun) entryPoints(v *pyValue) error {
	const key = "entry_points"
	switch {
	case v == nil || v.kind == pyNone:
		return nil
	case v.kind == pyText:
		return r.m.entryPoints(Located{Value: v.text, Evidence: r.place(v)})
	case v.kind != pyDict:
		r.m.unknown(key, r.at(v.line))
		return nil
	}
	scripts := v.get("console_scripts")
	list, unknown := r.located(scripts)
	for _, u := range unknown {
		r.m.unknown(key, r.place(u))
	}
	for _, l := range list {
		for line := range strings.SplitSeq(l.Value, "\n") {
			if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
				continue
			}
			if err := r.m.entryPoint(Located{Value: line, Evidence: l.Evidence}); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *setupRun) packages(c *setupCall) {
	dirs := map[string]string{}
	if v := c.arguments["package_dir"]; v != nil && v.kind == pyDict {
		for i, k := range v.keys {
			if file, ok := r.fileOf(v.items[i]); ok && k.kind == pyText {
				dirs[k.text] = file
			}
		}
	} else if v != nil && v.kind != pyNone {
		r.m.unknown("package_dir", r.at(v.line))
	}
	v := c.arguments["packages"]
	switch {
	case v == nil || v.kind == pyNone:
	case v.kind == pyFind:
		if file, ok := r.fileOf(&pyValue{kind: pyText, text: v.text}); ok {
			r.m.addDir(file)
		} else {
			r.m.unknown("packages", r.at(v.line))
		}
	default:
		names, unknown := r.located(v)
		for _, u := range unknown {
			r.m.unknown("packages", r.at(u.line))
		}
		for _, l := range names {
			r.m.addPackage(l.Value, dirs)
		}
	}
}

// versionTool notes what takes the version from version control.
func (r *setupRun) versionTool(c *setupCall) error {
	for key, tool := range map[string]string{"use_scm_version": "setuptools-scm", "pbr": "pbr", "use_incremental": "incremental"} {
		if v := c.arguments[key]; v != nil && v.truth() != no {
			r.m.VersionTool = &Located{Value: tool, Evidence: r.at(v.line)}
		}
	}
	for i, line := range r.lines {
		if r.m.VersionTool == nil && (strings.Contains(line, "versioneer.get_version(") || strings.Contains(line, "get_git_version(")) {
			r.m.VersionTool = &Located{Value: "versioneer", Evidence: r.at(i + 1)}
			if !strings.Contains(line, "versioneer") {
				r.m.VersionTool = nil
			}
		}
	}
	if v := c.arguments["pbr"]; v != nil && v.truth() != no && len(r.m.Dependencies) == 0 {
		return pbrRequirements(r.tree, r.m)
	}
	return nil
}
