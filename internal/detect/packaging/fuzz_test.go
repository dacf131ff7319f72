package packaging

import (
	"testing"

	"github.com/pykube/pykube/internal/pep440"

	"github.com/pykube/pykube/internal/source"
)

// printable fails where a value that was read holds a control character or a line end.
func printable(t *testing.T, values ...string) {
	t.Helper()
	for _, v := range values {
		if unprintable(v) {
			t.Errorf("%q was let through", v)
		}
	}
}

func printableRequirement(t *testing.T, r Requirement) {
	t.Helper()
	printable(t, r.Specifier, r.Marker, r.URL, r.Evidence.Text, r.Evidence.File)
	if r.Name != "" && (!ValidName(r.Name) || NormalName(r.Name) != r.Name) {
		t.Errorf("name %q", r.Name)
	}
	for _, extra := range r.Extras {
		if !ValidName(extra) {
			t.Errorf("extra %q", extra)
		}
	}
}

func FuzzRequirement(f *testing.F) {
	for _, text := range referenceRequirements {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := ParseRequirement(text)
		if err != nil {
			return
		}
		printableRequirement(t, r)
		r.Pinned()
		r.Fixed()
		if _, err := pep440.Allows(r.Specifier, "1.0"); err != nil {
			t.Errorf("specifier %q: %v", r.Specifier, err)
		}
		pep440.PythonAllowed(r.Specifier, "3.12")
		MarkerHolds(r.Marker, MarkerEnv{Python: "3.12"})
		if r.URL != "" {
			return
		}
		again, err := ParseRequirement(r.Name + r.Specifier)
		if err != nil || again.Specifier != r.Specifier {
			t.Errorf("%q again: %+v, %v", text, again, err)
		}
	})
}

func FuzzMarker(f *testing.F) {
	f.Add("python_version < '3.12' and (os_name == 'posix' or extra != \"a\")", "3.12")
	f.Add("'linux' in sys_platform or python_full_version ~= '3.1'", "3.9.1")
	f.Fuzz(func(t *testing.T, marker, python string) {
		held, err := MarkerHolds(marker, MarkerEnv{Python: python})
		if err != nil && held {
			t.Errorf("%q holds and is wrong: %v", marker, err)
		}
	})
}

func FuzzRequirements(f *testing.F) {
	f.Add("flask==3.0 \\\n --hash=" + digest + "\n-r base.txt\n-c base.txt\n-e .\n")
	f.Add("# via x\n--index-url 'https://${A}' -e git+https://x/y#egg=z\n./lib ; os_name == 'a'\n")
	f.Add("\xff\xfea\x00\n\x00")
	f.Fuzz(func(t *testing.T, text string) {
		tr := written(t, "requirements.txt", text)
		r, err := ReadRequirements(tr, "requirements.txt")
		if err != nil {
			printable(t, err.Error())
			return
		}
		for _, q := range r.Items {
			printableRequirement(t, q)
		}
		for _, l := range r.Options {
			printable(t, l.Value)
		}
		for _, l := range r.Locals {
			printable(t, l.Value, l.Name, l.Marker)
		}
		for _, l := range r.Remote {
			printable(t, l.Value)
		}
		if r.Closed() && !r.Pinned() {
			t.Error("closed and not pinned")
		}
	})
}

func FuzzPyProject(f *testing.F) {
	f.Add(project)
	f.Add("a = {b.c = 1}\n[[d]]\n[d.e]\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ReadPyProject(written(t, "pyproject.toml", text))
		if err != nil {
			printable(t, err.Error())
			return
		}
		printable(t, p.RequiresPython.Value, p.BuildBackend, p.FastAPIEntrypoint.Value)
		for _, q := range p.Dependencies {
			printableRequirement(t, q)
		}
		printable(t, p.Declared...)
	})
}

func FuzzUVLock(f *testing.F) {
	f.Add(lock)
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ReadUVLock(written(t, "uv.lock", text))
		if err != nil {
			printable(t, err.Error())
			return
		}
		for _, p := range l.Select(Selection{Python: "3.12", Groups: []string{"dev"}}) {
			printable(t, append(p.Wheels, p.Name, p.Version, p.Dir)...)
		}
	})
}

// written opens a repository of one file and of what the files of a seed can name.
func written(t *testing.T, file, text string) *source.Tree {
	t.Helper()
	return tree(t, file, text, "base.txt", "a==1\n", "lib/setup.py", "")
}
