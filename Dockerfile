# One image for every service of docker-compose.yml; each runs another main.js of it.
FROM node:24-slim
WORKDIR /app
COPY . .
# The development dependencies are the compilers. Their install scripts fetch binaries.
RUN npm ci --include=dev --ignore-scripts=false \
  && npm run build \
  && npm cache clean --force \
  && mkdir -p /data/devnet /data/engine \
  && chown -R node:node /data
ENV NODE_ENV=production
USER node
