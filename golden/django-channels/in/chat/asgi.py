import os

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chat.settings.production")
django = get_asgi_application()

from chat.rooms import Room  # noqa: E402

application = ProtocolTypeRouter({
    "http": django,
    "websocket": URLRouter([path("rooms/", Room.as_asgi())]),
})
