package render

import (
	"encoding/json"
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	"sigs.k8s.io/yaml"
)

var texts = []string{
	"", "a", "a b", "it's", `"`, `\`, `\\`, `a\`, "`id`", "$(id)", "$HOME", "${X:-y}", `\$X`, "a;b", "a&&b", "#a", "a #b", "~", "*", "?", "[a]", "[", "]", "^", "{a,b}", "!",
	"<<EOF", "x <<EOF", "3<<-E", `x"<<E`, "--from=x", "-rf", "-", "a=b", "%s", "{{ .X }}", "null", "yes", "NO", "1", "1e3", "0x1", "12:30", "1.5", ".5", "a: b", "a:b", "a:", "- a", "-a", "&a", "*a", "|", ">", "@a", "'", "''",
	"true", "2020-01-01", "é", "日本", "👩‍💻", "\u00a0", "\ufffd", "\ufffe", "\uffff", "\ufeff", "\U000e0041", "\u200b", "100m", "1Gi", "a/b", "/", "/health", "=", "<<", "a\u0301",
}

// forbidden are texts that no line can hold.
var forbidden = []string{
	"\n", "a\nb", "a\r", "\x00", "\x1b[2J", "\t", "\x7f", "\u0085", "\u009b", "\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\xff", "caf\xe9", strings.Repeat("a", maxLine+1),
}

func TestShell(t *testing.T) {
	for words, want := range map[string]string{
		"pip|install|a==1":   "pip install a==1",
		"a b|c":              "'a b' c",
		"it's":               `'it'\''s'`,
		"":                   "''",
		"$(id)|`id`|a;b|~|*": "'$(id)' '`id`' 'a;b' '~' '*'",
	} {
		if got, err := Shell(strings.Split(words, "|")); got != want || err != nil {
			t.Errorf("Shell(%q) = %s, %v, want %s", words, got, err, want)
		}
	}
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell to ask")
	}
	quoted, err := Shell(texts)
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(sh, "-c", `printf '%s\0' `+quoted).Output()
	if want := strings.Join(texts, "\x00") + "\x00"; err != nil || string(out) != want {
		t.Errorf("the shell reads %q (%v), want %q", out, err, want)
	}
}

func TestForbidden(t *testing.T) {
	for _, text := range forbidden {
		for name, quote := range quoters {
			if got, err := quote(text); err == nil {
				t.Errorf("%s(%.40q) = %.80q, want an error", name, text, got)
			}
		}
	}
	long := slices.Repeat([]string{strings.Repeat("a", 4000)}, 20)
	if _, err := Shell(long); err == nil {
		t.Error("Shell: a line that BuildKit refuses")
	}
	if _, err := Copy(long, "./"); err == nil {
		t.Error("Copy: a line that BuildKit refuses")
	}
}

// quoters are the functions that refuse what a line cannot hold.
var quoters = map[string]func(string) (string, error){
	"Shell":  func(s string) (string, error) { return Shell([]string{s}) },
	"Exec":   func(s string) (string, error) { return Exec([]string{s}) },
	"Copy":   func(s string) (string, error) { return Copy([]string{s}, "./") },
	"Docker": Docker,
	"Ignore": Ignore,
}

