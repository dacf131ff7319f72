package detect

import (
	"bytes"
	"path"
	"slices"
	"strings"
)

// maxBeside bounds the files that stand aside and are looked for among the imports of the program.
const maxBeside = 100

// programFiles lists the files that belong to the program: those that it surely imports, those whose place says so, and
// those that stand aside, in tools/ or third_party/, and are imported by one of these.
func (s *variableSearch) programFiles(placed *importSearch) {
	words := s.words()
	beside := map[string]bool{} // files
	stems := map[string]bool{}  // of their names
	for _, file := range s.program.files {
		switch {
		case s.reached[file] || placed.ofProgram(file):
			s.files = append(s.files, file)
		case !isTestName(file) && !within(file, placed.projects) && len(beside) < maxBeside && s.holds(file, words):
			beside[file] = true
			stems[moduleStem(file)] = true
		}
	}
	if len(beside) == 0 {
		return
	}
	names := sortedKeys(stems)
	for i := 0; i < len(s.files); i++ { // it grows: what is added may import more
		raw := s.text(s.files[i])
		if !slices.ContainsFunc(names, func(n string) bool { return bytes.Contains(raw, []byte(n)) }) {
			continue
		}
		m := s.module(s.files[i])
		if m == nil {
			continue
		}
		for _, imp := range imports(m.body) {
			if file, _, ok := s.find(s.files[i], imp.name, imp.level); ok && beside[file] {
				delete(beside, file)
				s.files = append(s.files, file)
			}
		}
	}
	slices.Sort(s.files)
}

// moduleStem gives the last part of a module's name.
func moduleStem(file string) string {
	if path.Base(file) == "__init__.py" {
		return path.Base(path.Dir(file))
	}
	return strings.TrimSuffix(path.Base(file), ".py")
}

// holds reports whether a file holds one of the words.
func (s *variableSearch) holds(file string, words [][]byte) bool {
	raw := s.text(file)
	return slices.ContainsFunc(words, func(w []byte) bool { return bytes.Contains(raw, w) })
}

// words are those without which a file reads no variable.
func (s *variableSearch) words() [][]byte {
	words := []string{"environ", "getenv", "BaseSettings"}
	add := func(dotted string) {
		first, _, _ := strings.Cut(dotted, ".")
		if first != "os" && first != "environ" && first != "starlette" && !slices.Contains(words, first) {
			words = append(words, first)
		}
	}
	for _, r := range s.table.Readers {
		for _, dotted := range slices.Concat(r.Calls, r.Classes, r.Objects) {
			add(dotted)
		}
	}
	words = append(words, "starlette.config", "from_envvar")
	for _, o := range s.table.Options {
		words = append(words, o.Keyword)
	}
	for _, p := range s.table.Prefixes {
		if p.Call != "" && p.Default != "" {
			add(p.Call)
		} else if p.Default == "" {
			words = append(words, p.Keyword)
		} else {
			words = append(words, p.Method[strings.LastIndexByte(p.Method, '.')+1:])
		}
	}
	var raw [][]byte
	for _, w := range words {
		raw = append(raw, []byte(w))
	}
	return raw
}
