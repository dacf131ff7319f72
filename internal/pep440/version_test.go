package pep440

import (
	"strings"
	"testing"
)

func TestAllows(t *testing.T) {
	tests := []struct {
		specifier, version string
		want               bool
	}{
		{"", "1.0", true},
		{">=2,<3", "2.5", true},
		{">=2,<3", "3.0", false},
		{">= 2 , < 3,", "2.5", true},
		{"==1.0", "1", true},
		{"==1.0", "1.0+local", true},
		{"==1.0+a", "1.0", false},
		{"==1.0+a-b", "1.0+A.b", true},
		{"==1.0.*", "1.0.5", true},
		{"==1.0.0.0.*", "1", true}, // go-pep440-version pads half
		{"==1.*", "1!1.0", false},
		{"==1!2.*", "1!2.3", true},
		{"==v1.2.*", "1.2.3", true},
		{"!=1.0.*", "1.1", true},
		{"~=2.2", "2.9", true},
		{"~=2.2", "3.0", false},
		{"~=2.2.0", "2.3", false},
		{"~=2.2.post3", "2.9", true},
		{"~=1.4.5a4", "1.4.9", true},
		{"<3.1", "3.1.dev0", false},
		{"<3.1", "3.0.dev0", true},
		{">1.0", "1.0.post1", false},
		{">1.0", "1.0+local", false},
		{">=1.0", "1.0rc1", false},
		{"===1.0", "1.0", true},
		{"===1.0", "1", false},
	}
	for _, test := range tests {
		got, err := Allows(test.specifier, test.version)
		if err != nil || got != test.want {
			t.Errorf("Allows(%q, %q) = %v, %v, want %v", test.specifier, test.version, got, err, test.want)
		}
	}
	for _, bad := range []string{
		"^3.11", "3.11", "=3.11", ">=", ">=3.11 <4", ">=1||<2", "~=3", ">=1.*", "==1.0.post1.*", ">=1+local", ",", ">=1,,<2",
		">=1\n", "==1.0poſt1", "==" + strings.Repeat("1", 5000), ">=99999999999999999999", "=== ", "===1;x", strings.Repeat("!=1,", 1000),
	} {
		if got, err := Allows(bad, "1.0"); err == nil {
			t.Errorf("Allows(%q) = %v, want an error", bad, got)
		}
	}
}

func TestPythonAllowed(t *testing.T) {
	tests := []struct {
		specifier, minor string
		some, newest     bool
	}{
		{"", "3.12", true, true},
		{">=3.11.4", "3.11", true, true},
		{">=3.11.4", "3.10", false, false},
		{"<3.13", "3.13", false, false},
		{"<3.13", "3.12", true, true},
		{"<3.13.2", "3.13", true, false},
		{"==3.12.*", "3.12", true, true},
		{"==3.12.*", "3.13", false, false},
		{"~=3.11", "3.14", true, true},
		{"~=3.11", "3.10", false, false},
		{"~=3.11.2", "3.11", true, true},
		{"~=3.11.2", "3.12", false, false},
		{"!=3.12.1", "3.12", true, true},
		{"!=3.12.*", "3.12", false, false},
		{"==3.12.3", "3.12", true, false},
		{"==3.12", "3.12", true, false},
		{"===3.12.3", "3.12", true, false},
		{">3.11", "3.11", true, true},
		{"<=3.12", "3.12", true, false},
		{">3.11.2,<3.11.4", "3.11", true, false},
		{">3.11.2,<3.11.3", "3.11", false, false},
		{"!=3.9.0,!=3.9.1,>=3.9,<3.9.2", "3.9", false, false},
		{">=3.8,<4", "3.13", true, true},
		{">=3.13.0rc1", "3.13", true, true},
		{">=4", "3.13", false, false},
		{">=1!3", "3.13", false, false},
	}
	for _, test := range tests {
		some, err := PythonAllowed(test.specifier, test.minor)
		if err != nil || some != test.some {
			t.Errorf("PythonAllowed(%q, %q) = %v, %v, want %v", test.specifier, test.minor, some, err, test.some)
		}
		newest, err := PythonNewestAllowed(test.specifier, test.minor)
		if err != nil || newest != test.newest {
			t.Errorf("PythonNewestAllowed(%q, %q) = %v, %v, want %v", test.specifier, test.minor, newest, err, test.newest)
		}
	}
	for _, bad := range []struct{ specifier, minor string }{{"^3.11", "3.11"}, {">=3", "3"}, {">=3", "3.11.2"}, {"", "pypy"}, {"", "3.11rc1"}} {
		if _, err := PythonAllowed(bad.specifier, bad.minor); err == nil {
			t.Errorf("PythonAllowed(%q, %q): no error", bad.specifier, bad.minor)
		}
	}
}
