// Command pykube turns a Python repository into a container image and a Kubernetes deployment, and gives a reason for
// every line.
package main

import "os"

func main() {
	os.Exit(run(os.Args[1:], os.Stdout, os.Stderr, os.LookupEnv))
}
