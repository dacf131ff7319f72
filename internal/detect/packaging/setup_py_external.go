package packaging

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// external follows a call of something outside the file.
func (r *setupRun) external(name string, a arguments, line int) *pyValue {
	if setupFunctions[name] || name == "setup" {
		r.calls = append(r.calls, &setupCall{arguments: a.named, order: a.order, line: line, rest: a.rest})
		return &pyValue{kind: pyNone, line: line}
	}
	if a.unknown || a.rest != nil {
		return r.strange(&pyValue{}, a, line)
	}
	if v := r.pathCall(name, a, line); v != nil {
		return v
	}
	first := a.at(0, "")
	switch name {
	case "find_packages", "setuptools.find_packages", "find_namespace_packages", "setuptools.find_namespace_packages",
		"setuptools.PEP420PackageFinder.find", "setuptools.PackageFinder.find":
		where := a.at(0, "where")
		if where == nil {
			return &pyValue{kind: pyFind, text: ".", line: line}
		}
		if where.kind == pyText {
			return &pyValue{kind: pyFind, text: where.text, line: line}
		}
	case "sys.exit", "exit", "quit", "os._exit":
		return &pyValue{kind: pyName, text: exits, line: line}
	case "os.environ.get", "os.getenv":
		if first != nil && first.kind == pyText && !setByImage(first.text) {
			if v := a.at(1, "default"); v != nil {
				return v
			}
			return &pyValue{kind: pyNone, line: line}
		}
	case "platform.system":
		return &pyValue{kind: pyText, text: "Linux", line: line}
	case "platform.python_implementation":
		return &pyValue{kind: pyText, text: "CPython", line: line}
	case "exec":
		return r.exec(a, line)
	case "execfile", "globals", "locals", "vars", "setattr", "runpy.run_path":
		r.spoilAll(line)
	case "pkg_resources.parse_requirements", "packaging.requirements.Requirement":
		if v := r.listOf(first, line); v != nil {
			return v
		}
	}
	if strings.HasPrefix(name, "pip.") && strings.HasSuffix(name, ".parse_requirements") {
		return r.pipRequirements(first, line)
	}
	if pureBuiltins[name] || strings.HasPrefix(name, "str.") {
		return r.builtin(name, a, line)
	}
	return r.strange(&pyValue{}, a, line)
}

// exec runs a text as part of the file, where it has no dict of its own: the names that the text binds are unknown after
// it, or all names where the text is.
func (r *setupRun) exec(a arguments, line int) *pyValue {
	none := &pyValue{kind: pyNone, line: line}
	if len(a.list) > 1 {
		a.list[1].spoil(line)
		return none
	}
	r.opaque++
	if len(a.list) == 1 && a.list[0].kind == pyText && len(a.list[0].text) <= maxSetupPy {
		if parsed := pysource.Parse([]byte(a.list[0].text)); len(parsed.Errors) == 0 {
			r.bytes += len(a.list[0].text)
			r.spoilBlock(parsed.Body, line)
			return none
		}
	}
	r.spoilAll(line)
	return none
}
