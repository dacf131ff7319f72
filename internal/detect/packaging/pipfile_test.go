package packaging

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

const pipfile = `[[source]]
url = "https://pypi.org/simple"
verify_ssl = true
name = "pypi"

[packages]
Flask = "*"
django = "~=4.2"
exact = "1.0"
requests = {extras = ["socks", "Sec_x"], version = ">=2", index = "pypi"}
"uvicorn[standard]" = "==0.30"
win = {version = "*", sys_platform = "== 'win32'", markers = "python_version < '3.12' or os_name == 'nt'"}
vcs = {git = "https://x/vcs.git", ref = "v1", editable = true}
here = {path = ".", editable = true}
there = {file = "https://x/there.whl"}

[packages.table]
version = "<2"

[dev-packages]
pytest = "<9"

[docs]
sphinx = "*"

[requires]
python_version = "3.12"

[scripts]
start = "uvicorn shop:app"

[pipenv]
allow_prereleases = true
`

func TestReadPipfile(t *testing.T) {
	p, err := ReadPipfile(tree(t, "Pipfile", pipfile))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range p.Packages {
		got = append(got, strings.TrimSpace(fmt.Sprintf("%d %s %s %s", r.Evidence.Line, pdmKey(r.Name, r.Extras), r.Specifier+r.URL, r.Marker)))
	}
	check(t, "packages", got, []string{
		"7 flask", "8 django ~=4.2", "9 exact ==1.0", "10 requests[sec-x,socks] >=2", "11 uvicorn[standard] ==0.30",
		"12 win  sys_platform == 'win32' and (python_version < '3.12' or os_name == 'nt')", "13 vcs git+https://x/vcs.git@v1", "14 here .",
		"15 there https://x/there.whl", "17 table <2",
	})
	if p.Indexes["requests"] != "pypi" || !p.Packages[6].Editable || p.Dev[0].Name != "pytest" || p.Categories["docs"][0].Name != "sphinx" ||
		len(p.Categories) != 1 || p.Scripts["start"].Value != "uvicorn shop:app" || p.Sources[0].Name != "pypi" || p.Sources[0].Evidence.Line != 2 {
		t.Errorf("%+v", p)
	}
	if p.Python == nil || p.Python.Version != "3.12" || p.Python.Evidence.Line != 27 || p.Empty() {
		t.Errorf("python %+v", p.Python)
	}
	for text, want := range map[string]Demand{
		"python_version = '3'": {Specifier: "==3.*"},
		"python_version = '3.9'\npython_full_version = '3.9.18'": {Version: "3.9.18"},
		"python_version = '>=3.8, <4'":                           {Specifier: ">=3.8,<4"},
		"python_version = '*'":                                   {},
	} {
		p, err := ReadPipfile(tree(t, "Pipfile", "[requires]\n"+text+"\n[packages]\n"))
		if err != nil || !p.Empty() || (p.Python == nil) != (want == Demand{}) ||
			p.Python != nil && (p.Python.Version != want.Version || p.Python.Specifier != want.Specifier) {
			t.Errorf("%s: %+v, %v", text, p, err)
		}
	}
	for text, want := range map[string]string{
		"[packages]\na = 1\n":                 "Pipfile:2: \"a\": is a number or a date, where a version or a table",
		"[packages]\na = '^1'\n":              "Pipfile:2: \"a\": specifier \"^1\"",
		"[packages]\n'-' = '*'\n":             "Pipfile:2: \"-\" is not a name of PEP 508",
		"[packages]\na = {markers = 'x'}\n":   "Pipfile:2: \"a\": marker \"x\"",
		"[packages]\na = {os_name = 'nt'}\n":  "Pipfile:2: \"a\": marker \"os_name nt\"",
		"[packages]\na = {git = \"x\\ny\"}\n": "Pipfile:2: git: \"x\\ny\" holds",
		"[packages]\na = {extras = ['-']}\n":  "Pipfile:2: \"a\": \"-\" is not the name of an extra",
		"[requires]\npython_version = 'x'\n":  "Pipfile:2: requires.python_version: \"x\" is neither",
		"packages = 1\n":                      "Pipfile:1: packages: is a number",
		"[packages]\n'a[' = '*'\n":            "Pipfile:2: \"a[\": the bracket",
	} {
		_, err := ReadPipfile(tree(t, "Pipfile", text))
		wantError(t, err, want)
	}
	if p, err := ReadPipfile(tree(t)); p != nil || err != nil {
		t.Errorf("%v, %v", p, err)
	}
}

const pipfileLock = `{
    "_meta": {
        "hash": {
            "sha256": "%s"
        },
        "pipfile-spec": 6,
        "requires": {
            "python_version": "3.12"
        },
        "sources": [
            {"name": "pypi", "url": "https://pypi.org/simple", "verify_ssl": true}
        ]
    },
    "default": {
        "flask": {
            "hashes": ["sha256:00"],
            "index": "pypi",
            "markers": "python_version >= '3.9'",
            "version": "==3.0.0"
        },
        "win": {"markers": "sys_platform == 'win32'", "version": "==>=0.4", "hashes": ["sha256:00"]},
        "vcs": {"git": "https://x/vcs.git", "ref": "0123456789012345678901234567890123456789", "extras": ["b", "a"]},
        "here": {"editable": true, "path": "./libs/here"}
    },
    "develop": {
        "pytest": {"version": "==8.0"}
    },
    "docs": {
        "sphinx": {"version": "==7.0"}
    }
}
`

