// Written by `tools/web_client.py` from the OpenAPI document (`make docs`).

/** Why a process is aborted. */
export interface Abort {
  reason?: string | null;
}

/** Somebody is away, and somebody stands in. */
export interface AbsenceOfUser {
  id: string;
  user: string;
  start: string;
  end: string;
  substitute: string | null;
}

/** Absences that are not over. */
export interface Absences {
  items: AbsenceOfUser[];
}

/** Something that can be done with the case now, and why it is offered. `action` is a transition, or `plan` for a discretionary item, to be planned in the stage `execution_id`. */
export interface Action {
  action: string;
  plan_item_id: string;
  type: string;
  name: string | null;
  execution_id: number;
  why: string;
  roles: string[];
}

/** All that can be done with a case now. */
export interface Actions {
  items: Action[];
}

/** What a worker asks for; with `wait_for` the answer comes when there is work, or after that time. */
export interface Activate {
  topics: string[];
  worker: string;
  limit?: number;
  lease_for?: string;
  wait_for?: string;
}

/** Work that was leased, with the variables that its element sees. */
export interface ActivatedJob {
  id: string;
  kind: string;
  topic: string | null;
  process_instance_id: string | null;
  root_instance_id: string | null;
  activity_id: string | null;
  due: string;
  priority: number;
  retries: number;
  error_message: string | null;
  lease: number;
  lease_owner: string | null;
  lease_until: string | null;
  headers: Record<string, string>;
  correlation_id: string | null;
  traceparent: string | null;
  variables: Record<string, unknown>;
}

/** What was leased; nothing if there was no work within the time to wait. */
export interface ActivatedJobs {
  jobs: ActivatedJob[];
}

/** A running process. `health` is what is worst: blocked by an incident, delayed, at risk, on track. `expected_share` is its age as a share of the median time that it takes. */
export interface ActiveProcess {
  id: string;
  journey_id: string;
  name: string | null;
  business_key: string | null;
  status: "running" | "suspended";
  health: "on-track" | "at-risk" | "delayed" | "blocked";
  started_at: string;
  started_by: string | null;
  age: string;
  expected_share: number | null;
  current_steps: string[];
  open_tasks: number;
  overdue_tasks: number;
  open_incidents: number;
  sla_status: string | null;
  due: string | null;
}

/** Running processes. */
export interface ActiveProcessPage {
  items: ActiveProcess[];
  next_cursor: string | null;
  total?: number | null;
}

/** Something that a token was in, from its beginning to its end; the process itself is one, too. `status` is active, completed, terminated, or the state of a plan item. What only passed, such as a gateway, has no `execution_id`. */
export interface Activity {
  activity_id: string;
  activity_name: string | null;
  activity_type: string;
  status: string;
  execution_id: string | null;
  process_instance_id: string;
  root_instance_id: string;
  process_definition_id: string;
  start_time: string;
  end_time: string | null;
  duration: string | null;
  task_id: string | null;
  assignee: string | null;
  ended_by: string | null;
  called_instance_id: string | null;
  incidents: number;
}

/** What happened at one element on a day in UTC, over all instances of a definition. Durations are of what was completed that day; median and 95th percentile are right to a sixteenth. */
export interface ActivityDay {
  day: string | null;
  activity_id: string;
  activity_type: string;
  started: number;
  completed: number;
  terminated: number;
  incidents: number;
  mean_duration: string | null;
  median_duration: string | null;
  p95_duration: string | null;
}

/** Activities, in the order in which they began. */
export interface ActivityPage {
  items: Activity[];
  next_cursor: string | null;
  total?: number | null;
}

/** What is open at one element, over all instances of a definition. */
export interface ActivityStatistics {
  activity_id: string;
  tokens: number;
  tasks: number;
  jobs: number;
  incidents: number;
}

/** What to add, and the stage instance to add it to; without one it is the plan of the case. */
export interface AddPlanItem {
  kind?: "humanTask" | "stage" | "milestone" | "processTask" | "caseTask" | "decisionTask" | "task" | "eventListener" | "userEventListener" | "timerEventListener";
  id?: string | null;
  name?: string | null;
  description?: string | null;
  definition?: string | null;
  entry?: NewCriterion[];
  exit?: NewCriterion[];
  required?: boolean | string;
  repetition?: boolean | string;
  manual_activation?: boolean | string;
  blocking?: boolean;
  assignee?: string | null;
  candidate_users?: string[];
  candidate_groups?: string[];
  due_date?: string | null;
  follow_up_date?: string | null;
  priority?: string | null;
  form_key?: string | null;
  called?: string | null;
  inputs?: Record<string, string>;
  outputs?: Record<string, string>;
  result_variable?: string | null;
  expression?: string | null;
  topic?: string | null;
  timer?: string | null;
  roles?: string[];
  lets_in?: string[];
  ends?: string[];
  auto_complete?: boolean;
  items?: NewPlanItem[];
  stage_execution_id?: number | null;
}

/** What was added, and what is doubtful about it. */
export interface AddedItem {
  item: PlanItem;
  warnings: FoundFault[];
}

/** How many were not read before. */
export interface AllRead {
  read: number;
}

/** What a listener of a user task says of the change that waits for it. `denied` takes the change back (what is being assigned, updated or completed). `corrections` are other values for `assignee`, `dueDate`, `followUpDate`, `candidateUsers`, `candidateGroups`, `priority`. */
export interface Answer {
  denied?: boolean;
  denied_reason?: string | null;
  corrections?: Record<string, string | number | string[] | null>;
}

/** An API key, of which only the beginning is known. */
export interface ApiKey {
  id: string;
  tenant_id: string;
  user_id: string;
  name: string;
  prefix: string;
  scopes: string[] | null;
  created: string;
  created_by: string | null;
  expires: string | null;
  last_used: string | null;
  is_revoked: boolean;
}

/** A key for a user; `scopes` limit what it may do to these permissions. */
export interface ApiKeyWish {
  user_id: string;
  name: string;
  scopes?: ("read" | "start" | "work" | "assign" | "operate" | "administer")[] | null;
  expires?: string | null;
}

/** API keys, the newest first. */
export interface ApiKeys {
  items: ApiKey[];
}

/** What a rule decided for a task, and why. */
export interface Assignment {
  id: string;
  task_id: string;
  instance_id: string;
  definition_key: string;
  activity_id: string;
  rule: string;
  status: "open" | "chosen" | "assigned" | "nobody" | "refused";
  user: string | null;
  strategy: string | null;
  why: string | null;
  considered: ConsideredUser[];
  created: string;
  decided: string | null;
}

/** Decisions of rules. */
export interface AssignmentPage {
  items: Assignment[];
  next_cursor: string | null;
  total?: number | null;
}

/** A file or a link; of what was deleted only the size is left. */
export interface Attachment {
  id: string;
  process_instance_id: string;
  task_id: string | null;
  author: string | null;
  name: string | null;
  description: string | null;
  media_type: string | null;
  size_bytes: number | null;
  sha256: string | null;
  url: string | null;
  created: string;
  deleted: string | null;
  deleted_by: string | null;
}

/** Attachments. */
export interface AttachmentPage {
  items: Attachment[];
  next_cursor: string | null;
  total?: number | null;
}

/** Who did what, and when; `user` is null for what Trivium did by itself. */
export interface AuditEntry {
  sequence: number;
  timestamp: string;
  user: string | null;
  operation: string;
  details: Record<string, unknown>;
}

