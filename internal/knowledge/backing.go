package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Backing is a program that services keep their data in, as it is run beside them in development.
type Backing struct {
	Kind        string            `toml:"kind"` // its name on the network of the development environment, too
	Title       string            `toml:"title"`
	Image       string            `toml:"image"` // with the tag of a release that gets fixes
	Environment map[string]string `toml:"environment"`
	Volume      string            `toml:"volume"` // directory that its data lasts in, "" where nothing needs to last
	Health      []string          `toml:"health"` // command that ends with 0 when it can be used
	Schemes     []string          `toml:"schemes"`
	Drivers     []BackingDriver   `toml:"drivers"`  // by package, then by extra
	Prefixes    []string          `toml:"prefixes"` // of variables: POSTGRES of POSTGRES_HOST
	Roles       []string          `toml:"roles"`    // whose variables are meant for it, where it is the only one with the role
	// Values are those of the variables, by field. {host} and {scheme} are filled in.
	Values  map[string]string `toml:"values"`
	Why     string            `toml:"why"`
	Source  string            `toml:"source"`
	Checked toml.LocalDate    `toml:"checked"`
}

// BackingDriver is a package, or an extra of one, that reaches the program.
type BackingDriver struct {
	Package string `toml:"package"`
	Extra   string `toml:"extra"`
	Dialect string `toml:"dialect"` // the scheme by which SQLAlchemy chooses it
}

// BackingRole is what a variable asks for without saying which program gives it: DATABASE_URL.
type BackingRole struct {
	Name     string   `toml:"name"`
	Prefixes []string `toml:"prefixes"`
	Names    []string `toml:"names"` // whole names of addresses
}

// backings is the table of them.
type backings struct {
	Service []Backing           `toml:"service"` // by kind
	Role    []BackingRole       `toml:"role"`    // by name
	Fields  map[string][]string `toml:"fields"`  // how the names of variables end, by field
	Mappers []string            `toml:"mappers"` // packages that choose a driver by the dialect in the scheme
	Why     string              `toml:"why"`
	Source  string              `toml:"source"`
	Checked toml.LocalDate      `toml:"checked"`
}

// Backings lists the programs, by kind.
func (t *Tables) Backings() []Backing { return t.backings.Service }

// DialectMappers are the packages that read a dialect from the scheme of an address.
func (t *Tables) DialectMappers() []string { return t.backings.Mappers }

// BackingField says what a variable is for by its name alone: the field of the program of that kind, or of the one that
// has a role; "" where the name does not say so.
func (t *Tables) BackingField(variable string) (kind, role, field string) {
	for _, b := range t.backings.Service {
		if f := t.backings.field(variable, b.Prefixes); f != "" {
			return b.Kind, "", f
		}
	}
	for _, r := range t.backings.Role {
		if slices.Contains(r.Names, variable) {
			return "", r.Name, "url"
		}
		if f := t.backings.field(variable, r.Prefixes); f != "" {
			return "", r.Name, f
		}
	}
	return "", "", ""
}

func (b backings) field(variable string, prefixes []string) string {
	for _, prefix := range prefixes {
		rest, ok := strings.CutPrefix(variable, prefix)
		if !ok {
			continue
		}
		rest = strings.TrimPrefix(rest, "_")
		for field, ends := range b.Fields {
			if slices.Contains(ends, rest) { // no end stands in two fields
				return field
			}
		}
	}
	return ""
}

func (b backings) check() error {
	if err := ordered("backing.toml", b.Service, func(s Backing) string { return s.Kind }); err != nil {
		return err
	}
	if err := ordered("backing.toml: role", b.Role, func(r BackingRole) string { return r.Name }); err != nil {
		return err
	}
	if b.Why == "" || b.Source == "" || b.Checked.Year == 0 {
		return fmt.Errorf("backing.toml: why, source and checked are needed")
	}
	seen := map[string]string{}
	for field, ends := range b.Fields {
		for _, end := range ends {
			if other, ok := seen[end]; ok {
				return fmt.Errorf("backing.toml: %q ends names of %s and of %s", end, min(field, other), max(field, other))
			}
			seen[end] = field
		}
	}
	for _, s := range b.Service {
		if s.Title == "" || s.Image == "" || len(s.Health) == 0 || len(s.Values) == 0 || s.Why == "" || s.Source == "" || s.Checked.Year == 0 {
			return fmt.Errorf("backing.toml: %s: title, image, health, values, why, source and checked are needed", s.Kind)
		}
		if err := ordered("backing.toml: "+s.Kind, s.Drivers, func(d BackingDriver) string { return d.Package + " " + d.Extra }); err != nil {
			return err
		}
		for field := range s.Values {
			if b.Fields[field] == nil {
				return fmt.Errorf("backing.toml: %s: %q is no field", s.Kind, field)
			}
		}
		for _, role := range s.Roles {
			if !slices.ContainsFunc(b.Role, func(r BackingRole) bool { return r.Name == role }) {
				return fmt.Errorf("backing.toml: %s: %q is no role", s.Kind, role)
			}
		}
	}
	return nil
}
