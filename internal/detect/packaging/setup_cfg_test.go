package packaging

import "testing"

const setupCfgText = `[metadata]
name = Shop
version = file: VERSION
classifiers =
    Programming Language :: Python :: 3.11

[options]
package_dir =
    =src
packages = find:
python-requires = >=3.9
install_requires =
    flask>=2
    # a comment
    redis ; python_version < "3.12"

[options.packages.find]
where = src

[options.extras_require]
test =
    pytest
    coverage
all =
    %(test)s
    mypy

[options.entry_points]
console_scripts =
    shop = shop.cli:main

[flake8]
max-line-length = 100
`

func TestReadSetupCfg(t *testing.T) {
	m, err := ReadSetupCfg(tree(t, "setup.cfg", setupCfgText, "VERSION", "1.2\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := "flask>=2 setup.cfg:13\nredis setup.cfg:15 python_version < \"3.12\"\n" +
		"[all] pytest setup.cfg:25\n[all] coverage setup.cfg:25\n[all] mypy setup.cfg:26\n" +
		"[test] pytest setup.cfg:22\n[test] coverage setup.cfg:23\npython >=3.9\nscript shop=shop.cli:main setup.cfg:30\nfor 3.11\nin [src]"
	if got := described(m); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	check(t, "name and version", []string{m.Name.Value, m.Version.Value}, []string{"Shop", "1.2"})
	check(t, "files", m.Files, []string{"setup.cfg", "VERSION"})
}
