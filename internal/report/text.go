package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/plan"
	"github.com/pykube/pykube/internal/source"
)

// lines collects text for a terminal, one printable line at a time.
type lines struct{ strings.Builder }

func (l *lines) add(format string, args ...any) {
	l.WriteString(strings.TrimRight(source.Printable(fmt.Sprintf(format, args...)), " "))
	l.WriteByte('\n')
}

func (l *lines) to(w io.Writer) error {
	_, err := io.WriteString(w, l.String())
	return err
}

// Plan prints the decisions of a plan with their reasons.
func Plan(w io.Writer, p *plan.Plan) error {
	var l lines
	for i, s := range p.Services {
		if i > 0 {
			l.add("")
		}
		if s.Root == "." {
			l.add("service %s", s.Name)
		} else {
			l.add("service %s in %s", s.Name, s.Root)
		}
		for _, d := range s.Decisions {
			l.add("")
			l.add("%s: %s", d.Topic, d.Choice)
			l.add("    %s", d.Reason)
			for _, e := range d.Evidence {
				l.add("    %s", place(e))
			}
			for _, a := range d.Alternatives {
				l.add("    not %s: %s", a.Choice, a.Reason)
			}
			if d.Override != "" {
				l.add("    to choose otherwise: %s", d.Override)
			}
		}
		for _, a := range s.Advice {
			l.add("")
			l.add("advice: %s", a.Text)
			for _, e := range a.Evidence {
				l.add("    %s", place(e))
			}
			if a.Command != "" {
				l.add("    %s", a.Command)
			}
		}
	}
	return l.to(w)
}

// Facts prints what was found, with file and line.
func Facts(w io.Writer, f *detect.Facts) error {
	var l lines
	l.facts(f)
	for _, of := range f.Services {
		l.add("")
		l.facts(of)
	}
	return l.to(w)
}

func (l *lines) facts(f *detect.Facts) {
	name := f.Directory
	if f.Root != "." {
		name = f.Root
	}
	l.add("directory %s: %d files of Python", name, f.PythonFiles)
	if f.Broken != nil {
		l.add("not understood: %s", f.Broken)
	}
	if f.Project != nil {
		l.fact("project", strings.TrimSpace(f.Project.Name+" "+f.Project.Version), f.Project.Evidence)
	}
	for _, p := range f.Python {
		said := p.Version + p.Specifier
		switch {
		case p.Weak:
			said += " (tested or published for)"
		case p.Source == detect.PythonMisspelled:
			said += " (in a file that nothing reads)"
		}
		l.fact("python", said, p.Evidence)
	}
	for _, m := range f.Managers {
		l.fact("package manager", m.Name+how(m), m.Evidence)
		l.add("    packages: %d", len(m.Packages))
	}
	for _, a := range f.Applications {
		l.fact("application", fmt.Sprintf("%s (%s, %s)", a.Name(), a.Framework, a.Interface), a.Evidence)
		for _, s := range a.Signs {
			l.add("    %s %s", s.Kind, place(s.Evidence))
		}
		for _, r := range a.Routes {
			l.add("    route %s %s", r.Path, place(r.Evidence))
		}
	}
	if f.Django != nil && f.Django.Settings != "" {
		l.fact("settings", f.Django.Settings, f.Django.SettingsFrom)
	}
	for _, v := range f.Variables {
		l.variable(v)
	}
	for _, e := range f.Exposed {
		l.fact(strings.ReplaceAll(e.Kind, "_", " "), strings.TrimSpace(e.Path+" ("+e.By+")"), e.Evidence)
	}
	for _, c := range f.Configs {
		l.fact("configuration", c.Server, c.Evidence)
	}
	for _, u := range f.Unread {
		l.fact("not understood", u.Reason, u.Evidence)
	}
	for _, s := range f.Skipped {
		l.add("not read: %s: %s", s.Path, s.Reason)
	}
	for _, of := range f.Services {
		l.add("service: %s", of.Root)
	}
	for _, o := range f.PassedOver {
		l.fact("no service", fmt.Sprintf("%s %s", o.Directory, o.Reason), o.Evidence)
	}
	for _, m := range f.Outside {
		l.fact("outside", m.Name+", imported from beside the service", m.Evidence)
	}
}

func (l *lines) fact(topic, value string, at source.Evidence) {
	l.add("%s: %s", topic, value)
	l.add("    %s", place(at))
}

// variable prints a variable with the reading that asks most of it; those that are only documented are left to the JSON.
func (l *lines) variable(v detect.Variable) {
	if len(v.Reads) == 0 {
		return
	}
	name := v.Name
	if v.Prefix {
		name += "…"
	}
	r := v.Reads[0]
	switch r.Fails {
	case detect.NeededAtStart:
		name += ", needed at the start"
	case detect.NeededSometimes:
		name += ", needed at the start under a condition"
	case detect.NeededAsScript:
		name += ", needed where the file is started itself"
	case detect.NeededInUse:
		name += ", needed by a function"
	}
	l.fact("variable", name, r.Evidence)
}

func how(m detect.Manager) string {
	switch {
	case m.Hashed:
		return ", with hashes"
	case m.Pinned:
		return ", every version exact"
	}
	return ""
}

func place(e source.Evidence) string {
	if e.Text == "" {
		return e.String()
	}
	return fmt.Sprintf("%s: %s", e, e.Text)
}
