package detect

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// FrontEndInstall is what a front end says of how its packages are installed.
type FrontEndInstall struct {
	Root    string   `json:"root"`              // directory that its packages are installed from: its own, or that of its workspace
	Lock    string   `json:"lock,omitempty"`    // file that pins them
	Format  string   `json:"format,omitempty"`  // of the lock, where managers differ by it: yarn's "1" or "berry", pnpm's version
	Version string   `json:"version,omitempty"` // of the manager: packageManager
	Node    string   `json:"node,omitempty"`    // what is said of Node.js: a version, a range, a name
	Files   []string `json:"files"`             // that installing reads
	Dirs    []string `json:"directories"`       // that it reads, too
	// NodeAt is the line that says it.
	NodeAt *source.Evidence `json:"node_at,omitempty"`
	// Whole is the line by which installing needs more of the repository than the files.
	Whole *source.Evidence `json:"whole,omitempty"`
	// Outside is the line by which building reads what stands outside of the front end's directory.
	Outside *source.Evidence `json:"outside,omitempty"`
	// Variables are those that the configuration of the manager reads: a password for a registry.
	Variables []Named `json:"variables"`
}

// installFiles configure an installation; installDirs hold patches, and what yarn keeps in a repository.
var (
	installFiles = []string{".npmrc", ".yarnrc", ".yarnrc.yml", ".pnpmfile.cjs", "pnpm-workspace.yaml", "bunfig.toml"}
	installDirs  = []string{".yarn/patches", ".yarn/plugins", ".yarn/releases", "patches"}
)

// lifecycle are scripts that installing runs; harmless words tell those that need nothing but the files.
var (
	lifecycle       = []string{"preinstall", "install", "postinstall", "prepare", "prepublish"}
	harmlessInstall = regexp.MustCompile(`^\s*(?:(?:npx |is-ci \|\| )?(?:husky(?: install)?|patch-package|lefthook install|simple-git-hooks|only-allow \w+)(?:\s*\|\|\s*(?:true|exit 0))?\s*(?:&&|$)\s*)+$`)
	localPackage    = regexp.MustCompile(`"(?:file|link|portal):[^"]*"`)
	registrySecret  = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)
	pnpmLock        = regexp.MustCompile(`(?m)^lockfileVersion:\s*['"]?(\d+(?:\.\d+)?)`)
)

// maxLockHead is how much of a lock is read for its format.
const maxLockHead = 4 << 10

// readInstall tells how the packages of a front end are installed.
func (p *program) readInstall(dir, text string, manifest packageManifest, manager string) FrontEndInstall {
	in := FrontEndInstall{Root: dir, Files: []string{}, Dirs: []string{}, Variables: []Named{}}
	file := path.Join(dir, "package.json")
	if name, version, ok := strings.Cut(manifest.Manager, "@"); ok && name == manager {
		in.Version, _, _ = strings.Cut(version, "+")
	}
	in.findLock(p, manager)
	in.Files = append(in.Files, file)
	if in.Root != dir {
		root := path.Join(in.Root, "package.json")
		at := p.lineOf(root, p.manifestText(root), `"workspaces"`)
		if p.tree.Has(path.Join(in.Root, "pnpm-workspace.yaml")) {
			at = p.tree.At(path.Join(in.Root, "pnpm-workspace.yaml"), 1)
		}
		in.Whole = &at
	}
	for _, name := range lifecycle {
		if script, _ := manifest.Scripts[name].(string); script != "" && !harmlessInstall.MatchString(script) && in.Whole == nil {
			at := p.lineOf(file, text, `"`+name+`"`)
			in.Whole = &at
		}
	}
	if found := localPackage.FindString(text); found != "" && in.Whole == nil {
		at := p.lineOf(file, text, found)
		in.Whole = &at
	}
	for _, name := range installFiles {
		if config := path.Join(in.Root, name); p.tree.Has(config) {
			in.Files = append(in.Files, config)
			in.readRegistry(p, config)
		}
	}
	for _, name := range installDirs {
		if d := path.Join(in.Root, name); p.tree.HasDir(d) {
			in.Dirs = append(in.Dirs, d)
		}
	}
	in.Outside = p.readsOutside(dir)
	in.Node, in.NodeAt = p.nodeSaid(dir, text, manifest)
	return in
}

// manifestText gives a file of JSON that is not too large, or nothing.
func (p *program) manifestText(file string) string {
	text, err := p.tree.Text(file)
	if err != nil || len(text) > maxPackageJSON {
		return ""
	}
	return text
}

// findLock finds the lock of the manager: beside package.json, or above it in the root of a workspace.
func (in *FrontEndInstall) findLock(p *program, manager string) {
	for dir := in.Root; ; dir = path.Dir(dir) {
		if dir == in.Root || p.isWorkspace(dir) {
			for _, lock := range frontEndLocks {
				if file := path.Join(dir, lock.file); lock.manager == manager && p.tree.Has(file) {
					in.Root, in.Lock = dir, file
					in.Files = append(in.Files, file)
					in.lockFormat(p, manager)
					return
				}
			}
		}
		if dir == "." {
			return
		}
	}
}

// isWorkspace reports whether the packages below a directory are installed together, from there.
func (p *program) isWorkspace(dir string) bool {
	return p.tree.Has(path.Join(dir, "pnpm-workspace.yaml")) || strings.Contains(p.manifestText(path.Join(dir, "package.json")), `"workspaces"`)
}

func (in *FrontEndInstall) lockFormat(p *program, manager string) {
	raw, err := p.tree.Read(in.Lock)
	if err != nil {
		return
	}
	head := string(raw[:min(len(raw), maxLockHead)])
	switch manager {
	case "yarn":
		in.Format = "1"
		if strings.Contains(head, "__metadata:") {
			in.Format = "berry"
		}
	case "pnpm":
		if m := pnpmLock.FindStringSubmatch(head); m != nil {
			in.Format = m[1]
		}
	}
}

// readRegistry finds the variables that a configuration of a manager names.
func (in *FrontEndInstall) readRegistry(p *program, config string) {
	number := 0
	for line := range strings.Lines(p.manifestText(config)) {
		number++
		for _, m := range registrySecret.FindAllStringSubmatch(line, 4) {
			if !slices.ContainsFunc(in.Variables, func(n Named) bool { return n.Name == m[1] }) && len(in.Variables) < 10 {
				in.Variables = append(in.Variables, Named{Name: m[1], Evidence: p.tree.At(config, number)})
			}
		}
	}
}

// nodeSaid gives what is said of the release of Node.js, by the file that is nearest.
func (p *program) nodeSaid(dir, text string, manifest packageManifest) (string, *source.Evidence) {
	file := path.Join(dir, "package.json")
	if volta, ok := manifest.Volta.(map[string]any); ok {
		if said, _ := volta["node"].(string); said != "" && len(said) < 40 {
			at := p.lineOf(file, text, `"volta"`)
			return source.Printable(said), &at
		}
	}
	for d := dir; ; d = path.Dir(d) {
		for _, name := range []string{".nvmrc", ".node-version"} {
			if said := strings.TrimSpace(p.manifestText(path.Join(d, name))); said != "" && len(said) < 40 {
				at := p.tree.At(path.Join(d, name), 1)
				return source.Printable(said), &at
			}
		}
		if d == "." {
			break
		}
	}
	if engines, ok := manifest.Engines.(map[string]any); ok {
		if said, _ := engines["node"].(string); said != "" && len(said) < 100 {
			at := p.lineOf(file, text, `"node"`)
			return source.Printable(said), &at
		}
	}
	return "", nil
}
