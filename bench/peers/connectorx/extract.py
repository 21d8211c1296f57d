"""connectorx to Arrow, written by pyarrow: port, table, folder, codec."""
import sys

import connectorx
import pyarrow.parquet

port, table, folder, codec = sys.argv[1:]
partition = {"lineitem": "l_orderkey", "orders": "id"}[table]
rows = connectorx.read_sql(
    f"postgresql://postgres:none@127.0.0.1:{port}/postgres",
    f"SELECT * FROM {table}",
    return_type="arrow",
    partition_on=partition,
    partition_num=2,
)
pyarrow.parquet.write_table(rows, f"{folder}/out.parquet", compression=codec)
