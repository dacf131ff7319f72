package knowledge

import (
	"slices"
	"testing"
)

func TestModules(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if n := len(tables.modules.Module); n < 250 {
		t.Errorf("the table has %d modules that are not named as their packages", n)
	}
	for _, c := range []struct{ imported, module, first string }{
		{"yaml", "yaml", "pyyaml"},
		{"PIL.Image", "PIL", "pillow"},
		{"cv2", "cv2", "opencv-python-headless"},
		{"flask.views.View", "flask", "flask"},
		{"flask_login.UserMixin", "flask_login", "flask-login"},
		{"google.cloud.storage.Client", "google.cloud.storage", "google-cloud-storage"},
		{"google.protobuf.message", "google.protobuf", "protobuf"},
		{"google.cloud.new_thing.x", "google.cloud.new_thing", "google-cloud-new-thing"},
		{"opentelemetry.trace", "opentelemetry", "opentelemetry-api"},
		{"opentelemetry.sdk.trace.export", "opentelemetry.sdk", "opentelemetry-sdk"},
		{"rest_framework.views", "rest_framework", "djangorestframework"},
	} {
		module := tables.Module(c.imported)
		packages, _ := tables.Providers(module)
		if module != c.module || packages[0] != c.first {
			t.Errorf("%s: module %s of %v, want %s of %s", c.imported, module, packages, c.module, c.first)
		}
	}
	for _, c := range []struct {
		name, module string
		want         bool
	}{
		{"pyyaml", "yaml", true},
		{"opencv-contrib-python", "cv2", true},
		{"python-foo", "foo", true},
		{"foo-sdk", "foo", true},
		{"django-foo", "foo", true},
		{"foo", "bar", false},
		{"azure-nothing-known", "azure.nothing.known", true},
		{"pyjwt", "jose", false},
		{"flask", "flask_login", false},
	} {
		if got := tables.ModulesOf([]string{c.name}).Has(c.module); got != c.want {
			t.Errorf("%s has %s: %v, want %v", c.name, c.module, got, c.want)
		}
	}
	none := func(string) bool { return false }
	for name, want := range map[string]bool{"gunicorn": true, "opentelemetry-instrumentation-flask": true, "openpyxl": false, "flask-login": false} {
		if got := tables.Unimported(name, none) != ""; got != want {
			t.Errorf("%s may be there without an import: %v, want %v", name, got, want)
		}
	}
	if tables.Unimported("openpyxl", func(name string) bool { return name == "pandas" }) == "" {
		t.Error("openpyxl is not known to serve pandas")
	}
	for name, want := range map[string]bool{"pytest-django": true, "types-requests": true, "boto3-stubs": true, "requests": false} {
		if got := tables.Development(name) != ""; got != want {
			t.Errorf("%s is for development: %v, want %v", name, got, want)
		}
	}
	if brought := tables.Brings("celery", []string{"redis"}); !slices.Contains(brought, "redis") || !slices.Contains(brought, "kombu") {
		t.Errorf("celery[redis] brings %v", brought)
	}
}

func TestStandardLibrary(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"os", "zoneinfo", "tomllib", "annotationlib", "__future__", "asyncio", "_asyncio", "_collections_abc", "_zstd"} {
		if !tables.Standard(name) {
			t.Errorf("%s is not taken for the standard library", name)
		}
	}
	for name, since := range map[string]string{"distutils": "3.12", "cgi": "3.13", "urllib2": "3.0", "sre_parse": "3.15"} {
		if gone, ok := tables.Gone(name); !ok || gone.Since != since || tables.Standard(name) {
			t.Errorf("%s: gone since %q, want %s", name, gone.Since, since)
		}
	}
	for _, name := range []string{"flask", "_cffi_backend", "_yaml"} {
		if _, ok := tables.Gone(name); ok || tables.Standard(name) {
			t.Errorf("%s is taken for the standard library", name)
		}
	}
}

func TestModulesAreStrict(t *testing.T) {
	for name, spoil := range map[string]func(*modules){
		"modules.toml: \"a\" must stand before \"b\"":                           func(m *modules) { m.Standard = []string{"b", "a"} },
		"modules.toml: \"x\" is both standard and gone":                         func(m *modules) { m.Standard = []string{"x"}; m.Gone = []GoneModule{{Name: "x", Since: "3.12"}} },
		"modules.toml: x: since is no release of Python":                        func(m *modules) { m.Gone = []GoneModule{{Name: "x", Since: "soon"}} },
		"modules.toml: x: packages are needed, and at most 5 names":             func(m *modules) { m.Module = []moduleRow{{Name: "x"}} },
		"modules.toml: unimported and development: why and packages are needed": func(m *modules) { m.Unimported = []usedRow{{Packages: []string{"x"}}} },
		"modules.toml: checked is needed":                                       func(m *modules) { m.Checked.Year = 0 },
	} {
		m := modules{}
		m.Checked.Year = 2026
		spoil(&m)
		if err := m.check(); err == nil || err.Error() != name {
			t.Errorf("error %v, want %s", err, name)
		}
	}
}
