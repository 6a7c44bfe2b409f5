/**
 * The Helm template of a stand-in chart. It renders the value `standIn.footprint`, a list of `Footprint`
 * (components/cluster/addons/addon.ts), with spread constraints, disruption budget, Service and volume claims. The pods meet the Pod
 * Security Standard `restricted`. The values `serviceAccount.name`, `standIn.nodeSelector` and `standIn.tolerations` apply to all of them.
 *
 * @param image image of a workload without one
 * @param environment lines of each container's `env`
 */
export function footprintTemplate(image: string, environment = ""): string {
  return template.replaceAll("@IMAGE@", image).replaceAll("@ENVIRONMENT@", () => environment);
}

const template = `{{- $account := dig "serviceAccount" "name" "" .Values.AsMap }}
{{- if $account }}
---
apiVersion: v1
kind: ServiceAccount
metadata: { name: {{ $account }}, namespace: {{ .Release.Namespace }} }
{{- end }}
{{- range $w := .Values.standIn.footprint }}
{{- $labels := dict "app.kubernetes.io/name" $w.name "app.kubernetes.io/part-of" $.Release.Name }}
---
apiVersion: {{ eq $w.kind "Job" | ternary "batch/v1" "apps/v1" }}
kind: {{ $w.kind }}
metadata:
  name: {{ $w.name }}
  namespace: {{ $.Release.Namespace }}
  labels: {{ toJson $labels }}
spec:
  {{- with $w.replicas }}
  replicas: {{ . | int }}
  {{- end }}
  {{- if and (eq $w.kind "Deployment") (eq (toString $w.spread) "node") }}
  # a successor has no node of its own before the other goes
  strategy: { rollingUpdate: { maxUnavailable: 1 } }
  {{- end }}
  {{- if eq $w.kind "StatefulSet" }}
  serviceName: {{ default $w.name $w.members }}
  updateStrategy: { type: {{ default "RollingUpdate" $w.strategy }} }
  # as charts of clustered stores do: the servers find each other before any is ready
  podManagementPolicy: Parallel
  {{- end }}
  {{- if ne $w.kind "Job" }}
  selector:
    matchLabels: {{ toJson $labels }}
  {{- end }}
  template:
    metadata:
      labels: {{ toJson $labels }}
      annotations:
        hanok.dev/startup-seconds: {{ $w.startupSeconds | toString | quote }}
    spec:
      {{- if $account }}
      serviceAccountName: {{ $account }}
      {{- end }}
      automountServiceAccountToken: false
      securityContext:
        runAsNonRoot: true
        runAsUser: 10001
        runAsGroup: 10001
        fsGroup: 10001
        seccompProfile: { type: RuntimeDefault }
      {{- if or (eq (toString $w.spread) "zone") (eq (toString $w.spread) "true") }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: DoNotSchedule
          labelSelector:
            matchLabels: {{ toJson $labels }}
          {{- if eq $w.kind "Deployment" }}
          matchLabelKeys: [pod-template-hash]
          {{- end }}
      {{- else if eq (toString $w.spread) "node" }}
      affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - topologyKey: kubernetes.io/hostname
              labelSelector:
                matchLabels: {{ toJson $labels }}
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: topology.kubernetes.io/zone
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{ toJson $labels }}
      {{- end }}
      {{- with $w.priority }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- if eq $w.kind "Job" }}
      restartPolicy: OnFailure
      {{- end }}
      {{- if eq $w.kind "DaemonSet" }}
      tolerations: [{ operator: Exists }]
      {{- else }}
      {{- with $.Values.standIn.nodeSelector }}
      nodeSelector: {{ toJson . }}
      {{- end }}
      {{- with $.Values.standIn.tolerations }}
      tolerations: {{ toJson . }}
      {{- end }}
      {{- end }}
      containers:
        - name: {{ $w.name }}
          image: {{ default "@IMAGE@" $w.image | quote }}@ENVIRONMENT@
          resources:
            requests: { cpu: {{ $w.cpu | quote }}, memory: {{ $w.memory | quote }} }
            limits: { memory: {{ $w.memory | quote }} }
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: { drop: [ALL] }
          {{- with $w.ports }}
          ports:
            {{- range $name, $port := . }}
            - { name: {{ $name }}, containerPort: {{ $port | int }} }
            {{- end }}
          {{- end }}
          {{- with $w.storage }}
          volumeMounts:
            {{- range $volume, $size := . }}
            - { name: {{ $volume }}, mountPath: /{{ $volume }} }
            {{- end }}
          {{- end }}
  {{- if and $w.storage (eq $w.kind "StatefulSet") }}
  volumeClaimTemplates:
    {{- range $volume, $size := $w.storage }}
    - metadata: { name: {{ $volume }} }
      spec:
        accessModes: [ReadWriteOnce]
        resources: { requests: { storage: {{ $size | quote }} } }
    {{- end }}
  {{- end }}
{{- if $w.budget }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $w.name }}
  namespace: {{ $.Release.Namespace }}
  labels: {{ toJson $labels }}
spec:
  maxUnavailable: 1
  unhealthyPodEvictionPolicy: {{ default "AlwaysAllow" $w.evicts }}
  selector:
    matchLabels: {{ toJson $labels }}
{{- end }}
{{- if $w.ports }}
---
apiVersion: v1
kind: Service
metadata:
  name: {{ $w.name }}
  namespace: {{ $.Release.Namespace }}
  labels: {{ toJson $labels }}
spec:
  selector: {{ toJson $labels }}
  ports:
    {{- range $name, $port := $w.ports }}
    - { name: {{ $name }}, port: {{ $port | int }}, targetPort: {{ $name }} }
    {{- end }}
{{- end }}
{{- with $w.members }}
---
apiVersion: v1
kind: Service
metadata: { name: {{ . }}, namespace: {{ $.Release.Namespace }} }
spec: { clusterIP: None, publishNotReadyAddresses: true, selector: {{ toJson $labels }} }
{{- end }}
{{- end }}
`;
