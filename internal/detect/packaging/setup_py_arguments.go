package packaging

import (
	"fmt"
	"strings"
)

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
