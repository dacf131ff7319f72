package packaging

import (
	"errors"
	"testing"
)

func TestRequirementsLocal(t *testing.T) {
	tr := tree(t,
		"requirements.txt", "-e .[Web,dev_x]\n./lib[a]; python_version > '3'\nlib/\nfile:lib#egg=My.Lib[z]\n-e file:lib#egg=lib\n"+
			"wheels/a_b-1.0-py3-none-any.whl\nc @ file:lib\n./lib; sys_platform == 'win32'\n-r api/requirements.txt\n-e lib[q] ; python_version < '3'\n",
		"api/requirements.txt", "-e .\n-e file:///${PROJECT_ROOT}/../lib\n./sub\n", "api/sub/setup.py", "", "api/pyproject.toml", "",
		"pyproject.toml", "", "lib/setup.py", "", "wheels/a_b-1.0-py3-none-any.whl", "",
	)
	r, err := ReadRequirements(tr, "requirements.txt")
	if err != nil {
		t.Fatal(err)
	}
	check(t, "locals", locals(r), []string{
		"-e .[dev-x,web]", "lib[a]", "lib", "lib[z]", "-e lib", "wheels/a_b-1.0-py3-none-any.whl", "lib", "-e .", "-e lib", "api/sub", "-e lib[q]",
	})
	if r.Locals[1].Marker != "python_version > '3'" || r.Locals[3].Name != "my-lib" || r.Locals[5].Name != "a-b" || r.Locals[6].Name != "c" {
		t.Errorf("locals %+v", r.Locals)
	}
}

func TestRequirementsRemote(t *testing.T) {
	r, err := ReadRequirements(tree(t, "requirements.txt", "-c https://x/constraints-${PY}.txt\nflask==3.0 --hash="+digest+"\n"), "requirements.txt")
	if err != nil || len(r.Remote) != 1 || !r.Remote[0].Constraints || r.Remote[0].Value != "https://x/constraints-${PY}.txt" || r.Open() || !r.Closed() {
		t.Errorf("%+v, %v", r, err)
	}
	check(t, "variables", values(r.Variables), []string{"PY"})
	r, err = ReadRequirements(tree(t, "requirements.txt", "flask==3.0 --hash="+digest+"\n-r http://x/more.txt\n-r ${STAGE}.txt\n"), "requirements.txt")
	if err != nil || len(r.Remote) != 2 || r.Remote[0].Evidence.Line != 2 || !r.Open() || r.Closed() || r.Pinned() || r.Hashed() {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestRequirementsHints(t *testing.T) {
	for text, want := range map[string]string{
		"-r base.txt\n":             "-r requirements/base.txt",
		"-c other.txt\n":            "git check-ignore -v other.txt",
		"flask=3.0\n":               "flask==3.0",
		"flask 3.0\n":               "flask==3.0",
		"flask; foo == 'x'\n":       "NAME; python_version < \"3.12\"",
		"-e git+https://x/y\n":      "-e git+https://x/y#egg=NAME",
		"-e flask\n":                "flask",
		"./requirements\n":          "touch requirements/pyproject.toml",
		"-r requirements/dev.txt\n": "-r base.txt",
	} {
		_, err := ReadRequirements(tree(t, "requirements.txt", text, "requirements/base.txt", "a\n", "requirements/dev.txt", "-r requirements/base.txt\n"), "requirements.txt")
		var e *Error
		if !errors.As(err, &e) || e.Hint != want {
			t.Errorf("%q: %v, hint %q, want %q", text, err, e.Hint, want)
		}
	}
}
