# One machine, one container, one volume. See docs/install.md
FROM node:24-bookworm-slim AS packages
WORKDIR /app
COPY package.json package-lock.json ./
# The image brings Node itself; the pinned copy that packages carry for developers is not needed twice.
RUN npm ci --omit=dev --ignore-scripts && rm --recursive --force node_modules/node-linux-*

FROM node:24-bookworm-slim
# Objects of floods die young: Node 24 would grow to three times 64 MB for them, and keep what outlives that for long.
# Four threads would collect garbage, whatever the machine has: 0 leaves a core to whoever answers.
# Below 2 GB the heap is collected when it has doubled, above it at four times. About four times PROFILE_CACHE_MB have to fit.
ENV NODE_OPTIONS="--max-semi-space-size=16 --v8-pool-size=0 --max-old-space-size=2040"
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4700 DATA_DIR=/data
WORKDIR /app
RUN install --directory --owner=node --group=node --mode=700 /data \
  && ln --symbolic /app/apps/server/inkling.js /usr/local/bin/inkling
COPY --from=packages /app/node_modules node_modules
# The scripts of pages are made at the first start, by what tsconfig.json says.
COPY package.json tsconfig.json LICENSE ./
COPY core core
COPY integrations integrations
COPY apps apps
USER node
VOLUME /data
EXPOSE 4700
HEALTHCHECK --interval=30s --timeout=3s CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/readyz').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "apps/server/start.js"]
