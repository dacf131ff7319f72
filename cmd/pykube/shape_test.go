package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
	"github.com/pykube/pykube/internal/plan"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// session is the outcome of one run of the program, in this process.
type session struct {
	stdout, stderr string
	code           int
}

func start(lookup func(string) (string, bool), args ...string) session {
	var stdout, stderr bytes.Buffer
	if lookup == nil {
		lookup = func(string) (string, bool) { return "", false }
	}
	code := run(args, &stdout, &stderr, lookup)
	return session{stdout: stdout.String(), stderr: stderr.String(), code: code}
}

// repository is what a test puts on disk: texts by path.
type repository map[string]string

// put writes it. It fails where the file system has no such name.
func (r repository) put(dir string) error {
	for _, name := range slices.Sorted(func(yield func(string) bool) {
		for name := range r {
			if !yield(name) {
				return
			}
		}
	}) {
		file := filepath.Join(dir, name)
		if !strings.HasPrefix(file, dir+string(filepath.Separator)) {
			return fmt.Errorf("%q leads out of the test's directory", name)
		}
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if _, err := os.Lstat(file); err == nil {
			return fmt.Errorf("%q is there already", name)
		}
		if err := os.WriteFile(file, []byte(r[name]), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// outputs are the files that pykube wrote below a directory that holds nothing else.
func outputs(dir string) (map[string]string, error) {
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(file)
		rel, _ := filepath.Rel(dir, file)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	return files, err
}

// printed are the files that --stdout printed.
func printed(stdout string) map[string]string {
	files := map[string]string{}
	name := ""
	for line := range strings.Lines(stdout) {
		if heading, ok := strings.CutPrefix(line, "==> "); ok {
			name = strings.TrimSuffix(heading, " <==\n")
			continue
		}
		files[name] += line
	}
	return files
}

// shape is the structure of what was written: the files, the instructions with the names that they set, the keys of
// the manifests. Text that is foreign may change values, and nothing of this.
func shape(files map[string]string) (string, error) {
	var names []string
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	var b strings.Builder
	for _, name := range names {
		fmt.Fprintln(&b, "file", name)
		var err error
		switch {
		case name == "Dockerfile":
			err = dockerShape(&b, files[name])
		case strings.HasSuffix(name, ".yaml"):
			err = yamlShape(&b, name, files[name])
		case name == ".dockerignore":
			var patterns []string
			if patterns, err = ignorefile.ReadAll(strings.NewReader(files[name])); err == nil {
				_, err = patternmatcher.New(patterns)
				fmt.Fprintln(&b, "patterns", len(patterns))
			}
		}
		if err != nil {
			return "", fmt.Errorf("%s: %w", name, err)
		}
	}
	return b.String(), nil
}

func dockerShape(b *strings.Builder, text string) error {
	stages, err := dockerStages(text)
	if err != nil {
		return err
	}
	for _, s := range stages {
		fmt.Fprintf(b, "FROM as %s\n", s.Name)
		for _, c := range s.Commands {
			fmt.Fprint(b, " ", c.Name())
			switch c := c.(type) {
			case *instructions.EnvCommand:
				for _, v := range c.Env {
					fmt.Fprint(b, " ", v.Key)
				}
			case *instructions.LabelCommand:
				for _, v := range c.Labels {
					fmt.Fprint(b, " ", v.Key)
				}
			case *instructions.CopyCommand:
				fmt.Fprint(b, " from=", c.From, " chown=", c.Chown, " chmod=", c.Chmod, " ", len(c.SourcePaths), " ", len(c.SourceContents))
			case *instructions.RunCommand:
				fmt.Fprint(b, " ", len(c.Files), " ", c.PrependShell)
				if err := c.Expand(func(word string) (string, error) { return word, nil }); err != nil { // it reads the mounts
					return err
				}
				for _, m := range instructions.GetMounts(c) {
					target := m.Target
					if m.Type == "secret" && path.Dir(target) == "/run/secrets" { // named as the secret is
						target = "SECRET"
					}
					fmt.Fprint(b, " ", m.Type, ":", m.From, ":", target)
				}
			case *instructions.UserCommand:
				fmt.Fprint(b, " ", c.User)
			case *instructions.CmdCommand:
				fmt.Fprint(b, " ", c.PrependShell)
			case *instructions.EntrypointCommand:
				fmt.Fprint(b, " ", c.PrependShell)
			}
			fmt.Fprintln(b)
		}
	}
	return nil
}

func dockerStages(text string) ([]instructions.Stage, error) {
	tree, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	if tree.EscapeToken != '\\' {
		return nil, fmt.Errorf("the escape character is %q", tree.EscapeToken)
	}
	stages, args, err := instructions.Parse(tree.AST, nil)
	if err == nil && len(args) > 0 {
		err = fmt.Errorf("ARG before FROM")
	}
	return stages, err
}

func yamlShape(b *strings.Builder, name, text string) error {
	if strings.Contains(text, "\n---") || strings.Contains(text, "\n...") {
		return fmt.Errorf("more than one document")
	}
	var into any
	switch path.Base(name) {
	case "deployment.yaml":
		into = &appsv1.Deployment{}
	case "service.yaml":
		into = &corev1.Service{}
	case "serviceaccount.yaml":
		into = &corev1.ServiceAccount{}
	default:
		into = &map[string]any{}
	}
	if err := yaml.UnmarshalStrict([]byte(text), into); err != nil {
		return err
	}
	var v any
	if err := yaml.UnmarshalStrict([]byte(text), &v); err != nil {
		return err
	}
	keys(b, "", v)
	return nil
}

func keys(b *strings.Builder, at string, v any) {
	switch v := v.(type) {
	case map[string]any:
		var names []string
		for k := range v {
			names = append(names, k)
		}
		slices.Sort(names)
		for _, k := range names {
			fmt.Fprintf(b, " %s/%s\n", at, k)
			keys(b, at+"/"+k, v[k])
		}
	case []any:
		for i, e := range v {
			keys(b, fmt.Sprintf("%s[%d]", at, i), e)
		}
	}
}

// planned reads the output of `pykube plan -o json`.
func planned(s session) (*plan.Plan, error) {
	var p plan.Plan
	d := json.NewDecoder(strings.NewReader(s.stdout))
	d.DisallowUnknownFields()
	err := d.Decode(&p)
	if err == nil && len(p.Services) != 1 {
		err = fmt.Errorf("%d services", len(p.Services))
	}
	return &p, err
}

type noVariables struct{}

func (noVariables) Get(string) (string, bool) { return "", false }
func (noVariables) Keys() []string            { return nil }

// means holds that every word of the Dockerfile is read by the engine as the plan means it, and that what it copies is
// in the repository by that very name.
func means(dockerfile, ignore, repo string, p *plan.Plan) error {
	stages, err := dockerStages(dockerfile)
	if err != nil {
		return err
	}
	img, lex := p.Services[0].Image, shell.NewLex('\\')
	word := func(s string) string {
		w, _, err2 := lex.ProcessWord(s, noVariables{})
		err = errors.Join(err, err2)
		return w
	}
	equal := func(what string, got, want any) {
		if g, w := fmt.Sprintf("%q", got), fmt.Sprintf("%q", want); g != w {
			err = errors.Join(err, fmt.Errorf("%s: read as %s, planned as %s", what, g, w))
		}
	}
	build, final := stages[0], stages[len(stages)-1]
	for _, s := range stages {
		if s.Name == "build" {
			build = s
		}
	}
	var sources [][]string
	var steps [][]string
	for _, c := range build.Commands {
		switch c := c.(type) {
		case *instructions.CopyCommand:
			if c.From == "" && c.DestPath != "." {
				var from []string
				for _, s := range c.SourcePaths {
					from = append(from, word(s))
				}
				sources = append(sources, append(from, word(c.DestPath)))
			}
		case *instructions.RunCommand:
			words, err2 := lex.ProcessWords(strings.Join(c.CmdLine, " "), noVariables{})
			err = errors.Join(err, err2)
			for len(words) > 0 && assignment.MatchString(words[0]) { // a path of a secret, or what is in it
				words = words[1:]
			}
			if len(words) > 0 && words[0] != "apt-get" {
				steps = append(steps, words)
			}
		case *instructions.WorkdirCommand:
			equal("WORKDIR", word(c.Path), img.Root)
		}
	}
	all := append(append(slices.Clone(img.Prepare), img.Install...), img.BuildSteps...)
	for i, s := range all {
		if i >= len(steps) {
			return fmt.Errorf("%d steps, planned are %d", len(steps), len(all))
		}
		equal("RUN", steps[i], s.Argv)
	}
	if len(sources) != len(img.Copies) {
		return fmt.Errorf("%d COPY, planned are %d", len(sources), len(img.Copies))
	}
	for i, c := range img.Copies {
		equal("COPY to", sources[i][len(sources[i])-1], c.To)
		for j, name := range c.From {
			pattern := path.Clean(sources[i][j])
			if ok, err2 := filepath.Match(pattern, path.Clean(name)); err2 != nil || !ok {
				err = errors.Join(err, fmt.Errorf("COPY %q does not match %q: %v", pattern, name, err2))
			}
			found, err2 := filepath.Glob(filepath.Join(globEscape(repo), pattern))
			if err2 != nil || len(found) != 1 {
				err = errors.Join(err, fmt.Errorf("COPY %q matches %q: %v", pattern, found, err2))
			}
		}
	}
	var env []plan.EnvVar
	for _, c := range final.Commands {
		switch c := c.(type) {
		case *instructions.EnvCommand:
			env = append(env, plan.EnvVar{Name: c.Env[0].Key, Value: word(c.Env[0].Value)})
		case *instructions.LabelCommand:
			for i, l := range c.Labels {
				equal("LABEL", word(l.Value), img.Labels[i].Value)
			}
		case *instructions.WorkdirCommand:
			equal("WORKDIR", word(c.Path), img.WorkingDir)
			if dir := p.Services[0].Processes[0].WorkingDir; img.CopySource && dir != "" {
				_, err2 := os.Stat(filepath.Join(repo, dir))
				err = errors.Join(err, err2)
			}
		case *instructions.CmdCommand:
			equal("CMD", []string(c.CmdLine), p.Services[0].Processes[0].Command)
		case *instructions.EntrypointCommand:
			equal("ENTRYPOINT", []string(c.CmdLine), img.Entrypoint)
		}
	}
	for i, v := range img.Env {
		equal("ENV "+v.Name, env[i].Value, v.Value)
	}
	patterns, err2 := ignorefile.ReadAll(strings.NewReader(ignore))
	matcher, err3 := patternmatcher.New(patterns)
	if err2 != nil || err3 != nil {
		return errors.Join(err, err2, err3)
	}
	for _, c := range img.Copies {
		for _, name := range c.From {
			out, err2 := matcher.MatchesOrParentMatches(name)
			err = errors.Join(err, err2)
			if out {
				err = errors.Join(err, fmt.Errorf("%q is copied, and .dockerignore leaves it out", name))
			}
		}
	}
	return err
}

func globEscape(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(s)
}

// assignment stands before a command that reads a secret.
var assignment = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*=(/run/secrets/[A-Za-z0-9._-]+|\$\(cat /run/secrets/[A-Za-z0-9._-]+\)|ssh -o StrictHostKeyChecking=accept-new)$`)
