package knowledge

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Base is a family of base images.
type Base struct {
	Family   string   `toml:"family"`
	Builder  string   `toml:"builder"` // {python} and {debian} are filled in
	Runtime  string   `toml:"runtime"`
	Releases []string `toml:"debian"` // of Debian that it is made for; none for all
	Traits
}

// Traits are what has to be known of an image to put a program into it.
type Traits struct {
	Distribution string         `toml:"distribution"` // whose packages it has: debian, alpine, or another one, of whose packages no names are known
	Libc         string         `toml:"libc"`         // glibc, musl
	Packages     string         `toml:"packages"`     // its package manager: apt, apk, dnf, microdnf; "" where it has none
	Users        string         `toml:"users"`        // what makes a user: useradd, adduser; "" where nothing does
	User         int            `toml:"user"`         // numeric user that it is made for, where it makes none
	Python       string         `toml:"python"`       // the one release X.Y that it has; "" for the one that its tag begins with
	Interpreter  string         `toml:"interpreter"`  // path of that Python; "" where it has none, and it is brought along
	Why          string         `toml:"why"`
	Source       string         `toml:"source"`
	Checked      toml.LocalDate `toml:"checked"`
}

// Image is an image that may be asked for by its name.
type Image struct {
	Name        string `toml:"name"`         // with its registry, without tag and digest
	Tags        string `toml:"tags"`         // pattern of its tags (path.Match); "" for all
	Builder     string `toml:"builder"`      // the image to build on; {tag} and {python} are filled in; "" for itself
	BuilderUser string `toml:"builder_user"` // set where that one has another user than root
	Traits
}

// imageReference is the reference of an image: registry and path, tag, digest.
// Source: https://pkg.go.dev/github.com/distribution/reference
var imageReference = regexp.MustCompile(`^([a-z0-9]+([._-]+[a-z0-9]+)*|[a-zA-Z0-9][a-zA-Z0-9.-]*(:[0-9]+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+)(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[a-f0-9]{64})?$`)

// ImageReference reports whether a text is the reference of an image.
func ImageReference(text string) bool { return len(text) < 256 && imageReference.MatchString(text) }

var leadingRelease = regexp.MustCompile(`^3\.\d+`)

// PythonOf gives the release X.Y of Python that an image has by its tag; "" where that does not say it.
func (i Image) PythonOf(tag string) string {
	if i.Python != "" || i.Interpreter == "" {
		return i.Python
	}
	return leadingRelease.FindString(tag)
}

var packageManagers = []string{"", "apk", "apt", "dnf", "microdnf"}

var programPath = regexp.MustCompile(`^(/[A-Za-z0-9_+-][A-Za-z0-9._+-]*)+$`)

// wrong says what is wrong with traits, or nothing.
func (t Traits) wrong() error {
	switch {
	case t.Libc != "glibc" && t.Libc != "musl":
		return fmt.Errorf("libc %q is neither glibc nor musl", t.Libc)
	case t.Distribution == "":
		return errors.New("distribution is needed: debian, alpine, or another one")
	case !slices.Contains(packageManagers, t.Packages):
		return fmt.Errorf("packages %q is not apk, apt, dnf or microdnf", t.Packages)
	case t.Users != "" && t.Users != "useradd" && t.Users != "adduser":
		return fmt.Errorf("users %q is neither useradd nor adduser", t.Users)
	case t.Interpreter != "" && !programPath.MatchString(t.Interpreter):
		return fmt.Errorf("interpreter %q is not the absolute path of a program", t.Interpreter)
	case t.Python != "" && leadingRelease.FindString(t.Python) != t.Python:
		return fmt.Errorf("python %q is not a release such as 3.13", t.Python)
	case t.Distribution == "debian" && (t.Libc != "glibc" || t.Packages != "" && t.Packages != "apt"):
		return errors.New("debian has glibc, and apt where it has a package manager")
	case t.Distribution == "alpine" && (t.Libc != "musl" || t.Packages != "" && t.Packages != "apk"):
		return errors.New("alpine has musl, and apk where it has a package manager")
	case t.User < 0 || t.User > 1<<31-2:
		return fmt.Errorf("user %d is not a number of a user", t.User)
	}
	return nil
}

