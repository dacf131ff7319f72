package config

import (
	"errors"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/knowledge"
)

func userRows(t *testing.T, files map[string]string) (knowledge.Rows, error) {
	t.Helper()
	return Rows(treeOf(t, files))
}

func TestRows(t *testing.T) {
	row := "name = \"mine\"\nwhy = \"%\"\n"
	for _, c := range []struct {
		files map[string]string
		want  string // reasons, in order
	}{
		{nil, ""},
		{map[string]string{"pykube.toml": "port = 1\n"}, ""},
		{map[string]string{"pykube.toml": "[[native]]\n" + strings.Replace(row, "%", "a", 1)}, "a"},
		{map[string]string{"pyproject.toml": "[project]\nname = \"native-pykube\"\n"}, ""},
		{map[string]string{"pyproject.toml": "native pykube, no TOML\n"}, ""},
		{map[string]string{
			"pyproject.toml": "[project]\nname = \"x\"\n[[tool.pykube.native]]\n" + strings.Replace(row, "%", "a", 1),
			"pykube.toml":    "[[native]]\n" + strings.Replace(row, "%", "b", 1),
		}, "a b"},
	} {
		rows, err := userRows(t, c.files)
		var got []string
		for _, r := range rows.Native {
			got = append(got, r.Why)
		}
		if err != nil || strings.Join(got, " ") != c.want {
			t.Errorf("%v: %v, %v", c.files, got, err)
		}
		if err := load(t, &Options{}, nil, c.files); err != nil {
			t.Errorf("%v: the other keys: %v", c.files, err)
		}
	}
}

func TestRowErrors(t *testing.T) {
	const image = "[[custom-base]]\nname = \"a\"\ndistribution = \"rhel\"\nlibc = \"glibc\"\n"
	for _, c := range []struct{ file, text, want string }{
		{"pykube.toml", "port = 1\n[[native]]\nname = \"a\"\nrun = []\n", `pykube.toml:4: unknown key "native.run"`},
		{"pykube.toml", "[[native]]\nname = \"a\"\n[[native]]\nname = \"B\"\n", `pykube.toml:3: name "B" is not a normalised name of a package`},
		{"pyproject.toml", "[[tool.pykube.native]]\nname = \"a\"\nx = 1\n", `pyproject.toml:3: unknown key "tool.pykube.native.x"`},
		{"pykube.toml", "native = 1\n", "pykube.toml:1: "},
		{"pykube.toml", "[[custom-base]]\nname = \"a:1\"\n", `pykube.toml:1: name "a:1" is not that of an image, without tag and digest`},
		{"pykube.toml", "\n[[custom-base]]\nname = \"a\"\nlibc = \"uclibc\"\n", `pykube.toml:2: libc "uclibc" is neither glibc nor musl`},
		{"pykube.toml", image + "user = \"app\"\n", "pykube.toml:5: custom-base.user is of another kind than is wanted there"},
		{"pykube.toml", image + "python = \"x\"\n", `pykube.toml:1: python "x" is not a release such as 3.13`},
		{"pykube.toml", image + "builder = \"b\\nRUN id\"\n", `pykube.toml:1: builder "b\nRUN id" is not the reference of an image`},
		{"pykube.toml", image + "builder_user = \"b\\nRUN id\"\n", `pykube.toml:1: builder_user "b\nRUN id" is not the name or number of a user`},
		{"pykube.toml", image + "packages = \"zypper\"\n", `pykube.toml:1: packages "zypper" is not apk, apt, dnf or microdnf`},
		{"pykube.toml", image + image, `pykube.toml:5: a second row for a with the same tags`},
		{"pykube.toml", strings.Replace(image, "rhel", "alpine", 1), "pykube.toml:1: alpine has musl, and apk where it has a package manager"},
	} {
		_, err := userRows(t, map[string]string{c.file: c.text})
		var e *Error
		if !errors.As(err, &e) || !strings.HasPrefix(err.Error(), c.want) || e.Hint == "" {
			t.Errorf("%q: %v, want %s", c.text, err, c.want)
		}
	}
}
