package knowledge

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func native(t *testing.T) (*Tables, func(string) Native) {
	t.Helper()
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return tables, func(name string) Native {
		i := slices.IndexFunc(tables.Native, func(n Native) bool { return n.Name == name })
		if i < 0 {
			t.Fatalf("native.toml has no %s", name)
		}
		return tables.Native[i]
	}
}

// TestNativeHasWhatPeopleUse holds the packages that must never fall out of the table.
func TestNativeHasWhatPeopleUse(t *testing.T) {
	tables, get := native(t)
	if len(tables.Native) < 150 {
		t.Errorf("%d packages", len(tables.Native))
	}
	for name := range strings.FieldsSeq(`psycopg2 psycopg mysqlclient pyodbc lxml xmlsec python-ldap pillow weasyprint cairosvg opencv-python gdal
		shapely rasterio numpy scipy pandas scikit-learn pyarrow torch tensorflow onnxruntime cryptography grpcio
		confluent-kafka pymssql cx-oracle oracledb pygraphviz python-magic pytesseract pdf2image pydub moviepy playwright selenium
		uwsgi gevent pycurl pynacl bcrypt argon2-cffi orjson uvloop h5py netcdf4 tables dlib face-recognition spacy`) {
		get(name)
	}
}

func TestWheelsHaveNative(t *testing.T) {
	tables, get := native(t)
	for _, w := range tables.wheels.Package {
		if w.Pure || w.Name == "psycopg-binary" { // its source is not published
			continue
		}
		if n := get(w.Name); n.Manylinux == "" {
			t.Errorf("%s has wheels by wheels.toml, and none by native.toml", w.Name)
		} else if len(n.On("trixie").Build) == 0 {
			t.Errorf("%s: what builds it where it has no wheel?", w.Name)
		}
	}
}

func TestOn(t *testing.T) {
	_, get := native(t)
	for _, c := range []struct{ name, on, build, linked, runtime string }{
		{"psycopg2", "bookworm", "gcc libc6-dev libpq-dev", "libpq5", ""},
		{"psycopg2", "alpine", "build-base libpq-dev", "libpq", ""},
		{"psycopg", "trixie", "", "", "libpq5"},
		{"wand", "bookworm", "", "", "libmagickwand-6.q16-6"},
		{"wand", "trixie", "", "", "libmagickwand-7.q16-10"},
		{"h5py", "trixie", "gcc libc6-dev libhdf5-dev pkgconf", "libhdf5-310 libhdf5-hl-310", ""},
		{"wand", "another", "", "", ""},
	} {
		on := get(c.name).On(c.on)
		if got := []string{strings.Join(on.Build, " "), strings.Join(on.Linked, " "), strings.Join(on.Runtime, " ")}; !slices.Equal(got, []string{c.build, c.linked, c.runtime}) {
			t.Errorf("%s on %s: %q", c.name, c.on, got)
		}
	}
}

func TestHasWheel(t *testing.T) {
	n := Native{Name: "x", Manylinux: "2.0", Musllinux: "3.0"}
	for _, c := range []struct {
		specifier, libc string
		want            bool
	}{
		{"", "glibc", true},
		{"==1.9", "glibc", false},
		{"==2.0", "glibc", true},
		{"<2", "glibc", false},
		{">=1", "glibc", true},
		{"==2.0", "musl", false},
		{"nonsense", "musl", true},
		{"<3", "musl", false},
		{">=3.1,<4", "musl", true},
		{">3.1,<4", "musl", true},
		{"==3.*", "musl", true},
		{"==1.*", "glibc", false},
		{">=1,<1.5", "glibc", false},
		{"~=3.1", "musl", true},
	} {
		if got := n.HasWheel(c.specifier, c.libc); got != c.want {
			t.Errorf("%q %s: %v", c.specifier, c.libc, got)
		}
	}
	if (Native{Name: "x"}).HasWheel("", "glibc") {
		t.Error("a package without wheels has one")
	}
}

func TestInstallsOn(t *testing.T) {
	tables, _ := native(t)
	for _, c := range []struct {
		name, libc, specifier, python string
		want                          bool
	}{
		{"pandas", "glibc", "==1.3.5", "3.13", false},
		{"pandas", "glibc", "==1.3.5", "3.10", true},
		{"pandas", "glibc", ">=1.3.5", "3.13", true},
		{"pandas", "musl", "==1.3.5", "3.10", false},
		{"pandas", "musl", "", "3.13", true},
		{"pandas", "glibc", ">=2,<3", "3.10", true},
		{"torch", "glibc", "", "3.13", true},
		{"torch", "musl", "", "3.13", false},
		{"django", "musl", "==5.2.8", "3.14", true},
		{"django", "musl", "==4.2", "3.14", false},
		{"numpy", "glibc", "==1.19.5", "3.7", true},
	} {
		w, ok := tables.Wheel(c.name)
		if got := w.InstallsOn(c.libc, c.specifier, c.python); !ok || got != c.want {
			t.Errorf("%s%s on Python %s with %s: %v", c.name, c.specifier, c.python, c.libc, got)
		}
	}
}

