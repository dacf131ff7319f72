package detect

import (
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestServices says which directories are services, and which declare dependencies and are none.
func TestServices(t *testing.T) {
	const flask = "from flask import Flask\napp = Flask(__name__)\n"
	for _, c := range []struct {
		name  string
		files map[string]string
		want  []string
	}{
		{"one at the root", map[string]string{"app.py": flask, "requirements.txt": "flask\n"}, nil},
		{"one below", map[string]string{"api/app.py": flask, "api/requirements.txt": "flask\n"}, []string{"api"}},
		{
			"by the order of their paths",
			map[string]string{"b/app.py": flask, "b/requirements.txt": "flask\n", "a/app.py": flask, "a/setup.py": "from setuptools import setup\nsetup()\n"},
			[]string{"a", "b"},
		},
		{
			"no library, and nothing among examples and tests",
			map[string]string{"api/app.py": flask, "api/requirements.txt": "flask\n", "lib/pyproject.toml": "[project]\nname = \"lib\"\n", "lib/lib.py": "", "examples/a/app.py": flask, "examples/a/requirements.txt": "flask\n", "e2e-tests/app.py": flask, "e2e-tests/pyproject.toml": "[project]\nname = \"e\"\n"},
			[]string{"api", "not e2e-tests: is for tests, by its name", "not lib: holds no application"},
		},
		{
			"what runs once",
			map[string]string{"api/app.py": flask, "api/requirements.txt": "flask\n", "fill/main.py": "if __name__ == '__main__':\n    print(1)\n", "fill/requirements.txt": "x\n"},
			[]string{"api", "not fill: holds nothing that keeps running"},
		},
		{
			"a member of a workspace",
			map[string]string{"pyproject.toml": "[project]\nname = \"a\"\nversion = \"1\"\n[tool.uv.workspace]\nmembers = [\"m/*\"]\n", "m/a/app.py": flask, "m/a/pyproject.toml": "[project]\nname = \"b\"\n", "m/b/app.py": flask, "m/b/pyproject.toml": "[project]\nname = \"c\"\n"},
			[]string{"not m/a: is installed by what the root declares", "not m/b: is installed by what the root declares"},
		},
		{
			"installed by the root",
			map[string]string{"requirements.txt": "-e ./lib\nflask\n", "app.py": flask, "lib/setup.py": "from setuptools import setup\nsetup(name='lib')\n", "lib/app.py": flask},
			[]string{"not lib: is installed by what the root declares"},
		},
		{
			"the root and another",
			map[string]string{"requirements.txt": "flask\n", "app.py": flask, "mail/app.py": flask, "mail/requirements.txt": "flask\n"},
			[]string{".", "mail"},
		},
		{
			"imported by the root",
			map[string]string{"requirements.txt": "flask\n", "app.py": flask + "import mail.app\n", "mail/app.py": flask, "mail/requirements.txt": "flask\n"},
			[]string{"not mail: is a part of the program around it, which imports it"},
		},
		{
			"imports something of the root",
			map[string]string{"requirements.txt": "flask\n", "app.py": flask, "db.py": "", "mail/app.py": "import db\n" + flask, "mail/requirements.txt": "flask\n"},
			[]string{"not mail: is a part of the program around it: it imports db from there"},
		},
		{
			"a root that declares and starts nothing",
			map[string]string{"requirements.txt": "flask\n", "a/app.py": flask, "a/requirements.txt": "flask\n", "b/app.py": flask, "b/requirements.txt": "flask\n"},
			[]string{"a", "b", "not .: declares dependencies and holds nothing that keeps running outside of those directories"},
		},
		{"the same, and one directory: a question", map[string]string{"requirements.txt": "flask\n", "a/app.py": flask, "a/requirements.txt": "flask\n"}, nil},
		{
			"a root that starts and declares nothing",
			map[string]string{"app.py": flask, "a/app.py": flask, "a/requirements.txt": "flask\n"},
			[]string{"a", "not .: holds an application and declares no dependencies for it"},
		},
		{
			"a name that no file can be written below",
			map[string]string{"a\nb/app.py": flask, "a\nb/requirements.txt": "flask\n", "c/app.py": flask, "c/requirements.txt": "flask\n"},
			[]string{"c", `not .: holds an application and declares no dependencies for it`, `not a\x0ab: has a name that pykube writes no file below`},
		},
		{
			"one inside another",
			map[string]string{"a/app.py": flask, "a/requirements.txt": "flask\n", "a/b/app.py": flask, "a/b/requirements.txt": "flask\n"},
			[]string{"a", "a/b"},
		},
		{
			"what stands beside",
			map[string]string{"common/x.py": "", "redis/x.py": "", "a/app.py": "import common.x, redis\n" + flask, "a/requirements.txt": "flask\nredis\n"},
			[]string{"a (from outside: common)"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			if runtime.GOOS == "windows" && c.files["a\nb/app.py"] != "" {
				t.Skip("Windows has no such names")
			}
			var files []txtar.File
			for name, text := range c.files {
				files = append(files, txtar.File{Name: name, Data: []byte(text)})
			}
			facts := detectFiles(t, files)
			var got []string
			for _, s := range facts.Services {
				text := s.Root
				for _, m := range s.Outside {
					text += " (from outside: " + m.Name + ")"
				}
				if s.Declared == nil || len(s.Managers) == 0 || len(s.Applications) != 1 || s.Applications[0].File != "app.py" || len(s.Services) > 0 {
					t.Errorf("%s: %+v, %+v", s.Root, s.Declared, s.Applications)
				}
				got = append(got, text)
			}
			var not []string
			for _, o := range facts.PassedOver {
				not = append(not, "not "+o.Directory+": "+o.Reason)
				if o.Evidence.File == "" {
					t.Errorf("%s: no evidence", o.Directory)
				}
			}
			slices.Sort(not)
			if got = append(got, not...); !slices.Equal(got, c.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}
