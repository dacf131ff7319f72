package main

import (
	"github.com/pykube/pykube/internal/report"
	"github.com/pykube/pykube/internal/source"
	"github.com/spf13/cobra"
)

func newDetect(lookup func(string) (string, bool)) *cobra.Command {
	t := &trip{lookup: lookup}
	cmd := &cobra.Command{
		Use:     "detect [DIR]",
		Short:   "Show what the repository says, with file and line",
		Example: "  pykube detect\n  pykube detect -o json path/to/repository",
		Args:    cobra.MaximumNArgs(1),
	}
	detectFlags(cmd, t)
	format := formatFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := checkFormat(*format); err != nil {
			return err
		}
		t.dir = directory(args)
		if err := t.read(); err != nil {
			return err
		}
		for _, of := range t.facts.Services {
			source.Relocate(of, of.Root)
		}
		if *format == "text" {
			return report.Facts(cmd.OutOrStdout(), t.facts)
		}
		return report.Encode(cmd.OutOrStdout(), *format, t.facts)
	}
	return cmd
}

func newPlan(lookup func(string) (string, bool)) *cobra.Command {
	t := &trip{lookup: lookup}
	cmd := &cobra.Command{
		Use:     "plan [DIR]",
		Short:   "Show what pykube decides, why, and how to decide otherwise",
		Example: "  pykube plan\n  pykube plan -o json --python 3.13 path/to/repository",
		Args:    cobra.MaximumNArgs(1),
	}
	set := optionFlags(cmd, t)
	format := formatFlag(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := checkFormat(*format); err != nil {
			return err
		}
		t.dir = directory(args)
		set()
		if err := t.decide(); err != nil {
			return err
		}
		if *format == "text" {
			return report.Plan(cmd.OutOrStdout(), t.plan)
		}
		return report.Encode(cmd.OutOrStdout(), *format, t.plan)
	}
	return cmd
}
