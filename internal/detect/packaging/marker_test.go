package packaging

import (
	"strings"
	"testing"
)

func TestMarkerHolds(t *testing.T) {
	tests := []struct {
		marker string
		env    MarkerEnv
		want   bool
	}{
		{"", MarkerEnv{}, true},
		{"sys_platform == 'win32'", MarkerEnv{}, false},
		{"sys_platform != 'win32'", MarkerEnv{}, true},
		{"platform_system == 'Darwin' or os_name == 'posix'", MarkerEnv{}, true},
		{"'linux' in sys_platform", MarkerEnv{}, true},
		{"sys.platform == 'linux' and os.name == \"posix\"", MarkerEnv{}, true},
		{"python_version < '3.12'", MarkerEnv{}, true}, // not known
		{"python_version < '3.12'", MarkerEnv{Python: "3.12"}, false},
		{"python_version < '3.10'", MarkerEnv{Python: "3.9"}, true},
		{"'3.10' > python_version", MarkerEnv{Python: "3.9"}, true},
		{"python_version in '3.8 3.9'", MarkerEnv{Python: "3.9"}, true},
		{"python_version not in '3.8, 3.9'", MarkerEnv{Python: "3.9"}, false},
		{"python_version == '3.12.*'", MarkerEnv{Python: "3.12"}, true},
		{"python_full_version < '3.11.4'", MarkerEnv{Python: "3.11"}, false},
		{"python_full_version < '3.11.4'", MarkerEnv{Python: "3.11.3"}, true},
		{"python_full_version <= '3.11.0a6'", MarkerEnv{Python: "3.11"}, false},
		{"implementation_name == 'pypy'", MarkerEnv{}, false},
		{"platform_python_implementation != 'PyPy'", MarkerEnv{}, true},
		{"platform_machine == 'x86_64'", MarkerEnv{}, true}, // may be
		{"platform_machine != 'x86_64'", MarkerEnv{}, true}, // may be
		{"platform_machine == 'AMD64'", MarkerEnv{}, false},
		{"platform_machine == 'x86_64'", MarkerEnv{Machine: "aarch64"}, false},
		{"platform_release >= '5'", MarkerEnv{}, true},
		{"platform_release >= '5' and sys_platform == 'win32'", MarkerEnv{}, false},
		{"extra == 'dev'", MarkerEnv{}, false},
		{"extra == 'Dev_x'", MarkerEnv{Extras: []string{"dev.X"}}, true},
		{"extra != 'dev'", MarkerEnv{Extras: []string{"a", "dev"}}, false},
		{"extra == ''", MarkerEnv{}, true},
		{"os_name == 'nt' or (os_name == 'posix' and (python_version > '3'))", MarkerEnv{Python: "3.12"}, true},
		{"os_name == 'posix' or os_name == 'nt' and os_name == 'x'", MarkerEnv{}, true},
		{"python_version>'3'and os_name=='posix'", MarkerEnv{Python: "3.12"}, true},
	}
	for _, test := range tests {
		got, err := MarkerHolds(test.marker, test.env)
		if err != nil || got != test.want {
			t.Errorf("MarkerHolds(%q, %+v) = %v, %v, want %v", test.marker, test.env, got, err, test.want)
		}
	}
	for _, bad := range []string{
		"x", "foo == 'a'", "os_name", "os_name ==", "os_name = 'a'", "os_name == 'a", "'a' == 'b'",
		"(os_name == 'a'", "os_name == 'a')", "os_name == 'a' and", "not os_name == 'a'", "os_name not 'a'", "os_name ~= 'a'",
		`os_name == 'a\x00'`, "os_name == 'a' os_name == 'b'", "and", ")", strings.Repeat("(", 100_000),
		strings.Repeat("(", 60) + "os_name == 'a'" + strings.Repeat(")", 60),
	} {
		if held, err := MarkerHolds(bad, MarkerEnv{Python: "3.12"}); err == nil || held {
			t.Errorf("MarkerHolds(%s) = %v, %v, want an error", quoted(bad), held, err)
		}
	}
}
