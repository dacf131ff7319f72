package detect

import (
	"bytes"
	"slices"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
)

// settingsSearch gathers the classes of settings: each of their fields is read from a variable.
type settingsSearch struct {
	*variableSearch
	found  []settingsFound
	bases  map[*pysource.Stmt]bool // classes that others are made from
	files  []string                // that hold classes of settings
	fields int                     // that were read
}

type settingsFound struct {
	file  string
	class *pysource.Stmt
	row   *knowledge.SettingsClass
}

// maxSettings bounds the classes of settings, and how deep they are made from each other.
const (
	maxSettings     = 200
	maxSettingsDeep = 6
	maxFields       = 20 * maxVariables
)

// readSettings notes the fields of every class that is made from one that reads variables.
func (s *variableSearch) readSettings() {
	search := &settingsSearch{variableSearch: s, bases: map[*pysource.Stmt]bool{}}
	words := map[string]bool{}
	for _, row := range s.table.Settings {
		words[row.Class[bytes.LastIndexByte([]byte(row.Class), '.')+1:]] = true
	}
	seen := map[string]bool{}
	for range maxSettingsDeep {
		var names []string
		for _, file := range s.files {
			raw := s.text(file)
			for word := range words {
				if !seen[file] && bytes.Contains(raw, []byte(word)) && bytes.Contains(raw, []byte("class ")) {
					seen[file] = true
					names = append(names, search.classesOf(file)...)
				}
			}
		}
		if len(names) == 0 {
			break
		}
		words = map[string]bool{}
		for _, name := range names {
			words[name] = true
		}
	}
	for _, c := range search.found {
		if !search.bases[c.class] || search.calls(c) {
			search.readClass(c)
		}
	}
}

// classesOf notes the classes of settings of a file, and gives their names.
func (s *settingsSearch) classesOf(file string) []string {
	m := s.module(file)
	if m == nil {
		return nil
	}
	s.files = append(s.files, file)
	var names []string
	pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		if st.Kind != pysource.ClassDef {
			return true
		}
		if row := s.settingsClass(file, st, maxHops); row != nil && len(s.found) < maxSettings {
			names = append(names, st.Name)
			if !testClass.MatchString(st.Name) {
				s.found = append(s.found, settingsFound{file: file, class: st, row: row})
				for _, base := range s.settingsBases(file, st) {
					s.bases[base.class] = true
				}
			}
		}
		return true
	})
	return names
}

// settingsClass gives the row of the class that a class is made from, nil where it is none of settings.
func (s *variableSearch) settingsClass(file string, class *pysource.Stmt, hops int) *knowledge.SettingsClass {
	if row, ok := s.classes[class]; ok || hops == 0 {
		return row
	}
	s.classes[class] = nil // against recursion
	for _, base := range class.Args {
		l, ok := s.lead(variablePlace{file: file}, base.Dotted(), maxHops)
		if !ok {
			continue
		}
		for i, row := range s.table.Settings {
			if row.Class == l.external {
				s.classes[class] = &s.table.Settings[i]
			}
		}
		if l.def != nil && l.def.Kind == pysource.ClassDef {
			if row := s.settingsClass(l.place.file, l.def, hops-1); row != nil {
				s.classes[class] = row
			}
		}
	}
	return s.classes[class]
}

// settingsBases lists the classes of the repository that a class is made from, nearest first.
func (s *variableSearch) settingsBases(file string, class *pysource.Stmt) []settingsFound {
	var bases []settingsFound
	queue := []settingsFound{{file: file, class: class}}
	for i := 0; i < len(queue) && i < maxHops; i++ {
		for _, base := range queue[i].class.Args {
			l, ok := s.lead(variablePlace{file: queue[i].file}, base.Dotted(), maxHops)
			if !ok || l.def == nil || l.def.Kind != pysource.ClassDef {
				continue
			}
			found := settingsFound{file: l.place.file, class: l.def}
			if l.def != class && !slices.Contains(bases, found) {
				bases = append(bases, found)
				queue = append(queue, found)
			}
		}
	}
	return bases
}

// calls reports whether a class is made use of by itself, not only by those that are made from it.
func (s *settingsSearch) calls(c settingsFound) bool {
	for _, file := range s.files {
		found := false
		pysource.Inspect(s.module(file).body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
			if st.Value == nil || found {
				return !found
			}
			st.Value.Walk(func(e *pysource.Expr) bool {
				if e.Kind == pysource.Call && e.X.Dotted() == c.class.Name {
					l, ok := s.lead(variablePlace{file: file}, c.class.Name, maxHops)
					found = found || ok && l.def == c.class
				}
				return !found
			})
			return !found
		})
		if found {
			return true
		}
	}
	return false
}

// settingsRules are what a class of settings says of all its fields.
type settingsRules struct {
	prefix    string
	delimiter string
	exact     bool                      // names are taken as they are written
	names     map[string]*pysource.Expr // of pydantic 1: fields = {"x": {"env": "Y"}}
}

// settingsRules reads `class Config:`, model_config and the keywords of the class, those of the nearest class first.
func (s *variableSearch) settingsRules(all []settingsFound) settingsRules {
	rules := settingsRules{names: map[string]*pysource.Expr{}}
	seen := map[string]bool{}
	set := func(file, key string, value *pysource.Expr) {
		if seen[key] || value == nil {
			return
		}
		pl := variablePlace{file: file}
		switch key {
		case "env_prefix":
			rules.prefix = firstText(s.texts(pl, value, maxHops))
		case "env_nested_delimiter":
			rules.delimiter = firstText(s.texts(pl, value, maxHops))
		case "case_sensitive":
			rules.exact = value.Name == "True"
		case "fields":
			for i, k := range value.Args {
				if name, ok := k.Str(); ok && value.Kind == pysource.Dict && rules.names[name] == nil {
					rules.names[name] = value.Values[i]
				}
			}
			return
		default:
			return
		}
		seen[key] = true
	}
	for _, c := range all {
		for _, k := range c.class.Keywords {
			set(c.file, k.Name, k.Value)
		}
		for _, st := range c.class.Body {
			switch {
			case st.Kind == pysource.ClassDef && st.Name == "Config":
				for _, line := range st.Body {
					if line.Kind == pysource.Assign && len(line.Targets) == 1 {
						set(c.file, line.Targets[0].Name, line.Value)
					}
				}
			case st.Kind == pysource.Assign && len(st.Targets) == 1 && st.Targets[0].Name == "model_config" && st.Value != nil:
				for _, k := range st.Value.Keywords {
					set(c.file, k.Name, k.Value)
				}
				for i, value := range st.Value.Values {
					key, _ := st.Value.Args[i].Str()
					set(c.file, key, value)
				}
			}
		}
	}
	return rules
}
