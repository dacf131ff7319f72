package packaging

import "testing"

func printableManifest(t *testing.T, m *Manifest) {
	t.Helper()
	if m == nil {
		return
	}
	printable(t, m.RequiresPython.Value)
	printable(t, m.PackageDirs...)
	for _, q := range m.Dependencies {
		printableRequirement(t, q)
	}
	for _, q := range m.BuildRequires {
		printableRequirement(t, q)
	}
	for name, list := range m.Optional {
		if !ValidName(name) {
			t.Errorf("extra %q", name)
		}
		for _, q := range list {
			printableRequirement(t, q)
		}
	}
	for name, l := range m.Scripts {
		printable(t, name, l.Value)
	}
	for _, u := range m.Unknown {
		printable(t, u.What, u.Evidence.Text, u.Evidence.File)
	}
}

func FuzzSetupPy(f *testing.F) {
	for _, c := range setupPyCases {
		f.Add(c.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ReadSetupPy(tree(t, "setup.py", "import setuptools\n"+text, "requirements.txt", "a==1\n# b\nc>2; python_version<'3'\n"))
		if err != nil {
			printable(t, err.Error())
			return
		}
		printableManifest(t, m)
	})
}

func FuzzSetupCfg(f *testing.F) {
	f.Add(setupCfgText)
	f.Add("[metadata]\nname=a\n[options]\ninstall_requires = file: base.txt\n x = %(y)s\ny=%(x)s\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ReadSetupCfg(written(t, "setup.cfg", text))
		if err != nil {
			printable(t, err.Error())
			return
		}
		printableManifest(t, m)
	})
}

func FuzzFlitAndHatch(f *testing.F) {
	f.Add(flitText)
	f.Add(hatchText)
	f.Add(dynamicText)
	f.Fuzz(func(t *testing.T, text string) {
		tr := written(t, "pyproject.toml", text)
		for _, read := range []func() (*Manifest, error){
			func() (*Manifest, error) { return ReadFlit(tr) },
			func() (*Manifest, error) {
				p, err := ReadPyProject(tr)
				if err != nil {
					return nil, err
				}
				BuildNeeds(p)
				VersionFromVCS(p, nil)
				return p.DynamicDependencies(tr)
			},
			func() (*Manifest, error) {
				h, err := ReadHatch(tr)
				if err != nil || h == nil {
					return nil, err
				}
				m := &Manifest{}
				for name, e := range h.Envs {
					printable(t, name, e.Template, e.Python.Value)
					m.Dependencies = append(m.Dependencies, e.Dependencies...)
				}
				return m, nil
			},
		} {
			m, err := read()
			if err != nil {
				printable(t, err.Error())
				continue
			}
			printableManifest(t, m)
		}
	})
}
