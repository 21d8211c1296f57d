-- Makes an EtlRun, as a person would: it waits for its turn, and reads what is new.
local os = require("os")

local run = {
  apiVersion = obj.apiVersion,
  kind = "EtlRun",
  metadata = {
    name = obj.metadata.name .. "-request-" .. os.date("!%Y%m%d%H%M%S"),
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
  },
}

return {{operation = "create", resource = run}}
