package detect

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzVariables reads two foreign files that can import each other, and a file of examples. No panic, every name is one
// that an environment can hold, every reading has its line, and the second run says the same.
func FuzzVariables(f *testing.F) {
	archives, err := filepath.Glob("testdata/variables/*.txtar")
	if err != nil || len(archives) == 0 {
		f.Fatalf("no cases: %v", err)
	}
	for _, file := range archives {
		archive, err := txtar.ParseFile(file)
		if err != nil {
			f.Fatal(err)
		}
		var texts []string
		for _, one := range archive.Files {
			if strings.HasSuffix(one.Name, ".py") {
				texts = append(texts, string(one.Data))
			}
		}
		f.Add(texts[0], texts[len(texts)-1], "A=1\n# B=2\nexport C = 3\n")
	}
	f.Add("import os\ndef f(a, b=None): return g(a, b)\ndef g(a, b=None): return f(b, a) or os.environ[a]\nf('X')\n", "from app import *\nf = g\ng('Y', f)\n", "")
	f.Add("import os\ne = e2 = os.environ\ne = e2\ne2 = e\nx = e['A']\nfor i in i: e[i]\n", "from app import e as e\nclass S(S): ...\nclass T(S, T): a: S\n", "")
	tables, err := knowledge.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, app, other, example string) {
		if len(app)+len(other)+len(example) > 1<<16 {
			return
		}
		dir := t.TempDir()
		for name, text := range map[string]string{"app.py": app, "other.py": other, ".env.example": example, "requirements.txt": "flask\n"} {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		before := ""
		for range 2 {
			tree, err := source.Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			facts, err := Detect(tree, tables, Options{})
			_ = tree.Close()
			if err != nil {
				t.Fatalf("source is no reason to fail: %v", err)
			}
			if len(facts.Variables) > maxVariables {
				t.Errorf("%d variables", len(facts.Variables))
			}
			for _, v := range facts.Variables {
				if !knowledge.ValidVariable(v.Name) || len(v.Reads)+len(v.Documented) == 0 {
					t.Errorf("%+v", v)
				}
				for _, r := range v.Reads {
					if r.Evidence.Line < 1 || r.By == "" || len(r.Default) > maxDefault {
						t.Errorf("%+v", r)
					}
				}
			}
			lines := variableLines(facts)
			if before != "" && before != lines {
				t.Errorf("%s\nthen\n%s", before, lines)
			}
			before = lines
		}
	})
}
