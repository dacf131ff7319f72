package detect

import (
	"fmt"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestAncestorsOnce holds that each class is looked at once, however many others are made from it: here there are 40 to
// the power of 12 ways down.
func TestAncestorsOnce(t *testing.T) {
	var b strings.Builder
	b.WriteString("-- main.py --\nfrom flask import Flask\nfrom scrapy import Spider\n\n\nclass C12(Flask):\n    pass\n\n\n")
	for i := 11; i >= 0; i-- {
		fmt.Fprintf(&b, "class C%d(%s):\n    pass\n\n\n", i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("C%d, ", i+1), 40), ", "))
	}
	b.WriteString("app = C0(__name__)\n\nif __name__ == \"__main__\":\n    C0(1)\n")
	apps := detectFiles(t, txtar.Parse([]byte(b.String())).Files).Applications
	if len(apps) == 0 || apps[0].Framework != "flask" || apps[0].Attr != "app" {
		t.Errorf("%+v", apps)
	}
}
