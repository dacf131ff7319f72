package packaging

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// RequirementsFile is a file that lists requirements, by its name and place.
type RequirementsFile struct {
	File  string
	Home  string // the directory of the project that it is for: "." also for requirements/prod.txt and docs/requirements.txt
	Role  Role
	Words []string // what its name says besides "requirements", in lower case
	// Locked reports that the name or its header calls it a lock: requirements-lock.txt, or what pip-compile wrote.
	Locked bool
	// Includes are the files that its own lines name by -r and -c, with the lines. Those that are not there are left out:
	// ReadRequirements tells.
	Includes []RequirementsInclude
	// From are the files that pip-compile or uv made it from, as its header says: requirements.in, pyproject.toml.
	From []string
	// Compiled is the file that was made from this one, X.txt for X.in; "" for none. It is the one to install.
	Compiled string
	Empty    bool // it holds nothing but comments
	Evidence source.Evidence

	rank int
}

// RequirementsInclude is one line "-r file" or "-c file".
type RequirementsInclude struct {
	Located          // the file, relative to the root, cleaned
	Constraints bool // -c
}

// Bounds of the search for lists.
const (
	maxLists     = 300
	maxListDepth = 5       // directories
	maxListSize  = 1 << 20 // bytes; a longer one is not looked into
	maxListIncs  = 500     // lines with -r and -c of one file
)

// FindRequirements lists the files that are lists of requirements for pip, in the order of their paths. It reads names,
// headers, and the lines with -r and -c; it refuses nothing. A file that one of the commands installs from is a list,
// whatever its name is.
func FindRequirements(t *source.Tree, installs ...Install) []RequirementsFile {
	var found []RequirementsFile
	named := map[string]bool{}
	for _, in := range installs {
		named[in.File] = named[in.File] || !in.Export && (in.Manager == "pip" || in.Manager == "uv pip")
	}
	for _, file := range t.Files() {
		if len(found) == maxLists {
			break
		}
		if strings.Count(file, "/") >= maxListDepth || unprintable(file) || !isList(file) && !(named[file] && strings.HasSuffix(file, ".txt")) {
			continue
		}
		f := RequirementsFile{File: file, Evidence: source.At(file, 0, "")}
		f.Role, f.rank, f.Words, f.Home, f.Locked = roleOf(file)
		f.look(t)
		found = append(found, f)
	}
	index := map[string]int{}
	for i, f := range found {
		index[f.File] = i
	}
	for _, f := range found {
		for _, from := range append(slices.Clone(f.From), strings.TrimSuffix(f.File, ".txt")+".in") {
			if i, ok := index[from]; ok && from != f.File && strings.HasSuffix(from, ".in") && found[i].Compiled == "" {
				found[i].Compiled = f.File
			}
		}
	}
	return found
}

// look reads what the file includes and the mark of the tool that made it.
func (f *RequirementsFile) look(t *source.Tree) {
	text, err := requirementsText(t, f.File)
	if err != nil || len(text) > maxListSize {
		return
	}
	signs := signReader{file: f.File}
	f.Empty = true
	for number := 1; text != ""; {
		l := logical{file: f.File, number: number}
		var physical int
		if l.first, l.text, text, physical, err = cutLogical(text, &signs, number); err != nil {
			return
		}
		number += physical
		if l.text == "" {
			continue
		}
		f.Empty = false
		if l.text[0] == '-' {
			f.include(t, l)
		}
	}
	f.Locked = f.Locked || signs.mark() != nil && !strings.HasSuffix(f.File, ".in")
	for _, from := range signs.from {
		for _, place := range []string{path.Join(path.Dir(f.File), from), path.Clean(from)} {
			if !leadsOut(place) && t.Has(place) && place != f.File {
				f.From = append(f.From, place)
				break
			}
		}
	}
}

func (f *RequirementsFile) include(t *source.Tree, l logical) {
	options, err := parseOptions(l.text)
	if err != nil || len(f.Includes) == maxListIncs {
		return
	}
	for _, o := range options {
		if o.name != "--requirement" && o.name != "--constraint" {
			continue
		}
		next := path.Join(path.Dir(f.File), strings.ReplaceAll(o.value, `\`, "/"))
		if !leadsOut(next) && t.Has(next) && !unprintable(next) && next != f.File {
			f.Includes = append(f.Includes, RequirementsInclude{Located: Located{Value: next, Evidence: l.at()}, Constraints: o.name == "--constraint"})
		}
		return
	}
}

// roleOf judges a list by the words of its name, and by the directories that are no project of their own. home is the
// directory of the project that the list is for.
func roleOf(file string) (role Role, rank int, words []string, home string, locked bool) {
	stem, _ := cutListEnd(strings.ToLower(path.Base(file)))
	own := nameWords(stem)
	if last := len(own) - 1; own[last] == "pip" { // requirements-pip.txt pins the installer
		own[last] = "tools"
	}
	home = path.Dir(file)
	for home != "." {
		segment := strings.ToLower(path.Base(home))
		aside := nameWords(segment)
		_, production := productionWords[segment]
		list := slices.Contains(listDirs, segment) || segment == "deps" || segment == "dependencies" || segment == "pip" || segment == "config" || segment == "etc"
		deploys := production && productionWords[segment] <= rankDeployment && segment != "server" && segment != "image"
		if !list && !deploys && !slices.ContainsFunc(aside, isDevelopment) {
			break
		}
		own = append(own, aside...)
		home = path.Dir(home)
	}
	role, rank = ForAnything, rankPlain
	if strings.HasSuffix(strings.ToLower(file), ".lock") {
		locked = true
	}
	for _, word := range own {
		switch {
		case slices.Contains(listWords, word) || word == "pip" || word == "txt" || word == "config" || word == "etc":
			if strings.HasPrefix(word, "constraint") {
				role = ForConstraints
			}
			continue
		case slices.Contains(lockWords, word):
			locked = true
			continue
		}
		words = append(words, word)
	}
	if role == ForConstraints {
		return role, rankNever, words, home, locked
	}
	if slices.ContainsFunc(words, isDevelopment) {
		return ForDevelopment, rankNever, words, home, locked
	}
	for _, word := range words {
		r, known := productionWords[word]
		switch {
		case !known && role != ForProduction:
			role, rank = ForVariant, rankVariant
		case known && (role != ForProduction || r < rank):
			role, rank = ForProduction, r
		}
	}
	// "prod-gpu" is a kind of production: it stands behind "prod".
	if role == ForProduction && slices.ContainsFunc(words, func(w string) bool { return productionWords[w] == 0 }) {
		role, rank = ForVariant, rankVariant+rank/10
	}
	return role, rank, words, home, locked
}

func isDevelopment(word string) bool { return slices.Contains(developmentWords, word) }
