package packaging

import (
	"net/url"
	"path"
	"strings"
)

// pylockPackage reads one table of [[packages]].
func (d *document) pylockPackage(n *node) PylockPackage {
	name := d.located(n, "name")
	if !ValidName(name.Value) {
		d.fail(max(name.Evidence.Line, n.line), "packages: %s is not a name of PEP 508", quoted(name.Value))
	}
	p := PylockPackage{
		Pin:            Pin{Name: NormalName(name.Value), Version: d.lockedVersion(n), Evidence: name.Evidence},
		RequiresPython: d.specifier("", n, "requires-python"),
		Index:          d.located(n, "index").Value,
	}
	marker := d.located(n, "marker")
	d.marker("packages: marker", marker, MarkerEnv{Lock: true})
	p.Marker = marker.Value
	p.Sdist = d.get(tableKind, n, "sdist") != nil
	if wheels := d.get(listKind, n, "wheels"); wheels != nil {
		p.Wheels = make([]string, 0, len(wheels.list))
		for _, w := range wheels.list {
			file := fileName(d.want(tableKind, w, "packages: wheels"), "name", "path", "url")
			if file == "" {
				d.fail(w.line, "packages: a wheel of %s has no name, path or url", quoted(name.Value))
			}
			p.Wheels = append(p.Wheels, file)
		}
	}
	d.pylockSource(n, &p)
	return p
}

// pylockSource reads where a package comes from that has neither wheels nor an archive of its source in an index.
func (d *document) pylockSource(n *node, p *PylockPackage) {
	kinds := 0
	if vcs := d.get(tableKind, n, "vcs"); vcs != nil {
		kinds++
		system, commit := d.located(vcs, "type").Value, d.located(vcs, "commit-id").Value
		if system == "" || commit == "" {
			d.fail(vcs.line, "packages: vcs of %s has no type or no commit-id", quoted(p.Name))
		}
		if address := d.located(vcs, "url").Value; address != "" {
			p.Address = vcsAddress(system, address, commit, d.located(vcs, "subdirectory").Value)
		} else {
			p.Dir = d.placed(vcs)
		}
	}
	if directory := d.get(tableKind, n, "directory"); directory != nil {
		kinds++
		p.Dir = d.placed(directory)
		editable := d.get(boolKind, directory, "editable")
		p.Editable = editable != nil && editable.text == "true"
	}
	if archive := d.get(tableKind, n, "archive"); archive != nil {
		kinds++
		if p.Address = d.located(archive, "url").Value; p.Address == "" {
			p.Dir = d.placed(archive)
		}
	}
	distributions := p.Sdist || len(p.Wheels) > 0
	if kinds > 1 || distributions == (kinds == 1) {
		d.fail(n.line, "packages: %s has not one source: wheels and sdist, or one of vcs, directory and archive", quoted(p.Name))
	}
}

// placed is the path of a table, counted from the root of the repository. It can lead out of it.
func (d *document) placed(n *node) string {
	at := d.located(n, "path")
	if at.Value == "" {
		d.fail(n.line, "packages: a source has neither url nor path")
	}
	return local(path.Dir(d.file), at.Value)
}

// local is a path that a file in dir gives, counted from the root of the repository. It can lead out of it.
func local(dir, name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	if path.IsAbs(name) {
		return path.Clean(name)
	}
	return path.Join(dir, name)
}

// vcsAddress is an address as pip writes it.
func vcsAddress(system, address, commit, subdirectory string) string {
	if !strings.HasPrefix(address, system+"+") {
		address = system + "+" + address
	}
	if commit != "" {
		address += "@" + commit
	}
	if subdirectory != "" {
		address += "#subdirectory=" + subdirectory
	}
	return address
}

// fileName is the last part of the first of the keys that is there. Only in an address are % and ? special.
func fileName(n *node, keys ...string) string {
	for _, key := range keys {
		v := n.find(key)
		if v == nil || v.kind != textKind || v.text == "" || unprintable(v.text) {
			continue
		}
		text := strings.ReplaceAll(v.text, `\`, "/")
		if key == "url" {
			text, _, _ = strings.Cut(text, "#")
			text, _, _ = strings.Cut(text, "?")
			text = path.Base(text)
			if plain, err := url.PathUnescape(text); err == nil && !unprintable(plain) {
				text = plain
			}
		}
		return path.Base(text)
	}
	return ""
}
