package pysource

import (
	"fmt"
	"hash/crc32"
	"regexp"
	"slices"
	"strings"
)

// difference compares facts, whatever their order.
func (c *comparison) difference(want []string, m *Module, src []byte) []string {
	got := c.facts(m)
	if !stringsKnown(src) {
		isStrings := func(f string) bool { return strings.HasPrefix(f, "strings ") }
		want = slices.DeleteFunc(want, isStrings)
		got = slices.DeleteFunc(got, isStrings)
	}
	slices.Sort(got)
	slices.Sort(want)
	var diff []string
	for _, e := range m.Errors {
		diff = append(diff, fmt.Sprintf("error on line %d: %s", e.Line, e.Text))
	}
	// Python 3 reads `print >>file, x`, as something else.
	if c.modern() && m.Python2 > 0 && !strings.Contains(strings.Split(string(src), "\n")[m.Python2-1], "print >>") {
		diff = append(diff, fmt.Sprintf("line %d taken for Python 2", m.Python2))
	}
	for len(got) > 0 || len(want) > 0 {
		switch {
		case len(want) == 0 || len(got) > 0 && got[0] < want[0]:
			diff = append(diff, "only here:    "+got[0])
			got = got[1:]
		case len(got) == 0 || want[0] < got[0]:
			diff = append(diff, "only CPython: "+want[0])
			want = want[1:]
		default:
			got, want = got[1:], want[1:]
		}
	}
	return diff
}

// stringsKnown reports whether the values of all strings can be compared: what
// \N{...} stands for is not resolved.
func stringsKnown(src []byte) bool { return lettersKnown(src) && !strings.Contains(string(src), `\N{`) }

// lettersKnown reports whether the encoding is one whose letters are known.
// Of the others each is one letter, and compared as that.
func lettersKnown(src []byte) bool {
	encoding := encodingName(src)
	_, known := charsets[encoding]
	return known || encoding == "" || encoding == "ascii" || strings.HasPrefix(encoding, "utf")
}

// letter is one beyond ASCII.
var letter = regexp.MustCompile(`[^\x00-\x7f]`)

// debugField finds f"{x=}" and more: it leaves no mark in CPython's tree.
var debugField = regexp.MustCompile(`=\s*(?:![rsa]\s*)?[:}]`)

// tree gives the module in the words of testdata/tree.py.
func (c *comparison) tree(m *Module, src []byte, names [][2]string) []string {
	w := treeWriter{
		lines:         c.version >= 309,
		linesInFields: c.version >= 312,
		texts:         !strings.Contains(string(src), `\N{`),
	}
	w.ftexts = w.texts && !debugField.Match(src)
	w.block(m.Body, "")
	for i := range w.out {
		for _, name := range names {
			w.out[i] = strings.ReplaceAll(w.out[i], name[0], name[1])
		}
		if !lettersKnown(src) {
			w.out[i] = letter.ReplaceAllString(w.out[i], "~")
		}
	}
	return w.out
}

// differentLines compares lines with the digests that facts.py makes of its
// own: one for each line, or each group of them that ends with one that holds
// the word. The first that differs is shown; the rest may just be shifted.
func differentLines(want []uint32, lines []string, ends string) []string {
	n, start := uint32(0), 0
	for i, line := range append(lines, "") {
		n = crc32.Update(n, crc32.IEEETable, []byte(line))
		if i < len(lines) && !strings.Contains(line, ends) {
			continue
		}
		if len(want) == 0 || want[0] != n {
			return []string{"not so in CPython (see: facts.py show FILE): " + strings.Join(lines[start:min(i+1, len(lines))], "  ")}
		}
		want = want[1:]
		n, start = 0, i+1
	}
	if len(want) > 0 {
		return []string{fmt.Sprintf("%d lines or groups more in CPython", len(want))}
	}
	return nil
}
