{{- define "penstock.labels" -}}
app.kubernetes.io/name: penstock
app.kubernetes.io/component: operator
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{- define "penstock.selector" -}}
app.kubernetes.io/name: penstock
app.kubernetes.io/component: operator
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "penstock.image" -}}
{{- $image := index . 0 -}}
{{- $chart := index . 1 -}}
{{- if $image.reference -}}
{{ $image.reference }}
{{- else if $image.digest -}}
{{ printf "%s@%s" $image.repository $image.digest }}
{{- else -}}
{{ printf "%s:%s" $image.repository ($image.tag | default $chart.AppVersion) }}
{{- end -}}
{{- end }}

{{- /* A release may begin with a digit and have dots, a Service may not. */}}
{{- define "penstock.service" -}}
{{- $name := .Release.Name | replace "." "-" -}}
{{- if regexMatch "^[0-9]" $name }}s{{ end }}{{ $name -}}
{{- end }}

{{- /* What no schema can say. */}}
{{- define "penstock.checked" -}}
{{- with .Values.lease }}
{{- if ge (int .retrySeconds) (int .renewSeconds) }}
{{- fail (printf "lease.retrySeconds is %d: it must be less than lease.renewSeconds, which is %d" (int .retrySeconds) (int .renewSeconds)) }}
{{- end }}
{{- if ge (int .renewSeconds) (int .seconds) }}
{{- fail (printf "lease.renewSeconds is %d: it must be less than lease.seconds, which is %d" (int .renewSeconds) (int .seconds)) }}
{{- end }}
{{- end }}
{{- if and (not .Values.health.port) (or .Values.monitoring.serviceMonitor.enabled .Values.monitoring.podMonitor.enabled) }}
{{- fail "health.port is 0: a ServiceMonitor or PodMonitor has nothing to scrape; set a port or switch monitoring off" }}
{{- end }}
{{- if and .Values.monitoring.serviceMonitor.enabled .Values.monitoring.podMonitor.enabled }}
{{- fail "monitoring.serviceMonitor and monitoring.podMonitor are both on: every figure would count twice; choose one" }}
{{- end }}
{{- $watched := .Values.watchNamespaces }}
{{- range $namespace, $names := .Values.notifications.secrets }}
{{- if and $watched (not (has $namespace $watched)) }}
{{- fail (printf "notifications.secrets names namespace %s, which watchNamespaces does not: add it there or take it away here" $namespace) }}
{{- end }}
{{- end }}
{{- end }}

{{- /* Exactly what the operator asks of the API server (ChartRightsIT takes each away): no Secrets, no exec. Progress is read from the log of a run's pod (docs/decisions/0019). */}}
{{- define "penstock.rules" -}}
- apiGroups: [penstock.dev]
  resources: [etlpipelines]
  verbs: [get, list, watch]
- apiGroups: [penstock.dev]
  resources: [etlconnections]
  verbs: [list, watch]
- apiGroups: [penstock.dev]
  resources: [etlruns]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [penstock.dev]
  resources: [etlconnections/status, etlpipelines/status, etlruns/status]
  verbs: [patch]
- apiGroups: [""]
  resources: [configmaps]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [batch]
  resources: [cronjobs]
  verbs: [get, list, watch, create, patch]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  verbs: [list, watch]
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
- apiGroups: [""]
  resources: [events]
  verbs: [create]
{{- end }}

{{- /* A policy that looks at what a pipeline says: not when only its labels change, or it is deleted. */}}
{{- define "penstock.ofPipelines" -}}
failurePolicy: Fail
matchConstraints:
  resourceRules:
    - apiGroups: [penstock.dev]
      apiVersions: [v1alpha1]
      operations: [CREATE, UPDATE]
      resources: [etlpipelines]
matchConditions:
  - name: the-spec-is-new
    expression: request.operation == 'CREATE' || object.spec != oldObject.spec
{{- end }}

{{- /* Of a policy, where this release's pipelines are. */}}
{{- define "penstock.bound" -}}
validationActions: [{{ .Values.policies.action }}]
{{- with .Values.watchNamespaces }}
matchResources:
  namespaceSelector:
    matchExpressions:
      - key: kubernetes.io/metadata.name
        operator: In
        values: {{ toJson . }}
{{- end }}
{{- end }}

{{- /* The level restricted of pod security, for both of our pods. */}}
{{- define "penstock.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "penstock.security" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}
