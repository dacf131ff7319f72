// Package docs holds the documentation for users. What can be generated is; what is shown is executed.
package docs

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/knowledge"
)

var update = flag.Bool("update", false, "write the pages anew")

var program string

// touch opens the sources of the program. The cache of test results asks which files a test opened, and does not see
// those that the compiler does.
func touch(dirs ...string) {
	for _, dir := range dirs {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !strings.Contains(path, "testdata") {
				if f, err := os.Open(path); err == nil {
					_ = f.Close()
				}
			}
			return nil
		})
	}
}

func TestMain(m *testing.M) {
	flag.Parse()
	dir, err := os.MkdirTemp("", "pykube-docs-")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "pykube.exe")
	build := exec.Command("go", "build", "-o", program, "../cmd/pykube")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		println("docs: building pykube failed")
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

// page compares a page with what it must be, or writes it.
func page(t *testing.T, name, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile(name)
	if err != nil || strings.ReplaceAll(string(have), "\r\n", "\n") != want {
		t.Errorf("%s is out of date: make docs", name)
	}
}

func TestCommands(t *testing.T) {
	touch("../cmd", "../internal", "../templates")
	var b strings.Builder
	b.WriteString("# Commands\n\nWhat `--help` says. Written by `make docs`.\n")
	for _, c := range []string{"", "generate", "plan", "detect", "version", "completion"} {
		help, err := exec.Command(program, strings.Fields(c+" --help")...).Output()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "\n## pykube %s\n\n```text\n%s```\n", c, help)
	}
	page(t, "commands.md", strings.ReplaceAll(b.String(), "pykube \n", "pykube\n"))
}

func TestKnowledge(t *testing.T) {
	k, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	b.WriteString("# What pykube knows\n\nThe tables of `internal/knowledge`. Written by `make docs`.\n\n## Frameworks\n\n")
	b.WriteString("| framework | started as | told by | why | source | checked |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, f := range k.Frameworks {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", f.Title, startedAs(f), toldBy(f), f.Why, f.Source, f.Checked)
	}
	b.WriteString("\n## Servers\n\n")
	for _, s := range k.Servers {
		fmt.Fprintf(&b, "### %s (%s)\n\n%s. Source: %s, checked %s.\n\n| argument | why |\n| --- | --- |\n", s.Name, s.Interface, upper(s.Why), s.Source, s.Checked)
		for _, a := range s.Arguments {
			fmt.Fprintf(&b, "| `%s` | %s |\n", strings.Join(a.Args, " "), a.Why)
		}
		b.WriteString("\nAdded where the repository declares no server:\n\n| Python | version |\n| --- | --- |\n")
		for _, r := range s.Releases {
			fmt.Fprintf(&b, "| %s | %s |\n", r.Python, r.Version)
		}
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "## Python\n\nSource: %s, checked %s.\n\n| release | out since | last fixes | Debian of the image |\n| --- | --- | --- | --- |\n", k.Pythons.Source, k.Pythons.Checked)
	for _, p := range k.Pythons.Python {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", p.Version, p.Released, p.Ends, p.Image)
	}
	b.WriteString("\n### Packages that a release of Python breaks\n\nThey install on it, or seem to, and do not run.\n\n| package | releases | from Python | why | source |\n| --- | --- | --- | --- | --- |\n")
	for _, r := range k.BreakingPackages() {
		fmt.Fprintf(&b, "| %s | `%s` | %s | %s | %s |\n", r.Name, r.Releases, r.Python, r.Why, r.Source)
	}
	b.WriteString("\n## Base images\n\n| family | builder | final image | why | source |\n| --- | --- | --- | --- | --- |\n")
	for _, i := range k.Bases {
		fmt.Fprintf(&b, "| %s | `%s` | `%s` | %s | %s |\n", i.Family, i.Builder, i.Runtime, i.Why, i.Source)
	}
	b.WriteString("\n| image | tags | distribution | C library | packages by | Python | why | source |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n")
	for _, i := range k.Images {
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s | %s | %s | %s |\n", i.Name, i.Tags, i.Distribution, i.Libc, i.Packages, i.Interpreter, i.Why, i.Source)
	}
	b.WriteString(nativePage(k))
	b.WriteString(variablesPage(k))
	fmt.Fprintf(&b, "\n## Health routes\n\nThe last segment of the path is, best first: %s; and, behind nothing but a word such as %s: %s. Source: %s.\n",
		strings.Join(k.Health.Segments, ", "), strings.Join(k.Health.Prefixes[1:4], ", "), strings.Join(k.Health.Weak, ", "), k.Health.Source)
	page(t, "knowledge.md", b.String())
}

func upper(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// session is a block of a page that shows a command and what it prints.
var session = regexp.MustCompile("(?ms)^```console\n\\$ pykube ([^\n]*)\n(.*?)^```\n")

// TestSessions runs what the pages show, from the root of the project.
func TestSessions(t *testing.T) {
	for _, file := range []string{"../README.md", "bases.md", "deciding.md", "python.md", "services.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		shown := session.FindAllSubmatch(text, -1)
		if len(shown) == 0 {
			t.Errorf("%s shows no session", file)
		}
		fresh := session.ReplaceAllFunc(text, func(block []byte) []byte {
			line := session.FindSubmatch(block)[1]
			cmd := exec.Command(program, strings.Fields(string(line))...)
			cmd.Dir = ".."
			out, err := cmd.CombinedOutput()
			if err != nil {
				t.Errorf("%s: pykube %s: %v", file, line, err)
			}
			return []byte("```console\n$ pykube " + string(line) + "\n" + string(out) + "```\n")
		})
		if bytes.Equal(fresh, text) {
			continue
		}
		if !*update {
			t.Errorf("%s shows something else than the program prints: make docs", file)
		} else if err := os.WriteFile(file, fresh, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// startedAs says what a framework's programs are, and how they are reached.
func startedAs(f knowledge.Framework) string {
	var said []string
	for _, r := range runs(f) {
		kind := r.Kind
		if kind == "" {
			kind = "web"
		}
		if text := kind + ", " + r.Interface; !slices.Contains(said, text) {
			said = append(said, text)
		}
	}
	return strings.Join(said, "; ")
}

func runs(f knowledge.Framework) []knowledge.Run {
	var all []knowledge.Run
	for _, o := range f.Objects {
		all = append(all, o.Run)
	}
	for _, s := range f.Starts {
		all = append(all, s.Run)
	}
	return all
}

// toldBy lists the names that tell a framework.
func toldBy(f knowledge.Framework) string {
	var names []string
	for _, o := range f.Objects {
		names = slices.Concat(names, o.Classes, o.Functions, o.Methods)
	}
	for _, s := range f.Starts {
		names = slices.Concat(names, s.Calls, s.Methods, s.Imports, s.Files)
	}
	if len(names) == 0 {
		return "settings, wsgi.py"
	}
	return "`" + strings.Join(names, "`, `") + "`"
}
