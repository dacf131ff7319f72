// Package render turns a Plan into Files through templates. It thinks about nothing: what is written is in the plan,
// how it looks is in the template, and every value passes through a quoting function made for where it lands.
// It reads no disk and no clock, so the same Plan gives the same bytes.
package render

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	"github.com/pykube/pykube/internal/plan"
)

// product is one file that is written, and its template.
type product struct {
	path     string
	template string
}

// products lists what is written for a service, in the order in which it is shown. A template that gives nothing for a
// service gives no file.
var products = []product{
	{"Dockerfile", "docker/Dockerfile.tmpl"},
	{".dockerignore", "docker/dockerignore.tmpl"},
	{"compose.yaml", "compose/compose.yaml.tmpl"},
	{manifests + "kustomization.yaml", "kubernetes/kustomization.yaml.tmpl"},
	{manifests + "service.yaml", "kubernetes/service.yaml.tmpl"},
	{manifests + "serviceaccount.yaml", "kubernetes/serviceaccount.yaml.tmpl"},
}

// manifests is the directory of what is written for a cluster.
const manifests = "k8s/base/"

// workloads are the templates of the processes, by their kind.
var workloads = map[string]string{
	"web": "kubernetes/deployment.yaml.tmpl", "worker": "kubernetes/deployment.yaml.tmpl", "scheduler": "kubernetes/deployment.yaml.tmpl",
	"job": "kubernetes/job.yaml.tmpl", "migration": "kubernetes/job.yaml.tmpl", "cron": "kubernetes/cronjob.yaml.tmpl",
}

// view is what a template sees.
type view struct {
	plan.Service
	Process plan.Process // of a workload
}

// Render makes the files of a plan, those of a service below its root. It fails where a template asks for what the plan
// lacks, or a value cannot be quoted for its place.
func Render(p *plan.Plan, templates fs.FS) ([]File, error) {
	var files []File
	for _, service := range p.Services {
		add := func(product product, v view) error {
			text, err := fill(templates, product.template, v)
			if err != nil {
				return fmt.Errorf("writing %s: %w", path.Join(service.Root, product.path), err)
			}
			if len(bytes.TrimSpace(text)) > 0 {
				files = append(files, File{Path: path.Join(service.Root, product.path), Text: text})
			}
			return nil
		}
		for _, product := range products {
			if err := add(product, view{Service: service}); err != nil {
				return nil, err
			}
		}
		for _, process := range service.Processes {
			if err := add(product{manifests + process.Manifest, workloads[process.Kind]}, view{service, process}); err != nil {
				return nil, err
			}
		}
	}
	return files, nil
}

func fill(templates fs.FS, name string, v view) ([]byte, error) {
	text, err := fs.ReadFile(templates, name)
	if err != nil {
		return nil, err
	}
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	t, err := template.New(name).Option("missingkey=error").Funcs(functions()).Parse(string(text))
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	if err := t.Execute(&out, v); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// allowed are the functions of sprig that a template may use: those whose result depends on their arguments alone.
var allowed = []string{
	"default", "empty", "first", "last", "list", "dict", "get", "hasKey", "join", "lower", "upper", "trim", "trimPrefix",
	"trimSuffix", "replace", "contains", "hasPrefix", "hasSuffix", "indent", "nindent", "add", "sub", "until", "ternary",
	"sha256sum", "sortAlpha", "uniq", "without", "int", "toString",
}

// functions are what templates can call: ours to quote, and sprig's by the list above.
func functions() template.FuncMap {
	own := template.FuncMap{
		"assignments": Assignments, "comment": Comment, "compose": Compose, "composeWords": ComposeWords, "copy": Copy, "docker": Docker, "exec": Exec, "ignore": Ignore, "mount": Mount, "reference": Reference, "scratch": Scratch, "shell": Shell, "variables": Variables, "words": words, "yaml": YAML,
	}
	for name, f := range sprig.TxtFuncMap() {
		for _, ok := range allowed {
			if name == ok {
				own[name] = f
			}
		}
	}
	return own
}

// words makes a list of texts, for the functions that quote one.
func words(list ...string) []string { return list }
