package packaging

import (
	"fmt"
	"testing"
)

const environmentYML = `name: web
channels:
  - conda-forge
  - nodefaults
variables:
  GDAL_CACHEMAX: 512
dependencies:
  - python=3.11
  - conda-forge::gdal>=3.8,<4
  - numpy 1.26.*  # ours
  - sel(win): pywin32
  - sel(linux): inotify-tools
  - pip
  - pip:
      - -r more.txt
      - -r file:extra.txt
      - uvicorn[standard]==0.30.1
      - -e .[dev]
      - --extra-index-url https://x/simple
prefix: /home/me/miniconda3/envs/web
`

func TestReadCondaEnvironment(t *testing.T) {
	for _, dir := range []string{"", "conda/"} {
		t.Run(dir, func(t *testing.T) {
			file := dir + "environment.yml"
			e, err := ReadCondaEnvironment(tree(t, file, environmentYML, dir+"more.txt", "redis\n", dir+"extra.txt", "celery\n", dir+"setup.py", ""), file)
			if err != nil {
				t.Fatal(err)
			}
			var specs []string
			for _, s := range e.Specs {
				specs = append(specs, fmt.Sprintf("%s%s:%d", s.Name, s.Specifier, s.Evidence.Line))
			}
			check(t, "specs", specs, []string{"python==3.11.*:8", "gdal>=3.8,<4:9", "numpy==1.26.*:10", "inotify-tools:12", "pip:13"})
			check(t, "channels", values(e.Channels), []string{"conda-forge", "nodefaults"})
			if e.Name.Value != "web" || e.Prefix.Evidence.Line != 20 || e.Variables["GDAL_CACHEMAX"].Value != "512" || e.Pinned() {
				t.Errorf("%+v", e)
			}
			if len(e.Python) != 1 || e.Python[0].Version != "3.11" || e.Python[0].Evidence.Text != "- python=3.11" {
				t.Errorf("python %+v", e.Python)
			}
			var items []string
			for _, q := range e.Pip.Items {
				items = append(items, fmt.Sprintf("%s%s %s", q.Name, q.Specifier, q.Evidence))
			}
			check(t, "pip", items, []string{"redis " + dir + "more.txt:1", "celery " + dir + "extra.txt:1", "uvicorn==0.30.1 " + file + ":17"})
			check(t, "includes", e.Pip.Includes, []string{dir + "more.txt", dir + "extra.txt"})
			local := "."
			if dir != "" {
				local = "conda"
			}
			check(t, "locals", []string{e.Pip.Locals[0].Value}, []string{local})
			check(t, "options", values(e.Pip.Options), []string{"--extra-index-url https://x/simple"})
		})
	}
}

func TestCondaPython(t *testing.T) {
	tests := []struct{ spec, version, specifier string }{
		{"python=3.10", "3.10", ""},
		{"python=3.10.4", "3.10.4", ""},
		{"python==3.10.4", "3.10.4", ""},
		{"python=3.10.4=h12_cpython", "3.10.4", ""},
		{"python==3.10", "", "==3.10"},
		{"python=3", "", "==3.*"},
		{"python>=3.9,<3.12", "", ">=3.9,<3.12"},
		{"python", "", ""},
		{"python=3.9|3.10", "", ""},
	}
	for _, tt := range tests {
		e, err := ReadCondaEnvironment(tree(t, "env.yml", "dependencies: ['"+tt.spec+"']\n"), "env.yml")
		if err != nil {
			t.Fatal(err)
		}
		var got Demand
		if len(e.Python) > 0 {
			got = e.Python[0]
		}
		if got.Version != tt.version || got.Specifier != tt.specifier || len(e.Python) > 0 != (tt.version+tt.specifier != "") {
			t.Errorf("%s: %+v", tt.spec, got)
		}
	}
}

func TestFindCondaEnvironments(t *testing.T) {
	good := "dependencies:\n- python\n"
	tr := tree(t, "conda/environment.yaml", good, "environment.yml", "a: [\ndependencies:\n", "env.yml", "services: {}\n", "conda.yaml", good,
		"envs/env.yml", "dependencies: {redis: 1}\n", "docker/conda.yml", "{dependencies: [python]}", "ci/environment.yml", good)
	check(t, "found", FindCondaEnvironments(tr), []string{"environment.yml", "conda.yaml", "conda/environment.yaml", "docker/conda.yml"})
}

func TestCondaEnvironmentRefuses(t *testing.T) {
	tests := []struct{ text, want string }{
		{"- a\n", "environment.yml:1: holds a list, where name, channels and dependencies should be"},
		{"dependencies:\n  a: 1\n", "environment.yml:2: dependencies: is a table, where a list should be"},
		{"dependencies:\n  - numpy==\n", `environment.yml:2: dependencies: package "numpy==": a version is missing`},
		{"dependencies:\n  -\n", "environment.yml:2: dependencies: an item is empty"},
		{"dependencies:\n  - npm: [x]\n", `environment.yml:2: dependencies: "npm" is not a way to install that conda knows`},
		{"dependencies:\n  - pip: x\n", "environment.yml:2: pip: is a string, where a list should be"},
		{"dependencies:\n  - pip:\n    - a b\n", `environment.yml:3: requirement "a b"`},
		{"dependencies:\n  - pip:\n    - -r no.txt\n", `environment.yml:3: "no.txt": does not exist`},
		{"dependencies:\n  - pip:\n    - -r ../no.txt\n", `environment.yml:3: "../no.txt": leads out of the repository`},
		{"dependencies:\n  - pip:\n    - -e ../x\n", `environment.yml:3: "../x": leads out of the repository`},
		{"name: \"a\\nb\"\n", `environment.yml:1: name: "a\nb" holds a character that cannot be printed`},
	}
	for _, tt := range tests {
		_, err := ReadCondaEnvironment(tree(t, "environment.yml", tt.text), "environment.yml")
		wantError(t, err, tt.want)
	}
	_, err := ReadCondaEnvironment(tree(t, "conda/env.yml", "dependencies:\n- pip: [-e ../..]\n"), "conda/env.yml")
	wantError(t, err, `conda/env.yml:2: "../..": leads out of the repository`)
}

func TestCondaPinned(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"dependencies:\n- python=3.10.4=h1_cpython\n- numpy==1.26.4\n- pip:\n  - flask==3.0.0\n", true},
		{"dependencies:\n- python=3.10.4=h1_cpython\n- pip:\n  - flask\n", false},
		{"dependencies:\n- numpy=1.26.4\n", false},
		{"dependencies:\n", false},
	}
	for _, tt := range tests {
		e, err := ReadCondaEnvironment(tree(t, "env.yml", tt.text), "env.yml")
		if err != nil || e.Pinned() != tt.want {
			t.Errorf("%q: %v, %v", tt.text, e, err)
		}
	}
}
