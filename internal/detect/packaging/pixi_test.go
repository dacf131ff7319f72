package packaging

import (
	"fmt"
	"slices"
	"testing"
)

const pixiTOML = `[workspace]
name = "web"
channels = ["conda-forge", { channel = "pytorch", priority = 1 }]
platforms = ["linux-64", "osx-arm64"]

[dependencies]
python = "3.11.*"
gdal = { version = ">=3.8,<4", channel = "conda-forge", build = "py311*" }

[target.linux.dependencies]
inotify-tools = "*"
[target.win-64.dependencies]
pywin32 = "*"

[pypi-dependencies]
uvicorn = { version = ">=0.30", extras = ["standard"] }
flask = "==3.0.0"
any = "*"
mine = { path = ".", editable = true }
other = { git = "https://x.org/o.git", rev = "v1", subdirectory = "p" }
win = { version = "*", env-markers = "sys_platform == 'win32'" }

[system-requirements]
libc = { family = "glibc", version = "2.28" }
cuda = "12"

[activation.env]
MODE = "prod"

[tasks]
start = "uvicorn web:app"
migrate = { cmd = ["alembic", "upgrade", "head"], depends-on = ["wait"] }
all = [{ task = "start" }, { task = "migrate" }]

[feature.test.dependencies]
pytest = ">=8"
[feature.test.tasks]
start = "pytest"

[environments]
test = ["test"]
lint = { features = ["test"], no-default-feature = true }
`

func TestReadPixi(t *testing.T) {
	p, err := ReadPixi(tree(t, "pixi.toml", pixiTOML))
	if err != nil {
		t.Fatal(err)
	}
	names := func(f PixiFeature) (found []string) {
		for _, s := range f.Dependencies {
			found = append(found, s.Name+s.Specifier)
		}
		return found
	}
	check(t, "conda", names(p.PixiFeature), []string{"python==3.11.*", "gdal>=3.8,<4", "inotify-tools"})
	if g := p.Dependencies[1]; g.Channel != "conda-forge" || g.Build != "py311*" || g.Evidence.Line != 8 {
		t.Errorf("%+v", g)
	}
	var pypi []string
	for _, q := range p.PyPI {
		pypi = append(pypi, fmt.Sprintf("%s%v%s %s %v:%d", q.Name, q.Extras, q.Specifier, q.URL, q.Editable, q.Evidence.Line))
	}
	check(t, "pypi", pypi, []string{
		"uvicorn[standard]>=0.30  false:16", "flask[]==3.0.0  false:17", "any[]  false:18", "mine[] . true:19",
		"other[] git+https://x.org/o.git@v1#subdirectory=p false:20",
	})
	check(t, "channels", values(p.Channels), []string{"conda-forge", "pytorch"})
	check(t, "platforms", values(p.Platforms), []string{"linux-64", "osx-arm64"})
	if len(p.Python) != 1 || p.Python[0].Version != "3.11" || p.System["libc"].Value != "2.28" || p.System["cuda"].Value != "12" || p.Variables["MODE"].Value != "prod" {
		t.Errorf("%+v", p)
	}
	if m := p.Tasks["migrate"]; m.Command != "alembic upgrade head" || !slices.Equal(m.DependsOn, []string{"wait"}) || m.Evidence.Line != 32 {
		t.Errorf("migrate %+v", m)
	}
	if a := p.Tasks["all"]; a.Command != "" || !slices.Equal(a.DependsOn, []string{"start", "migrate"}) {
		t.Errorf("all %+v", a)
	}
	test, ok := p.Environment("test")
	check(t, "test", names(test), []string{"pytest>=8", "python==3.11.*", "gdal>=3.8,<4", "inotify-tools"})
	if !ok || test.Tasks["start"].Command != "pytest" || len(test.Tasks) != 3 {
		t.Errorf("%+v", test.Tasks)
	}
	lint, _ := p.Environment("lint")
	check(t, "lint", names(lint), []string{"pytest>=8"})
	byDefault, ok := p.Environment("default")
	check(t, "default", names(byDefault), names(p.PixiFeature))
	if _, other := p.Environment("no"); !ok || other {
		t.Error("environments")
	}
}

func TestReadPixiOfPyProject(t *testing.T) {
	p, err := ReadPixi(tree(t, "pyproject.toml", "[project]\nname = \"web\"\n[tool.pixi.project]\nchannels = [\"conda-forge\"]\nplatforms = [\"linux-64\"]\n[tool.pixi.dependencies]\ngdal = \"3.8.4\"\n"))
	if err != nil || p.File != "pyproject.toml" || len(p.Dependencies) != 1 || p.Dependencies[0].Exact != "3.8.4" {
		t.Errorf("%+v, %v", p, err)
	}
	for _, text := range []string{"[project]\nname = \"web\"\n", "[tool.pixi.package.build]\nbackend = \"x\"\n"} {
		if p, err := ReadPixi(tree(t, "pyproject.toml", text)); p != nil || err != nil {
			t.Errorf("%q: %+v, %v", text, p, err)
		}
	}
}

func TestPixiRefuses(t *testing.T) {
	tests := []struct{ text, want string }{
		{"[dependencies]\n", "pixi.toml:1: workspace: is missing"},
		{"[workspace]\n[dependencies]\na = 1\n", `pixi.toml:3: dependencies: "a" has no version that is a string`},
		{"[workspace]\n[dependencies]\n\"a b\" = \"==\"\n", `pixi.toml:3: dependencies: package "a b ==": a version is missing`},
		{"[workspace]\n[pypi-dependencies]\na = \"1.0\"\n", `pixi.toml:3: pypi-dependencies: specifier "1.0": does not begin with one of`},
		{"[workspace]\n[pypi-dependencies]\n\"-\" = \"*\"\n", `pixi.toml:3: pypi-dependencies: "-" is not a name of PEP 508`},
		{"[workspace]\nchannels = 1\n", "pixi.toml:2: channels: is a number or a date, where a list should be"},
	}
	for _, tt := range tests {
		_, err := ReadPixi(tree(t, "pixi.toml", tt.text))
		wantError(t, err, tt.want)
	}
}
