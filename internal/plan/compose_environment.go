package plan

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/detect"
)

// composeEnvironment gives the variables their values whose meaning is certain: addresses of what runs beside the
// service. All others are left to the file .env.
func (p *planner) composeEnvironment(c *Compose, run backingRun) {
	if len(p.service.Image.Entrypoint) > 0 {
		c.Environment = append(c.Environment, EnvVar{Name: "PORT", Value: strconv.Itoa(p.port), Why: "whatever .env says: it is the port that is published"})
	}
	for _, v := range p.service.Environment {
		if value := p.backingValue(v.Name, run); value != "" {
			c.Environment = append(c.Environment, EnvVar{Name: v.Name, Value: value})
			continue
		}
		switch {
		case v.Required:
			c.Required = append(c.Required, v.Name)
		case len(c.Open) < maxOpen:
			c.Open = append(c.Open, v.Name)
		default:
			c.More++
		}
	}
	slices.SortStableFunc(c.Environment, func(a, b EnvVar) int { return strings.Compare(a.Name, b.Name) })
}

// maxOpen is how many of the variables are named that a developer may set.
const maxOpen = 20

// backingValue is the value of a variable; "" where it is not certain.
func (p *planner) backingValue(name string, run backingRun) string {
	i := slices.IndexFunc(p.facts.Variables, func(v detect.Variable) bool { return v.Name == name })
	if i < 0 {
		return ""
	}
	v := p.facts.Variables[i]
	for _, read := range v.Reads {
		if r := run.addressed(schemeOf(read.Default)); r != nil {
			return r.instead(read.Default)
		}
	}
	kind, role, field := p.tables.BackingField(name)
	r := run.the(kind, role)
	if field == "" || r == nil {
		return ""
	}
	scheme := r.Schemes[len(r.Schemes)-1]
	if field == "url" && len(r.dialects) > 0 && p.mapsDialects() {
		if scheme = r.dialect(v); scheme == "" {
			return ""
		}
	}
	return strings.NewReplacer("{host}", r.name, "{scheme}", scheme).Replace(r.Values[field])
}

// addressed is what an address with the scheme leads to.
func (b backingRun) addressed(scheme string) *runBeside {
	for i, r := range b {
		if scheme != "" && slices.Contains(r.Schemes, scheme) && r.Values["url"] != "" {
			return &b[i]
		}
	}
	return nil
}

// maxAddress bounds the default that an address is made of.
const maxAddress = 500

// instead is the address of what runs in development, with what an address of the source says beside the place: the
// driver, the options, and for what needs no name of a database, the path.
func (r runBeside) instead(address string) string {
	old, err := url.Parse(address)
	if err != nil || len(address) > maxAddress {
		return ""
	}
	scheme := old.Scheme
	if base, driver, ok := strings.Cut(scheme, "+"); ok {
		scheme = plainScheme[base] + "+" + driver
		if plainScheme[base] == "" {
			scheme = old.Scheme
		}
	} else if plainScheme[scheme] != "" {
		scheme = plainScheme[scheme]
	}
	own, err := url.Parse(strings.NewReplacer("{host}", r.name, "{scheme}", "x").Replace(r.Values["url"]))
	if err != nil || own.Host == "" {
		return ""
	}
	own.Scheme = scheme
	if !slices.Contains(r.Roles, "database") && old.Path != "" {
		own.Path, own.RawPath = old.Path, old.RawPath
	}
	own.RawQuery = old.RawQuery
	return own.String()
}

// plainScheme is what a scheme with encryption is without it: nothing here has a certificate.
var plainScheme = map[string]string{"amqps": "amqp", "rediss": "redis"}

// mapsDialects reports whether the program reads the driver from the scheme of an address.
func (p *planner) mapsDialects() bool {
	return slices.ContainsFunc(p.tables.DialectMappers(), func(name string) bool { return p.facts.Package(name) != nil })
}

// dialect is the scheme by which the driver is chosen: the only one that is installed, or the one that what the variable
// is handed to can use; "" where several are left.
func (r runBeside) dialect(v detect.Variable) string {
	if len(r.dialects) == 1 {
		return r.dialects[0]
	}
	var fits []string
	for _, d := range r.dialects {
		async := slices.Contains(asyncDialects, d)
		if handedTo(v, "sqlalchemy.ext.asyncio.create_async_engine") && async || handedTo(v, "sqlalchemy.create_engine", "sqlmodel.create_engine") && !async {
			fits = append(fits, d)
		}
	}
	if len(fits) == 1 {
		return fits[0]
	}
	return ""
}

// asyncDialects are those that only work for coroutines.
var asyncDialects = []string{"mysql+aiomysql", "mysql+asyncmy", "postgresql+asyncpg"}

// handedTo reports whether what is read from a variable is given to one of these functions.
func handedTo(v detect.Variable, names ...string) bool {
	return slices.ContainsFunc(v.Reads, func(read detect.VariableRead) bool {
		return slices.ContainsFunc(read.To, func(to string) bool { return slices.Contains(names, to) })
	})
}
