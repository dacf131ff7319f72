package detect

import (
	"bytes"
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// FrontEnd is a package.json with a script that builds pages.
type FrontEnd struct {
	Directory string `json:"directory"` // relative to the repository
	Tool      string `json:"tool"`      // what builds: vite, webpack, next …; "" where the script does not tell
	Manager   string `json:"manager"`   // npm, yarn, pnpm, bun
	Name      string `json:"name"`      // of the script: build, production, prod
	Script    string `json:"script"`    // the command
	Output    string `json:"output,omitempty"`
	Built     bool   `json:"built,omitempty"` // what it makes is in the repository already
	Mixed     bool   `json:"mixed,omitempty"` // the repository has files in the output, whoever made them
	// Beside is set where it writes beside the output, too: into another directory, or a list of what it made.
	Beside bool `json:"beside,omitempty"`
	// UsedBy is the line of the program that names the output.
	UsedBy   *source.Evidence `json:"used_by,omitempty"`
	Install  FrontEndInstall  `json:"install"`
	Evidence source.Evidence  `json:"evidence"`
}

// packageManifest is what is read of a package.json. What may have any type, does.
type packageManifest struct {
	Scripts map[string]any `json:"scripts"`
	Manager string         `json:"packageManager"`
	Engines any            `json:"engines"`
	Volta   any            `json:"volta"`
}

// buildScripts are names of scripts that build for production, the first that there is counts: Laravel Mix calls it production.
var buildScripts = []string{"build", "production", "prod"}

const (
	maxPackageJSON = 1 << 20 // bytes
	maxFrontEnds   = 20
)

// frontEndTools are the programs that build, in the order in which a script is asked for them, with where they write by
// default and the files that say otherwise.
var frontEndTools = []struct {
	word, name, output string
	configs            []string
}{
	{"vite", "vite", "dist", []string{"vite.config.ts", "vite.config.js", "vite.config.mjs", "vite.config.mts"}},
	{"next", "next", ".next", []string{"next.config.js", "next.config.mjs", "next.config.ts"}},
	{"nuxt", "nuxt", ".output/public", nil},
	{"react-scripts", "create-react-app", "build", nil},
	{"craco", "create-react-app", "build", nil},
	{"vue-cli-service", "vue-cli", "dist", []string{"vue.config.js"}},
	{"ng build", "angular", "dist", nil},
	{"webpack", "webpack", "dist", []string{"webpack.config.js", "webpack.config.babel.js", "webpack.config.ts", "webpack.prod.js"}},
	{"rollup", "rollup", "", []string{"rollup.config.js", "rollup.config.mjs", "rollup.config.ts"}},
	{"parcel", "parcel", "dist", nil},
	{"svelte-kit", "svelte-kit", "build", nil},
	{"astro", "astro", "dist", nil},
	{"esbuild", "esbuild", "", nil},
	{"gulp", "gulp", "", nil},
	{"grunt", "grunt", "", nil},
	{"tailwind", "tailwind", "", nil},
	{"sass", "sass", "", nil},
	{"postcss", "postcss", "", nil},
}

// outputLine finds the directory that a configuration names. What is computed in another way is not known.
var outputLine = regexp.MustCompile(`(?:outDir|outputDir|assetsDir|distDir|\bdir|\bpath)\s*:\s*(?:path\.)?(?:(?:resolve|join)\(\s*(?:__dirname|import\.meta\.dirname|process\.cwd\(\))\s*,\s*)?((?:['"][^'"\n]+['"]\s*,?\s*)+)`)

// outputKey is the setting of an output: a configuration with two has one for each way to build.
var outputKey = regexp.MustCompile(`\b(?:outDir|outputDir)\s*:`)

var (
	quotedPart   = regexp.MustCompile(`['"]([^'"\n]*)['"]`)
	outputOption = regexp.MustCompile(`(?:--outdir|--out-dir|--outDir|--dist-dir|--output-path|--dir|-o)[= ]+["']?([\w./-]+)`)
)

func findFrontEnds(p *program) []FrontEnd {
	var found []FrontEnd
	for _, file := range p.tree.Files() {
		if path.Base(file) != "package.json" || aside(file) || len(found) >= maxFrontEnds {
			continue
		}
		if fe, ok := frontEnd(p, file); ok {
			found = append(found, fe)
		}
	}
	return found
}

func frontEnd(p *program, file string) (FrontEnd, bool) {
	text, err := p.tree.Text(file)
	if err != nil || len(text) > maxPackageJSON {
		return FrontEnd{}, false
	}
	var manifest packageManifest
	if json.Unmarshal([]byte(text), &manifest) != nil {
		return FrontEnd{}, false
	}
	name, script := "", ""
	for _, name = range buildScripts {
		if script, _ = manifest.Scripts[name].(string); script != "" {
			break
		}
	}
	if script == "" {
		return FrontEnd{}, false
	}
	fe := FrontEnd{Directory: path.Dir(file), Name: name, Script: source.Printable(script), Manager: frontEndManager(p, path.Dir(file), manifest.Manager)}
	fe.Evidence = p.lineOf(file, text, `"`+name+`"`)
	fe.Install = p.readInstall(fe.Directory, text, manifest, fe.Manager)
	fe.readTool(p, manifest.Scripts)
	fe.Beside = fe.Beside || strings.Contains(text, `"webpack-bundle-tracker"`)
	if fe.Output != "" {
		fe.Built = p.holdsBuilt(fe.Output)
		fe.Mixed = p.tree.HasDir(fe.Output)
		fe.UsedBy = p.usesOutput(fe)
	}
	return fe, true
}

// builtFile is what a tool writes, and nobody by hand.
var builtFile = regexp.MustCompile(`(?:^|/)(?:manifest\.json|index\.html)$|\.(?:min|bundle)\.js$|[.-][0-9A-Za-z_-]{8,20}\.js$`)

// holdsBuilt reports whether what a tool writes stands in a directory.
func (p *program) holdsBuilt(dir string) bool {
	all := p.tree.Files()
	i, _ := slices.BinarySearch(all, dir+"/")
	for ; i < len(all) && strings.HasPrefix(all[i], dir+"/"); i++ {
		if builtFile.MatchString(all[i]) {
			return true
		}
	}
	return false
}

// lineOf gives the line on which a text first stands in a file.
func (p *program) lineOf(file, text, word string) source.Evidence {
	before, _, found := strings.Cut(text, word)
	if !found {
		return source.At(file, 0, "")
	}
	return p.tree.At(file, 1+strings.Count(before, "\n"))
}

// readTool tells what builds, through the scripts that the script runs, and where it writes.
func (fe *FrontEnd) readTool(p *program, scripts map[string]any) {
	command := fe.Script
	for name, other := range scripts {
		if text, ok := other.(string); ok && name != fe.Name && strings.HasPrefix(name, fe.Name) && strings.Contains(fe.Script, name) && len(command) < maxPackageJSON {
			command += " ; " + text
		}
	}
	for _, tool := range frontEndTools {
		if !strings.Contains(command, tool.word) {
			continue
		}
		fe.Tool = tool.name
		output := tool.output
		for _, config := range tool.configs {
			if text, err := p.tree.Text(path.Join(fe.Directory, config)); err == nil && len(text) <= maxPackageJSON {
				fe.Beside = len(outputKey.FindAllString(text, 2)) > 1
				if dir := configuredOutput(text); dir != "" {
					output = dir
				} else if tool.name == "next" && strings.Contains(text, "export") && strings.Contains(text, "output") {
					output = "out"
				}
				break
			}
		}
		if m := outputOption.FindStringSubmatch(command); m != nil {
			output = m[1]
			if path.Ext(output) != "" {
				output = path.Dir(output)
			}
		}
		if output != "" && !strings.HasPrefix(output, "/") {
			if dir := path.Join(fe.Directory, output); dir != "." && !strings.HasPrefix(dir, "../") {
				fe.Output = dir
			}
		}
		return
	}
}

// configuredOutput gives the directory that a configuration in JavaScript names, "" where none is plain.
func configuredOutput(text string) string {
	m := outputLine.FindStringSubmatch(text)
	if m == nil {
		return ""
	}
	var parts []string
	for _, quoted := range quotedPart.FindAllStringSubmatch(m[1], 6) {
		parts = append(parts, quoted[1])
	}
	return path.Join(parts...)
}

// frontEndLocks are the files that pin packages, with the manager that reads each.
var frontEndLocks = []struct{ file, manager string }{
	{"pnpm-lock.yaml", "pnpm"}, {"yarn.lock", "yarn"}, {"bun.lock", "bun"}, {"bun.lockb", "bun"}, {"package-lock.json", "npm"}, {"npm-shrinkwrap.json", "npm"},
}

func frontEndManager(p *program, dir, named string) string {
	if name, _, _ := strings.Cut(named, "@"); slices.Contains([]string{"npm", "yarn", "pnpm", "bun"}, name) {
		return name
	}
	for ; ; dir = path.Dir(dir) {
		for _, lock := range frontEndLocks {
			if p.tree.Has(path.Join(dir, lock.file)) {
				return lock.manager
			}
		}
		if dir == "." {
			return "npm"
		}
	}
}

// servers of a directory, and settings that name one. A line that holds one of them and the name of the output is what
// serves it.
var servesDirectory = [][]byte{
	[]byte("StaticFiles("), []byte("static_folder"), []byte("template_folder"), []byte("send_from_directory"), []byte("FileResponse("), []byte("STATICFILES_DIRS"),
	[]byte("WEBPACK_LOADER"), []byte("DJANGO_VITE"), []byte("webpack_loader"), []byte("django_vite"), []byte("WHITENOISE_ROOT"), []byte("StaticFileHandler"), []byte("add_static"),
}

// usesOutput finds the line of the program that names the directory which the front end is built into, in a file that
// serves one.
func (p *program) usesOutput(fe FrontEnd) *source.Evidence {
	parts := strings.Split(fe.Output, "/")
	name := parts[len(parts)-1]
	for _, file := range p.files {
		if !p.own(file) {
			continue
		}
		raw := p.text(file)
		if !bytes.Contains(raw, []byte(name)) || !slices.ContainsFunc(servesDirectory, func(w []byte) bool { return bytes.Contains(raw, w) }) {
			continue
		}
		number := 0
		for line := range bytes.Lines(raw) {
			number++
			if bytes.HasPrefix(bytes.TrimSpace(line), []byte("#")) || !namesPath(line, parts) {
				continue
			}
			at := p.tree.At(file, number)
			return &at
		}
	}
	return nil
}

// namesPath reports whether a line holds the last parts of a path as texts: "frontend/dist", or "frontend" / "dist".
func namesPath(line []byte, parts []string) bool {
	last := parts[len(parts)-1]
	if len(parts) == 1 {
		return bytes.Contains(line, []byte(`"`+last+`"`)) || bytes.Contains(line, []byte(`'`+last+`'`)) || bytes.Contains(line, []byte(`/`+last+`"`))
	}
	before := parts[len(parts)-2]
	for _, form := range []string{before + "/" + last, `"` + before + `" / "` + last + `"`, `'` + before + `' / '` + last + `'`, `"` + before + `", "` + last + `"`, `'` + before + `', '` + last + `'`} {
		if bytes.Contains(line, []byte(form)) {
			return true
		}
	}
	return false
}
