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
{{- $image.reference | default (printf "%s:%s" $image.repository ($image.tag | default $chart.AppVersion)) -}}
{{- end }}

{{- /* Exactly what the operator asks of the API server: no Secrets, no exec. Progress is read from the log of a run's pod (docs/decisions/0019). */}}
{{- define "penstock.rules" -}}
- apiGroups: [penstock.dev]
  resources: [etlpipelines, etlconnections]
  verbs: [get, list, watch]
- apiGroups: [penstock.dev]
  resources: [etlruns]
  verbs: [get, list, watch, create, delete]
- apiGroups: [penstock.dev]
  resources: [etlpipelines/status, etlruns/status]
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
  verbs: [get, list, watch]
- apiGroups: [""]
  resources: [pods/log]
  verbs: [get]
- apiGroups: [""]
  resources: [events]
  verbs: [create]
{{- end }}
