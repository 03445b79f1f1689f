lock: ## Resolve the dependencies again and write both lock files (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
