# A stand-in for redis:8: the same programs, and the same way to start them.
FROM pykube-e2e/trixie
RUN set -eux; \
    apt-get update; \
    apt-get install -y --no-install-recommends redis-server; \
    rm -rf /var/lib/apt/lists/*_*
USER redis
CMD ["redis-server", "--protected-mode", "no", "--save", ""]
