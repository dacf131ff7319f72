package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

func TestTestStage(t *testing.T) {
	files := []source.Evidence{at("tests/test_app.py", 0)}
	asked := func(kind detect.TestNeedKind, names ...string) (all []detect.TestNeed) {
		for i, name := range names {
			all = append(all, detect.TestNeed{Kind: kind, Name: name, Evidence: at("pyproject.toml", i+1)})
		}
		return all
	}
	locked := func(f *detect.Facts, name string, format detect.Format) {
		f.Managers[0] = detect.Manager{Name: name, File: string(format), Format: format, Files: []string{string(format)}, Evidence: at(string(format), 0)}
	}
	for _, c := range []struct {
		name   string
		facts  func(*detect.Facts)
		option string
		want   string // the end of the step that installs; or the reason that there is none, or a part of the error
	}{
		{"no tests", func(f *detect.Facts) { f.Tests.Files = nil }, "", "nothing is decided"},
		{"nothing asks for pytest", func(*detect.Facts) {}, "", "nothing that is declared installs pytest"},
		{"it is there", func(f *detect.Facts) { f.Packages = append(f.Packages, detect.Package{Name: "pytest"}) }, "", "no step"},
		{"a list", func(f *detect.Facts) {
			f.Tests.Asked = asked(detect.TestList, "requirements-dev.txt", "requirements-test.txt")
		}, "", "install --requirement requirements-test.txt"},
		{"not wanted", func(f *detect.Facts) { f.Tests.Asked = asked(detect.TestList, "requirements-dev.txt") }, "no", "asked for by --tests"},
		{"nonsense", func(*detect.Facts) {}, "often", "not auto or no"},
		{"a group of uv", func(f *detect.Facts) { locked(f, "uv", detect.UVLock); f.Tests.Asked = asked(detect.TestGroup, "dev") }, "", "--no-install-project --group dev"},
		{"an extra of uv", func(f *detect.Facts) {
			locked(f, "uv", detect.UVLock)
			f.Tests.Asked = asked(detect.TestExtra, "testing")
		}, "", "--no-install-project --extra testing"},
		{"an extra without a lock", func(f *detect.Facts) {
			locked(f, "uv", detect.ProjectTable)
			f.Managers[0].File, f.Tests.Asked = "pyproject.toml", asked(detect.TestExtra, "test")
		}, "", "--requirement pyproject.toml --extra test"},
		{"Poetry", func(f *detect.Facts) {
			locked(f, "poetry", detect.PoetryLock)
			f.Tests.Asked = asked(detect.TestGroup, "dev")
		}, "", "poetry install --no-root --with dev"},
		{"Pipenv", func(f *detect.Facts) {
			locked(f, "pipenv", detect.PipfileLock)
			f.Tests.Asked = asked(detect.TestGroup, "dev")
		}, "", "how pipenv installs what they need is not known"},
		{"the program imports its tests", func(f *detect.Facts) {
			f.Tests.Asked = asked(detect.TestList, "requirements-dev.txt")
			f.TestImports = []detect.TestImport{{Path: "tests", Evidence: at("app.py", 1)}}
		}, "", "the program itself needs files that are called tests"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, o := facts(), config.Options{}
			f.Tests.Files = files
			c.facts(f)
			if c.option != "" {
				o.Tests = flag("tests", c.option)
			}
			s, err := build(t, f, o)
			if err != nil {
				if !strings.Contains(err.Error(), c.want) {
					t.Errorf("error %q, want %q", err, c.want)
				}
				return
			}
			got := "nothing is decided"
			if i := slices.IndexFunc(s.Decisions, func(d Decision) bool { return d.Topic == "tests" }); i >= 0 {
				got = s.Decisions[i].Reason
			}
			if stage := s.Image.Tests; stage != nil {
				got = "no step"
				if len(stage.Install) > 0 {
					got = strings.Join(stage.Install[0].Argv, " ")
				}
			}
			if !strings.HasSuffix(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
			left := slices.ContainsFunc(s.Image.IgnoreRules, func(i Ignore) bool { return i.Why == "tests" })
			if left != (s.Image.Tests == nil) {
				t.Errorf("the context leaves the tests out: %v, there is a stage for them: %v", left, s.Image.Tests != nil)
			}
		})
	}
}

func TestListAmongTests(t *testing.T) {
	f := facts()
	f.Tests = detect.Tests{
		Files: []source.Evidence{at("tests/test_app.py", 0)},
		Asked: []detect.TestNeed{{Kind: detect.TestList, Name: "tests/requirements.txt", Evidence: at("tests/requirements.txt", 1)}},
	}
	f.Managers = append(f.Managers, detect.Manager{
		Name: "pip", File: "tests/requirements.txt", Format: detect.Requirements, Role: detect.RoleDevelopment, Files: []string{"requirements.txt", "tests/requirements.txt"},
	})
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if c := s.Image.Tests.Copies; len(c) != 1 || !slices.Equal(c[0].From, []string{"tests/requirements.txt"}) {
		t.Errorf("the list went with the tests, and %v is copied", c)
	}
}
