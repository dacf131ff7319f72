package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// doubt is a reason not to take musl: a clause, and where it comes from.
type doubt struct {
	why  string
	at   source.Evidence
	kind doubtKind
}

// doubtKind orders doubts: what is known to fail is told before what is not known.
type doubtKind int

const (
	doubtFails doubtKind = iota
	doubtDiffers
	doubtUnknown
)

func (d doubt) String() string {
	if d.at.File == "" {
		return d.why
	}
	return d.at.String() + ": " + d.why
}

// maxDoubts bounds those that a reason tells.
const maxDoubts = 4

// autoBase decides between slim and alpine: alpine only where all that is installed is known to run on musl as it does on
// glibc. The alternative is the other of both.
func (p *planner) autoBase() (family, reason string, at []source.Evidence, alternatives []Alternative) {
	doubts := p.muslDoubts()
	at = []source.Evidence{}
	if len(doubts) == 0 {
		reason, at = p.muslReason()
		return "alpine", reason, at, []Alternative{{Choice: "slim", Reason: "Debian is the larger system, and nothing that is installed is known to need glibc"}}
	}
	var told []string
	for i, d := range doubts {
		if i == maxDoubts {
			told = append(told, fmt.Sprintf("%d more", len(doubts)-i))
			break
		}
		told = append(told, d.String())
		if d.at.File != "" {
			at = append(at, d.at)
		}
	}
	reason = strings.Join(told, "; ")
	return "slim", reason, at, []Alternative{{Choice: "alpine", Reason: "it has musl, and " + doubts[0].why}}
}

// muslReason names what has compiled parts: of what is listed, and of what that brings.
func (p *planner) muslReason() (reason string, at []source.Evidence) {
	var compiled, brought []string
	for _, listed := range p.installedPackages() {
		row, _ := p.tables.OnMusl(listed.Name)
		if !listed.Pure && (listed.Wheels != nil || row.Compiled) {
			compiled = append(compiled, strings.TrimSpace(listed.Name+" "+listed.Version))
			at = append(at, listed.Evidence)
		}
		if p.install != modeUnlocked {
			continue
		}
		brings := row.Brings
		for _, extra := range listed.Extras {
			row, _ := p.tables.OnMusl(fmt.Sprintf("%s[%s]", listed.Name, normalName(extra)))
			brings = slices.Concat(brings, row.Brings)
		}
		for _, name := range brings {
			if p.facts.Package(name) == nil && !slices.Contains(brought, name) {
				brought = append(brought, name)
			}
		}
	}
	if len(at) == 0 {
		at = []source.Evidence{p.manager.Evidence}
	}
	reason = "all that is installed is pure Python"
	switch python := p.service.Python.Version; {
	case len(compiled) > 0 && len(brought) > 0:
		reason = fmt.Sprintf("of %s, and of %s, which come with what is listed, there are wheels for musl and Python %s; the rest is pure Python", some(compiled), some(brought), python)
	case len(compiled) > 0:
		reason = fmt.Sprintf("of %s there are wheels for musl and Python %s; the rest is pure Python", some(compiled), python)
	case len(brought) > 0:
		reason = fmt.Sprintf("all that is listed is pure Python, and of what comes with it, %s, there are wheels for musl and Python %s", some(brought), python)
	}
	return reason, at[:min(len(at), maxDoubts)]
}

// installedPackages are those that are installed on the chosen release of Python.
func (p *planner) installedPackages() []detect.Package {
	return slices.DeleteFunc(slices.Clone(p.facts.Packages), func(listed detect.Package) bool {
		return listed.Needed != nil && !slices.Contains(listed.Needed, p.service.Python.Version)
	})
}

