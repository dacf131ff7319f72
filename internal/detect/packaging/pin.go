package packaging

import "github.com/pykube/pykube/internal/source"

// Pin is one package of a lock file, whatever its format.
type Pin struct {
	Name    string   // normalised (PEP 503)
	Version string   // "" where the lock leaves it to the source it is built from
	Extras  []string // that are installed with it; normalised, sorted
	Marker  string   // PEP 508; "" for always
	// Groups are the groups of the project that bring it, by normal name, "main" for what the project itself needs; nil
	// where the lock does not say.
	Groups   []string
	Wheels   []string // names of files; nil where the lock lists no files
	Sdist    bool     // the lock lists an archive of the source
	Address  string   // "git+https://…@COMMIT" or the URL of a file; "" for an index
	Dir      string   // directory or archive of the repository that it is built from, relative to the root; "" for none
	Evidence source.Evidence
}

// Demand is what a file says of the version of Python: a pin or a range.
type Demand struct {
	Version   string // X.Y or X.Y.Z; "" for a range
	Specifier string // PEP 440 without white space; "" for a pin
	Weak      bool   // it tells what the project is tested or published for, not what it runs on: classifiers, CI
	Evidence  source.Evidence
}
