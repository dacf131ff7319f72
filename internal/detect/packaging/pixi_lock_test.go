package packaging

import (
	"strings"
	"testing"
)

const (
	pixiLock6 = `version: 6
environments:
  default:
    channels:
    - url: https://conda.anaconda.org/conda-forge/
    indexes:
    - https://pypi.org/simple
    packages:
      linux-64:
      - conda: https://conda.anaconda.org/conda-forge/linux-64/python-3.11.9-hb806964_0_cpython.conda
      - pypi: https://files.pythonhosted.org/packages/36/42/flask-3.0.0-py3-none-any.whl
      - pypi: https://files.pythonhosted.org/packages/36/43/old-1.0.tar.gz
      - pypi: git+https://x.org/o.git?subdirectory=p%2Fq&rev=v1#2579ce9f18e67ec3213c6eceb5240310ccd46af8
      - pypi: direct+https://x.org/c-1.0-py3-none-any.whl
      - pypi: ./
      osx-arm64: []
packages:
- conda: https://conda.anaconda.org/conda-forge/linux-64/python-3.11.9-hb806964_0_cpython.conda
  sha256: 0a
- pypi: https://files.pythonhosted.org/packages/36/42/flask-3.0.0-py3-none-any.whl
  name: flask
  version: 3.0.0
- pypi: https://files.pythonhosted.org/packages/36/43/old-1.0.tar.gz
  name: old
  version: '1.0'
- pypi: git+https://x.org/o.git?subdirectory=p%2Fq&rev=v1#2579ce9f18e67ec3213c6eceb5240310ccd46af8
  name: other
  version: '2.10'
- pypi: direct+https://x.org/c-1.0-py3-none-any.whl
  name: C
  version: 1.0
- pypi: ./
  name: web
  version: 0.1.0
  editable: true
`
	pixiLock5 = `version: 5
environments:
  default:
    channels: [{url: https://conda.anaconda.org/conda-forge/}]
    packages:
      linux-64:
      - conda: https://conda.anaconda.org/conda-forge/linux-64/zlib-1.2.11-h36c2ea0_1013.tar.bz2
      - pypi: https://files.pythonhosted.org/packages/36/42/flask-3.0.0-py3-none-any.whl
        extras: [async]
packages:
- kind: conda
  name: zlib
  version: 1.2.11
  build: h36c2ea0_1013
  url: https://conda.anaconda.org/conda-forge/linux-64/zlib-1.2.11-h36c2ea0_1013.tar.bz2
- kind: pypi
  name: flask
  version: 3.0.0
  url: https://files.pythonhosted.org/packages/36/42/flask-3.0.0-py3-none-any.whl
`
	pixiLock7 = `version: 7
platforms:
- name: server
  subdir: linux-64
environments:
  default:
    channels:
    - url: https://conda.anaconda.org/conda-forge/
    packages:
      server:
      - conda_source: child[87dc0b8a] @ child
packages:
- conda_source: child[87dc0b8a] @ child
  version: 0.1.0
  build: pyhbf21a9e_0
`
)

func TestReadPixiLock(t *testing.T) {
	tests := []struct {
		name, text  string
		conda, pypi []string
	}{
		{
			"6", pixiLock6,
			[]string{"python 3.11.9 hb806964_0_cpython https://conda.anaconda.org/conda-forge[]:18"},
			[]string{
				`flask[] 3.0.0 [flask-3.0.0-py3-none-any.whl] sdist=false address="" dir="" []:20`,
				`old[] 1.0 [] sdist=true address="" dir="" []:23`,
				`other[] 2.10 [] sdist=false address="git+https://x.org/o.git@2579ce9f18e67ec3213c6eceb5240310ccd46af8#subdirectory=p/q" dir="" []:26`,
				`c[] 1.0 [c-1.0-py3-none-any.whl] sdist=false address="https://x.org/c-1.0-py3-none-any.whl" dir="" []:29`,
				`web[]  [] sdist=false address="" dir="." []:32`,
			},
		},
		{
			"5", pixiLock5,
			[]string{"zlib 1.2.11 h36c2ea0_1013 https://conda.anaconda.org/conda-forge[]:11"},
			[]string{`flask[async] 3.0.0 [flask-3.0.0-py3-none-any.whl] sdist=false address="" dir="" []:16`},
		},
		{"4", strings.Replace(pixiLock5, "version: 5", "version: 4", 1), []string{"zlib 1.2.11 h36c2ea0_1013 https://conda.anaconda.org/conda-forge[]:11"}, []string{`flask[async] 3.0.0 [flask-3.0.0-py3-none-any.whl] sdist=false address="" dir="" []:16`}},
		{"7", pixiLock7, []string{"child 0.1.0 pyhbf21a9e_0 []:13"}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l, err := ReadPixiLock(tree(t, "pixi.lock", tt.text))
			if err != nil {
				t.Fatal(err)
			}
			pins, ok := l.Pins("default", "linux-64")
			if _, other := l.Pins("default", "win-64"); !ok || other {
				t.Error("platforms")
			}
			check(t, "conda", condaPins(pins.Conda), tt.conda)
			check(t, "pypi", pypiPins(pins.PyPI), tt.pypi)
		})
	}
}

func TestPixiLockRefuses(t *testing.T) {
	tests := []struct{ text, want string }{
		{"version: 3\n", "pixi.lock:1: version: is not one of 4, 5, 6 and 7, which pykube reads"},
		{"a: 1\n", "pixi.lock:1: version: is not one of 4, 5, 6 and 7, which pykube reads"},
		{"version: 6\nenvironments:\n  default:\n    packages:\n      linux-64:\n      - pypi: ./x\n", `pixi.lock:6: environments.default: "./x" is not among the packages`},
		{strings.Replace(pixiLock6, "name: flask", "name: fl ask", 1), `pixi.lock:21: package: "fl ask" is not a name of PEP 508`},
		{strings.Replace(pixiLock6, "version: 3.0.0", "version: x y", 1), `pixi.lock:22: package: version "x y": not a version of PEP 440`},
	}
	for _, tt := range tests {
		_, err := ReadPixiLock(tree(t, "pixi.lock", tt.text))
		wantError(t, err, tt.want)
	}
}
