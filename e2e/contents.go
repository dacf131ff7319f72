package e2e

import (
	"archive/tar"
	"bytes"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

var (
	compiler = regexp.MustCompile(`^([a-z0-9_]+-linux-(gnu|musl)-)?(gcc|cc|g\+\+|c\+\+|clang|tcc)(-[0-9.]+)?$`)
	cache    = regexp.MustCompile(`(^|/)\.cache/|(^|/)var/cache/(pip|uv|apk)/|^var/cache/apt/.*\.(deb|bin)$`)
	aptList  = regexp.MustCompile(`^var/lib/apt/lists/.*_`)
	header   = regexp.MustCompile(`^usr/(local/)?include/|\.(a|la|o)$|^usr/lib/.*/pkgconfig/`)
	mayBeKey = regexp.MustCompile(`\.(pem|key)$`)
	// Names that hold a secret whatever stands in them.
	secret = regexp.MustCompile(`(^|/)(\.env(\.[^/]+)?|\.envrc|id_(rsa|dsa|ecdsa|ed25519)|\.netrc|\.pypirc|\.git-credentials|\.pgpass|\.htpasswd|` +
		`application_default_credentials\.json|\.(aws|azure|kube|ssh|gnupg)/.+|\.docker/config\.json|\.config/gcloud/.+|` +
		`[^/]+\.(p12|pfx|jks|keystore|kdbx|tfstate|tfvars|ppk))$`)
	privateKey = []byte("PRIVATE KEY-----")
)

// unwanted says why a file does not belong into an image, whoever put it there, or nothing.
func unwanted(name, app string) string {
	switch {
	case compiler.MatchString(path.Base(name)) && strings.HasSuffix(path.Dir(name), "bin"):
		return "a compiler"
	case cache.MatchString(name):
		return "a cache"
	case aptList.MatchString(name):
		return "a package list of apt"
	}
	inApp := app != "" && strings.HasPrefix(name, app+"/") && !strings.Contains(name, "/site-packages/")
	for part := range strings.SplitSeq(name, "/") {
		if part == ".git" {
			return "a git directory"
		}
		if inApp && (part == "tests" || part == "test") && path.Ext(name) == ".py" {
			return "tests"
		}
	}
	return ""
}

// unwantedOfOurs says why a file that neither the base nor a wheel brought does not belong into the image, or nothing.
// What a wheel holds is the wheel's: the headers of numpy, the keys that tornado tests itself with.
func unwantedOfOurs(name string, file File) string {
	switch {
	case header.MatchString(name):
		return "a header or a library to link with"
	case secret.MatchString(name), bytes.Contains(file.Text, privateKey) && mayBeKey.MatchString(name):
		return "a secret"
	}
	return ""
}

// checkContents reports what an image holds, beside its base, and should not: compilers, headers, caches, git's files,
// tests, secrets, programs of the environment that cannot start, and files that the user of the image could change.
func checkContents(image Image, files, base map[string]File) (wrong []string) {
	app := strings.Trim(image.Config.WorkingDir, "/")
	uid, gid, err := image.user()
	if err != nil {
		return []string{err.Error()}
	}
	ofWheels := recorded(files)
	found := map[string]int{}
	note := func(what, file string) {
		if found[what]++; found[what] <= 3 { // a few say it
			wrong = append(wrong, what+": "+file)
		}
	}
	ours := 0
	for _, name := range slices.Sorted(maps.Keys(files)) {
		file := files[name]
		was, inBase := base[name]
		if why := unwanted(name, app); why != "" && file.Type != tar.TypeDir {
			note("the image holds "+why, "/"+name)
		}
		if _, wheel := ofWheels[name]; !wheel && file.Type != tar.TypeDir && !(inBase && was.Sum == file.Sum) {
			if why := unwantedOfOurs(name, file); why != "" {
				note("the image holds "+why, "/"+name)
			}
		}
		inOurs := within(name, app) || within(name, "opt/venv")
		if inOurs {
			ours++
		}
		unchanged := inBase && was.Mode == file.Mode && was.Uid == file.Uid && was.Gid == file.Gid
		if inOurs && file.Uid != 0 || !unchanged && changeable(file, uid, gid) {
			note("can be changed at run time", fmt.Sprintf("/%s, owner %d:%d, mode %o", name, file.Uid, file.Gid, file.Mode))
		}
		if path.Dir(name) == "opt/venv/bin" {
			if why := cannotStart(files, name); why != "" {
				note("a program of the environment cannot start", "/"+name+": "+why)
			}
		}
	}
	if ours == 0 {
		wrong = append(wrong, fmt.Sprintf("nothing is in the working directory %q or in /opt/venv", image.Config.WorkingDir))
	}
	return wrong
}

// changeable says whether a user can write to a file, or give himself the right to.
func changeable(file File, uid, gid int) bool {
	return file.Type != tar.TypeSymlink && file.Type != tar.TypeChar && file.Type != tar.TypeBlock &&
		(file.Uid == uid || file.Mode&0o002 != 0 || file.Gid == gid && file.Mode&0o020 != 0)
}

// cannotStart says why a program of the environment does not start from where it lies, or nothing: a link to nowhere, or
// a first line that names an interpreter which is not there.
func cannotStart(files map[string]File, name string) string {
	at, ok := resolve(files, name)
	if !ok {
		return "a link to /" + at + ", which is not there"
	}
	text := files[at].Text
	if files[name].Mode&0o111 == 0 || !bytes.HasPrefix(text, []byte("#!")) {
		return "" // sourced, or not a script
	}
	first, rest, _ := strings.Cut(string(text[2:min(len(text), 1024)]), "\n")
	words := strings.Fields(first)
	if len(words) == 0 {
		return "its first line names no interpreter"
	}
	if path.Base(words[0]) == "sh" && strings.HasPrefix(rest, "'''exec' ") {
		// How pip writes an interpreter whose path is too long for a first line.
		words = strings.Fields(strings.TrimPrefix(rest, "'''exec' "))
	}
	if path.Base(words[0]) == "env" || !strings.HasPrefix(path.Base(words[0]), "python") {
		return "" // found by PATH, or a program for people at a shell
	}
	if _, ok := resolve(files, strings.Trim(words[0], `"'`)); !ok {
		return "its interpreter " + words[0] + " is not there"
	}
	return ""
}
