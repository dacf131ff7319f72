INSTALLED_APPS = ["daphne", "channels", "chat"]
ROOT_URLCONF = "chat.urls"
ASGI_APPLICATION = "chat.asgi.application"
WSGI_APPLICATION = "chat.wsgi.application"
ALLOWED_HOSTS = ["chat.example.com"]
SECRET_KEY = "only for this example"
CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