/** The audit trail, from the first entry. */
export interface AuditPage {
  items: AuditEntry[];
  next_cursor: string | null;
  total?: number | null;
}

/** One operation on many instances, and how far it is. */
export interface Batch {
  id: string;
  type: "terminate" | "suspend" | "resume" | "setVariables" | "modify" | "migrate" | "resolveIncidents" | "restart" | "correlate";
  status: "running" | "paused" | "completed" | "cancelled";
  total: number;
  completed: number;
  failed: number;
  created: string;
  created_by: string | null;
  finished: string | null;
}

/** How far a batch is, and why some of its instances could not be done. */
export interface BatchDetails {
  batch: Batch;
  reasons: BatchReason[];
}

/** Batches. */
export interface BatchPage {
  items: Batch[];
  next_cursor: string | null;
  total?: number | null;
}

/** Why instances were refused: a code, how many they are, and what was said of one. */
export interface BatchReason {
  code: string | null;
  count: number;
  message: string | null;
}

/** One instance of a batch, and what became of it. */
export interface BatchedInstance {
  process_instance_id: string;
  status: "open" | "done" | "failed";
  code: string | null;
  message: string | null;
}

/** Instances of a batch. */
export interface BatchedInstancePage {
  items: BatchedInstance[];
  next_cursor: string | null;
  total?: number | null;
}

/** An element in which much of a definition's time is spent; `share` is of the time of all elements. */
export interface Bottleneck {
  process_definition_id: string;
  process_definition_key: string;
  activity_id: string;
  name: string | null;
  type: string;
  active: number;
  oldest: string | null;
  waiting: string;
  started: number;
  completed: number;
  terminated: number;
  incidents: number;
  open_incidents: number;
  durations: Times;
  share: number;
  severity: "low" | "medium" | "high" | "critical";
}

/** Where time is spent, the worst first. */
export interface Bottlenecks {
  items: Bottleneck[];
}

/** A case instance. `status` is active, suspended, failed, completed, terminated or closed. */
export interface Case {
  id: string;
  case_definition_id: string;
  case_definition_key: string;
  case_definition_name: string | null;
  case_definition_version: number | null;
  business_key: string | null;
  status: string;
  created: string;
  ended: string | null;
  created_by: string | null;
}

/** A user event that occurs: the listener, and what came with it. */
export interface CaseEvent {
  plan_item_id: string;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
  roles?: string[] | null;
}

/** The case file. */
export interface CaseFile {
  items: FileItem[];
}

/** Cases. */
export interface CasePage {
  items: Case[];
  next_cursor: string | null;
  total?: number | null;
}

/** A clock of a case, with the age of the case. */
export interface CaseSla {
  clock: SlaClock;
  business_key: string | null;
  case_created: string;
  age: string;
}

/** Clocks of cases. */
export interface CaseSlaPage {
  items: CaseSla[];
  next_cursor: string | null;
  total?: number | null;
}

/** A transition of the case itself, or variables for one of a plan item. */
export interface CaseTransition {
  status: "active" | "suspended" | "completed" | "terminated" | "failed" | "closed";
}

/** A table of cases: for each the inputs, and the value (or values by name) that is expected. */
export interface Cases {
  cases: (Record<string, unknown>)[];
}

/** How a table of cases fared, and the numbers of the rules that no case used, by table. */
export interface CasesReport {
  passed: number;
  failed: number;
  cases: (Record<string, unknown>)[];
  unused_rules: Record<string, number[]>;
}

/** Incidents with the same code at the same element: how many, in how many instances, the newest. */
export interface Cause {
  code: string;
  incident_type: "failedJob" | "failedExternalTask" | "unhandledBpmnError" | "conditionError" | "failedInstruction";
  process_definition_key: string;
  activity_id: string;
  count: number;
  instances: number;
  first: string;
  newest: Incident;
}

/** What incidents have in common, the most frequent first. */
export interface Causes {
  items: Cause[];
}

/** What a command did to one element; what only passed, and a flow, has no `execution_id`. `state` is the code of an incident, how it was resolved, or the state of a plan item or the whole; `values` are the new variables of the element's scope. `moved`: a migration made it this element. */
export interface Change {
  what: "entered" | "left" | "cancelled" | "passed" | "flow" | "moved" | "variables" | "incident" | "resolved" | "state";
  activity_id: string;
  execution_id: string | null;
  state: string | null;
  values: Record<string, unknown> | null;
}

/** A code of the authenticator. */
export interface Code {
  code: string;
}

/** What somebody said; of what was deleted the text is gone. */
export interface Comment {
  id: string;
  process_instance_id: string;
  task_id: string | null;
  author: string | null;
  text: string | null;
  mentions: string[];
  created: string;
  edited: string | null;
  deleted: string | null;
  deleted_by: string | null;
}

/** Comments. */
export interface CommentPage {
  items: Comment[];
  next_cursor: string | null;
  total?: number | null;
}

/** What is said; `@name` mentions somebody. */
export interface CommentText {
  text: string;
}

/** A field of a task, or a variable that it sees, an operator and a value. */
export interface Condition {
  field: string | null;
  variable: string | null;
  operator: string;
  value: unknown;
}

/** Somebody who was thought of, and what was said of them. */
export interface ConsideredUser {
  user: string;
  why: string;
}

