-- Health of an EtlPipeline: what is known of exactly the spec that Git holds.
-- health-strict.lua is the same with strict = true: a later failure or stale data is Degraded, not only said.
local strict = false

local spec = obj.spec or {}
local status = obj.status or {}

-- The status may still speak of the spec before this one; a promotion must not pass on that.
if status.observedGeneration ~= obj.metadata.generation then
  return {status = "Progressing", message = "The operator has not observed this spec yet."}
end

local conditions = {}
for _, condition in ipairs(status.conditions or {}) do
  conditions[condition.type] = condition
end

local function is(type, value)
  return conditions[type] ~= nil and conditions[type].status == value
end

local function text(type)
  return conditions[type] and (conditions[type].message or conditions[type].reason) or type
end

if is("Ready", "False") then
  return {status = "Degraded", message = (conditions.Ready.reason or "NotReady") .. ": " .. text("Ready")}
end
if not is("Ready", "True") then
  return {status = "Progressing", message = "The operator has not judged this spec yet."}
end

local unproven = spec.runOnChange == true and not is("Verified", "True")
local reason = conditions.Verified and conditions.Verified.reason

-- Nothing more happens by itself: a new spec, a request or the schedule has to.
if unproven and (reason == "RunFailed" or reason == "RunCancelled") then
  return {status = "Degraded", message = "This spec has not run with success. " .. text("LastRunSucceeded")}
end

-- A stage that rests proves nothing, so it holds a promotion.
if spec.suspend == true then
  return {status = "Suspended", message = unproven and text("Verified") or text("Ready")}
end

if unproven then
  return {status = "Progressing", message = text("Verified")}
end

-- A run of another spec, as of one that Git has taken back, says nothing of this one, which has run with success.
local last = (status.lastRun or {}).specHash
local success = (status.lastSuccessfulRun or {}).specHash
local ofAnother = is("Verified", "True") and last ~= nil and success ~= nil and last ~= success

local troubles = {}
if is("LastRunSucceeded", "False") and not ofAnother then
  table.insert(troubles, text("LastRunSucceeded"))
end
if is("Fresh", "False") then
  table.insert(troubles, text("Fresh"))
end
if #troubles > 0 then
  return {status = strict and "Degraded" or "Healthy", message = table.concat(troubles, " ")}
end

return {status = "Healthy", message = spec.runOnChange == true and text("Verified") or text("Ready")}
