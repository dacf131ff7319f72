package packaging

import (
	"fmt"
	"strings"
	"testing"
)

func TestReadYAML(t *testing.T) {
	d, err := readYAML(tree(t, "a.yml", "# note\n---\nname: &n web\nlist:\n  - 1.10\n  - *n\n  - {a: 'x', \"b\": [true, ~]}\nmore: |\n  two\n  lines\nbase: &b\n  k: 1\n  l: 2\nuse:\n  <<: *b\n  k: 3\n"), "a.yml", maxYAML)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	var walk func(where string, n *node)
	walk = func(where string, n *node) {
		switch n.kind {
		case tableKind:
			for _, key := range n.keys {
				walk(where+"."+key, n.table[key])
			}
		case listKind:
			for i, item := range n.list {
				walk(fmt.Sprintf("%s[%d]", where, i), item)
			}
		default:
			got = append(got, fmt.Sprintf("%s=%q:%d", where, n.text, n.line))
		}
	}
	walk("", d.root)
	check(t, "values", got, []string{
		`.name="web":3`, `.list[0]="1.10":5`, `.list[1]="web":3`, `.list[2].a="x":7`, `.list[2].b[0]="true":7`, `.list[2].b[1]="":7`,
		`.more="two\nlines\n":8`, `.base.k="1":12`, `.base.l="2":13`, `.use.k="3":16`, `.use.l="2":13`,
	})
}

func TestReadYAMLRefuses(t *testing.T) {
	var keys strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&keys, "k%d: v\n", i)
	}
	bomb := "a: &a [x,x,x,x,x,x,x,x,x,x]\n"
	for i := 'b'; i < 'k'; i++ {
		bomb += fmt.Sprintf("%c: &%c [%s*%c]\n", i, i, strings.Repeat(fmt.Sprintf("*%c,", i-1), 9), i-1)
	}
	tests := []struct{ name, text, want string }{
		{"syntax", "a: b: c\n", "a.yml:1: not YAML: mapping value is not allowed in this context"},
		{"quote", "a: \"b\n", "a.yml:1: not YAML: could not find end character of double-quoted text"},
		{"twice", "a: 1\na: 2\n", `a.yml:2: not YAML: mapping key "a" already defined at [1:1]`},
		{"no anchor", "a: *b\n", `a.yml:1: alias "b": names no anchor above it`},
		{"itself", "a: &b [*b]\n", `a.yml:1: alias "b": names no anchor above it`},
		{"documents", "a: 1\n---\nb: 2\n---\n", "a.yml:4: holds more than one document"},
		{"keys", keys.String(), "a.yml:6326: holds too many keys"},
		{"brackets", strings.Repeat("[", 100_000), "a.yml:1: nested more than 40 levels deep"},
		{"dashes", strings.Repeat("- ", 100_000), "a.yml:1: nested more than 40 levels deep"},
		{"tags", strings.Repeat("! ", 100_000), "a.yml:1: more than 8 marks before one value"},
		{"anchors", "- " + strings.Repeat("&a ", 100_000), "a.yml:1: more than 8 marks before one value"},
		{"aliases", "a: &a 1\nb:\n" + strings.Repeat("- *a\n", 2000), "a.yml:1002: holds more than 1000 anchors and aliases"},
		{"bomb", bomb, "a.yml: holds more than 1000000 values"},
		{"blank lines", "a: |" + strings.Repeat("\n", 1_000_000), "a.yml:502: more than 500 blank lines in a row"},
		{"tabs", `a: "` + strings.Repeat("\tx", 100_000), "a.yml:1: holds too many tabs"},
		{"nothing", strings.Repeat("- # x\n", 100_000), "a.yml: holds too many empty values"},
		{"braces", strings.Repeat("- {a, b}\n", 50_000), "a.yml: holds too many empty values"},
		{"long keys", strings.Repeat("k", 1<<20) + ":\n" + strings.Repeat(" - a\n", 1000), "a.yml:"},
		{"large", strings.Repeat("# 345678\n", 1<<20), "a.yml: larger than 8388608 bytes"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ends(t, func() {
				_, err := readYAML(tree(t, "a.yml", tt.text), "a.yml", maxYAML)
				wantError(t, err, tt.want)
			})
		})
	}
}
