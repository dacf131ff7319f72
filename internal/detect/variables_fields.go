package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// settingsField is a field of a class of settings.
type settingsField struct {
	file string
	st   *pysource.Stmt
	name string
}

// readClass notes the fields of one class of settings and of those that it is made from.
func (s *settingsSearch) readClass(c settingsFound) {
	all := append([]settingsFound{c}, s.settingsBases(c.file, c.class)...)
	rules := s.settingsRules(all)
	for _, f := range s.fieldsOf(all) {
		s.readField(c, f, rules, rules.prefix, true, maxSettingsDeep)
	}
}

// fieldsOf lists the fields of classes, each by the first that has it.
func (s *settingsSearch) fieldsOf(all []settingsFound) []settingsField {
	var fields []settingsField
	seen := map[string]bool{}
	for _, c := range all {
		for _, st := range c.class.Body {
			if st.Kind != pysource.Assign || len(st.Targets) != 1 || st.Targets[0].Kind != pysource.Name || len(fields) >= maxVariables {
				continue
			}
			name := st.Targets[0].Name
			if strings.HasPrefix(name, "_") || name == "model_config" || seen[name] || st.Annotation == nil && !plainField(st.Value) || isClassVar(st.Annotation) {
				continue
			}
			seen[name] = true
			fields = append(fields, settingsField{file: c.file, st: st, name: name})
		}
	}
	return fields
}

// plainField reports whether a value without a type makes a field, as it does in pydantic 1.
func plainField(e *pysource.Expr) bool {
	_, known, _ := literalText(e)
	return known || e.Kind == pysource.List || e.Kind == pysource.Dict || e.Kind == pysource.Call && fieldCall(e)
}

func isClassVar(annotation *pysource.Expr) bool {
	if annotation != nil && annotation.Kind == pysource.Subscript {
		annotation = annotation.X
	}
	name := annotation.Dotted()
	return name == "ClassVar" || name == "typing.ClassVar" || strings.HasSuffix(name, ".ClassVar")
}

func fieldCall(e *pysource.Expr) bool {
	return e != nil && e.Kind == pysource.Call && (e.X.Dotted() == "Field" || strings.HasSuffix(e.X.Dotted(), ".Field"))
}

// readField notes one field: by its aliases, else by its name behind the prefix. The fields of a model in it are
// variables of their own where a delimiter joins their names. needed says whether the field as a whole must be there.
func (s *settingsSearch) readField(c settingsFound, f settingsField, rules settingsRules, prefix string, needed bool, hops int) {
	if s.fields++; s.fields > maxFields {
		return
	}
	pl := variablePlace{file: f.file, stmt: f.st, parents: []*pysource.Stmt{c.class}}
	value, field := f.st.Value, f.st.Value
	if !fieldCall(field) {
		field = nil
	}
	f.st.Annotation.Walk(func(e *pysource.Expr) bool { // Annotated[str, Field(alias="X")]
		if fieldCall(e) && field == nil {
			field = e
		}
		return !fieldCall(e)
	})
	read := VariableRead{By: "pydantic-settings", To: s.annotated(pl, f.st.Annotation), As: []string{f.name}}
	if c.row.Optional {
		read.By = "pydantic"
	}
	if !slices.Contains(read.To, "str") {
		for _, name := range read.To {
			if kind := kindOfName(name[strings.LastIndexByte(name, '.')+1:]); kind != "" {
				read.Kind = kind
			}
		}
	}
	fails := s.fieldDefault(pl, value, field, &read)
	if c.row.Optional && f.st.Value == nil && mayBeNone(f.st.Annotation) {
		fails = false
	}
	names, alias := s.fieldNames(c, pl, f, field, rules, prefix)
	if model := s.model(pl, f.st.Annotation); model != nil && !alias {
		if s.settingsClass(model.file, model.class, maxHops) != nil {
			return // reads its fields itself
		}
		if rules.delimiter != "" && hops > 0 {
			for _, inner := range s.fieldsOf(append([]settingsFound{*model}, s.settingsBases(model.file, model.class)...)) {
				s.readField(c, inner, settingsRules{delimiter: rules.delimiter, exact: rules.exact}, prefix+f.name+rules.delimiter, needed && fails, hops-1)
			}
			return
		}
	}
	if s.reads(pl, value) { // X: str = os.getenv("Y") is read there
		return
	}
	if fails && needed && len(names) == 1 {
		read.Fails = NeededAtStart
	}
	for _, name := range names {
		s.note(name, read, variablePlace{file: f.file}, f.st.Line)
	}
}