func TestAddNative(t *testing.T) {
	tables, get := native(t)
	before := len(tables.Native)
	tables.AddNative([]Native{{Name: "zzz"}, {Name: "aaa"}, {Name: "lxml", Why: "mine"}, {Name: "aaa", Why: "last"}})
	if len(tables.Native) != before+2 || get("lxml").Why != "mine" || get("aaa").Why != "last" || get("zzz").Name != "zzz" {
		t.Errorf("%d rows, were %d", len(tables.Native), before)
	}
	if !slices.IsSortedFunc(tables.Native, func(a, b Native) int { return strings.Compare(a.Name, b.Name) }) {
		t.Error("the rows are out of order")
	}
	again, _ := native(t)
	if len(again.Native) != before {
		t.Error("the built-in table was changed")
	}
}

func TestDecodeRows(t *testing.T) {
	rows, _, err := DecodeRows("port = 1\n[[native]]\nname = \"mine\"\n[native.debian]\nbuild = [\"gcc\"]\n[native.debian.trixie]\nlinked = [\"libx1\"]\n")
	if err != nil || len(rows.Native) != 1 || rows.Native[0].Name != "mine" || !slices.Equal(rows.Native[0].On("trixie").Linked, []string{"libx1"}) {
		t.Errorf("%+v, %v", rows, err)
	}
	rows, _, err = DecodeRows("[tool.other]\nx = 1\n[[tool.pykube.native]]\nname = \"mine\"\n", "tool", "pykube")
	if err != nil || len(rows.Native) != 1 {
		t.Errorf("%+v, %v", rows, err)
	}
	for text, want := range map[string]struct {
		line int
		text string
	}{
		"[[native]]\nname = \"a\"\nbuilds = []\n":                                  {3, `unknown key "native.builds"`},
		"[[native]]\nname = \"a\"\n[native.debian]\nruns = []\n":                   {4, `unknown key "native.debian.runs"`},
		"[[native]]\nname = \"a\"\nunless = \"b\"\n":                               {3, ""},
		"[[native]]\nname = \"a\"\n\n[[native]] # two\nwhy = \"x\"\n":              {4, `name "" is not a normalised name of a package`},
		"[[native]]\nname = \"A_b\"\n":                                             {1, `name "A_b" is not a normalised name of a package`},
		"[[native]]\nname = \"a\"\nmanylinux = \"new\"\n":                          {1, `a: "new" is not a version`},
		"[[native]]\nname = \"a\"\nunless = [\"B\"]\n":                             {1, `a: "B" is not a normalised name of a package`},
		"[[native]]\nname = \"a\"\nwhy = \"x\\u001b\"\n":                           {1, `a: "x" holds characters that are not printable`},
		"[[native]]\nname = \"a\"\n[native.debian]\nbuild = [\"x; rm -rf /\"]\n":   {1, `a: "x; rm -rf /" is not the name of a system package`},
		"[[native]]\nname = \"a\"\n[native.debian.trixie]\nruntime = [\"-o=x\"]\n": {1, `a: "-o=x" is not the name of a system package`},
		"[[native]]\nname = \"a\"\n[native.alpine]\nlinked = [\"\"]\n":             {1, `a: "" is not the name of a system package`},
		"native = [{ name = \"\" }]\n":                                             {0, `name "" is not a normalised name of a package`},
	} {
		rows, line, err := DecodeRows(text)
		if err == nil || !strings.Contains(err.Error(), want.text) || line != want.line {
			t.Errorf("%q: %+v, line %d, %v", text, rows, line, err)
		}
	}
}

func TestNativeIsStrict(t *testing.T) {
	good := "[[package]]\nname = \"a\"\nwhy = \"x\"\nsource = \"x\"\nchecked = 2026-11-21\n[package.debian]\nbuild = [\"gcc\"]\n"
	for text, want := range map[string]string{
		good:                                    "",
		strings.Replace(good, "why", "whys", 1): `native.toml:3: unknown key`,
		strings.Replace(good, `why = "x"`, `why = ""`, 1): "native.toml: a: debian.build, linked or runtime, why, source and checked are needed",
		strings.Replace(good, `build = ["gcc"]`, ``, 1):   "are needed",
		strings.Replace(good, `gcc`, `g c`, 1):            `native.toml: a: "g c" is not the name of a system package`,
		good + "[package.alpine]\nbuild = [\"gcc\"]\n":    "native.toml: a: alpine.source is needed",
		good + good: `native.toml: "a" stands twice`,
		good + strings.Replace(good, `name = "a"`, `name = "0"`, 1): `native.toml: "0" must stand before "a"`,
	} {
		files := tablesWith(t, "native.toml", text)
		_, err := LoadFS(files)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func tablesWith(t *testing.T, name, text string) fstest.MapFS {
	t.Helper()
	files := tables(t)
	files[name] = &fstest.MapFile{Data: []byte(text)}
	return files
}

func FuzzDecodeRows(f *testing.F) {
	f.Add("[[native]]\nname = \"a\"\n[native.debian]\nbuild = [\"gcc\"]\n")
	f.Add("[[tool.pykube.native]]\nname = \"a\"\nchecked = 2026-11-21\n")
	f.Add("native = 1\n")
	f.Add("[[custom-base]]\nname = \"a.example/b\"\nlibc = \"musl\"\ndistribution = \"x\"\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, below := range [][]string{nil, {"tool", "pykube"}} {
			rows, line, err := DecodeRows(text, below...)
			if err != nil && len(rows.Native)+len(rows.Image) > 0 || line < 0 {
				t.Errorf("%v and %v", rows, err)
			}
			for _, row := range rows.Native {
				if row.Valid() != nil {
					t.Errorf("%+v", row)
				}
			}
			for _, row := range rows.Image {
				if row.Valid() != nil {
					t.Errorf("%+v", row)
				}
			}
		}
	})
}
