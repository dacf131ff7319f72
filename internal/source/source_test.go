package source

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree writes files, by path, and opens the directory. A path that ends in / is a directory, "-> x" a link.
func tree(t *testing.T, files map[string]string) *Tree {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		file := filepath.Join(dir, filepath.FromSlash(name))
		err := os.MkdirAll(filepath.Dir(file), 0o755)
		switch to, isLink := strings.CutPrefix(text, "-> "); {
		case err != nil:
		case strings.HasSuffix(name, "/"):
			err = os.MkdirAll(file, 0o755)
		case isLink:
			err = os.Symlink(to, file)
		default:
			err = os.WriteFile(file, []byte(text), 0o644)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	opened, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = opened.Close() })
	return opened
}

func TestWalk(t *testing.T) {
	for name, test := range map[string]struct {
		files   map[string]string
		want    string // the files, in order
		skipped string // what is said to be passed over, in order
	}{
		"sorted by path":      {map[string]string{"b.py": "", "a/z.py": "", "a.py": "", "a/b/c.py": ""}, "a.py a/b/c.py a/z.py b.py", ""},
		"hidden files":        {map[string]string{".python-version": "", ".github/x.yml": ""}, ".github/x.yml .python-version", ""},
		"git and bytecode":    {map[string]string{".git/config": "", "a/__pycache__/x.pyc": "", "a.py": ""}, "a.py", ""},
		"installed packages":  {map[string]string{"node_modules/x.py": "", "lib/site-packages/x.py": "", "a.py": ""}, "a.py", "lib/site-packages node_modules"},
		"environment by name": {map[string]string{".venv/x.py": "", "a.py": ""}, "a.py", ".venv"},
		"environment by mark": {map[string]string{"env/pyvenv.cfg": "", "env/lib/x.py": "", "a.py": ""}, "a.py", "env"},
		"mark at the root":    {map[string]string{"pyvenv.cfg": "", "a.py": ""}, "a.py pyvenv.cfg", ""},
		"ignored": {
			map[string]string{".gitignore": "# x\n\n*.log\n/build\nout/\n!keep.log\n", "a.log": "", "keep.log": "", "build/x": "", "a/build/x": "", "a/out/x": "", "out": ""},
			".gitignore a/build/x keep.log out", "",
		},
		"ignored below":       {map[string]string{"a/.gitignore": "/x\n", "a/x": "", "x": "", "a/b/x": ""}, "a/.gitignore a/b/x x", ""},
		"ignored, taken back": {map[string]string{".gitignore": "*.txt\n", "a/.gitignore": "!x.txt\n", "x.txt": "", "a/x.txt": ""}, ".gitignore a/.gitignore a/x.txt", ""},
		"link to a file":      {map[string]string{"a.py": "", "b.py": "-> a.py"}, "a.py b.py", ""},
		"link to nowhere":     {map[string]string{"a.py": "", "b.py": "-> c.py"}, "a.py", "b.py"},
		"link to itself":      {map[string]string{"a.py": "", "b.py": "-> b.py"}, "a.py", "b.py"},
		"link out":            {map[string]string{"a.py": "", "b.py": "-> /etc/passwd", "c.py": "-> ../../x"}, "a.py", "b.py c.py"},
		"link to a directory": {map[string]string{"a/x.py": "", "b": "-> a", "c": "-> ."}, "a/x.py", "b c"},
		"link as .gitignore":  {map[string]string{".gitignore": "-> rules", "rules": "*.py\n", "a.py": ""}, ".gitignore a.py rules", ""},
		"too deep":            {map[string]string{strings.Repeat("d/", MaxDepth) + "a.py": "", strings.Repeat("d/", MaxDepth) + "d/b.py": ""}, strings.Repeat("d/", MaxDepth) + "a.py", strings.Repeat("d/", MaxDepth) + "d"},
	} {
		t.Run(name, func(t *testing.T) {
			opened := tree(t, test.files)
			if got := strings.Join(opened.Files(), " "); got != test.want {
				t.Errorf("files: %s, want %s", got, test.want)
			}
			var skipped []string
			for _, s := range opened.Skipped {
				skipped = append(skipped, s.Path)
				if s.Reason == "" {
					t.Errorf("%s: passed over without a reason", s.Path)
				}
			}
			if got := strings.Join(skipped, " "); got != test.skipped {
				t.Errorf("passed over: %s, want %s", got, test.skipped)
			}
			for _, f := range opened.Files() {
				if !opened.Has(f) || !opened.HasDir(filepath.ToSlash(filepath.Dir(f))) {
					t.Errorf("%s is listed and not known", f)
				}
			}
		})
	}
}