func TestReadPipfileLock(t *testing.T) {
	l, err := ReadPipfileLock(tree(t, "Pipfile.lock", pipfileLock))
	if err != nil {
		t.Fatal(err)
	}
	check(t, "default", pins(l.Default), []string{"flask 3.0.0", "win ", "vcs[a,b] ", "here "})
	check(t, "develop", pins(l.Develop), []string{"pytest 8.0"})
	check(t, "docs", pins(l.Categories["docs"]), []string{"sphinx 7.0"})
	flask, vcs, here := l.Default[0], l.Default[2], l.Default[3]
	if flask.Evidence.String() != "Pipfile.lock:15" || flask.Marker != "python_version >= '3.9'" || flask.Wheels != nil || l.Indexes["flask"] != "pypi" ||
		vcs.Address != "git+https://x/vcs.git@0123456789012345678901234567890123456789" || here.Dir != "libs/here" || here.Address != "" {
		t.Errorf("%+v", l.Default)
	}
	if l.Spec != 6 || !l.Hashed || l.Python.Version != "3.12" || l.Python.Evidence.Line != 8 || l.Sources[0].URL != "https://pypi.org/simple" {
		t.Errorf("%+v", l)
	}
	l, err = ReadPipfileLock(tree(t, "Pipfile.lock", `{"default": {"a": {"version": "==1"}}}`))
	if err != nil || l.Hashed {
		t.Errorf("without hashes: %+v, %v", l, err)
	}
}

func TestPipfileLockRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "Pipfile.lock:1: not JSON: ends too early",
		"{\n\"default\": {\n":         "Pipfile.lock:2: not JSON: ends too early",
		"{\n\"a\": 1,\n}":             "Pipfile.lock:3: not JSON: invalid character",
		"{} 1":                        "Pipfile.lock:1: not JSON: more follows the value",
		"[]":                          "Pipfile.lock:1: is a list, where a table should be",
		"{\"default\":\n[]}":          "Pipfile.lock:1: default: is a list",
		"{\"default\": {\n\"a\": 1}}": "Pipfile.lock:2: \"a\": is a number",
		"{\"default\": {\n\"a\": {\"version\": \"x\"}}}":                       "Pipfile.lock:2: \"a\": specifier \"x\"",
		"{\"default\": {\"a\": {\n\"path\": \"a\\nb\"}}}":                      "Pipfile.lock:2: path: \"a\\nb\" holds",
		"{\"default\": {\"a\": {\n\"markers\": \"x\"}}}":                       "Pipfile.lock:2: \"a\": marker \"x\"",
		"{\"a\": " + strings.Repeat("[", 200) + strings.Repeat("]", 200) + "}": "Pipfile.lock:1: not JSON: more than 100 values deep",
	} {
		_, err := ReadPipfileLock(tree(t, "Pipfile.lock", text))
		wantError(t, err, want)
	}
	if l, err := ReadPipfileLock(tree(t)); l != nil || err != nil {
		t.Errorf("%v, %v", l, err)
	}
}

// Locks that Pipenv 2022.12, 2023.12 and 2026.10 wrote were in step when this was written, and the sum of 2020.11.
func TestPipfileStale(t *testing.T) {
	const withoutSource = "[packages]\nb = \"*\"\na = {extras = [\"x\"], version = \"*\"}\n[docs]\nc = \"1\"\n[pipenv]\nallow_prereleases = true\n"
	meta := `"_meta":{"requires":{},"sources":[{"name":"pypi","url":"https://pypi.org/simple","verify_ssl":true}]},`
	packages := `"default":{"a":{"extras":["x"],"version":"*"},"b":"*"},"develop":{}`
	for _, text := range []string{"{" + meta + packages + `,"docs":{"c":"1"}}`, "{" + meta + packages + "}"} {
		sum := sha256.Sum256([]byte(text))
		locked := fmt.Sprintf(pipfileLock, hex.EncodeToString(sum[:]))
		for file, want := range map[string]bool{withoutSource: false, withoutSource + "# a comment\n": false, strings.Replace(withoutSource, "b =", "c =", 1): true} {
			tr := tree(t, "Pipfile", file, "Pipfile.lock", locked)
			p, err := ReadPipfile(tr)
			if err != nil {
				t.Fatal(err)
			}
			l, err := ReadPipfileLock(tr)
			if err != nil {
				t.Fatal(err)
			}
			if stale, known := l.Stale(p); stale != want || !known {
				t.Errorf("stale %v, known %v, want %v: %s", stale, known, want, file)
			}
		}
	}
}
