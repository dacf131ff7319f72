package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/pelletier/go-toml/v2"
)

// Variables is what is known of variables of the environment: how programs read them, and what their names say.
type Variables struct {
	Readers  []Reader        `toml:"reader"`   // by name
	Options  []OptionReader  `toml:"option"`   // by keyword
	Prefixes []PrefixReader  `toml:"prefix"`   // by call, then by method
	Settings []SettingsClass `toml:"settings"` // by class
	Own      []OwnVariables  `toml:"own"`
	Words    VariableWords   `toml:"words"`
	Uses     VariableUses    `toml:"uses"`
}

// Reader is a library that reads variables. All names are dotted, as they are imported.
type Reader struct {
	Name          string         `toml:"name"`           // PyPI package, "os" for the standard library
	Calls         []string       `toml:"calls"`          // functions that read
	Classes       []string       `toml:"classes"`        // their objects read
	Objects       []string       `toml:"objects"`        // objects that are there already
	Methods       []string       `toml:"methods"`        // of the objects; "*" for all
	Others        []string       `toml:"others"`         // methods that read nothing
	Texts         []string       `toml:"texts"`          // methods that leave the text as it is, or take it apart
	Method        []ReaderMethod `toml:"method"`         // methods that know the name of their variable
	Variable      string         `toml:"variable"`       // the one that Calls read where none is named
	VariableName  string         `toml:"variable_name"`  // keyword of the name, which is the first argument else
	Default       int            `toml:"default"`        // position of the default when it is called
	MethodDefault int            `toml:"method_default"` // and in methods
	DefaultName   string         `toml:"default_name"`   // keyword of the default
	Prefix        string         `toml:"prefix"`         // keyword of the class for what goes before every name
	Prefixed      string         `toml:"prefixed"`       // method: `with env.prefixed("X_"):`
	Scheme        bool           `toml:"scheme"`         // keywords of the class are variables: NAME=(type, default)
	Fails         bool           `toml:"fails"`          // without the variable and without a default
	Why           string         `toml:"why"`
	Source        string         `toml:"source"`
	Checked       toml.LocalDate `toml:"checked"`
}

// ReaderMethod is a method that reads a variable of its own where none is named.
type ReaderMethod struct {
	Name     string `toml:"name"`
	Variable string `toml:"variable"`
}

// Reads reports whether a method of an object of the library reads a variable, and which where none is named.
func (r Reader) Reads(method string) (variable string, ok bool) {
	for _, m := range r.Method {
		if m.Name == method {
			return m.Variable, true
		}
	}
	if slices.Contains(r.Others, method) || strings.HasPrefix(method, "_") {
		return "", false
	}
	return "", slices.Contains(r.Methods, "*") || slices.Contains(r.Methods, method)
}

