package main

import (
	"fmt"
	"io"
	"strings"

	"github.com/pykube/pykube/internal/config"
	"github.com/spf13/cobra"
)

// run is the whole program with its surroundings handed in; it gives the exit code.
func run(args []string, stdout, stderr io.Writer, lookup func(string) (string, bool)) int {
	root := newRoot(lookup)
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return complain(stderr, root.Execute())
}

func newRoot(lookup func(string) (string, bool)) *cobra.Command {
	root := &cobra.Command{
		Use:   "pykube",
		Short: "Turn a Python repository into a container image and a Kubernetes deployment",
		Long: "pykube reads a Python repository, without running any of it, and writes a Dockerfile, a .dockerignore and\n" +
			"Kubernetes manifests for it. pykube plan gives the reason for each choice, with the file and line that led to it.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &usage{text: err.Error(), hint: cmd.CommandPath() + " --help"}
	})
	root.AddCommand(newGenerate(lookup), newPlan(lookup), newDetect(lookup), newVersion())
	root.InitDefaultCompletionCmd()
	strict(root)
	return root
}

// strict makes a wrong number of arguments, or a word that is no command, a mistake of usage, at every command.
func strict(cmd *cobra.Command) {
	cmd.Args = usageArgs(cmd.Args)
	if !cmd.Runnable() {
		cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
	for _, c := range cmd.Commands() {
		strict(c)
	}
}

// usageArgs makes a wrong number of arguments a mistake of usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		if err := check(cmd, args); err != nil {
			return &usage{text: err.Error(), hint: cmd.CommandPath() + " --help"}
		}
		return nil
	}
}

// directory is the argument DIR, by default the current directory.
func directory(args []string) string {
	if len(args) == 0 {
		return "."
	}
	return args[0]
}

// optionFlags gives a command the flags that every Option has, and sets what was typed.
func optionFlags(cmd *cobra.Command, t *trip) func() {
	values := map[string]*typed{}
	for _, k := range config.Keys {
		values[k.Name] = &typed{join: k.Join}
		cmd.Flags().Var(values[k.Name], k.Name, k.Help)
		cmd.Flags().Lookup(k.Name).NoOptDefVal = k.Bare
	}
	detectFlags(cmd, t)
	_ = cmd.RegisterFlagCompletionFunc("base", cobra.FixedCompletions([]string{"alpine", "auto", "slim"}, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("server", cobra.FixedCompletions([]string{"gunicorn", "uvicorn"}, cobra.ShellCompDirectiveNoFileComp))
	return func() {
		for _, k := range config.Keys {
			if cmd.Flags().Changed(k.Name) {
				*k.Value(&t.options) = config.Option{
					Value: values[k.Name].text, Origin: config.Origin{Kind: config.FromFlag, Name: "--" + k.Name},
				}
			}
		}
	}
}

// typed is the value of a flag. One that is a list may be given several times.
type typed struct{ text, join string }

func (v *typed) String() string { return v.text }
func (v *typed) Type() string   { return "string" }

func (v *typed) Set(text string) error {
	if v.join != "" && v.text != "" {
		text = v.text + v.join + text
	}
	v.text = text
	return nil
}

func detectFlags(cmd *cobra.Command, t *trip) {
	cmd.Flags().BoolVar(&t.detect.IgnoreDeploymentFiles, "ignore-deployment-files", false,
		"take no evidence from Procfile, Dockerfile, compose files and their like")
}

// formatFlag adds -o.
func formatFlag(cmd *cobra.Command) *string {
	format := cmd.Flags().StringP("output", "o", "text", "text, json or yaml")
	_ = cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
	return format
}

var formats = []string{"text", "json", "yaml"}

func checkFormat(format string) error {
	for _, f := range formats {
		if f == format {
			return nil
		}
	}
	return &usage{text: fmt.Sprintf("-o: %q is not one of %s", format, strings.Join(formats, ", ")), hint: "-o json"}
}
