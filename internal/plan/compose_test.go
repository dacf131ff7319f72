package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

func composeFacts(packages ...string) *detect.Facts {
	f := facts()
	for i, name := range packages {
		name, extra, _ := strings.Cut(strings.TrimSuffix(name, "]"), "[")
		listed := detect.Package{Name: name, Evidence: at("requirements.txt", i+2)}
		if extra != "" {
			listed.Extras = []string{extra}
		}
		f.Packages = append(f.Packages, listed)
	}
	return f
}

func TestComposeIsLeftToTheRepository(t *testing.T) {
	own := func(dir, file string) detect.Named { return detect.Named{Name: dir, Evidence: at(file, 0)} }
	for _, c := range []struct {
		name   string
		files  []detect.Named
		option string
		want   string // the choice, or a part of the error
	}{
		{"nothing there", nil, "", "compose.yaml"},
		{"a file of its own", []detect.Named{own(".", "docker-compose.yml")}, "", "none"},
		{"a file of its own, and asked for", []detect.Named{own(".", "docker-compose.yml")}, "yes", "compose.yaml"},
		{"a file in a directory below", []detect.Named{own("deploy", "deploy/compose.yaml")}, "auto", "compose.yaml"},
		{"not wanted", nil, "no", "none"},
		{"nonsense", nil, "perhaps", "not auto, yes or no"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, o := composeFacts(), config.Options{}
			f.ComposeFiles = c.files
			if c.option != "" {
				o.Compose = flag("compose", c.option)
			}
			s, err := build(t, f, o)
			if err != nil {
				if !strings.Contains(err.Error(), c.want) {
					t.Errorf("error %q, want %q", err, c.want)
				}
				return
			}
			if d := decision(t, s, "compose"); d.Choice != c.want || (s.Compose != nil) != (c.want != "none") {
				t.Errorf("chose %q, want %q; %v", d.Choice, c.want, s.Compose)
			}
		})
	}
}

func TestComposeOfARepositoryAbove(t *testing.T) {
	part := facts()
	part.Root = "services/api"
	whole := &detect.Facts{ComposeFiles: []detect.Named{{Name: ".", Evidence: at("compose.yaml", 0)}}}
	whole.Services = []*detect.Facts{part}
	p := &planner{facts: part, placed: &placed{Wish: Wish{Facts: part}, above: whole.ComposeFiles}}
	if own := p.ownCompose(); own == nil || own.File != "../../compose.yaml" {
		t.Errorf("the file of the repository's root is %v", own)
	}
	part.Root = "."
	if own := p.ownCompose(); own != nil {
		t.Errorf("the root's own files are in its facts, and %v is taken", own)
	}
}

func TestComposeBacking(t *testing.T) {
	read := func(name, value string, to ...string) detect.Variable {
		return detect.Variable{Name: name, Reads: []detect.VariableRead{{By: "os", Default: value, HasDefault: value != "", To: to, Evidence: at("app.py", 5)}}}
	}
	for _, c := range []struct {
		name      string
		packages  []string
		variables []detect.Variable
		services  string
		values    string
	}{
		{"nothing", nil, []detect.Variable{read("DATABASE_URL", "")}, "", ""},
		{"a driver", []string{"psycopg2"}, []detect.Variable{read("DATABASE_URL", "")}, "postgresql", "DATABASE_URL=postgresql://app:development@postgresql:5432/app"},
		{"a driver that SQLAlchemy is told", []string{"psycopg", "sqlalchemy"}, []detect.Variable{read("DATABASE_URL", "")}, "postgresql", "DATABASE_URL=postgresql+psycopg://app:development@postgresql:5432/app"},
		{"two drivers, and nothing that tells them apart", []string{"asyncpg", "psycopg2", "sqlalchemy"}, []detect.Variable{read("DATABASE_URL", "")}, "postgresql", ""},
		{
			"two drivers, and an engine for coroutines",
			[]string{"asyncpg", "psycopg2", "sqlalchemy"},
			[]detect.Variable{read("DATABASE_URL", "", "sqlalchemy.ext.asyncio.create_async_engine")},
			"postgresql", "DATABASE_URL=postgresql+asyncpg://app:development@postgresql:5432/app",
		},
		{"parts of an address", []string{"pymysql"}, []detect.Variable{read("DB_HOST", "localhost"), read("DB_NAME", ""), read("MYSQL_PORT", "")}, "mysql", "DB_HOST=mysql DB_NAME=app MYSQL_PORT=3306"},
		{"names that say something else", []string{"psycopg2"}, []detect.Variable{read("DB_HOSTS_MAX", ""), read("TEST_DATABASE_URL", ""), read("PGHOSTADDR", "")}, "postgresql", ""},
		{"two databases", []string{"psycopg2", "pymysql"}, []detect.Variable{read("DATABASE_URL", "")}, "", ""},
		{"two databases, of which a default names one", []string{"psycopg2", "pymysql"}, []detect.Variable{read("URL_OF_DATA", "mysql+pymysql://root@127.0.0.1/shop?charset=utf8mb4")}, "mysql", "URL_OF_DATA=mysql+pymysql://app:development@mysql:3306/app?charset=utf8mb4"},
		{"an extra", []string{"celery[redis]"}, []detect.Variable{read("CELERY_BROKER_URL", ""), read("CELERY_RESULT_BACKEND", "")}, "redis", "CELERY_BROKER_URL=redis://redis:6379/0 CELERY_RESULT_BACKEND=redis://redis:6379/0"},
		{"no extra", []string{"celery"}, []detect.Variable{read("CELERY_BROKER_URL", "")}, "", ""},
		{"two brokers", []string{"redis", "pika"}, []detect.Variable{read("BROKER_URL", "")}, "rabbitmq redis", ""},
		{"a default keeps the number of its database, and loses its encryption", nil, []detect.Variable{read("CACHE", "rediss://:secret@cache.example.com:6380/3")}, "redis", "CACHE=redis://redis:6379/3"},
		{"a virtual host", []string{"aio-pika"}, []detect.Variable{read("AMQP", "amqp://guest:guest@localhost//")}, "rabbitmq", "AMQP=amqp://app:development@rabbitmq:5672//"},
		{"brokers of Kafka", []string{"aiokafka"}, []detect.Variable{read("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092")}, "kafka", "KAFKA_BOOTSTRAP_SERVERS=kafka:9092"},
		{"a default that is no address", nil, []detect.Variable{read("CACHE", "redis://%zz\x00")}, "redis", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := composeFacts(c.packages...)
			f.Variables = c.variables
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var services, values []string
			for _, b := range s.Compose.Backing {
				services = append(services, b.Name)
			}
			for _, v := range s.Compose.Environment {
				if v.Name != "PORT" {
					values = append(values, v.Name+"="+v.Value)
				}
			}
			if got := strings.Join(services, " "); got != c.services {
				t.Errorf("beside it run %q, want %q", got, c.services)
			}
			if got := strings.Join(values, " "); got != c.values {
				t.Errorf("set is %q, want %q", got, c.values)
			}
		})
	}
}

