package plan

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

func checkReference(o config.Option, flag string) error {
	if knowledge.ImageReference(o.Value) {
		return nil
	}
	return &Invalid{
		Text: fmt.Sprintf("%s: %q is not the reference of an image", o.Origin.Name, source.Printable(o.Value)),
		Hint: flag + " python:3.13-slim-trixie",
	}
}

// baseNamed takes the image that the user names. What has to be known of it is in the tables, is that of the family which
// is given beside it, or is a Question.
func (p *planner) baseNamed(wish config.Option, r knowledge.Python) error {
	o := p.options.BaseImage
	if err := checkReference(o, "--base-image"); err != nil {
		return err
	}
	row, known := p.tables.Image(o.Value)
	why := row.Why
	if known {
		if err := p.otherThanWished(wish, row); err != nil {
			return err
		}
	}
	if wish.Set() && !known {
		base, ok := p.tables.Base(wish.Value, r.Version)
		if !ok {
			return fmt.Errorf("bases.toml: no base %s", wish.Value)
		}
		row = knowledge.Image{Traits: base.Traits}
		if base.Packages == "" {
			row.Builder = p.reference(base.Builder, r)
		}
		why = "taken for an image like that of " + wish.Value
	} else if !known {
		return &Question{
			Topic: "base", Flag: "--base-image",
			Text:   fmt.Sprintf("what is in the image %s is not known: its C library, its package manager, where its Python stands", o.Value),
			Looked: []string{"the images that the tables know: " + strings.Join(p.tables.ImageNames(), ", "), "[[custom-base]] in pykube.toml"},
			Hint:   fmt.Sprintf("--base %s, where it is made like python:%s-slim (so alpine, distroless), or [[custom-base]] with name, distribution, libc, packages and interpreter in pykube.toml", defaultBase, r.Version),
		}
	}
	name, tag := knowledge.SplitReference(o.Value)
	has := row.PythonOf(tag)
	if has != "" && has != r.Version {
		return &Invalid{
			Text: fmt.Sprintf("%s: %s has Python %s, and %s is chosen", o.Origin.Name, o.Value, has, r.Version),
			Hint: "--python " + has + ", where the project runs on it",
		}
	}
	if has == "" && row.Interpreter != "" {
		p.advise(Advice{Topic: "base", Text: fmt.Sprintf("the tag of %s does not say which release of Python it has: it must be %s", name, r.Version)})
	}
	builder := row.Builder
	if builder == "" {
		builder = o.Value
	}
	if tag == "" && strings.Contains(builder, "{tag}") {
		return &Question{
			Topic: "base", Flag: "--builder-image", Text: fmt.Sprintf("%s is given without a tag, and so is the image to build on", o.Value),
			Hint: "--builder-image " + strings.ReplaceAll(builder, "{tag}", r.Version),
		}
	}
	family := custom
	if wish.Set() && !known {
		family = wish.Value
	}
	packages := row.Packages
	if packages == "" {
		packages = "apt"
		if of, ok := p.tables.Image(strings.ReplaceAll(builder, "{tag}", tag)); ok && of.Packages != "" {
			packages = of.Packages
		}
	}
	p.setBase(Base{
		Family: family, Runtime: o.Value, Named: true, BuilderPackageManager: packages, BuilderUser: row.BuilderUser,
		Builder: strings.NewReplacer("{tag}", tag, "{python}", r.Version).Replace(builder),
	}, row.Traits)
	d := p.wished("base", o.Value, "--base-image", o)
	d.Reason += "; " + why
	d.Alternatives = p.otherBases(family)
	p.decide(d)
	return p.namedDebian(o)
}

// otherThanWished refuses an image that is known, and is not of the family that is asked for beside it.
func (p *planner) otherThanWished(wish config.Option, row knowledge.Image) error {
	base, ok := p.tables.Base(wish.Value, "")
	if !wish.Set() || !ok || base.Libc == row.Libc && base.Packages == row.Packages {
		return nil
	}
	has := "no package manager"
	if row.Packages != "" {
		has = "the package manager " + row.Packages
	}
	return &Invalid{
		Text: fmt.Sprintf("%s: %s has %s and %s, and %s is asked for by %s", p.options.BaseImage.Origin.Name, p.options.BaseImage.Value, row.Libc, has, wish.Value, wish.Origin.Name),
		Hint: "leave out one of both",
	}
}

// builderNamed takes the image to build on that the user names. It has a shell, a compiler's packages at hand, Python with
// venv and pip where the final image has it, and the same C library.
func (p *planner) builderNamed() error {
	o := p.options.BuilderImage
	if !o.Set() {
		return nil
	}
	if err := checkReference(o, "--builder-image"); err != nil {
		return err
	}
	b := &p.service.Base
	_, tag := knowledge.SplitReference(o.Value)
	if row, known := p.tables.Image(o.Value); known {
		if has := row.PythonOf(tag); has != "" && has != p.service.Python.Version {
			return &Invalid{
				Text: fmt.Sprintf("%s: %s has Python %s, and %s is chosen", o.Origin.Name, o.Value, has, p.service.Python.Version),
				Hint: "--builder-image " + b.Builder,
			}
		}
		if row.Libc != p.traits.Libc {
			return &Invalid{
				Text: fmt.Sprintf("%s: %s has %s, and %s has %s: what is compiled on one does not run on the other", o.Origin.Name, o.Value, row.Libc, b.Runtime, p.traits.Libc),
				Hint: "--builder-image " + b.Builder,
			}
		}
		b.BuilderUser = row.BuilderUser
		if row.Packages != "" {
			b.BuilderPackageManager = row.Packages
		}
	}
	if of, final := debianOf(o.Value), debianOf(b.Runtime); of != "" && final != "" && of != final {
		return &Invalid{
			Text: fmt.Sprintf("%s: %s is of Debian %s, and %s of %s: what is made on one may not run on the other", o.Origin.Name, o.Value, of, b.Runtime, final),
			Hint: "--builder-image " + b.Builder,
		}
	}
	b.Builder = o.Value
	p.decide(p.wished("builder", o.Value, "--builder-image", o))
	return nil
}