func TestDocker(t *testing.T) {
	for text, want := range map[string]string{
		"a": "a", "/app/shop": "/app/shop", "": `""`, "a b": `"a b"`, "$X": `"\$X"`, `a"b`: `"a\"b"`, `a\`: `"a\\"`, "it's": `"it's"`, "--from=x": `"--from=x"`,
	} {
		if got, err := Docker(text); got != want || err != nil {
			t.Errorf("Docker(%q) = %s, %v, want %s", text, got, err, want)
		}
	}
}

func TestReference(t *testing.T) {
	for _, image := range []string{"python:3.13-slim", "registry.example:5000/a/b_c@sha256:00"} {
		if got, err := Reference(image); got != image || err != nil {
			t.Errorf("Reference(%q) = %s, %v", image, got, err)
		}
	}
	for _, image := range append([]string{"", "a b", "a\nRUN id", "--platform=x", "$X", `"a"`, "a,target=/"}, forbidden...) {
		if got, err := Reference(image); err == nil {
			t.Errorf("Reference(%.80q) = %.80s", image, got)
		}
	}
}

func TestCopy(t *testing.T) {
	for from, want := range map[string]string{
		"a.txt":   "a.txt ./",
		"a|b":     "a b ./",
		"--from":  "./--from ./",
		"\ufeffa": `["./\ufeffa", "./"]`,
		"a b":     `["a b", "./"]`,
		"<<EOF":   `["./<<EOF", "./"]`,
		"[a]":     `["\\\\[a]", "./"]`,
		"$X":      `["\\$X", "./"]`,
		`a"b`:     `["a\\\"b", "./"]`,
		"*.txt|b": `["\\\\*.txt", "b", "./"]`,
	} {
		if got, err := Copy(strings.Split(from, "|"), "./"); got != want || err != nil {
			t.Errorf("Copy(%q) = %s, %v, want %s", from, got, err, want)
		}
	}
}

func TestYAML(t *testing.T) {
	for text, want := range map[string]string{
		"shop": "shop", "/health": "/health", "shop:0.1.0": "shop:0.1.0", "100m": "100m", "256Mi": "256Mi", "example.com/a-b/c:1": "example.com/a-b/c:1",
		"": `""`, "yes": `"yes"`, "No": `"No"`, "null": `"null"`, "1": `"1"`, "1.0": `"1.0"`, "1e3": `"1e3"`, "12:30": `"12:30"`, "a: b": `"a: b"`, "a b": `"a b"`, "~": `"~"`,
		"a\nb": `"a\nb"`, "\u202e": `"\u202e"`, "\uffff": `"\uffff"`, "-": `"-"`, "a:": `"a:"`, "true": `"true"`,
	} {
		if got := YAML(text); got != want {
			t.Errorf("YAML(%q) = %s, want %s", text, got, want)
		}
	}
}

func TestComment(t *testing.T) {
	for text, want := range map[string]string{"a b": "a b", "a\nRUN reboot": `a\x0aRUN reboot`, "a\u2028b": `a\u2028b`, "\x1b[2J": `\x1b[2J`} {
		if got := Comment(text); got != want {
			t.Errorf("Comment(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestQuoteRoundTrip(t *testing.T) {
	for _, a := range texts {
		for _, b := range []string{"a", "a b", a} {
			roundTrip(t, a, b)
		}
	}
	for _, text := range forbidden {
		roundTrip(t, text, "a")
	}
}

// FuzzQuote puts foreign words where each function says that they are safe, and reads them as the engine, a shell and
// a YAML parser read them.
func FuzzQuote(f *testing.F) {
	for i, text := range append(slices.Clone(texts), forbidden...) {
		f.Add(text, texts[i%len(texts)])
	}
	f.Fuzz(func(t *testing.T, a, b string) { roundTrip(t, a, b) })
}

type unset struct{}

func (unset) Get(string) (string, bool) { return "", false }
func (unset) Keys() []string            { return nil }

func roundTrip(t *testing.T, a, b string) {
	t.Helper()
	lex := shell.NewLex('\\')
	equal := func(what string, got []string, want ...string) {
		if !slices.Equal(got, want) {
			t.Errorf("%s: %.200q is read as %.200q", what, want, got)
		}
	}
	if quoted, err := Shell([]string{"pip", a, b}); err == nil {
		words, err := lex.ProcessWords(quoted, unset{})
		if err != nil {
			t.Errorf("Shell(%q, %q) = %s: %v", a, b, quoted, err)
		}
		want := slices.DeleteFunc([]string{"pip", a, b}, func(w string) bool { return w == "" }) // BuildKit's lexer drops them; see TestShell
		equal("Shell", words, want...)
		run, ok := instruction(t, "RUN "+quoted).(*instructions.RunCommand)
		if !ok || len(run.Files) != 0 || !run.PrependShell {
			t.Errorf("Shell(%q, %q): RUN %s is not one command of a shell", a, b, quoted)
		} else {
			equal("RUN", run.CmdLine, quoted)
		}
	}
	if quoted, err := Docker(a); err == nil {
		env, ok := instruction(t, "ENV A="+quoted+" B=c").(*instructions.EnvCommand)
		if !ok || len(env.Env) != 2 || env.Env[0].Key != "A" || env.Env[1].Key != "B" {
			t.Fatalf("Docker(%q): ENV A=%s", a, quoted)
		}
		word, _, err := lex.ProcessWord(env.Env[0].Value, unset{})
		if err != nil || word != a {
			t.Errorf("Docker: %q is read as %q (%v)", a, word, err)
		}
		if a != "" {
			dir, ok := instruction(t, "WORKDIR "+quoted).(*instructions.WorkdirCommand)
			if !ok {
				t.Fatalf("Docker(%q): WORKDIR %s", a, quoted)
			}
			if word, _, err = lex.ProcessWord(dir.Path, unset{}); err != nil || word != a {
				t.Errorf("WORKDIR: %q is read as %q (%v)", a, word, err)
			}
		}
	}
	if quoted, err := Exec([]string{"x", a, b}); err == nil {
		cmd, ok := instruction(t, "CMD "+quoted).(*instructions.CmdCommand)
		if !ok || cmd.PrependShell {
			t.Fatalf("Exec(%q, %q): CMD %s", a, b, quoted)
		}
		equal("CMD", cmd.CmdLine, "x", a, b)
	}
	if quoted, err := Copy([]string{"x", a}, "./"); err == nil && a != "" && !strings.Contains(a, "/") {
		c, ok := instruction(t, "COPY "+quoted).(*instructions.CopyCommand)
		if !ok || c.From != "" || len(c.SourceContents) != 0 || len(c.SourcePaths) != 2 || c.DestPath != "./" {
			t.Fatalf("Copy(%q): COPY %s", a, quoted)
		}
		word, _, err := lex.ProcessWord(c.SourcePaths[1], unset{})
		if err != nil {
			t.Fatalf("Copy(%q): COPY %s: %v", a, quoted, err)
		}
		word = strings.TrimPrefix(word, "./")
		if ok, err := filepath.Match(word, a); !ok || err != nil {
			t.Errorf("COPY: the pattern %q does not match %q (%v)", word, a, err)
		}
		if other := a + "x"; a != "" {
			if ok, _ := filepath.Match(word, other); ok {
				t.Errorf("COPY: the pattern %q matches %q too", word, other)
			}
		}
	}
	var got map[string]string
	text := fmt.Sprintf("a: %s\nb: %s\nc: d\n", YAML(a), YAML(b))
	valid := func(s string) string { return strings.ToValidUTF8(s, "\ufffd") }
	if err := yaml.UnmarshalStrict([]byte(text), &got); err != nil || len(got) != 3 || got["a"] != valid(a) || got["b"] != valid(b) || got["c"] != "d" {
		t.Errorf("YAML: %q, %q are read as %q (%v)\n%s", a, b, got, err, text)
	}
	if strings.HasPrefix(YAML(a), `"`) && !json.Valid([]byte(YAML(a))) {
		t.Errorf("YAML(%q) = %s is no JSON", a, YAML(a))
	}
	var composed struct {
		A string
		B []string
	}
	if err := yaml.Unmarshal([]byte("a: "+Compose(a)+"\nb: "+ComposeWords([]string{b, a})+"\n"), &composed); err != nil {
		t.Fatalf("Compose(%q), ComposeWords(%q): %v", a, b, err)
	}
	expanded := func(s string) string { // as Docker Compose does; a $ alone would begin a variable
		if strings.Contains(strings.ReplaceAll(s, "$$", ""), "$") {
			t.Errorf("Compose(%q): a variable is left in %q", a, s)
		}
		return strings.ReplaceAll(s, "$$", "$")
	}
	if len(composed.B) != 2 || expanded(composed.A) != valid(a) || expanded(composed.B[0]) != valid(b) || expanded(composed.B[1]) != valid(a) {
		t.Errorf("Compose: %q, %q are read as %q", a, b, composed)
	}
	for name, safe := range map[string]string{"Comment": Comment(a), "YAML": YAML(a)} {
		if !utf8.ValidString(safe) || strings.ContainsFunc(safe, func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
		}) {
			t.Errorf("%s(%q) = %q", name, a, safe)
		}
	}
}

// instruction reads one line between two others, as BuildKit does, and demands that it stays one.
func instruction(t *testing.T, line string) any {
	t.Helper()
	tree, err := parser.Parse(strings.NewReader("FROM x\n" + line + "\nUSER 1:1\n"))
	if err != nil {
		t.Fatalf("%.200s: %v", line, err)
	}
	stages, _, err := instructions.Parse(tree.AST, nil)
	if err != nil {
		t.Fatalf("%.200s: %v", line, err)
	}
	if len(stages) != 1 || len(stages[0].Commands) != 2 {
		t.Fatalf("%.200s: is read as %d stages", line, len(stages))
	}
	if user, ok := stages[0].Commands[1].(*instructions.UserCommand); !ok || user.User != "1:1" {
		t.Fatalf("%.200s: changes the next line", line)
	}
	return stages[0].Commands[0]
}
