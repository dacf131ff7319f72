package packaging

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/pep440"
)

// reference asks PyPA's packaging, on its own or the copy in pip, the same questions.
const reference = `
import json, sys
try:
    import packaging as p
    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet
    from packaging.markers import Marker
    from packaging.utils import canonicalize_name
except ImportError:
    import pip._vendor.packaging as p
    from pip._vendor.packaging.requirements import Requirement
    from pip._vendor.packaging.specifiers import SpecifierSet
    from pip._vendor.packaging.markers import Marker
    from pip._vendor.packaging.utils import canonicalize_name
q = json.load(sys.stdin)
out = {"version": p.__version__, "requirements": [], "specifiers": [], "markers": [], "lines": []}
def held(marker, env):
    version = env["python"]
    env = {"implementation_name": "cpython", "implementation_version": version, "os_name": "posix", "platform_machine": env["machine"],
        "platform_release": "6.1.0", "platform_system": "Linux", "platform_version": "6", "python_full_version": version,
        "platform_python_implementation": "CPython", "python_version": ".".join(version.split(".")[:2]), "sys_platform": "linux", "extra": env["extra"]}
    try:
        return str(marker.evaluate(env))
    except Exception:
        return "error"
for text in q.get("lines", []):
    try:
        r = Requirement(text)
    except Exception as e:
        out["lines"].append({})
        continue
    # A marker that cannot be evaluated is refused when the requirement is installed, at the latest.
    markers = [held(r.marker, env) for env in q["environments"]] if r.marker is not None else []
    out["lines"].append({"ok": "error" not in markers, "name": canonicalize_name(r.name), "extras": sorted({canonicalize_name(e) for e in r.extras}),
        "specifiers": sorted({str(s) for s in r.specifier}), "url": r.url or "", "markers": markers})
for text in q["requirements"]:
    try:
        r = Requirement(text)
        out["requirements"].append({"ok": True, "name": canonicalize_name(r.name), "extras": sorted({canonicalize_name(e) for e in r.extras}),
            "specifiers": sorted(str(s) for s in r.specifier), "url": r.url or "", "marker": r.marker is not None})
    except Exception as e:
        out["requirements"].append({"ok": False})
for s, v in q["specifiers"]:
    try:
        out["specifiers"].append(str(SpecifierSet(s).contains(v, prereleases=True)))
    except Exception:
        out["specifiers"].append("error")
for text, version, extra in q["markers"]:
    try:
        marker = Marker(text)
    except Exception:
        out["markers"].append("error")
        continue
    out["markers"].append(held(marker, {"python": version, "machine": "x86_64", "extra": extra}))
json.dump(out, sys.stdout)
`

type answers struct {
	Version      string
	Requirements []struct {
		OK, Marker         bool
		Name, URL          string
		Extras, Specifiers []string
	}
	Specifiers, Markers []string
	Lines               []referenceLine
}

// referenceLine is what packaging says of one line; Markers has True, False or error for each environment.
type referenceLine struct {
	OK                          bool
	Name, URL                   string
	Extras, Specifiers, Markers []string
}

func askLines(t *testing.T, lines []string) answers {
	t.Helper()
	var environments []map[string]string
	for _, env := range referenceEnvironments {
		environments = append(environments, map[string]string{"python": env.Python, "machine": env.Machine, "extra": strings.Join(env.Extras, "")})
	}
	return ask(t, map[string]any{
		"lines": lines, "environments": environments, "requirements": []string{}, "specifiers": []string{}, "markers": []string{},
	})
}

// referencePython is an interpreter with PyPA's packaging: the one that `make test` keeps in .cache, else python3.
func referencePython(t *testing.T) string {
	t.Helper()
	if python := os.Getenv("PYKUBE_REFERENCE"); python != "" {
		return python
	}
	for _, kept := range []string{"../../../.cache/reference/bin/python", "../../../.cache/reference/Scripts/python.exe"} {
		if _, err := os.Stat(kept); err == nil {
			return kept
		}
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Fatal("no python3 to compare with")
	}
	return python
}

func ask(t *testing.T, questions any) answers {
	t.Helper()
	python := referencePython(t)
	input, err := json.Marshal(questions)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(python, "-c", reference)
	cmd.Stdin = bytes.NewReader(input)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	output, err := cmd.Output()
	if err != nil && bytes.Contains(stderr.Bytes(), []byte("ModuleNotFoundError")) {
		t.Fatalf("%s has no packaging to compare with: make test", python)
	}
	if err != nil {
		t.Fatalf("%v: %s", err, stderr.Bytes())
	}
	var a answers
	if err := json.Unmarshal(output, &a); err != nil {
		t.Fatal(err)
	}
	if pep440.Older(a.Version, "26") { // strings of markers had an order
		t.Fatalf("packaging %s of %s is too old to compare with: make test", a.Version, python)
	}
	return a
}