func TestComposeWithoutTheSource(t *testing.T) {
	f := composeFacts()
	f.Packages = append(f.Packages, detect.Package{Name: "grpcio-tools", Evidence: at("requirements.txt", 2)})
	f.Generated = []detect.Generated{{Include: ".", Out: ".", Protos: []string{"a.proto"}, Evidence: at("app.py", 1)}}
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	web := s.Compose.Processes[0]
	if s.Compose.Source || slices.Contains(web.Command, "--reload") || !slices.Equal(web.Rebuild, []string{"."}) {
		t.Errorf("modules that the build makes would be hidden: mounted %v, %v, built again for %v", s.Compose.Source, web.Command, web.Rebuild)
	}
}

func TestComposeKeepsWhatIsWritten(t *testing.T) {
	f := composeFacts()
	f.Disk.Writes = []detect.Write{
		{Kind: detect.WriteUpload, Path: "media", From: detect.FromRepository, Directory: true, Lasting: true, Evidence: at("app.py", 7)},
		{Kind: detect.WriteCache, Path: "/var/cache/shop", Directory: true, Evidence: at("app.py", 8)},
	}
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := s.Compose
	if len(c.Lasting) != 1 || c.Lasting[0].Path != "/app/media" || !slices.Equal(c.Scratch, []string{"/var/cache/shop"}) || c.ReadOnly || c.Owner != "volumes" {
		t.Errorf("%+v", c)
	}
	s, err = build(t, f, config.Options{Base: flag("base", "distroless")})
	if err != nil || !strings.Contains(strings.Join(s.Compose.OwnerRun, " "), "os.chown(path, 65532, 65532)") {
		t.Errorf("given to another user than that of the image: %v, %v", s.Compose.OwnerRun, err)
	}
	if after := c.Processes[0].After; len(after) != 1 || after[0] != (ComposeAfter{"volumes", "service_completed_successfully"}) {
		t.Errorf("started after %v", after)
	}
}

func TestComposeKeepsWhatTheBuildMakes(t *testing.T) {
	for _, c := range []struct {
		name    string
		writes  string // of a build step that is not the package manager's
		mounted bool
		built   []string
	}{
		{"a directory of its own", "/app/static", true, []string{"/app/static"}},
		{"a directory elsewhere", "/srv/static", true, nil},
		{"files beside others", "", false, nil},
	} {
		p := &planner{ownSteps: 1}
		p.service.Image = Image{Root: "/app", CopySource: true, BuildSteps: []Step{{}, {Writes: c.writes}}}
		var made Compose
		p.composeSource(&made, &Decision{})
		if made.Source != c.mounted || !slices.Equal(made.Built, c.built) {
			t.Errorf("%s: mounted %v, left as built %v", c.name, made.Source, made.Built)
		}
	}
}
