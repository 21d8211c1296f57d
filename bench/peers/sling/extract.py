"""sling, and the program of DuckDB by which it writes Parquet: port, table, folder, codec, perhaps a condition."""
import importlib.util
import json
import os
import pathlib
import shutil
import sys
import tempfile

port, table, folder, codec, *condition = sys.argv[1:]


def package(name):
    return pathlib.Path(importlib.util.find_spec(name).submodule_search_locations[0])


# All that it writes besides lies in a home of its own; it downloads nothing, and tells nobody that it ran.
with tempfile.TemporaryDirectory(prefix="bench-sling-") as home:
    for extension in ("json", "httpfs"):
        [built] = package(f"duckdb_extension_{extension}").rglob("*.duckdb_extension")
        place = pathlib.Path(home) / ".duckdb/extensions" / built.parent.name / "linux_amd64"
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(built, place)
    environment = {
        **os.environ,
        "HOME": home,
        "SLING_HOME_DIR": home,
        "SLING_DISABLE_TELEMETRY": "TRUE",
        "DUCKDB_PATH": str(package("duckdb_cli") / "duckdb"),
        "DUCKDB_VERSION": "1.5.5",
        "SOURCE": f"postgresql://postgres:none@127.0.0.1:{port}/postgres?sslmode=disable",
    }
    command = [
        str(package("sling_linux_amd64") / "bin/sling-linux-amd64"),
        "run",
        "--src-conn", "SOURCE",
        "--src-stream", " WHERE ".join([f"SELECT * FROM {table}", *condition]) if condition else f"public.{table}",
        "--tgt-object", f"file://{folder}/out.parquet",
        "--tgt-options", json.dumps({"format": "parquet", "compression": codec}),
    ]
    program = os.spawnve(os.P_WAIT, command[0], command, environment)
sys.exit(program)
