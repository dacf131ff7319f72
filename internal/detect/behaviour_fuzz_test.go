package detect

import (
	"path"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// FuzzBehaviour reads foreign source for what it does: no panic, and what is found keeps its form.
func FuzzBehaviour(f *testing.F) {
	for _, seed := range []string{
		"import os, subprocess\nopen(os.path.join(os.path.dirname(__file__), 'a', *b), 'w')\nsubprocess.run(['ffmpeg', *x])\n",
		"from pathlib import Path\n(Path(__file__).parents[9] / '..' / x).mkdir()\nPath('~/x').expanduser().write_text('')\n",
		"a = f'{a}/{b}' % (a,) + a.format(a)\nopen(a.replace(a, a), mode='w')\n",
		"import requests\nclass A:\n    x = x\n    def __init__(self):\n        self.y = self.y\n    async def f(self, s: S[S] | S = f()):\n        self.y.z.get()\n        requests.get(s.x)\n",
		"SQLALCHEMY_DATABASE_URI = 'sqlite:////\\uf8ff/../..' + f()\ndef f():\n    return f()\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if strings.Contains(text, "\n-- ") || strings.HasPrefix(text, "-- ") {
			return
		}
		facts := detectFiles(t, txtar.Parse([]byte(fastapiFile+"-- lib.py --\n"+text)).Files)
		for _, w := range facts.Disk.Writes {
			if strings.Contains(w.Path, inRepository) || w.Path != "" && w.Path != path.Clean(w.Path) || w.From == "" && w.Path != "" && !strings.HasPrefix(w.Path, "/") {
				t.Errorf("%q from %q", w.Path, w.From)
			}
		}
		for _, p := range facts.Behaviour.Programs {
			if !programName(p.Name) {
				t.Errorf("program %q", p.Name)
			}
		}
	})
}
