package knowledge

import "testing"

func TestNameSays(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"SECRET_KEY": true, "DJANGO_SECRET_KEY": true, "DB_PASSWORD": true, "DBPASS": true, "PGPASSWORD": true, "POSTGRES_PASSWORD2": true, "MAIL_PW": true,
		"API_KEY": true, "OPENAI_API_KEY": true, "STRIPE_KEY": true, "apiToken": true, "JWT_PRIVATE_KEY": true, "AWS_ACCESS_KEY_ID": true, "GITHUB_TOKEN": true,
		"DATABASE_URL": true, "SQLALCHEMY_DATABASE_URI": true, "REDIS_URL": true, "CELERY_BROKER_URL": true, "CELERY_RESULT_BACKEND": true, "MONGO_URI": true,
		"SENTRY_DSN": true, "SLACK_WEBHOOK_URL": true, "AZURE_STORAGE_CONNECTION_STRING": true, "AZURE_REDIS_CONNECTIONSTRING": true, "PASSWORD_SALT": true,
		"SMTP_PASSWORD": true, "INTERNAL_CREDENTIALS": true, "FERNET_KEY": true,

		"TOKEN_EXPIRE_MINUTES": false, "ACCESS_TOKEN_EXPIRE_MINUTES": false, "PASSWORD_MIN_LENGTH": false, "SECRET_NAME": false, "ALGORITHM": false, "JWT_ALGORITHM": false,
		"PUBLIC_KEY": false, "STRIPE_PUBLISHABLE_KEY": false, "RECAPTCHA_SITE_KEY": false, "TOKENIZERS_PARALLELISM": false, "MAX_TOKENS": false, "AUTH_ENABLED": false,
		"DB_PASSWORD_FILE": false, "OIDC_TOKEN_ENDPOINT": false, "PASSWORD_RESET_URL": false, "GOOGLE_APPLICATION_CREDENTIALS": false, "CACHE_KEY_PREFIX": false,
		"API_KEY_HEADER": false, "CLIENT_ID": false, "DEBUG": false, "LOG_LEVEL": false, "KEYBOARD": false, "MONKEY_NAME": false, "BASE_URL": false, "PORT": false,
		"CORS_ALLOW_CREDENTIALS": false, "USE_TOKEN": false, "AUTHOR": false, "PASSENGERS": false,
	} {
		if says := tables.Variables.NameSays(name); (says.Secret != "") != want {
			t.Errorf("%s: %+v", name, says)
		}
	}
}

func TestOwnVariable(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]bool{
		"HOME": true, "PORT": true, "LC_ALL": true, "KUBERNETES_SERVICE_HOST": true, "PYTHONPATH": true,
		"DATABASE_URL": false, "HOME_PAGE": false, "PYTHON_WORKERS": false, "DEBUG": false,
	} {
		if why := tables.Variables.OwnVariable(name); (why != "") != want {
			t.Errorf("%s: %q", name, why)
		}
	}
}

func TestValidVariable(t *testing.T) {
	for name, want := range map[string]bool{"A": true, "_a1": true, "": false, "1A": false, "A-B": false, "A B": false, "A\n": false, "Ä": false, "A=": false} {
		if ValidVariable(name) != want {
			t.Errorf("%q", name)
		}
	}
}
