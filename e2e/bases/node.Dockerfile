# A stand-in for node:VERSION-slim: Debian, and Node.js, npm, Yarn 1 and corepack of the packages of npm. See make.sh.
FROM pykube-e2e/bookworm
# What the official image has beside them: https://github.com/nodejs/docker-node/blob/main/Dockerfile-slim.template
RUN set -eux; \
    apt-get update; \
    apt-get install -y --no-install-recommends libatomic1; \
    rm -rf /var/lib/apt/lists/*_*
COPY / /
# They trust what the machine trusts that made the image.
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
CMD ["node"]