// OptionReader is a keyword that names the variable of an option.
type OptionReader struct {
	Keyword string         `toml:"keyword"`
	Modules []string       `toml:"modules"` // of the functions that take it
	Methods []string       `toml:"methods"` // or their names, whatever they belong to
	Why     string         `toml:"why"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// PrefixReader is a call that reads every variable that begins with a prefix, and an underscore.
type PrefixReader struct {
	Call    string         `toml:"call"`
	Method  string         `toml:"method"` // the end of a dotted name, where the object is not known
	Keyword string         `toml:"keyword"`
	Default string         `toml:"default"`
	Why     string         `toml:"why"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// SettingsClass is a class whose subclasses read a variable for each of their fields.
type SettingsClass struct {
	Class    string         `toml:"class"`
	Alias    string         `toml:"alias"`    // keyword of Field that names the variable
	Optional bool           `toml:"optional"` // a field that may be None has the default None
	Why      string         `toml:"why"`
	Source   string         `toml:"source"`
	Checked  toml.LocalDate `toml:"checked"`
}

// OwnVariables are variables that somebody else than the user sets.
type OwnVariables struct {
	Names    []string       `toml:"names"`
	Prefixes []string       `toml:"prefixes"`
	Why      string         `toml:"why"`
	Source   string         `toml:"source"`
	Checked  toml.LocalDate `toml:"checked"`
}

// VariableWords tell secrets by their names. Each is one word or several, in capitals.
type VariableWords struct {
	Addresses []string       `toml:"addresses"` // at the end: a secret, before all others
	First     []string       `toml:"first"`     // at the start: plain
	Last      []string       `toml:"last"`      // at the end: plain
	Public    []string       `toml:"public"`    // at the end: plain
	Anywhere  []string       `toml:"anywhere"`  // a secret
	End       []string       `toml:"end"`       // at the end: a secret, unless the value is a switch
	Glued     []string       `toml:"glued"`     // at the end of a word: DBPASSWORD
	Schemes   []string       `toml:"schemes"`   // of addresses that carry passwords
	Why       string         `toml:"why"`
	Source    string         `toml:"source"`
	Checked   toml.LocalDate `toml:"checked"`
}

// VariableUses tell what a value is by the functions and types that it is handed to, dotted.
type VariableUses struct {
	Secret  []string `toml:"secret"`
	Fails   []string `toml:"fails"`   // with None
	Through []string `toml:"through"` // the result is the value in another form
	// Database are those that take the address of a database, as dj-database-url reads it, and connect to nothing.
	Database []string `toml:"database"`
	// Texts are those that take every text.
	Texts   []string       `toml:"texts"`
	Why     string         `toml:"why"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// OwnVariable says why a variable is not the user's to set; "" where it is.
func (v Variables) OwnVariable(name string) string {
	for _, own := range v.Own {
		if slices.Contains(own.Names, name) || slices.ContainsFunc(own.Prefixes, func(p string) bool { return strings.HasPrefix(name, p) }) {
			return own.Why
		}
	}
	return ""
}

// VariableNameSays is what the name of a variable tells of its value.
type VariableNameSays struct {
	Secret string // the word that tells that it is a secret, "" where none does
	Weak   bool   // the word has another meaning, too: AUTH may be a switch
	Plain  string // the word that tells that it is none, though there may be words of secrets in it: PASSWORD_MIN_LENGTH
}

// NameSays reads the words of a name.
func (v Variables) NameSays(name string) VariableNameSays {
	words := " " + strings.Join(nameWords(name), " ") + " "
	ends := func(phrase string) bool { return strings.HasSuffix(words, " "+phrase+" ") }
	starts := func(phrase string) bool { return strings.HasPrefix(words, " "+phrase+" ") }
	holds := func(phrase string) bool { return strings.Contains(words, " "+phrase+" ") }
	if w := first(v.Words.Addresses, ends); w != "" {
		return VariableNameSays{Secret: w}
	}
	for _, rule := range []struct {
		phrases []string
		fits    func(string) bool
	}{{v.Words.First, starts}, {v.Words.Last, ends}, {v.Words.Public, ends}} {
		if w := first(rule.phrases, rule.fits); w != "" {
			return VariableNameSays{Plain: w}
		}
	}
	if w := first(v.Words.Anywhere, holds); w != "" {
		return VariableNameSays{Secret: w}
	}
	if w := first(v.Words.Glued, func(phrase string) bool { return strings.HasSuffix(words, phrase+" ") }); w != "" {
		return VariableNameSays{Secret: w}
	}
	return VariableNameSays{Secret: first(v.Words.End, ends), Weak: true}
}

// Carries reports whether an address has a scheme of those that carry passwords: redis://cache:6379/0.
func (v Variables) Carries(address string) bool {
	scheme, rest, ok := strings.Cut(address, "://")
	scheme, _, _ = strings.Cut(scheme, "+")
	host, _, _ := strings.Cut(rest, "/")
	return ok && (slices.Contains(v.Words.Schemes, scheme) || strings.Contains(host, "@"))
}

// IsAddress reports whether a name is one of an address that may carry a password.
func (v Variables) IsAddress(name string) bool {
	words := " " + strings.Join(nameWords(name), " ")
	return first(v.Words.Addresses, func(phrase string) bool { return strings.HasSuffix(words, " "+phrase) }) != ""
}

func first(phrases []string, fits func(string) bool) string {
	for _, p := range phrases {
		if fits(p) {
			return p
		}
	}
	return ""
}

// nameWords divides a name: DB_PASSWORD, dbPassword and db-password are DB PASSWORD. Digits at the end of a word are
// left out, for POSTGRES_PASSWORD2.
func nameWords(name string) []string {
	var words []string
	var word []rune
	end := func() {
		if w := strings.TrimRight(string(word), "0123456789"); w != "" {
			words = append(words, strings.ToUpper(w))
		}
		word = word[:0]
	}
	before := ' '
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
		case unicode.IsUpper(r) && unicode.IsLower(before):
			end()
			word = append(word, r)
		default:
			word = append(word, r)
		}
		before = r
	}
	end()
	return words
}

var variableName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,127}$`)

// ValidVariable reports whether a text can be the name of a variable that a shell and Kubernetes take.
func ValidVariable(name string) bool { return variableName.MatchString(name) }

func (v Variables) check() error {
	if err := ordered("variables.toml: reader", v.Readers, func(r Reader) string { return r.Name }); err != nil {
		return err
	}
	if err := ordered("variables.toml: option", v.Options, func(o OptionReader) string { return o.Keyword }); err != nil {
		return err
	}
	if err := ordered("variables.toml: prefix", v.Prefixes, func(p PrefixReader) string {
		if p.Call == "" {
			return "~" + p.Method
		}
		return p.Call
	}); err != nil {
		return err
	}
	if err := ordered("variables.toml: settings", v.Settings, func(s SettingsClass) string { return s.Class }); err != nil {
		return err
	}
	told := func(row, why, source string, checked toml.LocalDate) error {
		if why == "" || source == "" || checked.Year == 0 {
			return fmt.Errorf("variables.toml: %s: why, source and checked are needed", row)
		}
		return nil
	}
	errs := []error{
		told("words", v.Words.Why, v.Words.Source, v.Words.Checked),
		told("uses", v.Uses.Why, v.Uses.Source, v.Uses.Checked),
	}
	for _, r := range v.Readers {
		errs = append(errs, told(r.Name, r.Why, r.Source, r.Checked), ordered("variables.toml: "+r.Name, r.Method, func(m ReaderMethod) string { return m.Name }))
	}
	for _, o := range v.Options {
		errs = append(errs, told(o.Keyword, o.Why, o.Source, o.Checked))
	}
	for _, p := range v.Prefixes {
		errs = append(errs, told(p.Call+p.Method, p.Why, p.Source, p.Checked))
	}
	for _, s := range v.Settings {
		errs = append(errs, told(s.Class, s.Why, s.Source, s.Checked))
	}
	for _, o := range v.Own {
		errs = append(errs, told("own", o.Why, o.Source, o.Checked), ordered("variables.toml: own", o.Names, func(n string) string { return n }))
	}
	for _, words := range [][]string{v.Words.Addresses, v.Words.First, v.Words.Last, v.Words.Public, v.Words.Anywhere, v.Words.End, v.Words.Glued, v.Words.Schemes, v.Uses.Secret, v.Uses.Fails, v.Uses.Through, v.Uses.Database, v.Uses.Texts} {
		errs = append(errs, ordered("variables.toml", words, func(w string) string { return w }))
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
