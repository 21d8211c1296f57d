-- What Argo CD offers on an EtlPipeline. Suspending is not among it: Git says that, and would take it back.
local leaving = obj.metadata.deletionTimestamp ~= nil

return {
  ["run-now"] = {
    disabled = leaving,
    displayName = "Run now",
    iconClass = "fa fa-fw fa-play",
  },
  ["full-refresh"] = {
    disabled = leaving,
    displayName = "Full refresh: read everything, replace what is in all targets",
    iconClass = "fa fa-fw fa-redo",
  },
}
