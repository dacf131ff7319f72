package packaging

import (
	"slices"

	"github.com/pykube/pykube/internal/source"
)

// Requirements is a requirements file of pip with what it includes.
// Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
type Requirements struct {
	File        string
	Includes    []string      // files named by -r, nested ones too, in order, without File
	Constraints []string      // files named by -c, and what those include
	Items       []Requirement // what the files require from an index or an address, in order
	Constrained []Requirement // what the constraints say of versions
	Locals      []Local       // paths that are installed
	Remote      []Remote      // what -r and -c name and the repository does not hold
	Options     []Located     // options of pip with their values: "--index-url https://…"
	Variables   []Located     // names of the environment variables that pip puts in for ${NAME}, each once

	// Generated is the mark that pip-compile, uv, PDM, Pipenv or another tool left: a header, or "# via". Nil where one
	// of the files that require something has none, or where the header says --no-deps: such a list can lack what its
	// items need.
	Generated *source.Evidence
	// LeftOut are packages that pip-compile says are needed and did not pin: setuptools, pip.
	LeftOut     []Located
	NeedsHashes bool // --require-hashes
}

// Local is a requirement that is installed from the repository.
type Local struct {
	Located           // a directory or an archive, ".", "lib", "wheels/a.whl"; relative to the root, cleaned
	Name     string   // normalised; "" where the line does not tell it
	Extras   []string // normalised, sorted
	Marker   string   // PEP 508, as written; "" for none
	Editable bool     // -e
}

// Remote is a list that pip fetches when it installs, or whose name holds an environment variable: what it says cannot
// be known before. The value is as written.
type Remote struct {
	Located
	Constraints bool // it is named by -c: the packages are known, their versions are not
}

// Open reports whether a list that pip fetches adds requirements to those that are known.
func (r *Requirements) Open() bool {
	return slices.ContainsFunc(r.Remote, func(o Remote) bool { return !o.Constraints })
}

// Files lists every file that installing reads.
func (r *Requirements) Files() []string {
	return slices.Concat([]string{r.File}, r.Includes, r.Constraints)
}

// Pinned reports whether every item has one exact version, or an address that always gives the same files, and there
// is one, and nothing comes from the repository itself or from a list that is fetched.
func (r *Requirements) Pinned() bool {
	return len(r.Items) > 0 && len(r.Locals) == 0 && !r.Open() && !slices.ContainsFunc(r.Items, func(q Requirement) bool {
		_, ok := q.Pinned()
		return !ok && !q.Fixed()
	})
}

// Hashed reports whether every item has a hash, or --require-hashes asks pip to demand them.
func (r *Requirements) Hashed() bool {
	if r.NeedsHashes {
		return true
	}
	return len(r.Items) > 0 && len(r.Locals) == 0 && !r.Open() &&
		!slices.ContainsFunc(r.Items, func(q Requirement) bool { return len(q.Hashes) == 0 })
}

// Closed reports whether the list can be taken for a lock, one that names what its items need too: it is pinned, and
// either a tool made it or it has hashes, with which pip refuses whatever is not listed. A list written by hand that
// pins what it names and no more, flask==3.0.0 alone, is not closed.
func (r *Requirements) Closed() bool {
	return r.Pinned() && len(r.LeftOut) == 0 && (r.Generated != nil || r.Hashed())
}

// Bounds of what a repository can ask for.
const (
	maxIncludes = 500
	maxNesting  = 30
	maxItems    = 20_000
	maxLine     = 1 << 20 // bytes, continuation lines joined
)

// ReadRequirements reads a file and those that it names. A line that pip would refuse is an *Error, and so is a file
// that includes itself or that is not there. A list that pip would fetch is in Remote. A file that is named again is
// not read again.
func ReadRequirements(t *source.Tree, file string) (*Requirements, error) {
	r := &requirementsReader{tree: t, seen: map[string]bool{}, variables: map[string]bool{}, list: &Requirements{File: file}}
	if err := r.read(file, false); err != nil {
		return nil, err
	}
	if !r.unmarked {
		r.list.Generated = r.mark
	}
	return r.list, nil
}
