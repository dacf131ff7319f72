package detect

import (
	"testing"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
)

// FuzzImports reads foreign source and foreign commands. No panic, and every module that is found is a dotted name that
// can be printed, from a line that is there.
func FuzzImports(f *testing.F) {
	f.Add("import os, yaml as y\nfrom google.cloud import storage\ntry:\n    import ujson\nexcept (ImportError, X): pass\n", "web: gunicorn -k uvicorn.workers.UvicornWorker app:app")
	f.Add("from . import a\nif x:\n    import b.c.d\nINSTALLED_APPS = ['corsheaders', 'redis+x://h']\nwith suppress(ImportError): import q\n", " \"import seaborn as sns\\n\",")
	f.Add("import \u00e9, distutils\nmatch x:\n    case 1: import z\n", "python -m celery -A a.b:c worker")
	tables, err := knowledge.Load()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text, line string) {
		s := &importSearch{
			tables: tables, local: map[string]bool{"shop": true}, reached: map[string]bool{"app.py": true}, found: map[string]Import{},
			declared: tables.ModulesOf([]string{"celery", "django-cors-headers", "redis", "azure-x"}),
		}
		s.file("app.py", pysource.Parse([]byte(text)).Body)
		s.commandLine(line, "Procfile", 1)
		s.codeLine(line, "a.ipynb", 1)
		for module, imp := range s.found {
			if module != imp.Module || !dottedText.MatchString(module) || tables.Standard(module) || imp.Evidence.Line < 1 {
				t.Errorf("%+v", imp)
			}
		}
	})
}
