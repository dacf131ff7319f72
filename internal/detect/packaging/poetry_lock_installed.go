package packaging

import (
	"net/url"
	"path"
	"slices"
	"strings"
)

// PoetrySelection is what `poetry install` is asked for.
type PoetrySelection struct {
	Extras  []string // of the project
	Groups  []string // beside the main dependencies
	Python  string   // "3.12"; "" keeps what some version needs
	Machine string   // as in MarkerEnv
}

// Installed lists what `poetry install --only main` installs, with more groups and extras where they are given, on
// CPython on Linux, for any version of Python: where the lock holds one package in several versions for several
// Pythons, all of them are given.
func (l *PoetryLock) Installed(p *Poetry, extras, groups []string) []Pin {
	return l.Select(p, PoetrySelection{Extras: extras, Groups: groups})
}

// Select lists what is installed for the selection, in the order of the file. The project itself is not among them.
// What a marker keeps from CPython on Linux is left out; a marker that cannot be parsed keeps nothing out.
//
// Locks of version 2.1 say for each package which groups bring it, and when, and Poetry since 2.3 goes by that. Poetry
// 2.0 to 2.2 resolve anew from the lock, unless installer.re-resolve is false, and can choose another version of a
// package that is locked in several; for any Python the list is the same. In older ones the dependencies of p are
// followed; without p, all that is main and not optional is given.
func (l *PoetryLock) Select(p *Poetry, s PoetrySelection) []Pin {
	wanted := map[string]bool{"main": true}
	for _, group := range s.Groups {
		wanted[NormalName(group)] = true
	}
	env := MarkerEnv{Python: s.Python, Machine: s.Machine}
	for _, extra := range s.Extras {
		env.Extras = append(env.Extras, NormalName(extra))
	}
	var found []Pin
	switch {
	case l.grouped:
		for i := range l.Packages {
			if marker, ok := l.Packages[i].brought(wanted, env); ok {
				found = append(found, l.Packages[i].pin(marker))
			}
		}
	case p == nil:
		for i := range l.Packages {
			q := &l.Packages[i]
			if !q.Optional && (q.Category == "" || wanted[q.Category]) && holds(q.Marker, env) {
				found = append(found, q.pin(q.Marker))
			}
		}
	default:
		for i, seen := range l.reached(p, env, wanted) {
			if seen {
				found = append(found, l.Packages[i].pin(l.Packages[i].Marker))
			}
		}
	}
	return found
}

// brought reports whether a group that is wanted brings the package, and when.
func (q *PoetryLocked) brought(wanted map[string]bool, env MarkerEnv) (marker string, ok bool) {
	var markers []string
	for _, group := range q.Groups {
		if !wanted[group] {
			continue
		}
		m := q.Marker
		if q.Markers != nil {
			m = q.Markers[group]
		}
		if !holds(m, env) {
			continue
		}
		ok = true
		if !slices.Contains(markers, m) {
			markers = append(markers, m)
		}
	}
	if slices.Contains(markers, "") {
		return "", true
	}
	return joinMarkers("or", markers), ok
}

// holds is MarkerHolds for a marker of a lock: one that cannot be parsed holds.
func holds(marker string, env MarkerEnv) bool {
	held, err := MarkerHolds(marker, env)
	return held || err != nil
}

// pin gives the package in the form that all locks share.
func (q *PoetryLocked) pin(marker string) Pin {
	p := Pin{Name: q.Name, Version: q.Version, Marker: marker, Groups: q.Groups, Evidence: q.Evidence}
	if p.Groups == nil && q.Category != "" {
		p.Groups = []string{q.Category}
	}
	if q.Files != nil {
		p.Wheels = []string{}
	}
	for _, file := range q.Files {
		if strings.HasSuffix(file, ".whl") {
			p.Wheels = append(p.Wheels, file)
		} else {
			p.Sdist = true
		}
	}
	o := q.Source
	switch o.Type {
	case "directory", "file":
		p.Dir = o.URL
		if o.Type == "directory" && o.Subdirectory != "" {
			p.Dir = path.Join(o.URL, o.Subdirectory)
		}
	case "git":
		commit := o.Resolved
		if commit == "" { // Poetry 1.0 keeps the commit here
			commit = o.Reference
		}
		p.Address = gitAddress(o.URL)
		if commit != "" {
			p.Address += "@" + commit
		}
	case "url":
		p.Address = o.URL
	}
	if p.Address != "" && o.Subdirectory != "" {
		p.Address += "#subdirectory=" + o.Subdirectory
	}
	if file := addressedFile(q.Source); p.Wheels == nil && file != "" {
		p.Wheels = []string{}
		if strings.HasSuffix(file, ".whl") {
			p.Wheels = []string{file}
		} else {
			p.Sdist = true
		}
	}
	return p
}

// addressedFile is the name of the one file that an address or a path leads to; "" for a repository or a directory.
func addressedFile(o PoetryOrigin) string {
	switch o.Type {
	case "file":
		return path.Base(o.URL)
	case "url":
		u, err := url.Parse(o.URL)
		if err != nil || unprintable(u.Path) {
			return ""
		}
		return path.Base(u.Path)
	}
	return ""
}
