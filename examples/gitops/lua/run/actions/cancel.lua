-- Ends the run. No Git holds an EtlRun, so nothing takes this back.
obj.spec.cancel = true
return obj
