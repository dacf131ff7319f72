package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// value is what an expression is when the program runs, as far as the source says it without being run.
type value struct {
	text  string // of a string or a number; the default where it can be changed from outside
	known bool   // text is what it is, or its default
	env   string // variable of the environment that changes it
	flag  string // option of the command line that changes it: --port
	file  string
	line  int // where the default stands
}

// maxValueHops bounds how many names are followed for one value.
const maxValueHops = 10

// value follows an expression to a constant: through names, settings, environment variables and options.
func (p *program) value(in scope, e *pysource.Expr, hops int) value {
	if e == nil || hops == 0 {
		return value{}
	}
	here := func(text string) value { return value{text: text, known: true, file: in.file, line: e.Line} }
	if s, ok := e.Str(); ok {
		return here(s)
	}
	switch e.Kind {
	case pysource.Number:
		return here(e.Text)
	case pysource.Constant:
		return value{known: true, file: in.file, line: e.Line}
	case pysource.FString:
		return p.filled(in, e, hops)
	case pysource.BoolOp: // os.environ.get("PORT") or 8000
		var v value
		for _, a := range e.Args {
			next := p.value(in, a, hops-1)
			if v.env == "" {
				v.env = next.env
			}
			if v.flag == "" {
				v.flag = next.flag
			}
			if v.text == "" {
				v.text, v.known, v.file, v.line = next.text, next.known, next.file, next.line
			}
		}
		return v
	case pysource.IfExp: // int(port) if port else 8000
		v := p.value(in, e.X, hops-1)
		if other := p.value(in, e.Args[len(e.Args)-1], hops-1); v.text == "" {
			v.text, v.known, v.file, v.line = other.text, other.known, other.file, other.line
		}
		return v
	case pysource.BinOp:
		return p.joinedText(in, e, hops)
	case pysource.Call:
		if e.X.Kind == pysource.Attribute && e.X.Name == "format" {
			return p.joinedText(in, e, hops)
		}
		return p.valueOfCall(in, e, hops)
	case pysource.Subscript:
		if t, ok := p.resolve(in, e.X.Dotted()); ok && t.external == "os.environ" && len(e.Args) == 1 {
			name, _ := e.Args[0].Str()
			return value{env: name, file: in.file, line: e.Line}
		}
	case pysource.Name:
		return p.valueOfName(in, e, hops)
	case pysource.Attribute:
		return p.valueOfAttribute(in, e, hops)
	}
	return value{}
}

// filled puts the values of its fields into an f-string: f"[::]:{port}".
func (p *program) filled(in scope, e *pysource.Expr, hops int) value {
	v := value{text: e.Text, known: true, file: in.file, line: e.Line}
	for _, field := range e.Args {
		part := p.value(in, field, hops-1)
		if v.env == "" {
			v.env = part.env
		}
		if v.flag == "" {
			v.flag = part.flag
		}
		v.known = v.known && part.known
		v.text = strings.Replace(v.text, "{}", part.text, 1)
	}
	return v
}

// valueOfCall reads int(…), os.environ.get(…) and functions of libraries that read the environment in the same form:
// a name, and a default.
func (p *program) valueOfCall(in scope, e *pysource.Expr, hops int) value {
	name := e.X.Dotted()
	if e.X.Kind == pysource.Name && (name == "int" || name == "str") && len(e.Args) == 1 {
		return p.value(in, e.Args[0], hops-1)
	}
	if !p.readsEnvironment(in, e.X) || len(e.Args) == 0 {
		return value{}
	}
	variable := p.value(in, e.Args[0], hops-1)
	if !variable.known || !isIdentifier(variable.text) {
		return value{}
	}
	v := value{env: variable.text, file: in.file, line: e.Line}
	fallback := e.Keyword("default")
	if len(e.Args) > 1 {
		fallback = e.Args[1]
	}
	if d := p.value(in, fallback, hops-1); d.known {
		v.text, v.known, v.line, v.file = d.text, true, d.line, d.file
	}
	return v
}