// muslDoubts lists what speaks against musl, the strongest first.
func (p *planner) muslDoubts() []doubt {
	var found []doubt
	add := func(kind doubtKind, at source.Evidence, format string, args ...any) {
		d := doubt{why: fmt.Sprintf(format, args...), at: at, kind: kind}
		if !slices.Contains(found, d) {
			found = append(found, d)
		}
	}
	if r, ok := p.tables.Pythons.Get(p.service.Python.Version); !ok || p.tables.Pythons.EndOfLife(r) {
		add(doubtFails, source.Evidence{}, "Python %s got its last fixes: there is no image of it for an Alpine of today", p.service.Python.Version)
	}
	for _, listed := range p.installedPackages() {
		if listed.Conda {
			continue
		}
		if why, kind := p.muslDoubt(listed); why != "" {
			add(kind, listed.Evidence, "%s %s", orElse(listed.Name, "a requirement"), why)
			continue
		}
		for _, b := range p.muslBrought(listed) {
			add(b.kind, b.at, "%s", b.why)
		}
	}
	for _, n := range p.tables.Native {
		if p.runtimeUnknown(n.Name) {
			if listed := p.nativeInstalled(n); listed != nil {
				add(doubtUnknown, listed.Evidence, "%s %s, and their names on Alpine are not known", listed.Name, orElse(n.Why, "needs packages of the system"))
			}
		}
	}
	for _, started := range p.facts.Behaviour.Programs {
		row, ok := p.tables.SystemProgram(started.Name)
		if ok && p.facts.Package(strings.ToLower(started.Name)) == nil && len(row.On("trixie"))+len(row.On(olderDebian)) > 0 && len(row.On("alpine")) == 0 {
			add(doubtUnknown, started.Evidence, "the program starts %s, and no package of Alpine is known to bring it", started.Name)
		}
	}
	for _, call := range p.facts.Behaviour.Libc {
		if row, ok := p.tables.MisbehavingCall(call.Function); ok {
			add(doubtDiffers, call.Evidence, "%s is called: %s", call.Function, row.Why)
		}
	}
	if dj := p.facts.Django; dj != nil && dj.Gis != nil {
		if row, ok := p.tables.MisbehavingCall("ctypes.util.find_library"); ok {
			add(doubtDiffers, *dj.Gis, "GeoDjango looks for GDAL and GEOS with ctypes.util.find_library: %s", row.Why)
		}
	}
	p.muslTexts(add)
	p.muslBuilt(add)
	p.muslServer(add)
	slices.SortStableFunc(found, func(a, b doubt) int { return int(a.kind) - int(b.kind) })
	return found
}

// muslBuilt doubts what is built from the repository with a compiler, and lists that are not read before the build.
func (p *planner) muslBuilt(add func(doubtKind, source.Evidence, string, ...any)) {
	if at := p.manager.Compiles; at != nil {
		add(doubtUnknown, *at, "building the project takes a compiler, or may")
	}
	for i, dir := range p.manager.LocalDirs {
		if path.Clean(dir) == "." || i >= len(p.manager.Locals) {
			continue
		}
		add(doubtUnknown, p.manager.Locals[i], "%s is built from the repository, and is not known to be pure Python", dir)
	}
	for _, r := range p.manager.Remote {
		add(doubtUnknown, r.Evidence, "another list is fetched when the image is built, and what it asks for is not known")
	}
}

// muslServer doubts the server that the image adds where the repository declares none.
func (p *planner) muslServer(add func(doubtKind, source.Evidence, string, ...any)) {
	o := p.options.Server
	if len(p.app.Command) > 0 && p.app.Server == "" && !o.Set() {
		return
	}
	wished, version, _ := strings.Cut(o.Value, "==")
	candidates := p.serversFor(p.app)
	for _, s := range candidates {
		if declared, _ := p.declares(s); declared != nil && (!o.Set() || s.Name == wished) {
			return // it is judged with the others
		}
	}
	for _, s := range candidates {
		if o.Set() && s.Name != wished || !o.Set() && !s.Default && p.app.Server != s.Name {
			continue
		}
		server := detect.Package{Name: s.Name, Version: version}
		if why, kind := p.muslDoubt(server); why != "" {
			add(kind, source.Evidence{}, "the server %s %s", s.Name, why)
		}
		for _, b := range p.muslBrought(server) {
			add(b.kind, source.Evidence{}, "the server %s", b.why)
		}
		return
	}
}
