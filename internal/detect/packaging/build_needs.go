package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// BuildNeed is what building a project from its source takes, beyond Python packages.
type BuildNeed struct {
	Backend  string           // "setuptools", "hatchling", …; the name as written where it is none that is known
	Hook     *source.Evidence // what runs at the build and may compile something: a hook, or a back end that is not known
	Tools    []string         // "cc", "c++", "rust", "cmake", "ninja": those that a builder has to have
	Evidence *source.Evidence // what says so; nil where nothing is needed
}

// backends are the build back ends by the first name of build-backend, and what each of them always needs. meson-python
// and scikit-build-core bring ninja, and the latter CMake, as Python packages where the system has none.
var backends = map[string]struct {
	name  string
	tools []string
}{
	"setuptools":                {"setuptools", nil},
	"hatchling":                 {"hatchling", nil},
	"flit_core":                 {"flit-core", nil},
	"flit":                      {"flit-core", nil},
	"poetry":                    {"poetry-core", nil},
	"poetry_dynamic_versioning": {"poetry-core", nil},
	"pdm":                       {"pdm-backend", nil},
	"uv_build":                  {"uv-build", nil},
	"maturin":                   {"maturin", []string{"rust", "cc"}},
	"scikit_build_core":         {"scikit-build-core", []string{"cc", "c++", "cmake"}},
	"mesonpy":                   {"meson-python", []string{"cc", "c++"}},
	"sipbuild":                  {"sip", []string{"cc", "c++"}},
	"pbr":                       {"setuptools", nil},
	"whey":                      {"whey", nil},
}

// compiling are build requirements that are there to compile something, and what they take.
var compiling = map[string][]string{
	"cython": {"cc"}, "cffi": {"cc"}, "pybind11": {"cc", "c++"}, "nanobind": {"cc", "c++"}, "setuptools-rust": {"rust", "cc"},
	"scikit-build": {"cc", "c++", "cmake"}, "cmake": {"cc", "c++", "cmake"}, "hatch-cython": {"cc"}, "hatch-mypyc": {"cc"}, "mypyc": {"cc"},
	"hatch-rs": {"rust", "cc"}, "numpy": {"cc"}, "oldest-supported-numpy": {"cc"}, "hatch-cpp": {"cc", "c++"},
}

// backend is the build back end by its distribution. Without [build-system] it is setuptools (PEP 517).
func (p *PyProject) backend() string {
	first, _, _ := strings.Cut(p.BuildBackend, ".")
	first, _, _ = strings.Cut(first, ":")
	switch known, ok := backends[first]; {
	case p.BuildBackend == "":
		return "setuptools"
	case ok:
		return known.name
	}
	// A back end of the repository itself, "backend-path", most often wraps setuptools, but need not.
	return p.BuildBackend
}

// BuildNeeds says what compilers building the project takes, as far as the build back end and what it requires tell;
// for extension modules of setup.py see Manifest.Compiles. p may be nil.
func BuildNeeds(p *PyProject) BuildNeed {
	if p == nil {
		return BuildNeed{Backend: "setuptools"}
	}
	need := BuildNeed{Backend: p.backend()}
	for _, b := range backends {
		if b.name == need.Backend && b.tools != nil {
			need.Tools = slices.Clone(b.tools)
			at := p.document.at(p.Line("build-system", "build-backend"))
			need.Evidence = &at
		}
	}
	for _, q := range p.BuildRequires {
		tools := compiling[q.Name]
		if len(tools) > 0 && need.Evidence == nil {
			at := q.Evidence
			need.Evidence = &at
		}
		need.Tools = append(need.Tools, tools...)
	}
	// mypyc comes with mypy; setuptools.ext-modules and build scripts of Poetry and PDM compile as well.
	for _, keys := range [][]string{{"tool", "setuptools", "ext-modules"}, {"tool", "setuptools-rust", "ext-modules"}, {"tool", "poetry", "build", "script"}, {"tool", "poetry", "build"}} {
		n := p.document.root.find(keys...)
		if n == nil || keys[1] == "poetry" && n.kind != textKind {
			continue
		}
		if need.Evidence == nil {
			at := p.document.at(n.line)
			need.Evidence = &at
		}
		need.Tools = append(need.Tools, "cc")
		if keys[1] == "setuptools-rust" {
			need.Tools = append(need.Tools, "rust")
		}
	}
	slices.Sort(need.Tools)
	need.Tools = slices.Compact(need.Tools)
	need.Hook = p.buildHook(need.Backend)
	return need
}

// buildHook gives what may run anything when the project is built.
func (p *PyProject) buildHook(backend string) *source.Evidence {
	for _, keys := range [][]string{
		{"tool", "hatch", "build", "hooks", "custom"},
		{"tool", "hatch", "build", "targets", "wheel", "hooks", "custom"},
		{"tool", "pdm", "build", "run-setuptools"},
		{"tool", "pdm", "build", "custom-hook"},
	} {
		if n := p.document.root.find(keys...); n != nil {
			at := p.document.at(n.line)
			return &at
		}
	}
	for _, known := range backends {
		if known.name == backend {
			return nil
		}
	}
	at := p.document.at(p.Line("build-system", "build-backend"))
	return &at
}