// Valid says what is wrong with a row of a user: nil where nothing is.
func (i Image) Valid() error {
	if name, tag := SplitReference(i.Name); name == "" || name != i.Name || tag != "" {
		return fmt.Errorf("name %q is not that of an image, without tag and digest", i.Name)
	}
	if _, err := path.Match(i.Tags, ""); err != nil {
		return fmt.Errorf("tags %q is not a pattern", i.Tags)
	}
	if filled := strings.NewReplacer("{tag}", "1", "{python}", "1").Replace(i.Builder); i.Builder != "" && !ImageReference(filled) {
		return fmt.Errorf("builder %q is not the reference of an image", i.Builder)
	}
	if i.BuilderUser != "" && !userName.MatchString(i.BuilderUser) {
		return fmt.Errorf("builder_user %q is not the name or number of a user", i.BuilderUser)
	}
	return i.wrong()
}

var userName = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]{0,31}(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,31})?$`)

func (t *Tables) checkBases() error {
	if err := ordered("bases.toml", t.Bases, func(b Base) string { return strings.TrimSpace(b.Family + " " + b.Python) }); err != nil {
		return err
	}
	if err := ordered("bases.toml", t.Images, func(i Image) string { return strings.TrimSpace(i.Name + " " + i.Tags) }); err != nil {
		return err
	}
	for _, b := range t.Bases {
		if err := b.wrong(); err != nil {
			return fmt.Errorf("bases.toml: %s: %w", b.Family, err)
		}
	}
	for _, i := range t.Images {
		if err := i.Valid(); err != nil {
			return fmt.Errorf("bases.toml: %s: %w", i.Name, err)
		}
		if i.Why == "" || i.Source == "" || i.Checked.Year == 0 {
			return fmt.Errorf("bases.toml: %s: why, source and checked are needed", i.Name)
		}
	}
	return nil
}

// Base gives the row of a family for a release of Python: that for this release alone, else that for all.
func (t *Tables) Base(family, python string) (base Base, ok bool) {
	for _, b := range t.Bases {
		if b.Family == family && (b.Python == python || b.Python == "" && !ok) {
			base, ok = b, true
		}
	}
	return base, ok
}

// Families lists the families of base images, in order.
func (t *Tables) Families() []string {
	var names []string
	for _, b := range t.Bases {
		if !slices.Contains(names, b.Family) {
			names = append(names, b.Family)
		}
	}
	return names
}

// Image gives the row of an image by its reference: that for its tag, else that for all tags; the last one that fits.
func (t *Tables) Image(reference string) (image Image, ok bool) {
	name, tag := SplitReference(reference)
	name = strings.TrimPrefix(strings.TrimPrefix(name, "docker.io/"), "library/")
	for _, row := range t.Images {
		if row.Name != name {
			continue
		}
		if fits, _ := path.Match(row.Tags, tag); fits && row.Tags != "" || row.Tags == "" && image.Tags == "" {
			image, ok = row, true
		}
	}
	return image, ok
}

// AddImages lays rows over the table: the rows of an image take the place of those that have its name.
func (t *Tables) AddImages(rows []Image) {
	t.Images = slices.DeleteFunc(slices.Clone(t.Images), func(i Image) bool {
		return slices.ContainsFunc(rows, func(row Image) bool { return row.Name == i.Name })
	})
	t.Images = append(t.Images, rows...)
}

// SplitReference takes the tag and the digest from the reference of an image.
// Source: https://pkg.go.dev/github.com/distribution/reference
func SplitReference(reference string) (name, tag string) {
	name, _, _ = strings.Cut(reference, "@")
	if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexByte(name, '/') {
		return name[:i], name[i+1:]
	}
	return name, ""
}

// ImageNames lists the images that the table knows, in order.
func (t *Tables) ImageNames() []string {
	var names []string
	for _, i := range t.Images {
		names = append(names, i.Name)
	}
	slices.Sort(names)
	return slices.Compact(names)
}
