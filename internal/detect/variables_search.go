package detect

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// variableSearch is one search for the variables of a program.
type variableSearch struct {
	*program
	table    knowledge.Variables
	reached  map[string]bool // files that are imported when the program starts
	all      bool            // which these are is not known
	files    []string        // that belong to the program
	found    map[string][]*VariableRead
	set      map[string]bool                             // variables that the program sets
	locals   map[*pysource.Stmt]map[string]binding       // names of functions
	objects  map[variableName]*variableObject            // what names stand for
	asked    map[*pysource.Stmt][]string                 // variables that the test of an `if` reads
	wrappers map[string]*variableWrapper                 // functions that read the variable they are told, by FILE:NAME
	steps    int                                         // of texts, for one name
	only     map[string]bool                             // the wrappers whose calls are looked for; nil for all readings
	held     map[variableName][]*VariableRead            // variables of Python that hold what was read
	started  map[*pysource.Stmt]VariableNeed             // functions that run when the program starts
	classes  map[*pysource.Stmt]*knowledge.SettingsClass // classes of settings, nil for others
}

// variableName is a name where it is used: in a file, and a function of it.
type variableName struct {
	file string
	def  *pysource.Stmt
	name string
}

func newVariableSearch(p *program, table knowledge.Variables, reached map[string]bool) *variableSearch {
	return &variableSearch{
		program: p, table: table, reached: reached, all: len(reached) == 0,
		found: map[string][]*VariableRead{}, set: map[string]bool{}, locals: map[*pysource.Stmt]map[string]binding{},
		objects: map[variableName]*variableObject{}, asked: map[*pysource.Stmt][]string{}, wrappers: map[string]*variableWrapper{},
		held: map[variableName][]*VariableRead{}, started: map[*pysource.Stmt]VariableNeed{}, classes: map[*pysource.Stmt]*knowledge.SettingsClass{},
	}
}

// maxWrapped bounds how many functions that read variables are followed, and how deep they stand in each other.
const (
	maxWrapped     = 60
	maxWrapperDeep = 3
)

// readCalls reads the files that hold a word of those that read variables, and then those that call functions of the
// repository which read the variable that they are told.
func (s *variableSearch) readCalls() {
	words := s.words()
	var files []string
	for _, file := range s.files {
		if s.holds(file, words) {
			files = append(files, file)
		}
	}
	files = s.withUsers(files, s.sharedObjects(files))
	for _, file := range files {
		s.readFile(file)
	}
	done := map[string]bool{}
	for range maxWrapperDeep {
		s.only = map[string]bool{}
		shared := map[string][]string{}
		for _, key := range sortedKeys(s.wrappers) {
			if !done[key] && len(done) < maxWrapped {
				done[key], s.only[key] = true, true
				w := s.wrappers[key]
				shared[w.place.file] = append(shared[w.place.file], w.name)
			}
		}
		if len(s.only) == 0 {
			return
		}
		for _, file := range s.withUsers(sortedKeys(shared), shared) {
			s.readFile(file)
		}
	}
}

// sharedObjects lists the names at the top of files that hold a reader, by file: other files may import them.
func (s *variableSearch) sharedObjects(files []string) map[string][]string {
	shared := map[string][]string{}
	names := 0
	for _, file := range files {
		m := s.module(file)
		if m == nil {
			continue
		}
		for _, name := range sortedKeys(m.names) {
			if names < maxWrapped && s.shares(file, m.names[name]) {
				names++
				shared[file] = append(shared[file], name)
			}
		}
	}
	return shared
}

// shares reports whether a name at the top of a file reads variables: an object that it makes, or what it imports to
// that end. `os` itself is imported wherever it is used.
func (s *variableSearch) shares(file string, b binding) bool {
	if b.value != nil {
		return s.object(variablePlace{file: file}, b.value, maxHops) != nil
	}
	return b.imported != "" && slices.ContainsFunc(s.table.Readers, func(r knowledge.Reader) bool {
		return r.Name != "os" && slices.Contains(slices.Concat(r.Calls, r.Classes, r.Objects), b.imported)
	})
}

// withUsers adds the files that may import one of the names from the files.
func (s *variableSearch) withUsers(files []string, shared map[string][]string) []string {
	known := map[string]bool{}
	for _, f := range files {
		known[f] = true
	}
	for _, from := range sortedKeys(shared) {
		module := strings.TrimSuffix(path.Base(from), ".py")
		if module == "__init__" {
			module = path.Base(path.Dir(from))
		}
		for _, file := range s.files {
			if known[file] {
				continue
			}
			raw := s.text(file)
			if module != "." && !bytes.Contains(raw, []byte(module)) {
				continue
			}
			if slices.ContainsFunc(shared[from], func(name string) bool { return bytes.Contains(raw, []byte(name)) }) {
				known[file] = true
			}
		}
	}
	return sortedKeys(known)
}

// note keeps one reading. The name must be one that an environment can hold.
func (s *variableSearch) note(name string, read VariableRead, pl variablePlace, line int) *VariableRead {
	if !knowledge.ValidVariable(strings.TrimSuffix(name, "*")) {
		return nil
	}
	reads, seen := s.found[name]
	for _, have := range reads { // of a class of settings that several are made from
		if have.Evidence.File == pl.file && have.Evidence.Line == line && have.By == read.By {
			if have.Fails == "" {
				have.Fails = read.Fails
			}
			return have
		}
	}
	if !seen && len(s.found) >= maxVariables || len(reads) >= maxVariableReads {
		return nil
	}
	read.name = name
	if read.Fails == NeededInUse {
		read.place = pl
		read.place.parents = slices.Clone(pl.parents)
		read.place.above = nil
	}
	read.Reached = s.all || s.reached[pl.file]
	read.Evidence = source.Evidence{File: pl.file, Line: line}
	s.found[name] = append(reads, &read)
	return &read
}
