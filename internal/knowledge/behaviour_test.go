package knowledge

import (
	"strings"
	"testing"
)

// TestBehaviourTablesAreStrict holds what the schema of the tables cannot say.
func TestBehaviourTablesAreStrict(t *testing.T) {
	const ends = "why = \"x\"\nsource = \"x\"\nchecked = 2026-11-21\n"
	driver := "[[driver]]\nname = \"a\"\ncalls = [\"a.b\"]\ninstead = \"c\"\n" + ends
	pool := "[[pool]]\nmodule = \"a\"\npackages = [\"a\"]\nvariables = [\"A\"]\n" + ends
	model := "[[module]]\nname = \"a\"\ncalls = [\"load\"]\n" + ends
	call := "[[call]]\nnames = [\"a.b\"]\nkind = \"log\"\nform = \"path\"\n" + ends
	setting := "[[setting]]\nname = \"A\"\nkind = \"upload\"\nform = \"directory\"\n" + ends
	program := "[[program]]\nnames = [\"a\"]\n" + ends + "[program.debian]\nruntime = [\"a\"]\n"
	for _, c := range []struct{ file, text, want string }{
		{"drivers.toml", driver, ""},
		{"drivers.toml", driver + driver, `drivers.toml: "a" stands twice`},
		{"drivers.toml", strings.Replace(driver, `instead = "c"`, "", 1), "calls or objects, instead, why, source and checked are needed"},
		{"drivers.toml", strings.Replace(driver, "calls", "called", 1), "drivers.toml:3: unknown key"},
		{"threads.toml", pool, ""},
		{"threads.toml", strings.Replace(pool, `["A"]`, "[]", 1), "packages, variables, why, source and checked are needed"},
		{"models.toml", model, ""},
		{"models.toml", strings.Replace(model, `["load"]`, "[]", 1), "calls, why, source and checked are needed"},
		{"disk.toml", call + setting, ""},
		{"disk.toml", strings.Replace(call, `"log"`, `"book"`, 1), "names, kind, form, why, source and checked are needed"},
		{"disk.toml", strings.Replace(call, `"path"`, `"place"`, 1), "names, kind, form, why, source and checked are needed"},
		{"disk.toml", strings.Replace(call, `["a.b"]`, `["b", "a"]`, 1), `"a" must stand before "b"`},
		{"disk.toml", call + strings.Replace(call, `["a.b"]`, `["a.c", "a.b"]`, 1), `"a.b" must stand before "a.c"`},
		{"disk.toml", setting + setting, `"A" stands twice`},
		{"disk.toml", "servers = [\"b\", \"a\"]\n", `"a" must stand before "b"`},
		{"programs.toml", program, ""},
		{"programs.toml", "present = [\"a\"]\n" + program, `"a" stands twice`},
		{"programs.toml", strings.Replace(program, `runtime = ["a"]`, `runtime = ["-o=x"]`, 1), `"-o=x" is not the name of a system package`},
		{"programs.toml", strings.Replace(program, `runtime = ["a"]`, "", 1), "debian.runtime is needed"},
		{"programs.toml", program + "[program.alpine]\nruntime = [\"a\"]\n", "alpine.source is needed"},
	} {
		_, err := LoadFS(tablesWith(t, c.file, c.text))
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s %q: %v, want %q", c.file, c.text, err, c.want)
		}
	}
}

func TestProgram(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, distribution, want string }{
		{"ffprobe", "trixie", "ffmpeg"},
		{"ffprobe", "alpine", "ffmpeg"},
		{"wkhtmltopdf", "bookworm", "wkhtmltopdf"},
		{"wkhtmltopdf", "trixie", ""},
		{"rm", "trixie", ""},
	} {
		row, _ := tables.SystemProgram(c.name)
		if got := strings.Join(row.On(c.distribution), " "); got != c.want {
			t.Errorf("%s on %s: %q", c.name, c.distribution, got)
		}
	}
	if !tables.NeedsNothing("rm") || !tables.NeedsNothing("docker") || tables.NeedsNothing("ffmpeg") {
		t.Error("rm, docker, ffmpeg")
	}
}

func TestModelCall(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"transformers.AutoModel.from_pretrained": "transformers",
		"torch.hub.load":                         "torch.hub",
		"torch.load":                             "torch",
		"torch.save":                             "",
		"torchvision.load":                       "",
		"load":                                   "",
	} {
		if row, ok := tables.ModelCall(name); row.Name != want || ok != (want != "") {
			t.Errorf("%s: %q", name, row.Name)
		}
	}
}
