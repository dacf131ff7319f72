package packaging

import "testing"

func printablePDM(t *testing.T, list []Pin) {
	t.Helper()
	for _, p := range list {
		printable(t, append(append(p.Wheels, p.Extras...), p.Name, p.Version, p.Marker, p.Address, p.Dir, p.Evidence.Text)...)
		if !ValidName(p.Name) || NormalName(p.Name) != p.Name {
			t.Errorf("name %q", p.Name)
		}
	}
}

func FuzzPDM(f *testing.F) {
	f.Add(pdmProject)
	f.Add("[tool.pdm]\nname='a'\n[tool.pdm.dependencies]\nb={git='x'}\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ReadPDM(written(t, "pyproject.toml", text))
		if err != nil {
			printable(t, err.Error())
			return
		}
		for _, list := range PDMRequirements(nil, p) {
			for _, r := range list {
				printableRequirement(t, r)
			}
		}
	})
}

func FuzzPDMLock(f *testing.F) {
	f.Add(pdmLock, "")
	f.Add("[metadata]\nlock_version='4.0'\n[[package]]\nname='a'\nversion='1'\ndependencies=['b[c]']\n[metadata.files]\n'a 1'=[{url='x.whl'}]\n", pdmProject)
	f.Fuzz(func(t *testing.T, text, project string) {
		tr := tree(t, "pdm.lock", text, "pyproject.toml", project)
		l, err := ReadPDMLock(tr)
		if err != nil {
			printable(t, err.Error())
			return
		}
		p, _ := ReadPyProject(tr)
		tool, _ := ReadPDM(tr)
		l.Stale(p)
		env := MarkerEnv{Python: "3.12"}
		printablePDM(t, l.Installed(nil, nil, env))
		printablePDM(t, l.Installed(PDMRequirements(p, tool), []string{"main", "dev"}, env))
	})
}

func FuzzPylock(f *testing.F) {
	f.Add(pylock)
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ReadPylock(written(t, "pylock.toml", text), "pylock.toml")
		if err != nil {
			printable(t, err.Error())
			return
		}
		l.Supports(MarkerEnv{Python: "3.12"})
		printablePDM(t, l.Installed(MarkerEnv{Python: "3.12", Extras: []string{"pg"}}))
	})
}

func FuzzPipfile(f *testing.F) {
	f.Add(pipfile, pipfileLock)
	f.Add("[packages]\na={file='x'}\n", `{"default": {"a": {"version": "*"}}, "x": {}}`)
	f.Fuzz(func(t *testing.T, text, locked string) {
		tr := tree(t, "Pipfile", text, "Pipfile.lock", locked)
		p, err := ReadPipfile(tr)
		if err != nil {
			printable(t, err.Error())
			p = nil
		} else {
			for _, r := range append(p.Packages, p.Dev...) {
				printableRequirement(t, r)
			}
		}
		l, err := ReadPipfileLock(tr)
		if err != nil {
			printable(t, err.Error())
			return
		}
		l.Stale(p)
		printablePDM(t, append(l.Default, l.Develop...))
	})
}
