package render

import (
	"fmt"
	"regexp"
	"strconv"

	"github.com/pykube/pykube/internal/plan"
)

// What the operands of --mount can hold as they are. They are a line of CSV, so what is not plain is refused: the names
// come from options and files whose own rules are as narrow.
var (
	mountID     = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]*$`)
	mountTarget = regexp.MustCompile(`^/[A-Za-z0-9._/-]+$`)
	variable    = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)
)

// Mount gives the option of RUN that shows a secret to its command.
// Reference: https://docs.docker.com/reference/dockerfile/#run---mounttypesecret
func Mount(s plan.Secret) (string, error) {
	if !mountID.MatchString(s.ID) || !s.SSH && !mountTarget.MatchString(s.Target) {
		return "", fmt.Errorf("secret %q at %q cannot be mounted", s.ID, s.Target)
	}
	kind := "secret,id=" + s.ID + ",target=" + s.Target
	if s.SSH {
		kind = "ssh,id=" + s.ID
	}
	return "--mount=type=" + kind + ",required=" + strconv.FormatBool(s.Required), nil
}

// Scratch gives the option of RUN that puts an empty directory in the place of one while the command runs.
func Scratch(dir string) (string, error) {
	if !mountTarget.MatchString(dir) {
		return "", fmt.Errorf("nothing can be mounted at %q", dir)
	}
	return "--mount=type=tmpfs,target=" + dir, nil
}

// Variables gives the assignments that stand before a command which reads secrets by variables: the path of one, or what
// is in it, which the shell reads while the command runs.
func Variables(secrets []plan.Secret) ([]string, error) {
	var words []string
	for _, s := range secrets {
		if s.SSH { // the builder knows no host yet; the first key that a host shows is taken, another one later refused
			words = append(words, "GIT_SSH_COMMAND='ssh -o StrictHostKeyChecking=accept-new'")
		}
		for _, name := range append(s.Env[:len(s.Env):len(s.Env)], s.Value) {
			switch {
			case name == "":
			case !variable.MatchString(name):
				return nil, fmt.Errorf("%q is not the name of a variable", name)
			case name == s.Value:
				words = append(words, fmt.Sprintf(`%s="$(cat %s)"`, name, s.Target))
			default:
				words = append(words, name+"="+s.Target)
			}
		}
	}
	return words, nil
}

// Assignments gives the variables that are set for one command, as they stand before it.
func Assignments(vars []plan.EnvVar) ([]string, error) {
	var words []string
	for _, v := range vars {
		if !variable.MatchString(v.Name) {
			return nil, fmt.Errorf("%q is not the name of a variable", v.Name)
		}
		value, err := Shell([]string{v.Value})
		if err != nil {
			return nil, err
		}
		words = append(words, v.Name+"="+value)
	}
	return words, nil
}