/** Send a message to each of the instances. */
export interface CorrelateMany {
  process_instance_ids?: string[] | null;
  query?: InstanceQuery | null;
  type: "correlate";
  message_name: string;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** How much is open. */
export interface Counts {
  active_instances: number;
  pending_tasks: number;
  pending_jobs: number;
  open_incidents: number;
}

/** Who one is. With `cookie` the refresh token comes as a cookie that pages cannot read. */
export interface Credentials {
  username: string;
  password: string;
  cookie?: boolean;
}

/** An entry criterion: what its sentry has not heard yet, and whether its condition holds. */
export interface Criterion {
  sentry: string;
  missing: string[];
  condition: string | null;
  holds: boolean;
}

/** An innermost open element. `status` is active, or failed where an incident is open. */
export interface CurrentActivity {
  id: string;
  name: string | null;
  type: string;
  status: string;
  process_instance_id: string;
  waits: Wait[];
}

/** The days on which anything happened, by element; `since` and `until` are both included. */
export interface DailyStatistics {
  since: string;
  until: string;
  items: ActivityDay[];
}

/** The database; `latency_ms` is what the least question takes, null while it does not answer. */
export interface DatabaseHealth {
  type: string;
  status: "healthy" | "unhealthy";
  reason: string | null;
  latency_ms: number | null;
}

/** One day in UTC. */
export interface Day {
  day: string;
  started: number;
  completed: number;
  terminated: number;
  incidents: number;
  tasks_completed: number;
  mean: string | null;
}

/** What is suspicious in the tables of a decision's model. */
export interface DecisionFindings {
  items: FoundFault[];
}

/** A value with its explanation: decisions below it, tables with the rules that matched, warnings. */
export interface DecisionResult {
  decision: string;
  value: unknown;
  inputs: Record<string, unknown>;
  decisions: Record<string, unknown>;
  tables: (Record<string, unknown>)[];
  warnings: (Record<string, unknown>)[];
}

/** A lane; `path` names it and the lanes around it, the outermost first. */
export interface DefinedLane {
  id: string;
  path: string[];
  elements: string[];
}

/** A task in a definition; `type` is the standard's name. */
export interface DefinedTask {
  id: string;
  name: string | null;
  type: string;
  form_key: string | null;
  documentation: string | null;
}

/** Work that handlers or workers are asked for: a topic, or the name of a Java class or bean. */
export interface DefinedWork {
  name: string;
  element_id: string;
  is_class: boolean;
}

/** One version of a process or decision. Only an `active` one can be started. */
export interface Definition {
  id: string;
  kind: string;
  key: string;
  name: string | null;
  version: number;
  version_tag: string | null;
  deployment_id: string;
  deployed_at: string;
  deployed_by: string | null;
  resource_name: string;
  latest: boolean;
  active: boolean;
  suspended: boolean;
}

/** A definition with what is in it, and how many instances it has had. */
export interface DefinitionDetails {
  id: string;
  kind: string;
  key: string;
  name: string | null;
  version: number;
  version_tag: string | null;
  deployment_id: string;
  deployed_at: string;
  deployed_by: string | null;
  resource_name: string;
  latest: boolean;
  active: boolean;
  suspended: boolean;
  description: string | null;
  instances: number;
  start_form: Form | null;
  tasks: DefinedTask[];
}

/** How a process or case stands and went, all its versions together. */
export interface DefinitionFigures {
  process_definition_key: string;
  kind: "process" | "case";
  name: string | null;
  versions: number;
  active: number;
  suspended: number;
  started: number;
  completed: number;
  terminated: number;
  incidents: number;
  durations: Times;
}

/** Definitions. */
export interface DefinitionPage {
  items: Definition[];
  next_cursor: string | null;
  total?: number | null;
}

/** What is open, by element; elements at which nothing is are left out. */
export interface DefinitionStatistics {
  activities: ActivityStatistics[];
}

/** What goes to one address; `error` is what was said the last time, `due` when it is tried. */
export interface Delivery {
  id: string;
  user: string;
  channel: string;
  address: string;
  status: "waiting" | "sent" | "failed";
  attempts: number;
  error: string | null;
  created: string;
  due: string | null;
  ended: string | null;
}

/** What goes out, or went. */
export interface DeliveryPage {
  items: Delivery[];
  next_cursor: string | null;
  total?: number | null;
}

/** What Trivium cannot work without. */
export interface Dependencies {
  database: DatabaseHealth;
}

/** What a deployment brought; a definition whose file is unchanged is the one that was there. */
export interface DeploymentAnswer {
  id: string;
  definitions: Definition[];
  findings: FoundFault[];
}

/** A discretionary item to plan, in a stage where several offer it. */
export interface Discretionary {
  plan_item_id: string;
  stage_execution_id?: number | null;
  roles?: string[] | null;
}

/** A version of a calendar, target or rule, with its data. */
export interface Document {
  key: string;
  version: number;
  state: "current" | "old" | "removed";
  data: Record<string, unknown>;
  created: string;
  created_by: string | null;
}

/** Calendars, targets or rules. */
export interface Documents {
  items: Document[];
}

/** What somebody has entered so far; nobody else sees it. */
export interface Draft {
  values: Record<string, unknown>;
  updated: string;
}

/** What was entered so far, in place of what was kept before: plain JSON. */
export interface DraftValues {
  values: Record<string, unknown>;
}

/** How much is and was at an element: `waiting` are the ages of all that is open, put together. */
export interface ElementFigures {
  process_definition_id: string;
  process_definition_key: string;
  activity_id: string;
  name: string | null;
  type: string;
  active: number;
  oldest: string | null;
  waiting: string;
  started: number;
  completed: number;
  terminated: number;
  incidents: number;
  open_incidents: number;
  durations: Times;
}

/** The engine; `scheduler` says whether this process does what is due. */
export interface EngineHealth {
  type: string;
  status: "healthy" | "unhealthy";
  reason: string | null;
  scheduler: boolean;
}

/** Who has it now. */
export interface Escalated {
  task_id: string;
  assigned_to: string;
}

/** Why it goes up. */
export interface Escalation {
  reason?: string | null;
}

/** A decision that was asked, by a user or by an activity of a process, and what it answered. */
export interface Evaluation {
  id: string;
  key: string;
  timestamp: string;
  user: string | null;
  process_instance_id: string | null;
  activity_id: string | null;
  result: Record<string, unknown>;
}

/** What a decision was asked. */
export interface EvaluationPage {
  items: Evaluation[];
  next_cursor: string | null;
  total?: number | null;
}

/** What a model says besides what is executed: data of its dialect by element, lanes, and work. */
export interface Extensions {
  elements: Record<string, Record<string, unknown>>;
  lanes: DefinedLane[];
  work: DefinedWork[];
}

/** The value of a case file item, its child or its reference. */
export interface FileChange {
  value?: unknown;
}

/** An item of the case file; `state` is null until it is created, then available or discarded. */
export interface FileItem {
  id: string;
  name: string;
  multiplicity: string;
  parent: string | null;
  state: string | null;
  references: unknown[];
  value: unknown;
}

/** A form with the values that there are; only the key of one that is kept elsewhere. `source` is what it was written as: who draws form-js themselves gives it that, and `data`. */
export interface Form {
  key: string | null;
  format: "form-data" | "form-js" | "json-schema" | null;
  name: string | null;
  version: number | null;
  definition_id: string | null;
  fields: FormField[];
  source: unknown;
  data: Record<string, unknown>;
}

/** One question, a group of them (`fields`), or a list (each of its items is as `item` says). `path` is where the answer goes among the variables. While `condition`, an expression, is true the field is `hidden` and nothing is asked; without one it is always there. `limits` are those of docs/reference/forms.md. */
export interface FormField {
  id: string;
  path: string;
  type: "string" | "text" | "integer" | "number" | "boolean" | "date" | "time" | "date-time" | "enum" | "multiple" | "file" | "files" | "group" | "list" | "any";
  label: string;
  description: string | null;
  required: boolean;
  read_only: boolean;
  hidden: boolean;
  condition: string | null;
  default: unknown;
  value: unknown;
  limits: Record<string, unknown>;
  options: FormOption[] | null;
  layout: Record<string, unknown>;
  fields: FormField[];
  item: FormField | null;
}

/** One of the values to choose from. */
export interface FormOption {
  value: unknown;
  label: string;
}

/** A fault in a model: where it is, what is wrong, and what to do. */
export interface FoundFault {
  code: string;
  message: string;
  element: string | null;
  line: number | null;
  remedy: string | null;
  severity: string;
}

/** Who may do what with which resource. */
export interface Grant {
  id: string;
  tenant_id: string;
  subject_kind: string;
  subject_id: string;
  permission: string;
  resource_kind: string;
  resource_id: string;
  created: string;
  created_by: string | null;
}

/** Grants of a tenant, the oldest first. */
export interface GrantPage {
  items: Grant[];
  next_cursor: string | null;
  total?: number | null;
}

/** A group with the users and groups that are directly in it. */
export interface Group {
  id: string;
  tenant_id: string;
  name: string | null;
  users: string[];
  groups: string[];
  roles: string[];
  created: string;
}

/** What is given is changed. */
export interface GroupChanges {
  name?: string | null;
  roles?: string[] | null;
}

/** Groups of a tenant. */
export interface GroupPage {
  items: Group[];
  next_cursor: string | null;
  total?: number | null;
}

/** Whether everything works, and how much there is. `counts` are null while the database is away, and where one has to sign in. `sign_in` says `development` where anybody on the machine may do everything. */
export interface Health {
  status: "healthy" | "unhealthy";
  timestamp: string;
  version: string;
  sign_in: "required" | "development";
  engine: EngineHealth;
  dependencies: Dependencies;
  counts: Counts | null;
}

/** How much is and was at each element of a definition. */
export interface Heat {
  items: ElementFigures[];
}

/** One command, and the events that it caused; each event says in `event` what it is. */
export interface HistoryEntry {
  sequence: number;
  timestamp: string;
  user: string | null;
  command: Record<string, unknown>;
  events: (Record<string, unknown>)[];
}

/** The journal, from the first entry. */
export interface HistoryPage {
  items: HistoryEntry[];
  next_cursor: string | null;
  total?: number | null;
}

/** What is waited for, in a word. */
export interface Hold {
  reason: string;
}

/** Tasks that somebody has or may claim. */
export interface Inbox {
  items: TaskInstance[];
  next_cursor: string | null;
  total?: number | null;
}

/** Tasks of somebody: `pending` may be started, `in_progress` were, `overdue` are of both. */
export interface InboxCounts {
  user_id: string;
  pending: number;
  in_progress: number;
  overdue: number;
  completed: number;
}

/** Trouble on an element; `configuration` is the id of the job that failed, if one did. It is `deleted` when the element was ended from outside. */
export interface Incident {
  id: string;
  process_instance_id: string;
  root_instance_id: string;
  process_definition_id: string;
  process_definition_key: string;
  incident_type: "failedJob" | "failedExternalTask" | "unhandledBpmnError" | "conditionError" | "failedInstruction";
  incident_message: string;
  code: string;
  activity_id: string;
  configuration: string | null;
  created: string;
  status: "open" | "resolved" | "deleted";
  assignee: string | null;
  escalated_to: string | null;
  resolution: IncidentResolution | null;
}

/** Something said of an incident. */
export interface IncidentComment {
  message: string;
}

/** An incident with all that was done about it. */
export interface IncidentDetails {
  id: string;
  process_instance_id: string;
  root_instance_id: string;
  process_definition_id: string;
  process_definition_key: string;
  incident_type: "failedJob" | "failedExternalTask" | "unhandledBpmnError" | "conditionError" | "failedInstruction";
  incident_message: string;
  code: string;
  activity_id: string;
  configuration: string | null;
  created: string;
  status: "open" | "resolved" | "deleted";
  assignee: string | null;
  escalated_to: string | null;
  resolution: IncidentResolution | null;
  history: IncidentHistory[];
}

/** Who is to look at an incident from now on: a user or group. */
export interface IncidentHandover {
  to: string;
  message?: string | null;
}

/** One thing that was done about an incident; `to` is who it was assigned or escalated to. */
export interface IncidentHistory {
  timestamp: string;
  action: "created" | "resolved" | "deleted" | "escalated" | "assigned" | "commented";
  message: string | null;
  user: string | null;
  to: string | null;
}

/** Incidents. */
export interface IncidentPage {
  items: Incident[];
  next_cursor: string | null;
  total?: number | null;
}

/** Who ended an incident, and how. */
export interface IncidentResolution {
  resolution_type: "manual" | "automatic" | "retry" | "skip" | "modify" | "abort";
  resolution_message: string | null;
  resolved_by: string | null;
  resolved_at: string;
}

/** Values of input data by name. */
export interface Inputs {
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  inputs?: Record<string, unknown>;
}

/** A process instance. `status` is active, suspended, completed or terminated. */
export interface Instance {
  id: string;
  process_definition_id: string;
  process_definition_key: string;
  process_definition_name: string | null;
  process_definition_version: number | null;
  business_key: string | null;
  status: string;
  start_time: string;
  end_time: string | null;
  duration: string | null;
  started_by: string | null;
  super_instance_id: string | null;
  root_instance_id: string;
}

/** An instance with its variables, what is open in it and its incidents. */
export interface InstanceDetails {
  id: string;
  process_definition_id: string;
  process_definition_key: string;
  process_definition_name: string | null;
  process_definition_version: number | null;
  business_key: string | null;
  status: string;
  start_time: string;
  end_time: string | null;
  duration: string | null;
  started_by: string | null;
  super_instance_id: string | null;
  root_instance_id: string;
  variables: Record<string, unknown>;
  current_activities: CurrentActivity[];
  incidents: Incident[];
}

/** Instances. */
export interface InstancePage {
  items: Instance[];
  next_cursor: string | null;
  total?: number | null;
}

/** All instances that this fits when the batch is made; open ones, or for a restart ended ones. */
export interface InstanceQuery {
  process_definition_key?: string | null;
  process_definition_id?: string | null;
  business_key?: string | null;
  status?: "active" | "suspended" | "completed" | "terminated" | null;
  roots_only?: boolean;
}

/** One instruction, as in Camunda 7. `cancel` is for all instances of an activity, or for the one with this `execution_id` of the tree. `startTransition` starts at a sequence flow. `ancestor_execution_id` says in which scope to start where several are open. The variables are those of that scope. */
export interface Instruction {
  type: "cancel" | "startBeforeActivity" | "startAfterActivity" | "startTransition";
  activity_id?: string | null;
  transition_id?: string | null;
  execution_id?: number | null;
  ancestor_execution_id?: number | null;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** Why an instance of a plan item is as it is; without one, why there is none. */
export interface ItemReason {
  plan_item_id: string;
  execution_id: number | null;
  status: string | null;
  why: string;
  criteria: Criterion[];
}

/** Why a plan item is not available, for each of its instances. */
export interface ItemReasons {
  items: ItemReason[];
}

/** What comes with a transition: variables, and the roles of who asks where the model says who may. */
export interface ItemTransition {
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
  roles?: string[] | null;
}

/** Work for a worker (`kind` work), or what Trivium does by itself: timer, async, retry, command. `correlation_id` is that of the request that caused it; a worker sends it on as `X-Correlation-Id`, and may link a span of its own to `traceparent`, that of the command which made the job. */
export interface Job {
  id: string;
  kind: string;
  topic: string | null;
  process_instance_id: string | null;
  root_instance_id: string | null;
  activity_id: string | null;
  due: string;
  priority: number;
  retries: number;
  error_message: string | null;
  lease: number;
  lease_owner: string | null;
  lease_until: string | null;
  headers: Record<string, string>;
  correlation_id: string | null;
  traceparent: string | null;
}

/** The work ended in a BPMN error, or with `escalation` in an escalation, that the model catches. */
export interface JobError {
  error_code: string;
  error_message?: string | null;
  escalation?: boolean;
  /** The fencing token that came with the job; without one nothing is checked. */
  lease?: number | null;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** The work did not succeed; without `retries` and `retry_in` the model says how to go on. */
export interface JobFailure {
  error_message: string;
  /** The fencing token that came with the job; without one nothing is checked. */
  lease?: number | null;
  retries?: number | null;
  retry_in?: string | null;
}

/** Jobs. */
export interface JobPage {
  items: Job[];
  next_cursor: string | null;
  total?: number | null;
}

/** The result of a job; `local_variables` stay at the element and its output mappings. */
export interface JobResult {
  /** The fencing token that came with the job; without one nothing is checked. */
  lease?: number | null;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  local_variables?: Record<string, unknown>;
  answer?: Answer | null;
}

/** A flow, and how often it was taken. */
export interface JourneyFlow {
  id: string;
  source: string;
  target: string;
  taken: number;
}

/** An element, and whether a process has been there, is there or may come; `parent` is around it. */
export interface JourneyStep {
  id: string;
  name: string | null;
  type: string;
  parent: string | null;
  state: "completed" | "active" | "failed" | "pending";
  visits: number;
}

/** A longer lease, counted from now. */
export interface LeaseExtension {
  lease: number;
  lease_for: string;
}

/** A standard event of a plan item or of a case file item; of exits only that by `exit_criterion`. */
export interface ListensTo {
  event: string;
  item?: string | null;
  file_item?: string | null;
  exit_criterion?: string | null;
}

/** The task that was made, and its instance. */
export interface MadeTask {
  id: string;
  process_instance_id: string;
}

/** One thing to do to many tasks: those named, or those of a filter, at most 1,000. `user_id` is who gets them (`assign`, `claim`), `variables` are what they are completed with, `priority` is what `update` gives them. */
export interface ManyTasks {
  action: "claim" | "unclaim" | "assign" | "complete" | "update";
  task_ids?: string[];
  filter_id?: string | null;
  user_id?: string | null;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
  priority?: number | null;
  reason?: string | null;
}

/** What came of each, in the order in which they were named. */
export interface ManyTasksReport {
  done: number;
  refused: number;
  results: TaskReport[];
}

/** Who one is, and what one may do; in development mode without a token: everything. */
export interface Me {
  user_id: string | null;
  name: string | null;
  tenant_id: string;
  kind: string;
  groups: string[];
  roles: string[];
  team: string[];
  rights: Right[];
  is_admin: boolean;
  must_change_password: boolean;
  has_second_factor: boolean;
  development: boolean;
}

/** A message to the one instance that waits for it, or to a start event. `correlation` are variables that the receiver has. With `time_to_live` it is kept until somebody waits for it, and one with a `message_id` is known for that long: sent again it is a duplicate. */
export interface Message {
  name: string;
  business_key?: string | null;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  correlation?: Record<string, unknown>;
  process_instance_id?: string | null;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
  message_id?: string | null;
  time_to_live?: string;
}

/** Who received a message: an instance that waited, or one that it started; nobody yet if buffered. A `duplicate` was sent before with the same id; the instance is the one that received that. */
export interface MessageReceipt {
  result: "correlated" | "started" | "buffered" | "duplicate";
  process_instance_id: string | null;
  process_definition_key: string | null;
}

/** How work goes: what is open now, and what came through in the days from `since` to `until`. `throughput` is how many were completed a day, `error_rate` how many incidents there were for each that was started; `due_jobs` are those that should have been done by now, by kind. */
export interface Metrics {
  since: string;
  until: string;
  active: number;
  suspended: number;
  started: number;
  completed: number;
  terminated: number;
  incidents: number;
  open_incidents: number;
  throughput: number;
  error_rate: number | null;
  cycle_time: Times;
  tasks: TaskCounts;
  tasks_completed: number;
  due_jobs: Record<string, number>;
  days: Day[];
}

/** A plan and the instances to move; with `update_triggers` timers and subscriptions are set anew. */
export interface Migrate {
  source_definition_id: string;
  target_definition_id: string;
  activities?: Record<string, string | null>;
  process_instance_ids: string[];
  update_triggers?: boolean;
}

/** Move instances to another version; all open ones of the source if none are said. */
export interface MigrateMany {
  source_definition_id: string;
  target_definition_id: string;
  activities?: Record<string, string | null>;
  process_instance_ids?: string[] | null;
  query?: InstanceQuery | null;
  type: "migrate";
  update_triggers?: boolean;
}

/** What became of one instance. */
export interface MigratedInstance {
  process_instance_id: string;
  migrated: boolean;
  message: string | null;
  problems: MigrationProblem[];
}

/** Why an activity cannot be migrated. */
export interface MigrationProblem {
  code: string;
  activity_id: string;
  message: string;
  remedy: string;
}

/** What became of each instance; one that cannot be moved does not hold up the others. */
export interface MigrationReport {
  instances: MigratedInstance[];
}

/** Instructions, carried out in their order, all or none. */
export interface Modify {
  instructions: Instruction[];
  reason?: string | null;
}

/** Move tokens of instances. */
export interface ModifyMany {
  process_instance_ids?: string[] | null;
  query?: InstanceQuery | null;
  type: "modify";
  instructions: Instruction[];
  reason?: string | null;
}

/** All that somebody is to have; what is not named is taken away. */
export interface Names {
  names: string[];
}

/** Somebody will be away. */
export interface NewAbsence {
  user: string;
  start: string;
  end: string;
  substitute?: string | null;
}

/** Either content, in Base64, or the URL of it. */
export interface NewAttachment {
  name: string;
  description?: string | null;
  media_type?: string | null;
  content?: string | null;
  url?: string | null;
}

/** An entry or exit criterion: all of `on` have happened, and the condition is true. */
export interface NewCriterion {
  on?: ListensTo[];
  condition?: string | null;
}

/** What a filter shows. Each condition has a `field` or a `variable`, an `operator` and a `value`. `@me` and `@my-groups` stand for who asks; times may be durations from now, such as `-P1D`. `groups` are those that may use it too, `*` is everybody. */
export interface NewFilter {
  name: string;
  groups?: string[];
  match?: string;
  conditions?: (Record<string, unknown>)[];
  sort?: string | null;
  columns?: string[];
}

/** Definitions, cases and decisions are named by their keys, instances and tasks by ids; `*` is all. */
export interface NewGrant {
  subject_kind: "user" | "group" | "role" | "everybody";
  subject_id?: string;
  permission: "read" | "start" | "work" | "assign" | "operate" | "administer";
  resource_kind: "definition" | "case" | "decision" | "instance" | "task" | "operation";
  resource_id: string;
  tenant_id?: string | null;
}

/** A group to add; its id is what models name as a candidate group. */
export interface NewGroup {
  id: string;
  tenant_id?: string | null;
  name?: string | null;
  roles?: string[];
}

/** One's old password and a new one. */
export interface NewPassword {
  old_password: string;
  new_password: string;
  cookie?: boolean;
}

/** A plan item that the model did not foresee. With `definition` it is an item of what the model defines under that id. Rules are true, false, or a condition in FEEL; other texts may be FEEL after `=`. `called` is the key of a process, case or decision; `items` are what is planned in a stage. When it is done it lets in (`lets_in`) or ends (`ends`) other plan items. */
export interface NewPlanItem {
  kind?: "humanTask" | "stage" | "milestone" | "processTask" | "caseTask" | "decisionTask" | "task" | "eventListener" | "userEventListener" | "timerEventListener";
  id?: string | null;
  name?: string | null;
  description?: string | null;
  definition?: string | null;
  entry?: NewCriterion[];
  exit?: NewCriterion[];
  required?: boolean | string;
  repetition?: boolean | string;
  manual_activation?: boolean | string;
  blocking?: boolean;
  assignee?: string | null;
  candidate_users?: string[];
  candidate_groups?: string[];
  due_date?: string | null;
  follow_up_date?: string | null;
  priority?: string | null;
  form_key?: string | null;
  called?: string | null;
  inputs?: Record<string, string>;
  outputs?: Record<string, string>;
  result_variable?: string | null;
  expression?: string | null;
  topic?: string | null;
  timer?: string | null;
  roles?: string[];
  lets_in?: string[];
  ends?: string[];
  auto_complete?: boolean;
  items?: NewPlanItem[];
}

/** What is known of somebody; groups and manager count where nothing else knows them. */
export interface NewProfile {
  skills?: Record<string, number>;
  capacity?: number | null;
  substitute?: string | null;
  groups?: string[];
  manager?: string | null;
}

/** A tenant to add. */
export interface NewTenant {
  id: string;
  name?: string | null;
}

/** Somebody to add. Without a password they cannot sign in by one. */
export interface NewUser {
  id: string;
  kind?: "person" | "service";
  tenant_id?: string | null;
  name?: string | null;
  email?: string | null;
  manager_id?: string | null;
  password?: string | null;
  must_change_password?: boolean;
  groups?: string[];
  roles?: string[];
}

/** Something that one was told; `read` is when it was read. */
export interface Notification {
  id: string;
  kind: string;
  subject: string;
  text: string;
  instance_id: string | null;
  task_id: string | null;
  created: string;
  read: string | null;
}

/** What one was told; `unread` counts all that was not read. */
export interface NotificationPage {
  items: Notification[];
  next_cursor: string | null;
  total?: number | null;
  unread: number;
}

/** How one wants to hear; `troubles` are the channels by which one could not be reached the last time. */
export interface NotificationPreferences {
  preferences: Record<string, unknown>;
  troubles: Delivery[];
}

/** An open element, with what it waits for and what is open inside it. */
export interface OpenElement {
  activity_id: string;
  name: string | null;
  type: string;
  status: string;
  execution_id: string;
  process_instance_id: string;
  waits: Wait[];
  variables: Record<string, unknown>;
  children: OpenElement[];
}

/** The elements that an instance and those that it called have entered, in order. */
export interface Path {
  items: Step[];
}

/** The record, the newest first; `next_before` asks for what came before. */
export interface PeopleRecord {
  items: PeopleRecordEntry[];
  next_before: number | null;
}

/** A change of people or grants, or a sign-in. */
export interface PeopleRecordEntry {
  position: number;
  tenant_id: string;
  at: string;
  actor: string | null;
  action: string;
  target_kind: string;
  target_id: string;
  content: Record<string, unknown>;
}

/** How long each process and case took, and how all of them went day by day. */
export interface Performance {
  items: DefinitionFigures[];
  days: Day[];
}

/** Two versions: what has the same id, kind and place is mapped; `activities` adds, null takes out. */
export interface Plan {
  source_definition_id: string;
  target_definition_id: string;
  activities?: Record<string, string | null>;
}

/** Which activity becomes which; an instance that is active at one that is left out cannot be migrated. */
export interface PlanAnswer {
  source_definition_id: string;
  target_definition_id: string;
  activities: Record<string, string>;
  left_out: string[];
  problems: MigrationProblem[];
}

/** A plan item of a case, running or over; `execution_id` names it in transitions. */
export interface PlanItem {
  id: string;
  execution_id: number;
  plan_item_id: string;
  type: string;
  name: string | null;
  status: string;
  stage_execution_id: number;
  required: boolean;
  created: string;
  changed: string | null;
}

/** Plan items. */
export interface PlanItemPage {
  items: PlanItem[];
  next_cursor: string | null;
  total?: number | null;
}

/** What the request would do, decided on the state as it is; nothing of it was kept. */
export interface Preview {
  dry_run: boolean;
  steps: PreviewStep[];
  batch: PreviewBatch | null;
}

/** What a batch would come to; `steps` are those of its first instances. */
export interface PreviewBatch {
  total: number;
  passed: number;
  failed: PreviewReason[];
}

/** Why instances would be refused: a code, how many they are, and what would be said of one. */
export interface PreviewReason {
  code: string | null;
  count: number;
  message: string | null;
}

/** What it would do to one instance tree: the entry that the history would have. `sends` are messages and signals to other trees, which would follow once it is committed. */
export interface PreviewStep {
  root_instance_id: string;
  command: Record<string, unknown>;
  events: (Record<string, unknown>)[];
  sends: (Record<string, unknown>)[];
}

/** The answer to a probe; an unhealthy one has its reason. */
export interface Probe {
  status: "healthy" | "unhealthy";
  reason: string | null;
}

/** What went wrong (RFC 9457), with the facts of the error as further members. Its `category` is the kind of error: Refused, NotAuthenticated, NotPermitted, NotFound, WrongState, Conflict, InvalidInput, LimitExceeded, EvaluationFailed, InvalidModel, InvalidXml, Unavailable or Defect. Among the facts are `element` and `state` where the error is about one, `findings` of a model that cannot run, `errors` of an input that does not fit, and `reference` of a defect in our log. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  category: string;
  instance: string;
  correlation_id: string;
}

/** A process; `current_step` is the first of those at which it waits. */
export interface Process {
  id: string;
  journey_id: string;
  process_definition_id: string;
  business_key: string | null;
  status: "running" | "suspended" | "completed" | "aborted";
  started_at: string;
  completed_at: string | null;
  initiated_by: string | null;
  current_step: string | null;
  current_steps: string[];
}

/** A process with its variables; of large ones only the size. */
export interface ProcessDetails {
  id: string;
  journey_id: string;
  process_definition_id: string;
  business_key: string | null;
  status: "running" | "suspended" | "completed" | "aborted";
  started_at: string;
  completed_at: string | null;
  initiated_by: string | null;
  current_step: string | null;
  current_steps: string[];
  context: Record<string, unknown>;
}

/** Something that happened in a process: types and payloads are those of live events. */
export interface ProcessEvent {
  type: string;
  process_id: string;
  timestamp: string;
  sequence: number;
  activity_id: string | null;
  user: string | null;
  payload: Record<string, unknown>;
}

/** What happened, in its order. */
export interface ProcessEventPage {
  items: ProcessEvent[];
  next_cursor: string | null;
  total?: number | null;
}

/** Processes. */
export interface ProcessPage {
  items: Process[];
  next_cursor: string | null;
  total?: number | null;
}

/** How all processes and cases stand and went. */
export interface ProcessStatistics {
  total: Record<string, number>;
  items: DefinitionFigures[];
}

/** Somebody as work sees them now. */
export interface Profile {
  user: string;
  is_available: boolean;
  skills: Record<string, number>;
  capacity: number | null;
  substitute: string | null;
  groups: string[];
  manager: string | null;
}

/** Identity providers whose people may sign in. */
export interface Providers {
  providers: string[];
  development: boolean;
}

/** Who gets it, and why. */
export interface Reassignment {
  new_assignee: string;
  reason?: string | null;
}

/** Each stands in for the second factor once; they are shown only now. */
export interface RecoveryCodes {
  recovery_codes: string[];
}

/** The refresh token; without it the cookie is taken. */
export interface RefreshToken {
  refresh_token?: string | null;
}

/** What to play on the diagram of an instance, from its start. */
export interface ReplayPage {
  items: ReplayedCommand[];
  next_cursor: string | null;
  total?: number | null;
}

/** One command that touched an instance, and the version that it then ran on. */
export interface ReplayedCommand {
  sequence: number;
  timestamp: string;
  user: string | null;
  operation: string;
  process_definition_id: string;
  changes: Change[];
}

/** How to end an incident. `retry` tries again, `manual` goes on with `variables` as the results of work done by hand, `skip` leaves the element out (by `transition_id` where there is a choice), `modify` cancels it and puts tokens where `instructions` say, `abort` terminates the instance; `automatic` is a retry by a program. */
export interface Resolution {
  resolution_type: "manual" | "automatic" | "retry" | "skip" | "modify" | "abort";
  resolution_message?: string | null;
  transition_id?: string | null;
  instructions?: Instruction[];
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** End all open incidents of instances. */
export interface ResolveIncidentsOfMany {
  process_instance_ids?: string[] | null;
  query?: InstanceQuery | null;
  type: "resolveIncidents";
  resolution_type?: "manual" | "automatic" | "retry" | "skip" | "modify" | "abort";
  resolution_message?: string | null;
  transition_id?: string | null;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** Where and with what to begin: its start event, or by instructions; with the last or first variables. */
export interface Restart {
  instructions?: Instruction[];
  initial_variables?: boolean;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** Start ended instances again, as new ones. */
export interface RestartMany {
  process_instance_ids?: string[] | null;
  query?: InstanceQuery | null;
  type: "restart";
  instructions?: Instruction[];
  initial_variables?: boolean;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** How often the job is tried again; at 0 an incident is open. */
export interface RetriesLeft {
  retries: number;
}

/** A permission on resources of a kind; `*` among them stands for all. */
export interface Right {
  permission: string;
  resource_kind: string;
  resources: string[];
}

/** The code that a challenge asks for, or a recovery code. */
export interface SecondFactorAnswer {
  challenge: string;
  code: string;
  cookie?: boolean;
}

/** The password was right; send the code with this challenge. */
export interface SecondFactorChallenge {
  challenge: string;
  expires_in: number;
}

/** A new second factor: show `uri` as a QR code, then confirm with a code. */
export interface SecondFactorEnrolment {
  secret: string;
  uri: string;
}

/** A sign-in that is not over. */
export interface Session {
  id: string;
  method: string;
  created: string;
  expires: string;
  is_this: boolean;
}

/** Open sessions, the newest first. */
export interface Sessions {
  items: Session[];
}

/** Set variables of instances. */
export interface SetVariablesOfMany {
  process_instance_ids?: string[] | null;
  query?: InstanceQuery | null;
  type: "setVariables";
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables: Record<string, unknown>;
}

/** A signal to all who wait for it, and to start events. */
export interface Signal {
  name: string;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** How many received a signal. */
export interface SignalReceipt {
  receivers: number;
}

/** The keys that verify access tokens (RFC 7517). */
export interface SigningKeys {
  keys: (Record<string, string>)[];
}

/** How a target stands. Durations are on its own timeline: working time, say. */
export interface SlaClock {
  id: string;
  target: string;
  goal: string;
  scope: "task" | "element" | "instance";
  instance_id: string;
  definition_key: string;
  activity_id: string | null;
  task_id: string | null;
  priority: number | null;
  status: "on-track" | "at-risk" | "breached" | "met" | "cancelled";
  started: string;
  allowed: string;
  elapsed: string;
  due: string | null;
  next_change: string | null;
  ended: string | null;
  holds: string[];
}

/** A clock with all that happened to it. */
export interface SlaClockDetails {
  clock: SlaClock;
  events: SlaEvent[];
}

/** Clocks. */
export interface SlaClockPage {
  items: SlaClock[];
  next_cursor: string | null;
  total?: number | null;
}

/** Figures of what ended between two times, and of what is open now, by group. */
export interface SlaCompliance {
  since: string;
  until: string;
  items: SlaFigures[];
}

/** Something that happened to a clock; `state` of steps is open, done, failed or skipped. */
export interface SlaEvent {
  at: string;
  kind: "started" | "held" | "released" | "warned" | "breached" | "step" | "moved" | "ended";
  state: "open" | "done" | "failed" | "skipped";
  facts: Record<string, unknown>;
}

/** How targets were kept; `compliance` is met / (met + breached). */
export interface SlaFigures {
  by: Record<string, unknown>;
  met: number;
  breached: number;
  cancelled: number;
  open_on_track: number;
  open_at_risk: number;
  open_breached: number;
  compliance: number | null;
  times: SlaTimes | null;
}

/** How long it took, on the targets' own timelines; percentiles by nearest rank. */
export interface SlaTimes {
  mean: string;
  shortest: string;
  longest: string;
  p50: string;
  p90: string;
  p95: string;
}

/** A case to start, by the key of its definition. */
export interface StartCase {
  case_definition_key: string;
  version?: number | null;
  business_key?: string | null;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** The form to fill in for a start; null without one. */
export interface StartForm {
  form: Form | null;
}

/** What to start: the newest version of a key, another version of it, or a definition by id. */
export interface StartInstance {
  process_definition_key?: string | null;
  process_definition_id?: string | null;
  version?: number | null;
  business_key?: string | null;
  /** The id of a start event. */
  start_event?: string | null;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** Which journey is to start: the key of a process; `context` are its variables. */
export interface StartProcess {
  journey_id: string;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  context?: Record<string, unknown>;
  business_key?: string | null;
  version?: number | null;
}

/** An element that was entered, and the flow by which the token came. */
export interface Step {
  activity_id: string;
  activity_name: string | null;
  activity_type: string | null;
  timestamp: string;
  execution_id: string | null;
  process_instance_id: string;
  transition_id: string | null;
}

/** What was entered into a start form. */
export interface SubmittedStart {
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
  business_key?: string | null;
}

/** Let nothing in instances go on, or let them go on again. */
export interface SuspendMany {
  process_instance_ids?: string[] | null;
  query?: InstanceQuery | null;
  type: "suspend" | "resume";
}

/** Whether it is to be suspended. */
export interface Suspension {
  suspended: boolean;
}

/** An open task; `suspension_state` is that of its instance. `sla_status` is how its clock stands that is due first; `variables` are those of `?variables=`. */
export interface Task {
  id: string;
  name: string | null;
  description: string | null;
  process_instance_id: string;
  root_instance_id: string;
  process_definition_id: string;
  process_definition_key: string;
  task_definition_key: string;
  assignee: string | null;
  owner: string | null;
  delegation_state: string | null;
  created: string;
  due: string | null;
  follow_up: string | null;
  priority: number;
  status: "created" | "assigned" | "delegated" | "creating" | "assigning" | "updating" | "completing" | "canceling";
  suspension_state: "active" | "suspended";
  form_key: string | null;
  candidate_users: string[];
  candidate_groups: string[];
  parent_task_id: string | null;
  process_definition_name: string | null;
  process_definition_version: number | null;
  business_key: string | null;
  sla_status: string | null;
  sla_due: string | null;
  comment_count: number;
  attachment_count: number;
  sub_task_count: number;
  variables?: Record<string, unknown> | null;
}

/** The members that are given are changed; null takes a value away. */
export interface TaskChanges {
  name?: string | null;
  description?: string | null;
  owner?: string | null;
  due?: string | null;
  follow_up?: string | null;
  priority?: number;
  candidate_users?: string[];
  candidate_groups?: string[];
}

/** Open tasks: nobody's, past their due date, due within a day; `name` is whose. */
export interface TaskCounts {
  name: string | null;
  open: number;
  unassigned: number;
  overdue: number;
  due_soon: number;
  oldest: string | null;
}

/** A task with the variables that it sees; of large ones only the size. */
export interface TaskDetails {
  id: string;
  name: string | null;
  description: string | null;
  process_instance_id: string;
  root_instance_id: string;
  process_definition_id: string;
  process_definition_key: string;
  task_definition_key: string;
  assignee: string | null;
  owner: string | null;
  delegation_state: string | null;
  created: string;
  due: string | null;
  follow_up: string | null;
  priority: number;
  status: "created" | "assigned" | "delegated" | "creating" | "assigning" | "updating" | "completing" | "canceling";
  suspension_state: "active" | "suspended";
  form_key: string | null;
  candidate_users: string[];
  candidate_groups: string[];
  parent_task_id: string | null;
  process_definition_name: string | null;
  process_definition_version: number | null;
  business_key: string | null;
  sla_status: string | null;
  sla_due: string | null;
  comment_count: number;
  attachment_count: number;
  sub_task_count: number;
  variables: Record<string, unknown>;
}

/** The work ended in a BPMN error, or with `escalation` in an escalation, that the model catches. */
export interface TaskError {
  error_code: string;
  error_message?: string | null;
  escalation?: boolean;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** A filter; with `?counts=true` how many tasks it has. There are at least so many if `is_counted` is false. */
export interface TaskFilter {
  id: string;
  name: string;
  owner: string;
  groups: string[];
  match: string;
  conditions: Condition[];
  sort: string | null;
  columns: string[];
  created: string;
  updated: string;
  count: number | null;
  is_counted: boolean;
}

/** All filters that one may use, by name. */
export interface TaskFilters {
  items: TaskFilter[];
}

/** The form of a task, and one's own draft of it; null without one. */
export interface TaskForm {
  form: Form | null;
  draft: Draft | null;
}

/** An open task; `atom_id` is its element, `data` the variables that it sees, but for large ones. */
export interface TaskInstance {
  id: string;
  process_instance_id: string;
  atom_id: string;
  name: string | null;
  assigned_to: string | null;
  status: "pending" | "in_progress";
  created: string;
  due_date: string | null;
  is_overdue: boolean;
  priority: "low" | "medium" | "high" | "critical";
  data: Record<string, unknown>;
}

/** Open tasks. */
export interface TaskPage {
  items: Task[];
  next_cursor: string | null;
  total?: number | null;
}

/** What came of one task; `code` and `detail` say why it was refused. */
export interface TaskReport {
  task_id: string;
  done: boolean;
  code: string | null;
  detail: string | null;
}

/** What came of the work, as variables. */
export interface TaskResult {
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  result?: Record<string, unknown>;
}

/** How human tasks stand and went; `by_group` counts those that nobody has, by who may claim them. At most a hundred people and groups are listed, whoever has most first. */
export interface TaskStatistics {
  open: TaskCounts;
  by_person: TaskCounts[];
  by_group: TaskCounts[];
  created: number;
  terminated: number;
  durations: Times;
}

/** Whom it concerns; for claiming, who you are if `X-User` does not say it. */
export interface TaskUser {
  user_id?: string | null;
}

/** A tenant. */
export interface Tenant {
  id: string;
  name: string;
  created: string;
}

/** All tenants but the one without a name. */
export interface Tenants {
  items: Tenant[];
}

/** End instances. */
export interface TerminateMany {
  process_instance_ids?: string[] | null;
  query?: InstanceQuery | null;
  type: "terminate";
  reason?: string | null;
}

/** How long what was completed took; the median and the 95th percentile are right to a sixteenth. */
export interface Times {
  completed: number;
  total: string;
  mean: string | null;
  median: string | null;
  p95: string | null;
}

/** Somebody has signed in. The access token goes into `Authorization: Bearer …`. The refresh token is null if it went into a cookie. With `must_change_password` nothing but that is allowed. */
export interface Tokens {
  access_token: string;
  token_type: "Bearer";
  expires_in: number;
  refresh_token: string | null;
  refresh_expires_in: number;
  user_id: string;
  must_change_password: boolean;
}

/** A topic of work: when a worker last asked for it, and how much of it is given out. */
export interface Topic {
  name: string;
  asked_at: string | null;
  at_once: number | null;
  per_minute: number | null;
}

/** How much of a topic may run at once, and be begun in a minute, over all nodes; null is any number. */
export interface TopicLimits {
  at_once?: number | null;
  per_minute?: number | null;
}

/** All topics that were asked for or have limits. */
export interface Topics {
  topics: Topic[];
}

/** An instance as it stands; `root` is the process itself, null once it has ended. */
export interface Tree {
  instance: Instance;
  root: OpenElement | null;
}

/** A variable. `Double` has decimals of any length; `Date`, `Time` and `Duration` are ISO 8601. */
export interface TypedValue {
  value: unknown;
  type: "Null" | "Boolean" | "String" | "Integer" | "Long" | "Double" | "Date" | "Time" | "Duration" | "Json" | "Xml" | "File" | "Bytes" | "Object";
  value_info?: ValueInfo | null;
}

/** A file that was kept; `value` is what goes into the variable. */
export interface UploadedFile {
  id: string;
  name: string;
  media_type: string;
  size_bytes: number;
  value: Record<string, unknown>;
}

/** A person or service account; groups and roles are those that it has directly. */
export interface User {
  id: string;
  tenant_id: string;
  kind: "person" | "service";
  name: string | null;
  email: string | null;
  manager_id: string | null;
  state: "active" | "disabled";
  groups: string[];
  roles: string[];
  has_password: boolean;
  must_change_password: boolean;
  has_second_factor: boolean;
  created: string;
  last_sign_in: string | null;
}

/** The members that are given are changed; null takes a value away. */
export interface UserChanges {
  name?: string | null;
  email?: string | null;
  manager_id?: string | null;
}

/** Users of a tenant. */
export interface UserPage {
  items: User[];
  next_cursor: string | null;
  total?: number | null;
}

/** A password from an administrator. */
export interface UserPassword {
  password: string;
  must_change_password?: boolean;
}

/** Whether somebody may sign in. */
export interface UserState {
  state: "active" | "disabled";
}

/** All faults and doubts about models; `valid` if none is an error. */
export interface Validation {
  valid: boolean;
  findings: FoundFault[];
}

/** More about a value; one of which only the size is given was left out for being large. */
export interface ValueInfo {
  size_bytes: number;
}

/** Variables, as plain JSON values or typed. */
export interface Variables {
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** How far a process has come: elements, flows, and a picture (SVG) if the model has a diagram. */
export interface Visualization {
  process_id: string;
  journey_id: string;
  status: "running" | "suspended" | "completed" | "aborted";
  completed_steps: string[];
  current_steps: string[];
  pending_steps: string[];
  nodes: JourneyStep[];
  edges: JourneyFlow[];
  svg: string | null;
}

/** Something that is waited for: why, and who or what releases it. `name` is that of the message, signal or topic. */
export interface Wait {
  kind: string;
  id: string | null;
  activity_id: string;
  why: string;
  released_by: string;
  due: string | null;
  name: string | null;
}

/** A task that no model has; with `parent_task_id` it is a part of that one. Its owner is who makes it, unless another is named; if it is nobody's and offered to nobody, it is theirs. */
export interface WantedTask {
  name: string;
  description?: string | null;
  parent_task_id?: string | null;
  assignee?: string | null;
  owner?: string | null;
  candidate_users?: string[];
  candidate_groups?: string[];
  due?: string | null;
  follow_up?: string | null;
  priority?: number;
  business_key?: string | null;
  /** Each a plain JSON value, or `{"value": …, "type": …}`. */
  variables?: Record<string, unknown>;
}

/** A new API key with `key`, which is shown only now. */
export interface WholeApiKey {
  id: string;
  tenant_id: string;
  user_id: string;
  name: string;
  prefix: string;
  scopes: string[] | null;
  created: string;
  created_by: string | null;
  expires: string | null;
  last_used: string | null;
  is_revoked: boolean;
  key: string;
}

/** A stretch of time, how much of it is worked, and when work goes on after its end. */
export interface WorkedTime {
  start: string;
  end: string;
  worked: string;
  is_open: boolean;
  next_open: string;
}