var referenceRequirements = []string{
	"flask", "Flask", "zope.interface>=5", "a-b_c.d", "A1", "0x", "uvicorn[standard]", "uvicorn[standard]>=0.30,<1",
	"uvicorn[Standard, extra_B] == 0.30.1", "x[]", "x[ ]", "x[a,b ,c]", "x [a]", "x[a]==1;os_name=='a'", "name (>=1)", "name(>=1,<2)",
	"name ( >= 1 , < 2 )", "name()", "a>=1,", "a>=1,<2,", "a ~= 1.4.2", "a~=1", "a==1.*", "a!=1.*", "a>=1.*", "a==1.0.post1.*",
	"a===whatever", "a===1.0", "a==1.0+local.7", "a>=1.0+local", "a==1!2.0", "a==v1.0", "a== 1.0", "a==1.0a1", "a==1.0-alpha-1",
	"a==1.0.POST2", "a==1.0-3", "a==1.0.dev0", "a<2.0rc1", "a; python_version < '3.12'", "a;python_version<'3.12'",
	"a>=1 ; python_version >= \"3\" and extra == 'z'", "a ; (os_name == 'a' or os_name == 'b') and sys_platform == 'c'",
	"a @ https://x/y.whl", "a@https://x/y.whl", "a[b]@ git+https://x/y@v1#egg=a", "a @ https://x/y ; os_name == 'a'",
	"a @ https://x/y; os_name == 'a'", "a @ https://x/y os_name", "a @", "a@", "a @ file:///x", "a @ ./x",
	"", " ", " a ", "\ta\t", "-a", "a-", "a-b-", ".a", "a b", "a 1.0", "a=1", "a = 1", "a>=1 <2", "a>=1;", "a;", "a[", "a[b", "a]",
	"a[b c]", "a[b,]", "a[,b]", "a[-b]", "a>", "a>=", "a==", "a>=x", "a>=1.x", "a(>=1", "a>=1)", "a,b", "a/b", "a; x == 'y'",
	"a; os_name", "a; os_name ==", "a; os_name == 'b", "a; os_name == b", "a; 'b' == os_name", "a; os_name in 'a b'",
	"a; os_name not in 'a b'", "a; os_name notin 'a'", "a; (os_name == 'a'", "a; os_name == 'a')", "a; os_name=='a'and os_name=='b'",
	"a; os_name == 'a' or", "a; python_implementation == 'CPython'", "a; os.name == 'posix'", "a; platform.machine == 'x'",
	"a^1", "a>=^1", "a*", "é", "a>=1,,<2", "a,>=1", "a>=1<2", "$(id)", "a`b`", "a'b'", "a\"b\"", "a==1.0.0.0.0.0", "a==01.02",
	"a==1.0.0-rc.1", "a==1.0.0_1", "a==1..0", "a==1.", "a==.1", "a==1.0+", "a==1.0+a_b-c", "a==1.0+a..b", "a>1,>2,>3", "a >=1,\t<2",
}

func TestRequirementsLikePackaging(t *testing.T) {
	a := ask(t, map[string]any{"requirements": referenceRequirements, "specifiers": []string{}, "markers": []string{}})
	for i, text := range referenceRequirements {
		want := a.Requirements[i]
		got, err := ParseRequirement(text)
		if (err == nil) != want.OK {
			t.Errorf("%q: error %v, packaging %s takes it: %v", text, err, a.Version, want.OK)
			continue
		}
		if err != nil {
			continue
		}
		clauses := strings.FieldsFunc(got.Specifier, func(r rune) bool { return r == ',' })
		if got.Name != want.Name || got.URL != want.URL || (got.Marker != "") != want.Marker || len(clauses) != len(want.Specifiers) ||
			!slices.Equal(got.Extras, want.Extras) || len(clauses) == 1 && clauses[0] != want.Specifiers[0] {
			t.Errorf("%q: %+v, packaging %s: %+v", text, got, a.Version, want)
		}
	}
}

