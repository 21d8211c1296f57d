-- Health of an EtlRun, which Argo CD shows below its pipeline; an Application is judged by its pipelines, not by their runs.
local status = obj.status or {}

local health = {
  Queued = "Progressing",
  Running = "Progressing",
  Unknown = "Progressing", -- ended, and the operator is finding out how
  Succeeded = "Healthy",
  Superseded = "Healthy", -- obsolete before it started: a newer spec has its own run
  Failed = "Degraded",
  Cancelled = "Degraded",
}

local message = status.message or "The operator has not observed this run yet."
if status.reason ~= nil then
  message = status.reason .. ": " .. message
end
return {status = health[status.state] or "Progressing", message = message}
