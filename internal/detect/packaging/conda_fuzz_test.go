package packaging

import (
	"testing"

	"github.com/pykube/pykube/internal/pep440"
)

func FuzzYAML(f *testing.F) {
	f.Add("a: &b {c: 1}\nd: *b\n<<: *b\n? e\n: |\n  x\n")
	f.Add("- - x\n  - !!str 1\n- \"\\t\"\n%YAML 1.2\n---\n...\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := readYAML(written(t, "a.yml", text), "a.yml", maxYAML)
		if err != nil {
			printable(t, err.Error())
			return
		}
		d.at(d.root.line)
	})
}

func FuzzCondaSpec(f *testing.F) {
	for _, text := range []string{"conda-forge::numpy>=1.2,<3=py_0", "a[version='=1', build=x]", "https://x/y/a-1-0.conda#0", "a 1.*|2 b"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := ParseCondaSpec(text)
		if err != nil {
			printable(t, err.Error())
			return
		}
		printable(t, s.Name, s.Versions, s.Specifier, s.Build, s.Channel, s.URL)
		if !validCondaName(s.Name) {
			t.Errorf("name %q", s.Name)
		}
		if _, err := pep440.Allows(s.Specifier, "1.0"); err != nil {
			t.Errorf("specifier %q: %v", s.Specifier, err)
		}
	})
}

func FuzzCondaEnvironment(f *testing.F) {
	f.Add(environmentYML)
	f.Add("{dependencies: [python, {pip: [-r base.txt, -e lib]}]}")
	f.Fuzz(func(t *testing.T, text string) {
		tr := written(t, "conda/environment.yml", text)
		FindCondaEnvironments(tr)
		e, err := ReadCondaEnvironment(tr, "conda/environment.yml")
		if err != nil {
			printable(t, err.Error())
			return
		}
		printable(t, append(values(e.Channels), e.Name.Value, e.Prefix.Value)...)
		for _, s := range e.Specs {
			printable(t, s.Name, s.Versions, s.Evidence.Text)
		}
		if e.Pip != nil {
			for _, q := range e.Pip.Items {
				printableRequirement(t, q)
			}
		}
	})
}

func FuzzCondaLock(f *testing.F) {
	f.Add(condaLockYML, true)
	f.Add("# platform: linux-64\n@EXPLICIT\nhttps://x/y/a-1-0.conda#0\n# pip a @ https://x/a-1-py3-none-any.whl\n", false)
	f.Fuzz(func(t *testing.T, text string, isYAML bool) {
		file := "conda-linux-64.lock"
		if isYAML {
			file = "conda-lock.yml"
		}
		l, err := ReadCondaLock(written(t, file, text), file, "linux-64")
		if err != nil {
			printable(t, err.Error())
			return
		}
		printable(t, l.Platforms...)
		for _, p := range l.Conda {
			printable(t, p.Name, p.Version, p.Build, p.Channel, p.URL)
		}
		printablePins(t, l.PyPI)
	})
}

func FuzzPixi(f *testing.F) {
	f.Add(pixiTOML)
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ReadPixi(written(t, "pixi.toml", text))
		if err != nil {
			printable(t, err.Error())
			return
		}
		all, _ := p.Environment("default")
		for _, s := range all.Dependencies {
			printable(t, s.Name, s.Versions, s.Channel, s.URL, s.Build)
		}
		for _, q := range all.PyPI {
			printableRequirement(t, q)
		}
	})
}

func FuzzPixiLock(f *testing.F) {
	f.Add(pixiLock6)
	f.Add(pixiLock5)
	f.Add(pixiLock7)
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ReadPixiLock(written(t, "pixi.lock", text))
		if err != nil {
			printable(t, err.Error())
			return
		}
		pins, _ := l.Pins("default", "linux-64")
		for _, p := range pins.Conda {
			printable(t, p.Name, p.Version, p.Build, p.Channel, p.URL)
		}
		printablePins(t, pins.PyPI)
	})
}

func printablePins(t *testing.T, pins []Pin) {
	t.Helper()
	for _, p := range pins {
		printable(t, append(append(p.Wheels, p.Extras...), p.Name, p.Version, p.Address, p.Dir)...)
	}
}