func TestSpecifiersLikePackaging(t *testing.T) {
	specifiers := []string{
		"", ">=3", ">3", "<3", "<=3", "==3", "!=3", ">=3.11", ">3.11", "<3.11", "<=3.11", "==3.11", "!=3.11", "==3.11.*", "!=3.11.*",
		"~=3.11", "~=3.11.2", "~=3.11.2.1", "==3.11.2", ">3.11.2", "<3.11.2", ">=3.11.0rc1", "<3.11.0rc1", ">3.11rc1", "==3.11.0rc1",
		"==3.*", "==3.0.*", "==3.11.0.*", "==3.11.0.0.0.*", "==3.11.post1", ">3.11.post1", "<3.11.post1", "~=3.11.post1", "~=3.11rc1",
		"==1!3.11", "==1!3.*", ">=1!0", "==3.11+local", "!=3.11+local", "===3.11", "===3.11.2", ">=3.11,<3.13", ">=3.11,!=3.12.*,<4",
		"^3.11", "3.11", "=3.11", ">=3.11 <4", ">=3.*", "~=3", ">=3.11,", "==3.11.dev1", "<3.11.dev1", ">3.11.dev1", "==3.11a1", "==3.11-alpha.1",
		"==3.11-1", ">=v3.11", "<=3.11+local", "==3.11+ubuntu-1", "==3.11+ubuntu.1", "<3.11.0.0.1", "==3.11.2.*", "~=3.11.0",
	}
	versions := []string{
		"3", "3.0", "3.1", "3.11", "3.11.0", "3.11.1", "3.11.2", "3.11.2.1", "3.11.10", "3.12", "3.12.1", "4.0", "2.7", "3.11rc1", "3.11.0rc2",
		"3.11a1", "3.11b2", "3.11.dev1", "3.11.dev0", "3.11.post1", "3.11.post2", "3.11.post1.dev1", "3.11rc1.post1", "1!3.11", "1!3", "3.11+local",
		"3.11+other", "3.11+ubuntu.1", "3.11+1", "3.11.2+local", "3.11.post1+local", "3.11rc1+local", "0", "3.11.0.0.0",
	}
	var questions [][2]string
	for _, s := range specifiers {
		for _, v := range versions {
			questions = append(questions, [2]string{s, v})
		}
	}
	a := ask(t, map[string]any{"specifiers": questions, "requirements": []string{}, "markers": []string{}})
	for i, q := range questions {
		held, err := pep440.Allows(q[0], q[1])
		if got := word(held, err); got != a.Specifiers[i] {
			t.Errorf("%q allows %q: %s (%v), packaging %s: %s", q[0], q[1], got, err, a.Version, a.Specifiers[i])
		}
	}
}

func word(held bool, err error) string {
	switch {
	case err != nil:
		return "error"
	case held:
		return "True"
	}
	return "False"
}

func TestMarkersLikePackaging(t *testing.T) {
	markers := []string{
		"python_version < '3.12'", "python_version >= '3.9'", "python_version == '3.12'", "python_version == '3.12.*'", "python_version != '3.9'",
		"python_version ~= '3.9'", "python_version > '3'", "python_version <= '3.10'", "'3.10' <= python_version", "'3.10' > python_version",
		"python_version in '3.9 3.12'", "python_version not in '3.9,3.12'", "python_full_version >= '3.12.1'", "python_full_version < '3.12.4'",
		"python_full_version == '3.9.*'", "python_full_version <= '3.12.0rc1'", "implementation_version >= '3.10'", "implementation_name == 'cpython'",
		"os_name == 'posix'", "os_name != 'nt'", "sys_platform == 'linux'", "sys_platform == 'win32'", "sys_platform in 'linux darwin'",
		"'linux' in sys_platform", "'win' not in sys_platform", "platform_system == 'Linux'", "platform_machine == 'x86_64'", "platform_machine != 'arm64'",
		"platform_python_implementation == 'CPython'", "python_implementation == 'PyPy'", "extra == 'dev'", "extra == 'Dev'", "extra != 'dev'", "'dev' == extra",
		"os_name == 'posix' and python_version < '3.12'", "os_name == 'nt' or python_version < '3.12'",
		"os_name == 'nt' and os_name == 'nt' or os_name == 'posix'", "os_name == 'posix' or os_name == 'nt' and os_name == 'nt'",
		"(os_name == 'posix' or os_name == 'nt') and os_name == 'nt'", "((os_name == 'posix'))", "( os_name == 'posix' ) and ( extra == 'dev' )",
		"os.name == 'posix'", "sys.platform == 'linux'", "platform.machine == 'x86_64'", "platform.python_implementation == 'CPython'",
		"os_name == \"po'six\"", "python_version=='3.12'or os_name=='x'", "platform_release >= '5'", "python_version == 'x'", "python_version != 'x'",
		"os_name", "os_name ==", "== 'a'", "os_name = 'a'", "foo == 'a'", "os_name == 'a", "(os_name == 'a'", "os_name == 'a')", "os_name == 'a' and",
		"and os_name == 'a'", "not os_name == 'a'", "os_name not 'a'", "os_name == 'a' 'b'", "os_name ~= 'posix'", "os_name === 'posix'", "os_name == posix", "",
	}
	var questions [][3]string
	for _, m := range markers {
		for _, python := range []string{"3.9.18", "3.12.4", "3.14.0"} {
			for _, extra := range []string{"", "dev"} {
				questions = append(questions, [3]string{m, python, extra})
			}
		}
	}
	a := ask(t, map[string]any{"markers": questions, "requirements": []string{}, "specifiers": []string{}})
	for i, q := range questions {
		env := MarkerEnv{Python: q[1], Machine: "x86_64"}
		if q[2] != "" {
			env.Extras = []string{q[2]}
		}
		if q[0] == "" {
			continue // no marker, to us
		}
		held, err := MarkerHolds(q[0], env)
		if got := word(held, err); got != a.Markers[i] {
			t.Errorf("%q with %s and %q: %s (%v), packaging %s: %s", q[0], q[1], q[2], got, err, a.Version, a.Markers[i])
		}
	}
}
