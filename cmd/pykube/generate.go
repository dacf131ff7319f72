package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/render"
	"github.com/pykube/pykube/internal/report"
	"github.com/pykube/pykube/internal/source"
	"github.com/pykube/pykube/internal/write"
	"github.com/spf13/cobra"
)

// generate is what `pykube generate` was asked to do.
type generate struct {
	trip
	check, diff, dryRun, stdout bool
	only, force                 []string
	outputDir                   string
}

func newGenerate(lookup func(string) (string, bool)) *cobra.Command {
	g := &generate{trip: trip{lookup: lookup}}
	cmd := &cobra.Command{
		Use:   "generate [DIR]",
		Short: "Write Dockerfile, .dockerignore and Kubernetes manifests",
		Long: "generate writes the files into the repository. A file that somebody edited since is not touched: nothing at all is\n" +
			"written then, the difference is shown, and the exit code is 3.",
		Example: "  pykube generate\n  pykube generate --port 9000 --python 3.13 path/to/repository\n" +
			"  pykube generate --check   # in CI: exit code 3 where the files are not what pykube would write",
		Args: cobra.MaximumNArgs(1),
	}
	flags := cmd.Flags()
	flags.BoolVar(&g.check, "check", false, "write nothing; exit with 3 where a file differs")
	flags.BoolVar(&g.diff, "diff", false, "write nothing; show the difference")
	flags.BoolVar(&g.dryRun, "dry-run", false, "write nothing; say what would be done to each file")
	flags.BoolVar(&g.stdout, "stdout", false, "write nothing; print the files")
	flags.StringSliceVar(&g.only, "only", nil, "only these `paths`: a file, or a directory such as k8s")
	flags.StringSliceVar(&g.force, "force", nil, "overwrite this `file`, whatever is in it")
	flags.StringVar(&g.outputDir, "output-dir", "", "write into this directory, not into the repository")
	_ = cmd.RegisterFlagCompletionFunc("only", cobra.FixedCompletions([]string{"Dockerfile", ".dockerignore", "k8s", "k8s/base/deployment.yaml", "k8s/base/service.yaml"}, cobra.ShellCompDirectiveNoFileComp))
	set := optionFlags(cmd, &g.trip)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		for _, other := range []string{"check", "diff", "dry-run", "output-dir", "force"} {
			if g.stdout && flags.Changed(other) {
				return &usage{text: "--stdout: does not go with --" + other, hint: "pykube generate --stdout"}
			}
		}
		if flags.Changed("only") && len(g.only) == 0 {
			return &usage{text: "--only: no path is named", hint: "--only Dockerfile"}
		}
		g.dir = directory(args)
		set()
		return g.run(cmd.OutOrStdout(), cmd.ErrOrStderr())
	}
	return cmd
}

func (g *generate) run(stdout, stderr io.Writer) error {
	if err := g.render(); err != nil {
		return err
	}
	files, err := g.selected()
	if err != nil {
		return err
	}
	if g.stdout {
		return report.Files(stdout, files)
	}
	root, done, err := g.output()
	if err != nil {
		return err
	}
	defer done()
	changes, err := write.Compare(root, files, write.Options{Force: g.force, Partial: len(g.only) > 0 || len(g.plan.Services) < len(g.services)})
	if err != nil {
		return err
	}
	return g.apply(changes, stdout, stderr)
}

// apply shows, checks or writes.
func (g *generate) apply(changes *write.Changes, stdout, stderr io.Writer) error {
	differs := len(changes.Pending())+len(changes.Conflicts()) > 0
	if g.diff {
		if err := report.Diffs(stdout, changes.Files); err != nil {
			return err
		}
	}
	if g.check || g.diff || g.dryRun {
		if err := report.Changes(stderr, changes, "would "); err != nil {
			return err
		}
		if g.check && differs {
			fmt.Fprintf(stderr, "pykube: hint: pykube generate %s\n", source.Printable(g.dir))
			return errFound
		}
		return nil
	}
	if err := report.Diffs(stdout, changes.Conflicts()); err != nil {
		return err
	}
	if err := changes.Apply(); err != nil {
		return err
	}
	if err := report.Changes(stderr, changes, ""); err != nil {
		return err
	}
	for _, service := range g.plan.Services {
		for _, a := range service.Advice {
			if a.Command != "" {
				a.Text += ": " + a.Command
			}
			if len(g.plan.Services) > 1 {
				a.Text = service.Name + ": " + a.Text
			}
			fmt.Fprintf(stderr, "pykube: advice: %s\n", source.Printable(a.Text))
		}
	}
	return nil
}

// selected keeps the files that --only names.
func (g *generate) selected() ([]render.File, error) {
	if len(g.only) == 0 {
		return g.files, nil
	}
	keep := map[string]bool{}
	var paths []string
	for _, f := range g.files {
		paths = append(paths, f.Path)
	}
	for _, name := range g.only {
		clean := path.Clean(strings.ReplaceAll(name, `\`, "/"))
		matched := false
		for _, f := range g.files {
			for _, service := range g.plan.Services {
				for _, named := range []string{clean, path.Join(service.Root, clean)} {
					if f.Path == named || strings.HasPrefix(f.Path, named+"/") {
						keep[f.Path], matched = true, true
					}
				}
			}
		}
		if !matched {
			return nil, &usage{
				text: fmt.Sprintf("--only: %q is none of %s", name, strings.Join(paths, ", ")), hint: "--only Dockerfile",
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(g.files), func(f render.File) bool { return !keep[f.Path] }), nil
}

// output opens the directory that is written to. One that does not exist yet is made when something is written, and
// looks empty before.
func (g *generate) output() (root *os.Root, done func(), err error) {
	dir := g.outputDir
	if dir == "" {
		dir = g.dir
	}
	temporary, made := "", ""
	if _, err := os.Stat(dir); errors.Is(err, fs.ErrNotExist) {
		if g.check || g.diff || g.dryRun {
			if temporary, err = os.MkdirTemp("", "pykube-"); err != nil {
				return nil, nil, err
			}
			dir = temporary
		} else if made = missing(dir); os.MkdirAll(dir, 0o755) != nil {
			return nil, nil, &usage{text: fmt.Sprintf("--output-dir: %q cannot be made", dir), hint: "--output-dir DIR, a directory that can be written to"}
		}
	}
	root, err = os.OpenRoot(dir)
	if err != nil {
		return nil, nil, &usage{text: fmt.Sprintf("--output-dir: %v", err), hint: "--output-dir DIR, a directory that can be written to"}
	}
	return root, func() {
		_ = root.Close()
		if temporary != "" {
			_ = os.RemoveAll(temporary)
		}
		for made != "" && os.Remove(dir) == nil && dir != made { // fails where something was written, and that is meant
			dir = filepath.Dir(dir)
		}
	}, nil
}

// missing is the uppermost directory of a path that does not exist.
func missing(dir string) string {
	for {
		parent := filepath.Dir(dir)
		if _, err := os.Stat(parent); parent == dir || !errors.Is(err, fs.ErrNotExist) {
			return dir
		}
		dir = parent
	}
}
