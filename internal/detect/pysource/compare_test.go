package pysource

import (
	"fmt"
	"hash/crc32"
	"regexp"
	"slices"
	"strings"
)

// complaints are what Parse says of a file that CPython reads without any.
func complaints(m *Module, src []byte, modern bool) []string {
	var out []string
	for _, e := range m.Errors {
		out = append(out, fmt.Sprintf("error on line %d: %s", e.Line, e.Text))
	}
	if !modern || m.Python2 == 0 {
		return out
	}
	// Python 3 reads `print >>file, x`, and from 3.14 on `except X, e:`, as something else.
	if line := strings.Split(decode(src), "\n")[m.Python2-1]; !strings.Contains(line, "print >>") && !oldExcept.MatchString(line) {
		out = append(out, fmt.Sprintf("line %d taken for Python 2", m.Python2))
	}
	return out
}

// differentFacts compares sorted facts.
func differentFacts(want, got []string) []string {
	var diff []string
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

// differentLines compares lines with the digests that facts.py makes of its
// own: one for each line, or each group of them that ends with one that holds
// the word. The first that differs is shown; the rest may just be shifted.
func differentLines(want []uint32, lines []string, ends string) []string {
	n, start := uint32(0), 0
	for i, line := range append(slices.Clip(lines), "") {
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

// debugField finds f"{x=}" and more: it leaves no mark in CPython's tree.
var debugField = regexp.MustCompile(`=\s*(?:![rsa]\s*)?[:}]`)

// treeLines gives the module in the words of testdata/tree.py. Names are as
// they are written; names has those that CPython has in another form.
func treeLines(m *Module, src []byte, version int, names [][2]string) []string {
	w := treeWriter{
		lines:         version >= 309,
		linesInFields: version >= 312,
		texts:         !strings.Contains(string(src), `\N{`), // which is not resolved
	}
	w.exceptTuples = version >= 314
	w.source = strings.Split(decode(src), "\n")
	w.ftexts = w.texts && !debugField.Match(src)
	w.block(m.Body, "")
	for i := range w.out {
		for _, name := range names {
			w.out[i] = strings.ReplaceAll(w.out[i], name[0], name[1])
		}
	}
	return w.out
}

// letter is one beyond ASCII.
var letter = regexp.MustCompile(`[^\x00-\x7f]`)

// plain gives the lines as facts.py has them.
func (r *reference) plain(lines []string) []string {
	if r.Unlettered {
		for i := range lines {
			lines[i] = letter.ReplaceAllString(lines[i], "~")
		}
	}
	return lines
}
