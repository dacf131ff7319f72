package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
)

// TestFrontEndStage says which stages build pages, and with what.
func TestFrontEndStage(t *testing.T) {
	line := at("shop/main.py", 3)
	served := func(manager string, in detect.FrontEndInstall) detect.FrontEnd {
		if in.Root == "" {
			in.Root = "web"
		}
		in.Files = append([]string{"web/package.json"}, in.Files...)
		return detect.FrontEnd{Directory: "web", Name: "build", Tool: "vite", Manager: manager, Output: "web/dist", UsedBy: &line, Install: in, Evidence: at("web/package.json", 4)}
	}
	lock := func(name string) detect.FrontEndInstall {
		return detect.FrontEndInstall{Lock: name, Files: []string{name}}
	}
	pnpm, berry, whole, outside, private := lock("web/pnpm-lock.yaml"), lock("web/yarn.lock"), lock("web/package-lock.json"), lock("web/package-lock.json"), lock("web/package-lock.json")
	pnpm.Format = "6.0"
	pinned := pnpm
	pinned.Version = "8.15.4"
	hostile := pnpm
	hostile.Version = "8; reboot"
	berry.Format, berry.Version = "berry", "4.5.0"
	unknown := berry
	unknown.Version = ""
	whole.Whole, outside.Outside = &line, &line
	private.Variables = []detect.Named{{Name: "NPM_TOKEN", Evidence: at("web/.npmrc", 1)}}
	in := func(fe detect.FrontEnd, change func(*detect.FrontEnd)) detect.FrontEnd {
		change(&fe)
		return fe
	}
	const install = "COPY web/package.json web/package-lock.json /app/web/; /app/web: npm ci --no-audit --no-fund; "
	const make = "/app/web: NODE_ENV=production npm run build -> /app/web/dist"
	for _, c := range []struct {
		name         string
		fe           detect.FrontEnd
		want, advice string
	}{
		{"npm", served("npm", lock("web/package-lock.json")), install + "COPY web /app/web/; " + make, ""},
		{"no lock", served("npm", detect.FrontEndInstall{}), "COPY web/package.json /app/web/; /app/web: npm install --no-audit --no-fund; COPY web /app/web/; " + make, "no lock pins"},
		{"installing needs more", served("npm", whole), "COPY . /app/; /app/web: npm ci --no-audit --no-fund; " + make, ""},
		{"building reads what is outside", served("npm", outside), install + "COPY . /app/; " + make, ""},
		{"a private registry", served("npm", private), strings.Replace(install, "npm ci", "NPM_TOKEN? npm ci", 1) + "COPY web /app/web/; " + make, ""},
		{
			"pnpm, told by its lock", served("pnpm", pnpm),
			"npm install --global --force pnpm@8; COPY web/package.json web/pnpm-lock.yaml /app/web/; /app/web: pnpm install --frozen-lockfile; COPY web /app/web/; /app/web: NODE_ENV=production pnpm run build -> /app/web/dist", "",
		},
		{
			"pnpm, told by packageManager", served("pnpm", pinned),
			"npm install --global --force pnpm@8.15.4; COPY web/package.json web/pnpm-lock.yaml /app/web/; /app/web: pnpm install --frozen-lockfile; COPY web /app/web/; /app/web: NODE_ENV=production pnpm run build -> /app/web/dist", "",
		},
		{
			"a version that is none", served("pnpm", hostile),
			"npm install --global --force pnpm@8; COPY web/package.json web/pnpm-lock.yaml /app/web/; /app/web: pnpm install --frozen-lockfile; COPY web /app/web/; /app/web: NODE_ENV=production pnpm run build -> /app/web/dist", "",
		},
		{
			"Yarn 4", served("yarn", berry),
			"npm install --global --force @yarnpkg/cli-dist@4.5.0; COPY web/package.json web/yarn.lock /app/web/; /app/web: yarn install --immutable; COPY web /app/web/; /app/web: NODE_ENV=production yarn run build -> /app/web/dist", "",
		},
		{
			"it writes beside its output", in(served("npm", lock("web/package-lock.json")), func(fe *detect.FrontEnd) { fe.Beside = true }),
			install + "COPY . /app/; /app/web: NODE_ENV=production npm run build; /app/web: rm -rf /app/web/node_modules -> /app", "",
		},
		{"Yarn of no known version", served("yarn", unknown), "", "which Yarn it needs"},
		{"built already", in(served("npm", lock("web/package-lock.json")), func(fe *detect.FrontEnd) { fe.Built = true }), "", ""},
		{
			"a program of its own", in(served("npm", lock("web/package-lock.json")), func(fe *detect.FrontEnd) { fe.UsedBy = nil }),
			"", "no part of this image: web",
		},
		{
			"its packages would be among the pages", in(served("npm", lock("web/package-lock.json")), func(fe *detect.FrontEnd) { fe.Output = "web" }),
			install + "COPY . /app/; /app/web: NODE_ENV=production npm run build; /app/web: rm -rf /app/web/node_modules -> /app", "",
		},
		{
			"where it writes is not known",
			detect.FrontEnd{Directory: ".", Name: "production", Tool: "gulp", Manager: "npm", Install: detect.FrontEndInstall{Root: ".", Lock: "package-lock.json", Files: []string{"package.json"}}, Evidence: at("package.json", 3)},
			"COPY package.json /app/; /app: npm ci --no-audit --no-fund; COPY . /app/; /app: NODE_ENV=production npm run production; /app: rm -rf /app/node_modules -> /app", "",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Static.FrontEnds = []detect.FrontEnd{c.fe}
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, stage := range s.Image.FrontEnds {
				var lines []string
				for _, step := range stage.Prepare {
					lines = append(lines, stepText(step))
				}
				for _, c := range stage.Copies {
					lines = append(lines, "COPY "+strings.Join(c.From, " ")+" "+c.To)
				}
				lines = append(lines, stage.Root+": "+stepText(stage.Install))
				if stage.Source != nil {
					lines = append(lines, "COPY "+strings.Join(stage.Source.From, " ")+" "+stage.Source.To)
				}
				for _, step := range stage.Build {
					lines = append(lines, stage.Directory+": "+stepText(step))
				}
				got += strings.Join(lines, "; ") + " -> " + stage.Output
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
			advice := ""
			for _, a := range s.Advice {
				if a.Topic == "front end" {
					advice += a.Text
				}
			}
			if !strings.Contains(advice, c.advice) || (c.advice == "") != (advice == "") {
				t.Errorf("advice %q", advice)
			}
			secret := slices.ContainsFunc(s.Image.Secrets, func(s Secret) bool { return s.ID == "NPM_TOKEN" && s.Required })
			if secret != (len(c.fe.Install.Variables) > 0) {
				t.Errorf("secrets: %v", s.Image.Secrets)
			}
		})
	}
}

// TestNodeRelease says which image of Node.js is taken for what a repository says.
func TestNodeRelease(t *testing.T) {
	tables, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	for said, want := range map[string]string{
		"": "26", "*": "26", "node": "26", "lts/*": "26", "lts/iron": "20", "lts/Jod": "22", "18": "18", "v18.17.0": "18.17.0", "18.x": "18", "16.x.x": "16", "18.17": "18.17",
		">=14": "26", "^18 || ^20": "20", "^18.0.0 || >=20.0.0": "26", ">=18 <21": "20", ">=18 <= 22.x": "22", "14 - 16": "16", "~18.12.1": "18.12", ">=20.10.0 <23": "22",
		"^17": "17", "19.x || 21.x": "19", "<=18": "18", "nonsense": "26",
	} {
		p := &planner{tables: tables}
		line := at(".nvmrc", 1)
		fe := detect.FrontEnd{Install: detect.FrontEndInstall{Node: said, NodeAt: &line}}
		if said == "" {
			fe.Install.NodeAt = nil
		}
		if got, why := p.nodeRelease(fe); got != want || why == "" {
			t.Errorf("%q: %s (%s), want %s", said, got, why, want)
		}
	}
}