func TestNames(t *testing.T) {
	opened := tree(t, map[string]string{"a/x.py": "", "a/b/y.py": "", "ab/z.py": "", "c.py": ""})
	if got := opened.Name(); got != "shop" {
		t.Errorf("Name() = %q", got)
	}
	for dir, want := range map[string]string{".": "c.py", "a": "a/x.py", "a/": "a/x.py", "a/b": "a/b/y.py", "no": ""} {
		if got := strings.Join(opened.Dir(dir), " "); got != want {
			t.Errorf("Dir(%q) = %s, want %s", dir, got, want)
		}
	}
	for file, want := range map[string]bool{"c.py": true, "./c.py": true, "a/../c.py": true, "a": false, "../shop/c.py": false, "": false} {
		if got := opened.Has(file); got != want {
			t.Errorf("Has(%q) = %v", file, got)
		}
	}
	for dir, want := range map[string]bool{".": true, "a": true, "a/": true, "a/b": true, "c.py": false, "..": false} {
		if got := opened.HasDir(dir); got != want {
			t.Errorf("HasDir(%q) = %v", dir, got)
		}
	}
}

func TestOpenFails(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{file, filepath.Join(dir, "nothing"), "a\x00b", filepath.Join(file, "x")} {
		if _, err := Open(name); err == nil || !strings.Contains(err.Error(), `"`) {
			t.Errorf("Open(%q): %v", name, err)
		}
	}
}

func TestRead(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(outside, []byte("hunter2"), 0o644); err != nil {
		t.Fatal(err)
	}
	opened := tree(t, map[string]string{"a.txt": "text", "link": "-> a.txt", "out": "-> " + outside, "dir/": ""})
	for name, want := range map[string]string{"a.txt": "text", "./a.txt": "text", "link": "text"} {
		if got, err := opened.Read(name); string(got) != want || err != nil {
			t.Errorf("Read(%q) = %q, %v", name, got, err)
		}
	}
	for name, want := range map[string]error{"dir": ErrNotRegular, ".": ErrNotRegular, "nothing": fs.ErrNotExist} {
		if _, err := opened.Read(name); !errors.Is(err, want) || !strings.HasPrefix(err.Error(), name+": ") {
			t.Errorf("Read(%q): %v, want %v", name, err, want)
		}
	}
	for _, name := range []string{"out", "../secret", "/etc/passwd", outside, "a\x00"} {
		if got, err := opened.Read(name); err == nil {
			t.Errorf("Read(%q) = %q: out of the repository", name, got)
		}
	}
}

func TestBounds(t *testing.T) {
	opened := tree(t, map[string]string{"large": "", "exact": "", "1": "", "2": ""})
	size := func(name string, n int64) {
		if err := os.Truncate(filepath.Join(opened.root.Name(), name), n); err != nil {
			t.Fatal(err)
		}
	}
	size("large", MaxFileSize+1)
	size("exact", MaxFileSize)
	if _, err := opened.Read("large"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a file of %d bytes: %v", MaxFileSize+1, err)
	}
	if text, err := opened.Read("exact"); err != nil || len(text) != MaxFileSize {
		t.Errorf("a file of %d bytes: %d, %v", MaxFileSize, len(text), err)
	}
	opened.read = MaxRead - 10
	size("1", 11)
	if _, err := opened.Read("1"); !errors.Is(err, ErrTooLarge) {
		t.Errorf("more than %d bytes in all: %v", MaxRead, err)
	}
	size("2", 10)
	if _, err := opened.Read("2"); err != nil {
		t.Errorf("%d bytes in all: %v", MaxRead, err)
	}
}

