package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Middleware is what is laid around an application and is one itself.
type Middleware struct {
	Name  string `toml:"name"`  // dotted class or function, or the last part of one
	Gives string `toml:"gives"` // interface of what comes out, "" for that of what goes in
}

// middlewares is the table of them.
type middlewares struct {
	Why        string         `toml:"why"`
	Source     string         `toml:"source"`
	Checked    toml.LocalDate `toml:"checked"`
	Middleware []Middleware   `toml:"middleware"` // by name
}

// Middleware gives the row of a dotted class or function. What is not in the table is one where its name says so.
func (t *Tables) Middleware(dotted string) (Middleware, bool) {
	last := dotted[strings.LastIndexByte(dotted, '.')+1:]
	for _, name := range []string{dotted, last} {
		if i := slices.IndexFunc(t.middleware.Middleware, func(m Middleware) bool { return m.Name == name }); i >= 0 {
			return t.middleware.Middleware[i], true
		}
	}
	return Middleware{}, strings.HasSuffix(last, "Middleware")
}

func (m middlewares) check() error {
	for _, row := range m.Middleware {
		if row.Gives != "" && row.Gives != "asgi" && row.Gives != "wsgi" {
			return fmt.Errorf("middleware.toml: %s: gives %q is not asgi or wsgi", row.Name, row.Gives)
		}
	}
	return ordered("middleware.toml", m.Middleware, func(m Middleware) string { return m.Name })
}
