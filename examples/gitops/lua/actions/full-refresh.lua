-- Makes an EtlRun that reads everything and replaces what is in all targets; the watermark begins anew.
local os = require("os")

local run = {
  apiVersion = obj.apiVersion,
  kind = "EtlRun",
  metadata = {
    name = obj.metadata.name .. "-refresh-" .. os.date("!%Y%m%d%H%M%S"),
    namespace = obj.metadata.namespace,
    -- It stands below its pipeline, goes with it, and counts in spec.runsHistoryLimit.
    ownerReferences = {
      {
        apiVersion = obj.apiVersion,
        kind = obj.kind,
        name = obj.metadata.name,
        uid = obj.metadata.uid,
        controller = true,
      },
    },
  },
  spec = {
    pipeline = obj.metadata.name,
    trigger = "Request",
    fullRefresh = true,
  },
}

return {{operation = "create", resource = run}}