func TestNotesAreBounded(t *testing.T) {
	files := map[string]string{}
	for i := range maxSkipped + 20 {
		files["l"+strings.Repeat("x", i)] = "-> nowhere"
	}
	if got := len(tree(t, files).Skipped); got != maxSkipped {
		t.Errorf("%d notes, want %d", got, maxSkipped)
	}
}

func TestIgnoreRulesAreBounded(t *testing.T) {
	rules := strings.Repeat("x\n", maxIgnoreRules) + "a.py\n" + strings.Repeat("b", 513) + "\n"
	opened := tree(t, map[string]string{".gitignore": rules, "a.py": "", "x": ""})
	if got := opened.Files(); !slices.Equal(got, []string{".gitignore", "a.py"}) {
		t.Errorf("files: %q", got)
	}
}

func TestDecode(t *testing.T) {
	for raw, want := range map[string]string{
		"":                          "",
		"a\nb\n":                    "a\nb\n",
		"a\r\nb\rc\n":               "a\nb\nc\n",
		"\xef\xbb\xbfa":             "a",
		"\xff\xfea\x00\n\x00":       "a\n",
		"\xfe\xff\x00a\x00\n":       "a\n",
		"\xff\xfe\x3d\xd8\x00\xde":  "😀",
		"\xff\xfea":                 "",       // half a unit
		"\xff\xfe\x00\xd8":          "\ufffd", // half a pair
		"caf\xe9":                   "café",
		"é":                         "é",
		"\xff\xfea\x00\r\x00\n\x00": "a\n",
		"a\x00b":                    "a\x00b",
	} {
		if got := Decode([]byte(raw)); got != want {
			t.Errorf("Decode(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestText(t *testing.T) {
	opened := tree(t, map[string]string{"a.txt": "\xef\xbb\xbfone\r\ntwo\r\n"})
	if got, err := opened.Text("a.txt"); got != "one\ntwo\n" || err != nil {
		t.Errorf("Text = %q, %v", got, err)
	}
	for line, want := range map[int]string{0: "", 1: "one", 2: "two", 3: "", 4: "", -1: ""} {
		if got := opened.At("a.txt", line); got.Text != want || got.File != "a.txt" || got.Line != line {
			t.Errorf("At(%d) = %+v, want %q", line, got, want)
		}
	}
	if got := opened.At("nothing", 1); got.Text != "" || got.File != "nothing" {
		t.Errorf("At = %+v", got)
	}
}

func TestEvidence(t *testing.T) {
	for _, test := range []struct {
		got  Evidence
		want string
		text string
	}{
		{At("a.py", 3, "  x = 1\t"), "a.py:3", "x = 1"},
		{At("a.py", 0, ""), "a.py", ""},
		{At("a\nb.py", 1, "\x1b[2J"), `a\x0ab.py:1`, `\x1b[2J`},
		{At("a.py", 1, strings.Repeat("é", 200)), "a.py:1", strings.Repeat("é", maxEvidence-1) + "…"},
		{At("a.py", 1, strings.Repeat("é", maxEvidence)), "a.py:1", strings.Repeat("é", maxEvidence)},
	} {
		if test.got.String() != test.want || test.got.Text != test.text {
			t.Errorf("%+v, want %s and %q", test.got, test.want, test.text)
		}
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "",
		"a b é 日本 😀":                     "a b é 日本 😀",
		"a\tb":                           "a b",
		"a\nb\r":                         `a\x0ab\x0d`,
		"\x1b]0;x\a":                     `\x1b]0;x\x07`,
		"\x00\x7f":                       `\x00\x7f`,
		"\u0085\u009b":                   `\x85\x9b`,
		"\u202e\u2066\u200f\u200b\ufeff": `\u202e\u2066\u200f\u200b\ufeff`,
		"\u2028\u2029":                   `\u2028\u2029`,
		"\xff":                           `\ufffd`,
		"\U000e0041":                     `\ue0041`,
	} {
		if got := Printable(text); got != want {
			t.Errorf("Printable(%q) = %q, want %q", text, got, want)
		}
	}
}
