# Two images out of one tree: `app` runs every process, `nginx` serves static files and routes.

FROM node:22-trixie-slim AS browser
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM python:3.13-slim-trixie AS app
ENV PYTHONUNBUFFERED=1 PATROL_HOME=/srv/patrol
RUN apt-get update \
    && apt-get install -y --no-install-recommends gdal-bin gettext \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --home-dir /srv/patrol --create-home patrol
WORKDIR /app
COPY requirements.txt ./
RUN pip install --no-cache-dir --require-hashes -r requirements.txt
COPY manage.py ./
COPY patrol patrol
COPY zones zones
COPY dispatch dispatch
COPY drills drills
COPY static static
COPY templates templates
COPY locale locale
COPY --from=browser /app/node_modules node_modules
# These two read settings but neither database nor Redis, so any well-formed value does.
RUN export SECRET_KEY=build DATABASE_URL=postgresql://build@build/build REDIS_URL=redis://build \
    && python manage.py compilemessages --verbosity 0 --ignore=node_modules \
    && python manage.py collectstatic --noinput --verbosity 0 \
    && mkdir -p /srv/patrol/roads /srv/patrol/sheets /srv/patrol/media \
    && chown -R patrol /srv/patrol
USER patrol

FROM nginx:1.28 AS nginx
COPY --from=app /srv/patrol/static /srv/patrol/static
COPY ops/nginx /etc/nginx/patrol
CMD ["nginx", "-c", "/etc/nginx/patrol/compose.conf", "-g", "daemon off;"]
