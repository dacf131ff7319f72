package plan

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

func TestLabels(t *testing.T) {
	for _, c := range []struct {
		name    string
		project *detect.Project
		want    string
	}{
		{"nothing is known", nil, "title=shop"},
		{"all is known", &detect.Project{
			Name: "shop", Version: "1.2.0", Description: "Sells\nthings", License: "MIT AND (Apache-2.0 OR BSD-2-Clause)",
			Homepage: "https://shop.example", Source: "https://github.com/a/shop", Documentation: "http://docs.example/shop?a=b",
		}, "title=shop version=1.2.0 description=Sells things licenses=MIT AND (Apache-2.0 OR BSD-2-Clause) url=https://shop.example " +
			"source=https://github.com/a/shop documentation=http://docs.example/shop?a=b"},
		{"free text and no addresses", &detect.Project{
			Name: "shop", License: "MIT License", Homepage: "https://user:password@shop.example", Source: "git@github.com:a/shop.git", Documentation: "javascript:alert(1)",
		}, "title=shop"},
		{"a description that is none", &detect.Project{Name: "shop", Description: strings.Repeat("x", 600)}, "title=shop"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Project = c.project
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, l := range s.Image.Labels {
				if name := strings.TrimPrefix(l.Name, "org.opencontainers.image."); name != "base.name" {
					got = append(got, fmt.Sprintf("%s=%s", name, l.Value))
				}
			}
			if text := strings.Join(got, " "); text != c.want {
				t.Errorf("got %s\nwant %s", text, c.want)
			}
		})
	}
}
