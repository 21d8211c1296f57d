-- What Argo CD offers on an EtlRun.
local ended = obj.status ~= nil and obj.status.completionTime ~= nil

return {
  ["cancel"] = {
    disabled = ended or obj.spec.cancel == true,
    displayName = "Cancel: what is committed by then stays",
    iconClass = "fa fa-fw fa-stop",
  },
}
