package packaging

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// CondaEnvironment is an environment file of conda, as `conda env create` and `micromamba create --file` read it.
// Source: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html#create-env-file-manually
type CondaEnvironment struct {
	File      string
	Name      Located
	Prefix    Located            // left by `conda env export`
	Channels  []Located          // first wins; "nodefaults" keeps the built-in ones away
	Platforms []Located          // for conda-lock: linux-64, osx-arm64
	Variables map[string]Located // environment variables that activating sets
	Python    []Demand           // what is asked of the package python
	Specs     []CondaSpec        // in order; python among them
	Pip       *Requirements      // the list below "- pip:", with the files that it includes; nil where there is none
}

// Pinned reports whether one version of everything will do, and something is asked for. What the packages need
// themselves may still vary: an export lists it, a list written by hand does not.
func (e *CondaEnvironment) Pinned() bool {
	for _, s := range e.Specs {
		if !s.Pinned() {
			return false
		}
	}
	return len(e.Specs) > 0 && (e.Pip == nil || e.Pip.Pinned())
}

// maxCondaFile bounds an environment file, in bytes. Exports of large environments have 30,000.
const maxCondaFile = 256 << 10

// Where environment files stand by convention, best first.
var (
	condaDirs  = []string{"", "conda", "envs", "requirements", "ops", "docker"}
	condaNames = []string{"environment.yml", "environment.yaml", "env.yml", "env.yaml", "conda.yml", "conda.yaml"}
)

// FindCondaEnvironments lists the environment files of the repository, best first: by convention those at the root,
// then those in a few directories. A file counts when its `dependencies` is a list; one that is not YAML counts when a
// line begins so, for ReadCondaEnvironment to say what is wrong.
func FindCondaEnvironments(t *source.Tree) []string {
	var found []string
	for _, dir := range condaDirs {
		for _, name := range condaNames {
			file := path.Join(dir, name)
			if !t.Has(file) {
				continue
			}
			text, err := t.Text(file)
			if err != nil || len(text) > maxCondaFile || !strings.HasPrefix(text, "dependencies") && !strings.Contains(text, "\ndependencies") &&
				!strings.HasPrefix(text, "{") {
				continue
			}
			d, err := readYAML(t, file, maxCondaFile)
			if err == nil {
				if list := d.root.find("dependencies"); list == nil || list.kind != listKind {
					continue
				}
			}
			found = append(found, file)
		}
	}
	return found
}

// ReadCondaEnvironment reads one of them; nil where there is no such file. Packages that a selector of micromamba
// keeps from Linux, "- sel(win): …", are left out.
func ReadCondaEnvironment(t *source.Tree, file string) (*CondaEnvironment, error) {
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readYAML(t, file, maxCondaFile)
	if err != nil {
		return nil, err
	}
	if d.root.kind != tableKind {
		return nil, &Error{File: file, Line: max(d.root.line, 1), Text: "holds " + kindNames[d.root.kind] + ", where name, channels and dependencies should be"}
	}
	e := &CondaEnvironment{
		File: file, Name: d.scalar(d.root.find("name"), "name"), Prefix: d.scalar(d.root.find("prefix"), "prefix"),
		Channels: d.scalars("channels"), Platforms: d.scalars("platforms"),
	}
	if variables := d.want(tableKind, d.root.find("variables").given(), "variables"); variables != nil {
		e.Variables = map[string]Located{}
		for _, name := range variables.keys {
			if unprintable(name) {
				d.fail(variables.table[name].line, "variables: %s holds a character that cannot be printed", quoted(name))
				continue
			}
			e.Variables[name] = d.scalar(variables.table[name], "variables: "+name)
		}
	}
	if list := d.want(listKind, d.root.find("dependencies").given(), "dependencies"); list != nil {
		for _, item := range list.list {
			if err := e.dependency(t, d, item); err != nil {
				return nil, err
			}
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return e, nil
}

// scalars is a list at the root.
func (d *document) scalars(key string) []Located {
	list := d.want(listKind, d.root.find(key).given(), key)
	if list == nil {
		return nil
	}
	var found []Located
	for _, item := range list.list {
		found = append(found, d.scalar(item, key+": an item"))
	}
	return found
}

// dependency reads one item of the list: a specification, "pip:" with a list, or "sel(linux):" with a specification.
func (e *CondaEnvironment) dependency(t *source.Tree, d *document, item *node) error {
	if item.kind != tableKind {
		e.spec(d, item)
		return nil
	}
	for _, key := range item.keys {
		value := item.table[key]
		switch {
		case key == "pip":
			if err := e.pip(t, d, value); err != nil {
				return err
			}
		case key == "sel(linux)" || key == "sel(unix)":
			e.spec(d, value)
		case strings.HasPrefix(key, "sel("):
		default:
			d.fail(item.line, "dependencies: %s is not a way to install that conda knows", quoted(key))
		}
	}
	return nil
}

func (e *CondaEnvironment) spec(d *document, item *node) {
	l := d.scalar(item, "dependencies: an item")
	if l.Evidence.Line == 0 {
		d.fail(item.line, "dependencies: an item is empty")
		return
	}
	s, err := ParseCondaSpec(l.Value)
	if err != nil {
		d.fail(l.Evidence.Line, "dependencies: %s", err)
		return
	}
	s.Evidence = l.Evidence
	e.Specs = append(e.Specs, s)
	if demand, ok := s.python(); ok {
		e.Python = append(e.Python, demand)
	}
}

// python is what the specification asks of Python; false where it is about another package or any version will do, or
// PEP 440 cannot say it.
func (s CondaSpec) python() (Demand, bool) {
	if s.Name != "python" || s.Specifier == "" {
		return Demand{}, false
	}
	demand := Demand{Specifier: s.Specifier, Evidence: s.Evidence}
	version, exact := strings.CutPrefix(strings.TrimSuffix(s.Specifier, ".*"), "==")
	// python==3.10 is 3.10.0 and no other: a specifier. python=3.10 is a pin.
	if parts := strings.Count(version, "."); exact && (parts == 2 || parts == 1 && s.Exact == "") && strings.Trim(version, "0123456789.") == "" {
		demand.Version, demand.Specifier = version, ""
	}
	return demand, true
}
