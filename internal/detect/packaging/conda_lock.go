package packaging

import (
	"net/url"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// CondaLock is a lock of conda packages, and of packages of PyPI that go with them.
type CondaLock struct {
	File      string
	Explicit  bool     // a list for one platform that conda itself installs, without solving
	Platforms []string // linux-64, in order; nil where an explicit list does not say
	Channels  []Located
	Conda     []CondaPin // for the platform asked for, in order
	PyPI      []Pin      // likewise
}

// Where locks of conda stand by convention, best first. The last ones count when they have a line @EXPLICIT.
var condaLocks = []string{"conda-lock.yml", "conda-lock.yaml", "conda-linux-64.lock", "linux-64.lock", "explicit.txt", "spec-file.txt", "conda-spec.txt"}

// FindCondaLocks lists the locks of conda at the root of the repository, best first.
func FindCondaLocks(t *source.Tree) []string {
	var found []string
	for _, file := range condaLocks {
		if !t.Has(file) {
			continue
		}
		if !strings.HasPrefix(path.Ext(file), ".y") {
			text, err := t.Text(file)
			if err != nil || !slices.ContainsFunc(strings.SplitN(text, "\n", 100), func(line string) bool { return strings.TrimSpace(line) == "@EXPLICIT" }) {
				continue
			}
		}
		found = append(found, file)
	}
	return found
}

// ReadCondaLock reads a lock and gives what it holds for a platform of conda: linux-64, linux-aarch64. Nil where there
// is no such file. A file with the line @EXPLICIT is a list for one platform.
// Source: https://conda.github.io/conda-lock/output/#unified-lockfile
func ReadCondaLock(t *source.Tree, file, platform string) (*CondaLock, error) {
	if !t.Has(file) {
		return nil, nil
	}
	if !strings.HasPrefix(path.Ext(file), ".y") {
		return readCondaExplicit(t, file)
	}
	d, err := readYAML(t, file, maxYAML)
	if err != nil {
		return nil, err
	}
	l := &CondaLock{File: file}
	if version := d.root.find("version"); version == nil || version.text != "1" {
		line := 1
		if version != nil {
			line = version.line
		}
		return nil, &Error{File: file, Line: line, Text: "version: is not 1, the only one that pykube reads", Hint: "conda-lock lock"}
	}
	metadata := d.get(tableKind, d.root, "metadata")
	if list := d.want(listKind, metadata.find("platforms").given(), "metadata.platforms"); list != nil {
		for _, item := range list.list {
			l.Platforms = append(l.Platforms, d.scalar(item, "metadata.platforms: an item").Value)
		}
	}
	if list := d.want(listKind, metadata.find("channels").given(), "metadata.channels"); list != nil {
		for _, item := range list.list {
			l.Channels = append(l.Channels, d.scalar(d.want(tableKind, item, "metadata.channels: an item").find("url"), "metadata.channels: url"))
		}
	}
	packages := d.get(listKind, d.root, "package")
	if packages == nil && d.err == nil {
		d.fail(1, "package: is missing")
	}
	if packages != nil {
		for _, n := range packages.list {
			if n = d.want(tableKind, n, "package"); n != nil && n.find("platform") != nil && n.find("platform").text == platform {
				l.locked(d, n)
			}
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return l, nil
}

// locked reads one package. One that several categories bring stands once for each of them, one after the other.
func (l *CondaLock) locked(d *document, n *node) {
	name, version := d.scalar(n.find("name"), "package: name"), d.scalar(n.find("version"), "package: version")
	address := d.scalar(n.find("url"), "package: url")
	group := d.scalar(n.find("category"), "package: category").Value
	var groups []string
	if group != "" {
		groups = []string{NormalName(group)}
	}
	switch manager := d.scalar(n.find("manager"), "package: manager").Value; manager {
	case "conda":
		p, ok := parseCondaURL(address.Value)
		if !ok || p.Name != strings.ToLower(name.Value) {
			d.fail(n.line, "package: %s is not the address of the package %s", quoted(address.Value), quoted(name.Value))
			return
		}
		p.Groups, p.Evidence = groups, name.Evidence
		if last := len(l.Conda) - 1; last >= 0 && l.Conda[last].URL == p.URL {
			l.Conda[last].Groups = append(l.Conda[last].Groups, groups...)
			return
		}
		l.Conda = append(l.Conda, p)
	case "pip":
		p, ok := lockedPyPI(d, name, version, address)
		if !ok {
			return
		}
		p.Groups = groups
		if last := len(l.PyPI) - 1; last >= 0 && l.PyPI[last].Name == p.Name && l.PyPI[last].Version == p.Version {
			l.PyPI[last].Groups = append(l.PyPI[last].Groups, groups...)
			return
		}
		l.PyPI = append(l.PyPI, p)
	default:
		d.fail(n.line, "package: manager %s: is not conda or pip", quoted(manager))
	}
}

// lockedPyPI is a package of PyPI that a lock of conda or pixi holds by the address of its file.
func lockedPyPI(d *document, name, version, address Located) (Pin, bool) {
	if !ValidName(name.Value) {
		d.fail(max(name.Evidence.Line, address.Evidence.Line), "package: %s is not a name of PEP 508", quoted(name.Value))
		return Pin{}, false
	}
	if version.Value != "" && !pep440.Valid(version.Value) {
		d.fail(version.Evidence.Line, "package: version %s: not a version of PEP 440", quoted(version.Value))
		return Pin{}, false
	}
	p := Pin{Name: NormalName(name.Value), Version: version.Value, Evidence: name.Evidence}
	p.located(address.Value)
	return p, true
}

// located fills Wheels, Sdist, Address and Dir from where a lock says that a package is.
func (p *Pin) located(address string) {
	direct := strings.HasPrefix(address, "direct+")
	address = strings.TrimPrefix(address, "direct+")
	plain, _, _ := strings.Cut(address, "#")
	plain, _, _ = strings.Cut(plain, "?")
	file := path.Base(plain)
	if unescaped, err := url.PathUnescape(file); err == nil && !unprintable(unescaped) {
		file = path.Base(unescaped)
	}
	switch {
	case isVCS(address):
		p.Address = atCommit(address)
		return
	case strings.HasSuffix(file, ".whl"):
		p.Wheels = []string{file}
	case slices.ContainsFunc(archives, func(end string) bool { return strings.HasSuffix(strings.ToLower(file), end) }):
		p.Sdist = true
	}
	switch {
	case !strings.Contains(address, "://"):
		p.Dir = path.Clean(strings.ReplaceAll(plain, `\`, "/"))
	case direct || strings.HasPrefix(address, "file:"):
		p.Address = address
	}
}

// atCommit turns "git+URL?rev=…&subdirectory=DIR#COMMIT", as pixi writes, into pip's "git+URL@COMMIT#subdirectory=DIR".
func atCommit(address string) string {
	plain, commit, _ := strings.Cut(address, "#")
	if !isHex(commit, 40) && !isHex(commit, 64) {
		return address
	}
	plain, query, _ := strings.Cut(plain, "?")
	if values, err := url.ParseQuery(query); err == nil {
		if dir := values.Get("subdirectory"); dir != "" && !unprintable(dir) {
			return plain + "@" + commit + "#subdirectory=" + dir
		}
	}
	return plain + "@" + commit
}
