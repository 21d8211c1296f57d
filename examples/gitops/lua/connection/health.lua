-- Health of an EtlConnection: what stands on it. It holds no promotion: a pipeline that can not work with it says so itself.
local status = obj.status or {}

if status.conditions == nil then
  return {status = "Healthy", message = "Nothing is known of this connection yet."}
end

local troubles = {}
for _, condition in ipairs(status.conditions) do
  if condition.status == "False" then
    local message = (condition.reason or condition.type) .. ": " .. (condition.message or condition.type)
    if condition.reason == "InvalidSpec" and status.observedGeneration == obj.metadata.generation then
      return {status = "Degraded", message = message}
    end
    table.insert(troubles, message)
  end
end
if #troubles > 0 then
  return {status = "Healthy", message = table.concat(troubles, " ")}
end

return {status = "Healthy", message = "Nothing is known against this connection."}
