package pep440

import (
	"strings"
	"testing"
)

func TestPythonNewest(t *testing.T) {
	for _, test := range []struct {
		specifier string
		yes, no   string
	}{
		{"", "3.7 3.14", ""},
		{">=3.9", "3.9 3.10 3.14", "3.8 2.7"},
		{">=3.10,<4", "3.10 3.14", "3.9"},
		{"<3.13", "3.12", "3.13 3.14"},
		{"<=3.12", "3.11", "3.12 3.13"}, // the newest 3.12 is above 3.12.0
		{"~=3.11", "3.11 3.14", "3.10"},
		{"~=3.11.2", "3.11", "3.10 3.12"},
		{"==3.12.*", "3.12", "3.1 3.11 3.13"},
		{"==3.12", "", "3.12 3.11"},
		{"!=3.12.*,>=3.11", "3.11 3.13", "3.12"},
		{">=3.11.4", "3.11 3.12", "3.10"},
		{">3.11", "3.11 3.12", "3.10"},
		{"three", "", "3.12"},
		{">=3.9; reboot", "", "3.12"},
	} {
		for _, minor := range strings.Fields(test.yes) {
			if fits, err := PythonNewestAllowed(test.specifier, minor); err != nil || !fits {
				t.Errorf("%q refuses %s", test.specifier, minor)
			}
		}
		for _, minor := range strings.Fields(test.no) {
			if fits, err := PythonNewestAllowed(test.specifier, minor); err == nil && fits {
				t.Errorf("%q admits %s", test.specifier, minor)
			}
		}
	}
}

func TestOlder(t *testing.T) {
	sorted := []string{"0.9", "1.0.dev1", "1.0a1", "1.0rc1", "1.0", "1.0.post1", "1.1", "1.10", "2", "1!0.1"}
	for i, a := range sorted {
		for j, b := range sorted {
			if got := Older(a, b); got != (i < j) {
				t.Errorf("Older(%q, %q) = %v", a, b, got)
			}
		}
	}
	for _, pair := range [][2]string{{"1.0", "1"}, {"x", "1"}, {"1", "x"}, {"", "1"}} {
		if Older(pair[0], pair[1]) {
			t.Errorf("Older(%q, %q)", pair[0], pair[1])
		}
	}
}

func TestValid(t *testing.T) {
	for version, want := range map[string]bool{
		"1": true, "1.2.3": true, "1.0rc1": true, "1!2.0": true, "1.0+local.1": true,
		"": false, "x": false, "1;reboot": false, "1 2": false, "1\n2": false, "$(id)": false, "1." + strings.Repeat("1", 64): false,
	} {
		if got := Valid(version); got != want {
			t.Errorf("Valid(%q) = %v", version, got)
		}
	}
}
