package packaging

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

// setupPyCases are files and what is read from them: "NAME SPECIFIER MARKER @ FILE:LINE" or "? WHAT:LINE".
var setupPyCases = []struct{ name, text, want string }{
	{"a list", "from setuptools import setup\nsetup(name='x', install_requires=['A>=1',\n 'b[c]; python_version<\"3.9\"'])", "a>=1 setup.py:3\nb setup.py:4 python_version<\"3.9\""},
	{"a text of lines", "setup(install_requires='''\na\nb # why\n# c\n''')", "a setup.py:3\nb setup.py:4"},
	{"a constant", "R = ['a']\nR += ['b']\nR.append('c')\nsetup(install_requires=R + ['d'])", "a setup.py:2\nb setup.py:3\nc setup.py:4\nd setup.py:5"},
	{"a dict of arguments", "args = dict(install_requires=['a'])\nargs['python_requires'] = '>=3.9'\nsetup(**args)", "a setup.py:2\npython >=3.9"},
	{"another dict", "args = {'install_requires': ['a']}\nargs.update(python_requires='>=3.8')\nsetup(name='x', **args)", "a setup.py:2\npython >=3.8"},
	{"read and splitlines", "setup(install_requires=open('requirements.txt').read().splitlines())", "a==1 requirements.txt:1\nc>2 requirements.txt:3 python_version<'3'"},
	{"with and a filter", "with open('requirements.txt') as f:\n    R = [l.strip() for l in f if not l.startswith('#')]\nsetup(install_requires=R)", "a==1 requirements.txt:1\nc>2 requirements.txt:3 python_version<'3'"},
	{"os.path.join", "import os\nhere = os.path.abspath(os.path.dirname(__file__))\nwith open(os.path.join(here, 'requirements.txt')) as f:\n    R = f.read().split('\\n')\nsetup(install_requires=R)", "a==1 requirements.txt:1\nc>2 requirements.txt:3 python_version<'3'"},
	{"pathlib", "from pathlib import Path\nHERE = Path(__file__).resolve().parent\nsetup(install_requires=(HERE / 'requirements.txt').read_text().split('\\n'))", "a==1 requirements.txt:1\nc>2 requirements.txt:3 python_version<'3'"},
	{"a function", "import io\ndef read(name):\n    with io.open(name, encoding='utf-8') as f:\n        return f.read()\ndef reqs(name):\n    out = []\n    for line in read(name).splitlines():\n        line = line.strip()\n        if not line or line.startswith('#'):\n            continue\n        out.append(line)\n    return out\nsetup(install_requires=reqs('requirements.txt'))", "a==1 requirements.txt:1\nc>2 requirements.txt:3 python_version<'3'"},
	{"a generator", "def reqs():\n    with open('requirements.txt') as f:\n        for l in f:\n            yield l.strip()\nsetup(install_requires=list(reqs()))", "a==1 requirements.txt:1\nc>2 requirements.txt:3 python_version<'3'"},
	{"pip", "try:\n    from pip._internal.req import parse_requirements\nexcept ImportError:\n    from pip.req import parse_requirements\nsetup(install_requires=[str(r.requirement) for r in parse_requirements('requirements.txt', session=False)])", "a==1 requirements.txt:1\nc>2 requirements.txt:3 python_version<'3'"},
	{"pkg_resources", "import pkg_resources\nsetup(install_requires=[str(r) for r in pkg_resources.parse_requirements(open('requirements.txt'))])", "a==1 requirements.txt:1\nc>2 requirements.txt:3 python_version<'3'"},
	{"a file that is not there", "try:\n    R = open('no.txt').read()\nexcept IOError:\n    R = 'b'\nsetup(install_requires=R)", "b setup.py:5"},
	{"old Python", "import sys\nR = ['a']\nif sys.version_info < (3, 4):\n    R.append('enum34')\nsetup(install_requires=R)", "a setup.py:3"},
	{"Windows", "import os, sys, platform\nR = []\nif sys.platform == 'win32' or os.name == 'nt' or platform.system() == 'Windows':\n    R += ['pywin32']\nsetup(install_requires=R + ['a'])", "a setup.py:6"},
	{"a variable that is not set", "import os\nR = ['a']\nif os.environ.get('WITH_GPU'):\n    R.append('cupy')\nsetup(install_requires=R)", "a setup.py:3"},
	{"a condition that is not known", "import sys\nR = ['a']\nif sys.version_info < (3, 11):\n    R.append('tomli')\nsetup(install_requires=R)", "? install_requires:4"},
	{"by another name", "import foo\nR = ['a']\nS = R\nif foo.x:\n    S.append('b')\nsetup(install_requires=R)", "? install_requires:5"},
	{"an import that may fail", "R = []\ntry:\n    import numpy\nexcept ImportError:\n    R.append('numpy')\nsetup(install_requires=R)", "? install_requires:3"},
	{"a function from elsewhere", "from foo import change\nR = ['a']\nchange(R)\nsetup(install_requires=R)", "? install_requires:4"},
	{"one item", "import foo\nsetup(install_requires=['a', 'b==' + foo.version])", "a setup.py:3\n? install_requires:3"},
	{"exec", "R = ['a']\nexec(foo())\nsetup(install_requires=R)", "? install_requires:3"},
	{"exec of a file", "R = ['a']\nexec(open('version.py').read())\nsetup(install_requires=R, version=__version__)", "a setup.py:2\n? version:3"},
	{"return that may be taken", "import foo\ndef f():\n    for x in [1]:\n        if foo.y:\n            return ['a']\n    return ['b']\nsetup(install_requires=f())", "? install_requires:8"},
	{"break that may be taken", "import foo\nR = []\nfor x in ['a', 'b']:\n    if foo.y:\n        break\n    R.append(x)\nsetup(install_requires=R)", "? install_requires:5"},
	{"a global changed by a method's caller", "R = ['a']\ndef f():\n    global R\n    R = ['b']\nf()\nsetup(install_requires=R)", "b setup.py:5"},
	{"a command that changes it", "class C(object):\n    def run(self):\n        self.distribution.metadata.extras_require['a'] = []\nsetup(install_requires=['a'], cmdclass={'egg_info': C})", "a setup.py:5\n? extras_require:4"},
	{"two loops in one", "x = ['o']\nsetup(install_requires=[x for a in [['a'], ['b']] for x in a])", "? install_requires:3"},
	{"two setups", "import foo\nif foo.x:\n    setup(install_requires=['a'])\nelse:\n    setup(install_requires=['b'])", "? setup():6"},
	{"unknown arguments", "import foo\nsetup(install_requires=['a'], **foo.args)", "a setup.py:3\n? setup():3"},
	{"extras", "E = {'dev': ['a'], ':python_version<\"3.4\"': ['enum34']}\nE['all'] = sum(E.values(), [])\nsetup(extras_require=E)", "enum34 setup.py:2 python_version<\"3.4\"\n[all] a setup.py:2\n[all] enum34 setup.py:2\n[dev] a setup.py:2"},
	{"extras of extras", "E = {'b': ['x'], 'a': ['y']}\nE['all'] = [r for l in E.values() for r in l]\nE['tests'] = E['a'] + E['b']\nsetup(extras_require=E)", "[a] y setup.py:2\n[all] x setup.py:2\n[all] y setup.py:2\n[b] x setup.py:2\n[tests] y setup.py:2\n[tests] x setup.py:2"},
	{"a format", "V = '1.2'\nsetup(install_requires=['a==%s' % V, 'b=={}'.format(V), f'c=={V}', f'd=={V!r}'])", "a==1.2 setup.py:3\nb==1.2 setup.py:3\n? install_requires:3"},
	{"a format that is plain", "V = '1.2'\nsetup(install_requires=[f'c=={V}'])", "c==1.2 setup.py:3"},
	{"main", "def main():\n    setup(install_requires=['a'])\nif __name__ == '__main__':\n    main()", "a setup.py:3"},
	{"Python 2", "print 'x'\nsetup(install_requires=['a'])", "? setup():2"},
	{"not Python", "x = = 1\nsetup(install_requires=['a'])", "? setup():2"},
	{"compiled", "from setuptools import Extension\nsetup(install_requires=['a'], ext_modules=[Extension('a', ['a.c'])])", "a setup.py:3\ncompiles setup.py:3"},
	{"not compiled", "setup(install_requires=['a'], ext_modules=[])", "a setup.py:2"},
	{"find", "from setuptools import find_packages\nsetup(packages=find_packages('src'), package_dir={'': 'src'}, use_scm_version=True)", "in [src]\nversion of setuptools-scm setup.py:3"},
	{"packages", "setup(packages=['a', 'a.b', 'c'], package_dir={'a': 'lib/a', '': 'src'})", "in [lib/a lib/a/b src/c]"},
	{"scripts", "setup(entry_points={'console_scripts': ['x = y:z [e]'], 'other': ['q = r']})", "script x=y:z setup.py:2"},
	{"scripts in a text", "setup(entry_points='''\n[other]\nq = r\n[console_scripts]\nx=y:z\n''')", "script x=y:z setup.py:6"},
	{"classifiers", "setup(classifiers=['Programming Language :: Python :: 3.11', 'Programming Language :: Python :: 3 :: Only'])", "for 3.11"},
}

