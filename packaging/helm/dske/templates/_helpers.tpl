{{/* The names of what a node has. (dict "root" $ "node" .) */}}
{{- define "dske.name" -}}
{{ .root.Release.Name | trunc 20 | trimSuffix "-" }}-{{ .node.name }}
{{- end }}

{{/* The name of a node's Service, by which others reach it. */}}
{{- define "dske.host" -}}
{{ include "dske.name" . }}.{{ .root.Release.Namespace }}.svc
{{- end }}

{{- define "dske.release" -}}
app.kubernetes.io/name: dske
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* What finds a node's pods. (dict "root" $ "node" . "type" "hub") */}}
{{- define "dske.selector" -}}
{{ include "dske.release" .root }}
app.kubernetes.io/component: {{ .type }}
dske/node: {{ .node.name }}
{{- end }}

{{- define "dske.labels" -}}
{{ include "dske.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* The settings of a node, its own over those of all. */}}
{{- define "dske.settings" -}}
{{- $settings := dict }}
{{- if .root.Values.laboratory }}
{{- $_ := set $settings "laboratory" true }}
{{- end }}
{{- if .root.Values.serviceMonitor.enabled }}
{{- $_ := set $settings "management.host" "0.0.0.0" }}
{{- $_ := set $settings "management.administrators" (printf "%s=read" .root.Values.serviceMonitor.administrator) }}
{{- end }}
{{- if .node.storeKeySecret }}
{{- $_ := set $settings "store.key-file" "/etc/dske/key/store.key" }}
{{- end }}
{{- range list .root.Values.settings (.node.settings | default dict) }}
{{- range $key, $value := . }}
{{- $_ := set $settings $key $value }}
{{- end }}
{{- end }}
{{- toJson $settings -}}
{{- end }}

{{/* A node's topology: the node, and the hubs of a client. */}}
{{- define "dske.topology" -}}
host: {{ include "dske.host" . }}
pki: /etc/dske/pki
settings: {{ include "dske.settings" . }}
{{- if eq .type "hub" }}
hubs:
  - {name: {{ .node.name }}, number: {{ .node.number }}, port: 8100, tls: {{ not .root.Values.laboratory }}}
{{- else }}
k: {{ .root.Values.k }}
tls: {{ not .root.Values.laboratory }}
hubs:
{{- $root := .root }}
{{- range .root.Values.hubs }}
  - {name: {{ .name }}, number: {{ .number }}, url: "{{ ternary "http" "https" $root.Values.laboratory }}://{{ include "dske.host" (dict "root" $root "node" .) }}:{{ ternary 8100 8200 $root.Values.laboratory }}/hub/{{ .name }}"}
{{- end }}
{{- range .root.Values.remoteHubs }}
  - {name: {{ .name }}, number: {{ .number }}, url: {{ .url | quote }}}
{{- end }}
clients:
  - {name: {{ .node.name }}, port: 8100, encryptors: {{ .node.encryptors | toJson }}}
{{- end }}
{{- end }}

{{/* Everything of one node. */}}
{{- define "dske.node" -}}
{{- $name := include "dske.name" . -}}
{{- $topology := include "dske.topology" . -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ $name }}
  labels: {{- include "dske.labels" . | nindent 4 }}
data:
  topology.yaml: |
    {{- $topology | nindent 4 }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $name }}
  labels: {{- include "dske.labels" . | nindent 4 }}
  {{- with .root.Values.service.annotations }}
  annotations: {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  type: {{ .root.Values.service.type }}
  selector: {{- include "dske.selector" . | nindent 4 }}
  # What a client needs of a hub it can have before the hub is ready for all.
  publishNotReadyAddresses: true
  ports:
    {{- if .root.Values.laboratory }}
    - {name: http, port: 8100, targetPort: http}
    {{- else }}
    - {name: https, port: 8200, targetPort: https}
    {{- end }}
    {{- if .root.Values.serviceMonitor.enabled }}
    - {name: management, port: 8300, targetPort: management}
    {{- end }}
---
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ $name }}
  labels: {{- include "dske.labels" . | nindent 4 }}
