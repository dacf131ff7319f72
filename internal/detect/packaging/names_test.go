package packaging

import "testing"

func TestNormalName(t *testing.T) {
	for in, want := range map[string]string{
		"Django": "django", "zope.interface": "zope-interface", "a__b-.c": "a-b-c", "": "", "x": "x",
		"ruamel.yaml.clib": "ruamel-yaml-clib", "already-normal": "already-normal", "a--b": "a-b",
	} {
		if got := NormalName(in); got != want {
			t.Errorf("NormalName(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestValidName(t *testing.T) {
	for _, name := range []string{"a", "A1", "zope.interface", "a_b-c.d", "0"} {
		if !ValidName(name) {
			t.Errorf("%q is not valid", name)
		}
	}
	for _, name := range []string{"", "-a", "a-", ".a", "a b", "a\n", "é", "a/b", "$(id)", "a;b", "\x00"} {
		if ValidName(name) {
			t.Errorf("%q is valid", name)
		}
	}
}