func TestReadSetupPy(t *testing.T) {
	for _, c := range setupPyCases {
		t.Run(c.name, func(t *testing.T) {
			head := "from setuptools import setup\n"
			if strings.HasPrefix(c.text, "from setuptools import setup") {
				head = "#\n"
				c.text = strings.Replace(c.text, "\nsetup", "\nsetup", 1)
			}
			m, err := ReadSetupPy(tree(t, "setup.py", head+c.text, "requirements.txt", "a==1\n# b\nc>2; python_version<'3'\n", "version.py", "__version__ = '1'\n"))
			if err != nil {
				t.Fatal(err)
			}
			if got := described(m); got != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", got, c.want)
			}
		})
	}
}

// described writes a manifest as the cases do.
func described(m *Manifest) string {
	var lines []string
	one := func(before string, q Requirement) {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s%s%s %s %s", before, q.Name, q.Specifier, q.Evidence, q.Marker)))
	}
	for _, q := range m.Dependencies {
		one("", q)
	}
	for _, extra := range slices.Sorted(maps.Keys(m.Optional)) {
		for _, q := range m.Optional[extra] {
			one("["+extra+"] ", q)
		}
	}
	if m.RequiresPython.Value != "" {
		lines = append(lines, "python "+m.RequiresPython.Value)
	}
	for _, name := range slices.Sorted(maps.Keys(m.Scripts)) {
		lines = append(lines, fmt.Sprintf("script %s=%s %s", name, m.Scripts[name].Value, m.Scripts[name].Evidence))
	}
	for _, d := range m.Classifiers {
		lines = append(lines, "for "+d.Version)
	}
	if len(m.PackageDirs) > 0 {
		lines = append(lines, fmt.Sprint("in ", m.PackageDirs))
	}
	if m.Compiles != nil {
		lines = append(lines, "compiles "+m.Compiles.String())
	}
	if m.VersionTool != nil {
		lines = append(lines, "version of "+m.VersionTool.Value+" "+m.VersionTool.Evidence.String())
	}
	for _, u := range m.Unknown {
		lines = append(lines, fmt.Sprintf("? %s:%d", u.What, u.Evidence.Line))
	}
	return strings.Join(lines, "\n")
}

func TestReadSetupPyErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"setup(install_requires=['a b'])", `setup.py:2: install_requires: requirement "a b"`},
		{"setup(install_requires=open('requirements.txt'))", `requirements.txt:2: install_requires: requirement "-r other.txt"`},
		{"setup(python_requires='3')", "setup.py:2: python_requires: "},
		{"setup(entry_points={'console_scripts': ['x']})", `setup.py:2: entry point "x": is not NAME = MODULE:FUNCTION`},
	} {
		_, err := ReadSetupPy(tree(t, "setup.py", "from setuptools import setup\n"+c.text, "requirements.txt", "a\n-r other.txt\n"))
		wantError(t, err, c.want)
	}
}

func TestReadSetupPyHostile(t *testing.T) {
	for name, text := range map[string]string{
		"texts that double": "s = 'a' * 9\ns = 'aaaaaaaa'\n" + strings.Repeat("s += s\n", 60) + "setup(name=s)",
		"lists that double": "s = ['a']\n" + strings.Repeat("s += s\n", 60) + "setup(install_requires=s)",
		"loops in loops":    "r = ['a'] * 2\nr = [" + strings.Repeat("1,", 500) + "]\nfor a in r:\n for b in r:\n  for c in r:\n   pass\nsetup(install_requires=['a'])",
		"itself":            "def f(x):\n    return f(x) + f(x)\nsetup(install_requires=f(1))",
		"a list in itself":  "r = []\nr.append(r)\nsetup(install_requires=r)",
		"a dict in itself":  "r = {}\nr['a'] = r\nr.update(r)\nsetup(extras_require=r, **r)",
		"replacing":         "s = 'aaaaaaaa'\n" + strings.Repeat("s = s.replace('a', s)\n", 20) + "setup(name=s)",
		"calls that branch": "import foo\ndef f():\n    if foo.x:\n        f(); f(); f()\nif foo.y:\n    f(); f(); f()\nsetup(install_requires=['a'])",
	} {
		t.Run(name, func(t *testing.T) {
			ends(t, func() {
				if _, err := ReadSetupPy(tree(t, "setup.py", "from setuptools import setup\n"+text)); err != nil {
					t.Log(err)
				}
			})
		})
	}
}