spec:
  # One: a node's store is one process's. Several machines of a hub are several entries with a database (docs/postgresql.md).
  replicas: 1
  serviceName: {{ $name }}
  selector:
    matchLabels: {{- include "dske.selector" . | nindent 6 }}
  template:
    metadata:
      labels: {{- include "dske.labels" . | nindent 8 }}
      annotations:
        # A node reads its topology when it starts.
        checksum/topology: {{ $topology | sha256sum }}
    spec:
      automountServiceAccountToken: false
      enableServiceLinks: false
      terminationGracePeriodSeconds: 30
      {{- with .root.Values.imagePullSecrets }}
      imagePullSecrets: {{- toYaml . | nindent 8 }}
      {{- end }}
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        fsGroup: 10001
        fsGroupChangePolicy: OnRootMismatch
        seccompProfile: {type: RuntimeDefault}
      containers:
        - name: {{ .type }}
          image: {{ .root.Values.image.repository }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}
          imagePullPolicy: {{ .root.Values.image.pullPolicy }}
          args: [{{ .node.name | quote }}]
          ports:
            - {name: http, containerPort: 8100}
            {{- if not .root.Values.laboratory }}
            - {name: https, containerPort: 8200}
            {{- end }}
            {{- if .root.Values.serviceMonitor.enabled }}
            - {name: management, containerPort: 8300}
            {{- end }}
          startupProbe:
            httpGet: {path: /{{ .type }}/{{ .node.name }}/health/live, port: http}
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: {path: /{{ .type }}/{{ .node.name }}/health/live, port: http}
            timeoutSeconds: 5
          readinessProbe:
            httpGet: {path: /{{ .type }}/{{ .node.name }}/health/ready, port: http}
            timeoutSeconds: 5
          resources: {{- toYaml .root.Values.resources | nindent 12 }}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
          volumeMounts:
            - {name: topology, mountPath: /etc/dske/topology.yaml, subPath: topology.yaml, readOnly: true}
            {{- if not .root.Values.laboratory }}
            - {name: pki, mountPath: /etc/dske/pki, readOnly: true}
            {{- end }}
            {{- if .node.storeKeySecret }}
            - {name: key, mountPath: /etc/dske/key, readOnly: true}
            {{- end }}
            - {name: state, mountPath: /var/lib/dske}
            - {name: tmp, mountPath: /tmp}
      volumes:
        - name: topology
          configMap: {name: {{ $name }}}
        {{- if not .root.Values.laboratory }}
        - name: pki
          projected:
            defaultMode: 0440
            sources:
              - secret:
                  name: {{ .node.tlsSecret | default (printf "%s-tls" $name) }}
                  items:
                    - {key: ca.crt, path: ca.crt}
                    - {key: tls.crt, path: {{ ternary "hub" "kme" (eq .type "hub") }}/{{ .node.name }}.crt}
                    - {key: tls.key, path: {{ ternary "hub" "kme" (eq .type "hub") }}/{{ .node.name }}.key}
              - secret:
                  name: {{ .node.tlsSecret | default (printf "%s-tls" $name) }}
                  optional: true
                  items:
                    - {key: crl.pem, path: crl.pem}
        {{- end }}
        {{- if .node.storeKeySecret }}
        - name: key
          secret:
            secretName: {{ .node.storeKeySecret }}
            defaultMode: 0440
        {{- end }}
        - name: tmp
          emptyDir: {medium: Memory, sizeLimit: 64Mi}
      {{- with .root.Values.nodeSelector }}
      nodeSelector: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- with .root.Values.tolerations }}
      tolerations: {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- if and .root.Values.spreadHubs (eq .type "hub") }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels:
              {{- include "dske.release" .root | nindent 14 }}
              app.kubernetes.io/component: hub
      {{- end }}
  volumeClaimTemplates:
    - metadata:
        name: state
      spec:
        accessModes: [ReadWriteOncePod]
        {{- with .root.Values.persistence.storageClassName }}
        storageClassName: {{ . }}
        {{- end }}
        resources: {requests: {storage: {{ .root.Values.persistence.size }}}}
{{- end }}