// readsEnvironment reports whether a call reads a variable of the environment: os.environ.get, os.getenv, or config()
// and env() of decouple, environs, django-environ and starlette.
func (p *program) readsEnvironment(in scope, callee *pysource.Expr) bool {
	dotted := callee.Dotted()
	if t, ok := p.resolve(in, dotted); ok && t.file == "" {
		return t.external == "os.getenv" || t.external == "os.environ.get" || t.external == "decouple.config"
	}
	first := callee
	if callee.Kind == pysource.Attribute { // env.int("PORT", 8000)
		first = callee.X
	}
	if first.Kind != pysource.Name {
		return false
	}
	made := p.assigned(in, first.Name)
	if made == nil {
		if t, ok := p.resolve(in, first.Name); ok && t.file != "" && t.file != in.file {
			made = p.assigned(scope{file: t.file}, t.name)
			in = scope{file: t.file}
		}
	}
	if made == nil || made.Kind != pysource.Call {
		return false
	}
	t, ok := p.resolve(in, made.X.Dotted())
	switch {
	case !ok || t.file != "":
		return false
	case strings.HasPrefix(t.external, "environs."), strings.HasPrefix(t.external, "environ."),
		strings.HasPrefix(t.external, "starlette.config."), strings.HasPrefix(t.external, "decouple."):
		return true
	}
	return false
}

// valueOfName follows a variable, a parameter with its default or its option, or a constant of another file.
func (p *program) valueOfName(in scope, e *pysource.Expr, hops int) value {
	if in.def != nil {
		for _, param := range in.def.Params {
			if param.Name == e.Name {
				return p.parameter(in, param, hops)
			}
		}
	}
	if made := p.assigned(in, e.Name); made != nil && made != e {
		return p.value(in, made, hops-1)
	}
	t, ok := p.resolve(in, e.Name)
	if !ok || t.file == "" || t.file == in.file || p.module(t.file) == nil {
		return value{}
	}
	return p.value(scope{file: t.file}, p.module(t.file).names[t.name].value, hops-1)
}

// parameter gives the default of a parameter; where a decorator of click, or typer by its default, makes an option of
// it, the option too.
func (p *program) parameter(in scope, param pysource.Param, hops int) value {
	for _, d := range in.def.Decorators {
		if d.Kind != pysource.Call || !strings.HasSuffix(d.X.Dotted(), "option") {
			continue
		}
		if flag := optionNamed(d, param.Name); flag != "" {
			v := p.value(scope{file: in.file}, d.Keyword("default"), hops-1)
			v.flag = flag
			if env, ok := d.Keyword("envvar").Str(); ok {
				v.env, v.flag = env, ""
			}
			return v
		}
	}
	if param.Default == nil {
		return value{}
	}
	if t, ok := p.resolve(scope{file: in.file}, callee(param.Default)); ok && (t.external == "typer.Option" || t.external == "typer.Argument") {
		v := value{flag: "--" + strings.ReplaceAll(param.Name, "_", "-")}
		if len(param.Default.Args) > 0 {
			d := p.value(in, param.Default.Args[0], hops-1)
			v.text, v.known, v.file, v.line = d.text, d.known, d.file, d.line
		}
		return v
	}
	return p.value(scope{file: in.file}, param.Default, hops-1)
}

func callee(e *pysource.Expr) string {
	if e.Kind != pysource.Call {
		return ""
	}
	return e.X.Dotted()
}

// optionNamed gives the long option of a call that declares the option of a name: "-p", "--port".
func optionNamed(call *pysource.Expr, name string) string {
	dest, _ := call.Keyword("dest").Str()
	flag, matches := "", dest == name
	for _, a := range call.Args {
		s, ok := a.Str()
		if !ok {
			continue
		}
		if s == name {
			matches = true
		}
		if long, ok := strings.CutPrefix(s, "--"); ok {
			if flag == "" {
				flag = s
			}
			if dest == "" && strings.ReplaceAll(long, "-", "_") == name {
				flag, matches = s, true
			}
		}
	}
	if !matches || strings.ContainsAny(flag, " =\"'\n") {
		return ""
	}
	return flag
}

