package packaging

import (
	"path"
	"strings"
)

// Paths are taken from the directory of setup.py, which is also where every build front end runs it.

func isPathLike(v *pyValue) bool { return v.kind == pyText || v.kind == pyPath }

// joinPaths is os.path.join of two.
func joinPaths(a, b string) string {
	if strings.HasPrefix(b, "/") || a == "" {
		return b
	}
	return strings.TrimSuffix(a, "/") + "/" + b
}

// absolute is os.path.abspath.
func absolute(p string) string { return path.Clean(joinPaths(setupRoot, p)) }

// fileOf gives the path in the repository that a value stands for.
func (r *setupRun) fileOf(v *pyValue) (string, bool) {
	if v == nil || !isPathLike(v) {
		return "", false
	}
	full := absolute(v.text)
	if full == setupRoot {
		return ".", true
	}
	file, ok := strings.CutPrefix(full, setupRoot+"/")
	return file, ok && !unprintable(file)
}

// open gives an open file. That a file is not there is sure: the build sees the repository as it is.
func (r *setupRun) open(v *pyValue, line int) *pyValue {
	file, ok := r.fileOf(v)
	if !ok {
		return r.dunno(line)
	}
	if !r.tree.Has(file) {
		r.raised = "FileNotFoundError"
		return r.dunno(line)
	}
	text, err := r.tree.Text(file)
	if err != nil {
		return r.dunno(line)
	}
	r.m.addFile(file)
	return r.made(&pyValue{kind: pyFile, text: text, file: file, line: 1})
}

// pathCall follows the functions of os.path, pathlib and open; nil for any other.
func (r *setupRun) pathCall(name string, a arguments, line int) *pyValue {
	text := func(s string) *pyValue { return r.made(&pyValue{kind: pyText, text: s, line: line}) }
	first := a.at(0, "")
	switch name {
	case "open", "io.open", "codecs.open":
		if first == nil {
			return nil
		}
		if mode := a.at(1, "mode"); mode != nil && (mode.kind != pyText || strings.ContainsAny(mode.text, "wax+")) {
			return r.dunno(line)
		}
		return r.open(first, line)
	case "os.getcwd":
		return text(setupRoot)
	case "pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath":
		found := ""
		for _, v := range a.list {
			if !isPathLike(v) {
				return r.dunno(line)
			}
			found = joinPaths(found, v.text)
		}
		return r.made(&pyValue{kind: pyPath, text: found, line: line})
	case "pathlib.Path.cwd":
		return &pyValue{kind: pyPath, text: setupRoot, line: line}
	case "os.chdir":
		if file, ok := r.fileOf(first); ok && file == "." {
			return &pyValue{kind: pyNone, line: line}
		}
		r.spoilAll(line)
		return nil
	}
	function, ok := strings.CutPrefix(name, "os.path.")
	if !ok || first == nil || !isPathLike(first) {
		return nil
	}
	p := first.text
	switch function {
	case "join":
		for _, v := range a.list[1:] {
			if !isPathLike(v) {
				return r.dunno(line)
			}
			p = joinPaths(p, v.text)
		}
		return text(p)
	case "abspath", "realpath":
		return text(absolute(p))
	case "normpath":
		return text(path.Clean(p))
	case "dirname":
		return text(dirname(p))
	case "basename":
		return text(p[strings.LastIndexByte(p, '/')+1:])
	case "exists", "isfile", "isdir", "lexists":
		file, ok := r.fileOf(first)
		if !ok {
			return nil
		}
		is, dir := r.tree.Has(file), r.tree.HasDir(file)
		return boolean(boolAnswer(is && function != "isdir" || dir && function != "isfile"), line)
	}
	return nil
}

// dirname is os.path.dirname.
func dirname(p string) string {
	i := strings.LastIndexByte(p, '/')
	if i < 0 {
		return ""
	}
	return strings.TrimRight(p[:i+1], "/")
}

func (r *setupRun) pathAttribute(v *pyValue, name string, line int) *pyValue {
	switch name {
	case "parent":
		return &pyValue{kind: pyPath, text: dirname(v.text), line: line}
	case "name":
		return &pyValue{kind: pyText, text: path.Base(v.text), line: line}
	}
	return r.dunno(line)
}

func (r *setupRun) pathMethod(v *pyValue, name string, a arguments, line int) *pyValue {
	switch name {
	case "resolve", "absolute":
		return &pyValue{kind: pyPath, text: absolute(v.text), line: line}
	case "joinpath":
		p := v.text
		for _, part := range a.list {
			if !isPathLike(part) {
				return nil
			}
			p = joinPaths(p, part.text)
		}
		return r.made(&pyValue{kind: pyPath, text: p, line: line})
	case "with_name":
		if first := a.at(0, "name"); first != nil && first.kind == pyText {
			return r.made(&pyValue{kind: pyPath, text: joinPaths(dirname(v.text), first.text), line: line})
		}
	case "as_posix", "__str__":
		return v.derived(v.text)
	case "open":
		return r.pathCall("open", arguments{list: append([]*pyValue{v}, a.list...), named: a.named}, line)
	case "read_text":
		if f := r.open(v, line); f.kind == pyFile {
			return r.fileMethod(f, "read", line)
		}
		return r.dunno(line)
	case "exists", "is_file":
		function := map[string]string{"exists": "exists", "is_file": "isfile"}[name]
		return r.pathCall("os.path."+function, arguments{list: []*pyValue{v}}, line)
	}
	return nil
}

// setByImage reports variables that the image or its builder sets. Any other is taken for not set: the Dockerfile says
// what is in the environment of a build.
func setByImage(name string) bool {
	for _, start := range []string{"PYTHON", "LC_", "PIP_", "UV_", "SETUPTOOLS_"} {
		if strings.HasPrefix(name, start) {
			return true
		}
	}
	switch strings.ToUpper(name) {
	case "PATH", "HOME", "LANG", "LANGUAGE", "GPG_KEY", "HOSTNAME", "USER", "PWD", "OLDPWD", "SHELL", "SHLVL", "TERM", "TMPDIR", "TZ",
		"VIRTUAL_ENV", "DEBIAN_FRONTEND", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "FTP_PROXY":
		return true
	}
	return false
}
