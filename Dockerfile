# syntax=docker/dockerfile:1

FROM node:24-alpine AS package
WORKDIR /source
COPY . .
# Without scripts: what they fetch is for tests alone.
RUN npm ci --ignore-scripts \
 && npm pack --pack-destination /tmp \
 && npm ci --ignore-scripts --omit=dev \
 && mkdir /app \
 && tar -xzf /tmp/epay-sandbox-*.tgz -C /app --strip-components=1 \
 && mv node_modules /app/

# Node.js as Alpine builds it takes half the room of the usual one; nothing comes along that it does not need.
FROM alpine:3.23 AS system
RUN apk add --no-cache --initdb --no-scripts --root /system --keys-dir /etc/apk/keys \
    --repositories-file /etc/apk/repositories nodejs ca-certificates-bundle \
 && rm -rf /system/lib/apk /system/var/cache \
 && mkdir -p -m 1777 /system/tmp \
 && mkdir /data

FROM scratch
COPY --from=system /system/ /
COPY --from=system --chown=65532:65532 /data /data
COPY --from=package /app /app
ENV NODE_ENV=production HOME=/data
WORKDIR /data
USER 65532:65532
VOLUME /data
EXPOSE 3729
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s --start-interval=500ms \
  CMD ["/usr/bin/node", "-e", "fetch(`http://127.0.0.1:${Number(process.env.EPAY_SANDBOX_PORT) || 3729}/_sandbox/health`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/usr/bin/node", "/app/server/bin.js"]
CMD ["start", "--host", "0.0.0.0"]
