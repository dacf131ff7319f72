package packaging

import (
	"path"
	"strings"
)

// Layout is what a project tells its build back end about where its packages are, as written.
type Layout struct {
	HatchPackages     []Located         // [tool.hatch.build.targets.wheel] packages: directories
	HatchOnlyInclude  []Located         // and only-include
	Setuptools        []Located         // [tool.setuptools] packages, where it is a list: dotted names
	SetuptoolsWhere   []Located         // [tool.setuptools.packages.find] where: directories
	PackageDir        map[string]string // [tool.setuptools] package-dir: dotted name, "" for all -> directory
	PyModules         []Located         // [tool.setuptools] py-modules
	UVModules         []Located         // [tool.uv.build-backend] module-name: dotted names
	UVModuleRoot      Located           // and module-root; uv takes "src" where it is not given
	UVModuleRootGiven bool              // "" is a module-root of its own: the root of the project
	PoetryPackages    []PoetryPackage   // [tool.poetry] packages
	FlitModule        Located           // [tool.flit.module] name
	PDMPackageDir     Located           // [tool.pdm.build] package-dir
}

// PoetryPackage is one entry of [tool.poetry] packages.
type PoetryPackage struct{ Include, From Located }

// readLayout tolerates other types: back ends take more forms than these.
func (p *PyProject) readLayout(d *document) {
	wheel := d.root.find("tool", "hatch", "build", "targets", "wheel")
	p.Layout.HatchPackages = d.loose(wheel, "packages")
	p.Layout.HatchOnlyInclude = d.loose(wheel, "only-include")
	setuptools := d.root.find("tool", "setuptools")
	p.Layout.Setuptools = d.loose(setuptools, "packages")
	p.Layout.PyModules = d.loose(setuptools, "py-modules")
	p.Layout.SetuptoolsWhere = d.loose(setuptools, "packages", "find", "where")
	if dirs := setuptools.find("package-dir"); dirs != nil && dirs.kind == tableKind {
		p.Layout.PackageDir = map[string]string{}
		for _, name := range dirs.keys {
			if dir := dirs.table[name]; dir.kind == textKind && !unprintable(name) && !unprintable(dir.text) {
				p.Layout.PackageDir[name] = dir.text
			}
		}
	}
	backend := d.root.find("tool", "uv", "build-backend")
	p.Layout.UVModules = d.loose(backend, "module-name")
	p.Layout.UVModuleRoot, p.Layout.UVModuleRootGiven = d.one(backend, "module-root")
	p.Layout.FlitModule, _ = d.one(d.root, "tool", "flit", "module", "name")
	p.Layout.PDMPackageDir, _ = d.one(d.root, "tool", "pdm", "build", "package-dir")
	if packages := d.root.find("tool", "poetry", "packages"); packages != nil && packages.kind == listKind {
		for _, n := range packages.list {
			include, _ := d.one(n, "include")
			from, _ := d.one(n, "from")
			if include.Value != "" {
				p.Layout.PoetryPackages = append(p.Layout.PoetryPackages, PoetryPackage{include, from})
			}
		}
	}
	p.Declared = p.Layout.dirs()
}

// loose is a list of strings, or one string for a list of one; anything else is passed over.
func (d *document) loose(from *node, keys ...string) []Located {
	n := from.find(keys...)
	if n == nil {
		return nil
	}
	list := n.list
	if n.kind == textKind {
		list = []*node{n}
	}
	var found []Located
	for _, item := range list {
		if item.kind == textKind && !unprintable(item.text) {
			found = append(found, Located{Value: item.text, Evidence: d.at(item.line)})
		}
	}
	return found
}

func (d *document) one(from *node, keys ...string) (Located, bool) {
	if found := d.loose(from, keys...); len(found) > 0 {
		return found[0], true
	}
	return Located{}, false
}

// dirs are the directories that packages are declared to be in, inside the repository.
func (l Layout) dirs() []string {
	var found []string
	seen := map[string]bool{}
	add := func(p string) {
		p = path.Clean(strings.ReplaceAll(p, `\`, "/"))
		if p == "." || p == ".." || strings.HasPrefix(p, "../") || path.IsAbs(p) || seen[p] {
			return
		}
		seen[p] = true
		found = append(found, p)
	}
	for _, p := range l.HatchPackages {
		add(p.Value)
	}
	for _, name := range l.Setuptools {
		first, _, _ := strings.Cut(name.Value, ".")
		dir, ok := l.PackageDir[first]
		if !ok {
			dir = path.Join(l.PackageDir[""], first)
		}
		_, rest, _ := strings.Cut(name.Value, ".")
		add(path.Join(dir, strings.ReplaceAll(rest, ".", "/")))
	}
	for _, name := range l.UVModules {
		root := "src"
		if l.UVModuleRootGiven {
			root = l.UVModuleRoot.Value
		}
		add(path.Join(root, strings.ReplaceAll(name.Value, ".", "/")))
	}
	return found
}
