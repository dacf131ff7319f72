package plan

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

// TestGPU gives, for what is installed and asked for, the build that is chosen, and how pip is told.
func TestGPU(t *testing.T) {
	const cpuIndex, cudaIndex = "https://download.pytorch.org/whl/cpu", "https://download.pytorch.org/whl/cu128"
	lines := func(packages ...detect.Package) []detect.Package {
		for i := range packages {
			packages[i].Evidence = at("requirements.txt", i+2)
		}
		return packages
	}
	for _, c := range []struct {
		name     string
		asked    string
		packages []detect.Package
		change   func(*detect.Manager)
		choice   string // "" where nothing is decided
		wanted   string // Service.GPU
		index    string // that pip is given more
		more     string // packages that are installed beside the list
		refused  string
		advice   string // part of one of the topic gpu
	}{
		{name: "nothing of the kind"},
		{name: "torch", packages: lines(detect.Package{Name: "torch", Specifier: ">=2"}), choice: "cpu", index: cpuIndex},
		{name: "brought by another", packages: lines(detect.Package{Name: "easyocr"}), choice: "cpu", index: cpuIndex},
		{name: "brought by an extra", packages: lines(detect.Package{Name: "transformers", Extras: []string{"torch"}}), choice: "cpu", index: cpuIndex},
		{name: "without that extra", packages: lines(detect.Package{Name: "transformers"})},
		{name: "asked for, PyPI's", asked: "cuda", packages: lines(detect.Package{Name: "torch"}), choice: "cuda", wanted: "cuda"},
		{name: "asked for, a release", asked: "cu128", packages: lines(detect.Package{Name: "torch"}), choice: "cu128", wanted: "cu128", index: cudaIndex},
		{name: "asked for by a program that shows nothing of it", asked: "cuda", choice: "cuda", wanted: "cuda"},
		{name: "no release", asked: "12.8", refused: `"12.8" is not none, cuda, or a release`},
		{name: "nothing runs without one", packages: lines(detect.Package{Name: "vllm"}), choice: "cuda", wanted: "cuda"},
		{name: "though asked otherwise", asked: "none", packages: lines(detect.Package{Name: "vllm"}), choice: "cpu", index: cpuIndex},
		{
			name: "the version names the build, and the list no index", packages: lines(detect.Package{Name: "torch", Version: "2.9.1+cpu", Specifier: "==2.9.1+cpu"}),
			choice: "cpu, as declared", index: cpuIndex,
		},
		{
			name: "the version names the build, hashed", packages: lines(detect.Package{Name: "torch", Version: "2.9.1+cu128"}),
			change: func(m *detect.Manager) { m.Hashed, m.Pinned, m.Complete = true, true, true },
			choice: "cu128, as declared", index: cudaIndex, advice: "torch is installed with CUDA, about 5,500 MB",
		},
		{
			name: "the list names an index", packages: lines(detect.Package{Name: "torch"}),
			change: func(m *detect.Manager) {
				m.Indexes = []detect.Index{{URL: "https://download.pytorch.org/whl/cu121/", Evidence: at("requirements.txt", 1)}}
			},
			choice: "cu121, as declared", advice: "the build for the CPU",
		},
		{
			name: "the list names another than is asked for", asked: "none", packages: lines(detect.Package{Name: "torch"}),
			change: func(m *detect.Manager) {
				m.Indexes = []detect.Index{{URL: "https://download.pytorch.org/whl/cu121", Evidence: at("requirements.txt", 1)}}
			},
			refused: "requirements.txt names the index of the build cu121 (requirements.txt:1), and it is not changed",
		},
		{
			name: "hashes of PyPI's files", packages: lines(detect.Package{Name: "torch", Version: "2.9.1"}),
			change: func(m *detect.Manager) { m.Hashed, m.Pinned, m.Complete = true, true, true },
			choice: "cuda, as declared", advice: "no GPU is asked for",
		},
		{
			name: "hashes, and another build is asked for", asked: "cu128", packages: lines(detect.Package{Name: "torch", Version: "2.9.1+cpu"}),
			change:  func(m *detect.Manager) { m.Hashed, m.Pinned, m.Complete = true, true, true },
			refused: "requirements.txt has torch in the build cpu",
		},
		{
			name:     "an exact list with the libraries of CUDA",
			packages: lines(detect.Package{Name: "torch", Version: "2.9.1"}, detect.Package{Name: "nvidia-cublas-cu12", Version: "12.8.4.1"}),
			choice:   "cuda, as declared", advice: "no GPU is asked for",
		},
		{
			name: "the same, and a GPU is asked for", asked: "cuda",
			packages: lines(detect.Package{Name: "torch", Version: "2.9.1"}, detect.Package{Name: "nvidia-cublas-cu12", Version: "12.8.4.1"}),
			choice:   "cuda, as declared", wanted: "cuda",
		},
		{
			name: "libraries of CUDA by an extra", asked: "cuda",
			packages: lines(detect.Package{Name: "tensorflow", Version: "2.19.0"}, detect.Package{Name: "jax", Specifier: ">=0.5"}),
			choice:   "cuda", wanted: "cuda", more: "tensorflow[and-cuda]==2.19.0 jax[cuda12]>=0.5",
		},
		{name: "the extra is there", asked: "cuda", packages: lines(detect.Package{Name: "jax", Extras: []string{"cuda12"}}), choice: "cuda", wanted: "cuda"},
		{name: "another name", packages: lines(detect.Package{Name: "onnxruntime-gpu"}), choice: "cpu", advice: "onnxruntime in its place adds about 65 MB"},
		{name: "the other way round", asked: "cuda", packages: lines(detect.Package{Name: "onnxruntime"}), choice: "cuda", wanted: "cuda", advice: "onnxruntime-gpu in its place uses the GPU"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Packages = append(f.Packages, c.packages...)
			if c.change != nil {
				c.change(&f.Managers[0])
			}
			o := config.Options{}
			if c.asked != "" {
				o.GPU = flag("gpu", c.asked)
			}
			s, err := build(t, f, o)
			if c.refused != "" {
				var invalid *Invalid
				if !errors.As(err, &invalid) || !strings.Contains(invalid.Text, c.refused) {
					t.Fatalf("got %v, want %s", err, c.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			choice := ""
			if i := slices.IndexFunc(s.Decisions, func(d Decision) bool { return d.Topic == "gpu" }); i >= 0 {
				choice = s.Decisions[i].Choice
			}
			if choice != c.choice || s.GPU != c.wanted {
				t.Errorf("chose %q, wants %q; expected %q and %q", choice, s.GPU, c.choice, c.wanted)
			}
			index, more := "", ""
			for _, step := range s.Image.Install {
				if i := slices.Index(step.Argv, "--extra-index-url"); i >= 0 && index == "" {
					index = step.Argv[i+1]
				}
				if strings.HasPrefix(step.Why, "packages that") {
					more = strings.Join(step.Argv[slices.Index(step.Argv, "install")+1:], " ")
				}
			}
			if index != c.index || more != c.more {
				t.Errorf("index %q and packages %q, want %q and %q", index, more, c.index, c.more)
			}
			driver := slices.ContainsFunc(s.Image.Env, func(v EnvVar) bool { return v.Name == "NVIDIA_DRIVER_CAPABILITIES" })
			if driver != (c.wanted != "") {
				t.Errorf("the driver is asked for: %t", driver)
			}
			advised := ""
			for _, a := range s.Advice {
				if a.Topic == "gpu" {
					advised += a.Text + "\n"
				}
			}
			if !strings.Contains(advised, c.advice) || c.advice == "" && advised != "" {
				t.Errorf("advised %q, want %q", advised, c.advice)
			}
		})
	}
}

// TestGPUByUV shows that uv is told the build by its environment: a release of it that does not know the variable goes on.
// TestGPUOfNothing says that the wish changes nothing of what is installed.
func TestGPUOfNothing(t *testing.T) {
	s, err := build(t, facts(), config.Options{GPU: flag("gpu", "cuda")})
	if err != nil || !strings.Contains(decision(t, s, "gpu").Reason, "the same is installed") {
		t.Errorf("%+v, %v", decision(t, s, "gpu"), err)
	}
}

func TestGPUByUV(t *testing.T) {
	for asked, want := range map[string]string{"": "cpu", "cuda": "", "cu126": "cu126"} {
		f := facts()
		f.Managers[0] = detect.Manager{Name: "uv", Format: detect.ProjectTable, File: "pyproject.toml", Files: []string{"pyproject.toml"}, Evidence: at("pyproject.toml", 1)}
		f.Packages = append(f.Packages, detect.Package{Name: "torch", Evidence: at("pyproject.toml", 8)})
		o := config.Options{}
		if asked != "" {
			o.GPU = flag("gpu", asked)
		}
		s, err := build(t, f, o)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, v := range s.Image.BuildEnv {
			if v.Name == "UV_TORCH_BACKEND" {
				got = v.Value
			}
		}
		if got != want {
			t.Errorf("%q: UV_TORCH_BACKEND=%s, want %q", asked, got, want)
		}
	}
}

// TestGPUByExtra shows a lock that holds several builds.
func TestGPUByExtra(t *testing.T) {
	for extra, want := range map[string]string{"cpu": "cpu, as declared", "cuda": "cu126, as declared", "": "cpu or cu126, as declared"} {
		f := facts()
		f.Managers[0] = detect.Manager{Name: "poetry", Format: detect.PoetryLock, File: "poetry.lock", Lock: "2.1", Files: []string{"pyproject.toml", "poetry.lock"}, Extras: []string{"cpu", "cuda"}, Evidence: at("poetry.lock", 0)}
		f.Packages = append(
			f.Packages, detect.Package{Name: "torch", Version: "2.7.1", Evidence: at("poetry.lock", 40)},
			detect.Package{Name: "torch", Version: "2.7.1+cpu", Evidence: at("poetry.lock", 50)},
			detect.Package{Name: "torch", Version: "2.7.1+cu126", Evidence: at("poetry.lock", 60)},
		)
		o := config.Options{}
		if extra != "" {
			o.Extras = flag("extras", extra)
		}
		s, err := build(t, f, o)
		if err != nil {
			t.Fatal(err)
		}
		if d := decision(t, s, "gpu"); d.Choice != want {
			t.Errorf("%q: %s, want %s: %s", extra, d.Choice, want, d.Reason)
		}
	}
}

// TestGPULock gives the command that makes a lock of the other build.
func TestGPULock(t *testing.T) {
	f := facts()
	f.Managers[0] = detect.Manager{Name: "uv", Format: detect.UVLock, File: "uv.lock", Files: []string{"pyproject.toml", "uv.lock"}, Evidence: at("uv.lock", 0)}
	f.Packages = append(f.Packages, detect.Package{Name: "torch", Version: "2.9.1", Evidence: at("uv.lock", 40)})
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if d := decision(t, s, "gpu"); d.Choice != "cuda, as declared" || !strings.Contains(d.Reason, "uv.lock has the torch of PyPI") {
		t.Errorf("%s: %s", d.Choice, d.Reason)
	}
	want := "uv add --index pytorch-cpu=https://download.pytorch.org/whl/cpu torch"
	if !slices.ContainsFunc(s.Advice, func(a Advice) bool { return a.Topic == "gpu" && a.Command == want }) {
		t.Errorf("no advice to %s: %v", want, s.Advice)
	}
	_, err = build(t, f, config.Options{GPU: flag("gpu", "none")})
	var invalid *Invalid
	if !errors.As(err, &invalid) || invalid.Hint != want {
		t.Errorf("a lock was changed: %v", err)
	}
}