// valueOfAttribute reads args.port of argparse, options.port of tornado, and attributes of settings objects.
func (p *program) valueOfAttribute(in scope, e *pysource.Expr, hops int) value {
	if e.X.Kind == pysource.Name {
		if v, ok := p.option(in, e.Name, hops); ok {
			return v
		}
	}
	t, ok := p.resolve(in, e.Dotted())
	if ok && t.file != "" && t.name != "" && p.module(t.file) != nil {
		return p.value(scope{file: t.file}, p.module(t.file).names[t.name].value, hops-1)
	}
	class, file := p.classOf(in, e.X)
	if class == nil && e.X.Kind == pysource.Name {
		if t, ok := p.resolve(in, e.X.Name); ok && t.file != "" && p.module(t.file) != nil {
			def := p.module(t.file).names[t.name].def
			if def != nil && def.Kind == pysource.ClassDef { // Config.PORT
				class, file = def, t.file
			} else if made := p.module(t.file).names[t.name].value; made != nil {
				class, file = p.classOf(scope{file: t.file}, made)
			}
		}
	}
	if class == nil {
		return value{}
	}
	for _, st := range class.Body {
		if st.Kind == pysource.Assign && st.Value != nil && len(st.Targets) == 1 && st.Targets[0].Dotted() == e.Name {
			v := p.value(scope{file: file}, st.Value, hops-1)
			if v.env == "" && settingsClass(class) {
				v.env = strings.ToUpper(e.Name)
			}
			return v
		}
	}
	return value{}
}

// settingsClass reports whether the attributes of a class are read from the environment by their names: pydantic's.
func settingsClass(class *pysource.Stmt) bool {
	for _, b := range class.Args {
		if strings.HasSuffix(b.Dotted(), "BaseSettings") {
			return !hasPrefixSetting(class)
		}
	}
	return false
}

// hasPrefixSetting reports whether the names in the environment differ from those of the attributes.
func hasPrefixSetting(class *pysource.Stmt) bool {
	found := false
	pysource.Inspect(class.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		st.Walk(func(x *pysource.Expr) bool {
			for _, k := range x.Keywords {
				found = found || k.Name == "env_prefix"
			}
			return true
		})
		for _, t := range st.Targets {
			found = found || t.Dotted() == "env_prefix"
		}
		return true
	})
	return found
}

// option finds what declares an option of the command line in the file: add_argument("--port", default=8000) of
// argparse, define("port", default=8000) of tornado, add_option of optparse.
func (p *program) option(in scope, name string, hops int) (value, bool) {
	m := p.module(in.file)
	if m == nil {
		return value{}, false
	}
	var v value
	found := false
	pysource.Inspect(m.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		st.Walk(func(x *pysource.Expr) bool {
			if found || x.Kind != pysource.Call || len(x.Args) == 0 {
				return !found
			}
			called := x.X.Dotted()
			if x.X.Kind == pysource.Attribute {
				called = x.X.Name
			}
			flag := ""
			switch called {
			case "add_argument", "add_option":
				flag = optionNamed(x, name)
				if s, ok := x.Args[0].Str(); ok && s == name { // a positional argument cannot be named
					return true
				}
			case "define":
				if s, ok := x.Args[0].Str(); ok && s == name {
					flag = "--" + s
				}
			}
			if flag == "" {
				return true
			}
			found = true
			d := x.Keyword("default")
			if d == nil && called == "define" && len(x.Args) > 1 {
				d = x.Args[1]
			}
			v = p.value(in, d, hops-1)
			v.flag = flag
			return false
		})
		return !found
	})
	return v, found
}
