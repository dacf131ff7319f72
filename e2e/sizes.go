package e2e

import (
	"archive/tar"
	"fmt"
	"maps"
	"path"
	"strings"
)

// Sizes are the bytes that an image has over its base, by what they are for.
type Sizes struct {
	Wheels   int64 // what installed distributions name in their RECORD; of conda, its environment
	Bytecode int64 // of these and of the source
	Source   int64 // the working directory
	System   int64 // files of packages of the system, and the interpreter where the base has none
	Rest     int64 // whatever is none of these
}

// Installed is what the image is for: all but the rest.
func (s Sizes) Installed() int64 { return s.Wheels + s.Bytecode + s.Source + s.System }

// slack is what an image may have beside a twentieth: the scripts of a virtual environment, the lists of packages and
// users that Debian writes anew.
const slack = 512 << 10

// checkSize reports an image that is more than a twentieth larger over its base than what is installed in it. over is
// counted in layers: a file that a later layer changes or deletes counts, too.
func (s Sizes) checkSize(over int64) (wrong []string) {
	if limit := s.Installed() + s.Installed()/20 + slack; over > limit {
		wrong = append(wrong, fmt.Sprintf("the image has %s over its base, and %s are installed in it: %+v", megabytes(over), megabytes(s.Installed()), s))
	}
	return wrong
}

// sizes sorts the files that an image has over its base.
func sizes(image Image, files, base map[string]File) (s Sizes) {
	app, environment := strings.Trim(image.Config.WorkingDir, "/"), strings.Trim(image.environment(), "/")
	_, ofConda := files[environment+"/conda-meta"]
	ownPython := hasPython(base) || ofConda
	ofWheels, ofSystem := recorded(files), packaged(files)
	maps.DeleteFunc(ofSystem, func(name string, _ bool) bool { return ofWheels[name] != "" })
	for name, file := range files {
		if was, ok := base[name]; file.Type != tar.TypeReg || ok && was.Sum == file.Sum && was.Mode == file.Mode {
			continue
		}
		installed := within(name, environment)
		switch {
		case strings.HasSuffix(name, ".pyc") && (installed || within(name, app)):
			s.Bytecode += file.Size
		case ofWheels[name] != "", ofConda && installed:
			s.Wheels += file.Size
		case within(name, "usr/lib/locale"): // made of definitions of the system, in the builder
			s.System += file.Size
		case ofSystem[name], !ownPython && !installed && !within(name, app):
			s.System += file.Size
		case within(name, app):
			s.Source += file.Size
		default:
			s.Rest += file.Size
		}
	}
	return s
}

func hasPython(files map[string]File) bool {
	for name := range files {
		if strings.HasPrefix(name, "usr/local/bin/python3") || strings.HasPrefix(name, "usr/bin/python3") {
			return true
		}
	}
	return false
}

// packaged lists the files that packages of Debian and of Alpine consist of.
func packaged(files map[string]File) map[string]bool {
	of := map[string]bool{}
	add := func(name string) {
		if at, ok := resolve(files, name); ok {
			of[at] = true
		}
	}
	for name, file := range files {
		switch {
		case within(name, "var/lib/dpkg/info"):
			of[name] = true // scripts, check sums and lists
			if strings.HasSuffix(name, ".list") {
				for line := range strings.Lines(string(file.Text)) {
					add(strings.TrimSpace(line))
				}
			}
		case within(name, "var/lib/dpkg/status.d"): // of images that have no package manager
			of[name] = true
			if strings.HasSuffix(name, ".md5sums") {
				for line := range strings.Lines(string(file.Text)) {
					if _, at, ok := strings.Cut(line, "  "); ok {
						add(strings.TrimSpace(at))
					}
				}
			}
		case path.Base(name) == "installed" && strings.HasSuffix(path.Dir(name), "lib/apk/db"):
			of[name] = true
			dir := ""
			for line := range strings.Lines(string(file.Text)) {
				switch key, value, _ := strings.Cut(strings.TrimSpace(line), ":"); key {
				case "F":
					dir = value
				case "R":
					add(path.Join(dir, value))
				}
			}
		}
	}
	return of
}

func megabytes(n int64) string {
	if n == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f MB", float64(n)/1e6)
}