// fieldDefault takes in the default of a field; true where it has none.
func (s *settingsSearch) fieldDefault(pl variablePlace, value, field *pysource.Expr, read *VariableRead) bool {
	if value == field && field != nil || value == nil {
		value = nil
		if field != nil {
			if made := field.Keyword("default_factory"); made != nil {
				read.HasDefault = true
				read.Random = s.random(variableArgument{place: pl, value: made})
				return false
			}
			value = readArgument(field, 0, "default")
		}
	}
	if value == nil || value.Kind == pysource.Constant && value.Name == "..." {
		return true
	}
	text, known, given := s.literal(variableArgument{place: pl, value: value})
	read.HasDefault = given
	if known {
		read.Default = text
	}
	read.Random = s.random(variableArgument{place: pl, value: value})
	return false
}

// fieldNames gives the variables that a field is read from; alias says that they are told by an alias.
func (s *settingsSearch) fieldNames(c settingsFound, pl variablePlace, f settingsField, field *pysource.Expr, rules settingsRules, prefix string) (names []string, alias bool) {
	told := []*pysource.Expr{field.Keyword(c.row.Alias)}
	if !c.row.Optional {
		told = append(told, field.Keyword("alias"))
	}
	if more := rules.names[f.name]; more != nil && more.Kind == pysource.Dict {
		for i, key := range more.Args {
			if text, _ := key.Str(); text == c.row.Alias {
				told = append(told, more.Values[i])
			}
		}
	} else {
		told = append(told, more)
	}
	for _, e := range told {
		if e == nil {
			continue
		}
		list := []*pysource.Expr{e}
		if e.Kind == pysource.Call || e.Kind == pysource.List || e.Kind == pysource.Tuple || e.Kind == pysource.Set { // AliasChoices("A", "B")
			list = e.Args
		}
		for _, item := range list {
			names = append(names, s.texts(pl, item, maxHops)...)
		}
		break
	}
	alias = len(names) > 0
	if !alias {
		names = []string{prefix + f.name}
	}
	if !rules.exact {
		for i := range names {
			names[i] = strings.ToUpper(names[i])
		}
	}
	return names, alias
}

// model gives the class of the repository that the type of a field names, nil where it names none.
func (s *settingsSearch) model(pl variablePlace, annotation *pysource.Expr) *settingsFound {
	var found *settingsFound
	annotation.Walk(func(e *pysource.Expr) bool {
		if e.Kind == pysource.Subscript && strings.Contains(strings.ToLower(e.X.Dotted()), "list") || e.Kind == pysource.Subscript && strings.Contains(strings.ToLower(e.X.Dotted()), "dict") {
			return false
		}
		if e.Kind != pysource.Name && e.Kind != pysource.Attribute {
			return true
		}
		l, ok := s.lead(variablePlace{file: pl.file}, e.Dotted(), maxHops)
		if ok && l.def != nil && l.def.Kind == pysource.ClassDef && s.isModel(l.place.file, l.def) {
			found = &settingsFound{file: l.place.file, class: l.def}
		}
		return false
	})
	return found
}

// isModel reports whether a class is one of pydantic's: an enumeration is none.
func (s *settingsSearch) isModel(file string, class *pysource.Stmt) bool {
	if s.settingsClass(file, class, maxHops) != nil {
		return true
	}
	for _, c := range append([]settingsFound{{file: file, class: class}}, s.settingsBases(file, class)...) {
		for _, base := range c.class.Args {
			if l, ok := s.lead(variablePlace{file: c.file}, base.Dotted(), maxHops); ok && (l.external == "pydantic.BaseModel" || l.external == "pydantic.v1.BaseModel") {
				return true
			}
		}
	}
	return false
}

// mayBeNone reports whether a type admits None.
func mayBeNone(annotation *pysource.Expr) bool {
	none := false
	annotation.Walk(func(e *pysource.Expr) bool {
		name := e.Dotted()
		none = none || name == "Optional" || strings.HasSuffix(name, ".Optional") || e.Kind == pysource.Constant && e.Name == "None"
		return !none
	})
	return none
}

// reads reports whether an expression reads a variable itself.
func (s *settingsSearch) reads(pl variablePlace, e *pysource.Expr) bool {
	return e != nil && len(s.namesIn(pl, e)) > 0
}
