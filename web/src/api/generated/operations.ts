// Written by `tools/web_client.py` from the OpenAPI document (`make docs`).

import { call, type Options } from "../call";
import type * as shapes from "./shapes";

/** Add a discretionary item to the plan of a case. */
export const planItem = (caseId: string, body: shapes.Discretionary, options?: Options) =>
  call<void>("POST", `/api/cases/${encodeURIComponent(caseId)}/discretionary`, { body, ...options });

/** Add a group. */
export const addGroup = (body: shapes.NewGroup, options?: Options) =>
  call<shapes.Group>("POST", "/api/groups", { body, ...options });

/** Add a person or a service account. */
export const addUser = (body: shapes.NewUser, options?: Options) =>
  call<shapes.User>("POST", "/api/users", { body, ...options });

/** Add a tenant. */
export const addTenant = (body: shapes.NewTenant, options?: Options) =>
  call<shapes.Tenant>("POST", "/api/tenants", { body, ...options });

/** Add a version of a calendar; the same data again adds none. */
export const putCalendar = (key: string, body: Record<string, unknown>, query?: { moves_running?: boolean }, options?: Options) =>
  call<shapes.Document>("PUT", `/api/calendars/${encodeURIComponent(key)}`, { body, query, ...options });

/** Add a version of a rule; the same data again adds none. */
export const putRule = (key: string, body: Record<string, unknown>, options?: Options) =>
  call<shapes.Document>("PUT", `/api/assignment-rules/${encodeURIComponent(key)}`, { body, ...options });

/** Add a version of a target; the same data again adds none. */
export const putTarget = (key: string, body: Record<string, unknown>, query?: { moves_running?: boolean }, options?: Options) =>
  call<shapes.Document>("PUT", `/api/sla/targets/${encodeURIComponent(key)}`, { body, query, ...options });

/** Add to a running case what its model did not foresee; it lives as what is modelled. */
export const addPlanItem = (caseId: string, body: shapes.AddPlanItem, options?: Options) =>
  call<shapes.AddedItem>("POST", `/api/cases/${encodeURIComponent(caseId)}/plan-items`, { body, ...options });

/** Answer the challenge for a second factor, which completes the sign-in. */
export const answerChallenge = (body: shapes.SecondFactorAnswer, options?: Options) =>
  call<shapes.Tokens>("POST", "/api/auth/mfa", { body, ...options });

/** Ask a plan item for a transition; it is named by its id in the model, or its execution id. */
export const transitionPlanItem = (caseId: string, item: string, transition: string, body?: shapes.ItemTransition, options?: Options) =>
  call<void>("POST", `/api/cases/${encodeURIComponent(caseId)}/plan-items/${encodeURIComponent(item)}/${encodeURIComponent(transition)}`, { body, ...options });

/** Assign a task to somebody, whoever had it. */
export const assignTask = (taskId: string, body: shapes.TaskUser, options?: Options) =>
  call<void>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/assign`, { body, ...options });

/** Attach a file or a link to a task, open or over. */
export const addTaskAttachment = (taskId: string, body: shapes.NewAttachment, options?: Options) =>
  call<shapes.Attachment>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/attachments`, { body, ...options });

/** Attach a file or a link to an instance, running or over. */
export const addInstanceAttachment = (instanceId: string, body: shapes.NewAttachment, options?: Options) =>
  call<shapes.Attachment>("POST", `/api/processes/instances/${encodeURIComponent(instanceId)}/attachments`, { body, ...options });

/** Begin with a second factor: codes of an authenticator (TOTP). */
export const enrolSecondFactor = (options?: Options) =>
  call<shapes.SecondFactorEnrolment>("POST", "/api/auth/mfa/totp", { ...options });

/** Bring a case into a status, by the transition that leads there. */
export const transitionCase = (caseId: string, body: shapes.CaseTransition, options?: Options) =>
  call<void>("POST", `/api/cases/${encodeURIComponent(caseId)}/transition`, { body, ...options });

/** Broadcast a signal to all who wait for it, and to start events. */
export const broadcastSignal = (body: shapes.Signal, options?: Options) =>
  call<shapes.SignalReceipt>("POST", "/api/processes/signals", { body, ...options });

/** Call off an absence: one's own, or by a grant on planning that of another. */
export const deleteAbsence = (absenceId: string, options?: Options) =>
  call<void>("DELETE", `/api/absences/${encodeURIComponent(absenceId)}`, { ...options });

/** Carry out an operation on a case file item; sentries hear its event. */
export const changeCaseFile = (caseId: string, item: string, operation: string, body?: shapes.FileChange, options?: Options) =>
  call<void>("POST", `/api/cases/${encodeURIComponent(caseId)}/file/${encodeURIComponent(item)}/${encodeURIComponent(operation)}`, { body, ...options });

/** Change a group's name or roles. */
export const changeGroup = (groupId: string, body: shapes.GroupChanges, query?: { tenant_id?: string | null }, options?: Options) =>
  call<shapes.Group>("PATCH", `/api/groups/${encodeURIComponent(groupId)}`, { body, query, ...options });

/** Change a task's texts, dates, priority, owner or candidates. */
export const updateTask = (taskId: string, body: shapes.TaskChanges, options?: Options) =>
  call<void>("PATCH", `/api/processes/tasks/${encodeURIComponent(taskId)}`, { body, ...options });

/** Change a user's name, email or manager. */
export const changeUser = (userId: string, body: shapes.UserChanges, options?: Options) =>
  call<shapes.User>("PATCH", `/api/users/${encodeURIComponent(userId)}`, { body, ...options });

/** Change one's own password; all other sessions end. */
export const changeOwnPassword = (body: shapes.NewPassword, options?: Options) =>
  call<shapes.Tokens>("POST", "/api/auth/password", { body, ...options });

/** Check models without deploying them: all faults and doubts at once. */
export const validateDefinitions = (body: FormData | string, query?: { name?: string }, options?: Options) =>
  call<shapes.Validation>("POST", "/api/processes/definitions/validate", { body, query, ...options });

/** Claim a task: it is yours alone; who comes first has it. */
export const claimTask = (taskId: string, body?: shapes.TaskUser, options?: Options) =>
  call<void>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/claim`, { body, ...options });

/** Come back from an identity provider: the refresh token comes as a cookie. */
export const finishOidc = (provider: string, query?: { state?: string; code?: string }, options?: Options) =>
  call<void>("GET", `/api/auth/oidc/${encodeURIComponent(provider)}/callback`, { query, ...options });

/** Comment on a task, open or over. */
export const addTaskComment = (taskId: string, body: shapes.CommentText, options?: Options) =>
  call<shapes.Comment>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/comments`, { body, ...options });

/** Comment on an instance, running or over. */
export const addInstanceComment = (instanceId: string, body: shapes.CommentText, options?: Options) =>
  call<shapes.Comment>("POST", `/api/processes/instances/${encodeURIComponent(instanceId)}/comments`, { body, ...options });

/** Complete a job: its work is done. */
export const completeJob = (jobId: string, body?: shapes.JobResult, options?: Options) =>
  call<void>("POST", `/api/processes/jobs/${encodeURIComponent(jobId)}/complete`, { body, ...options });

/** Complete a task with its result; the process has gone as far as it can when the answer comes. */
export const finishTask = (taskId: string, body?: shapes.TaskResult, options?: Options) =>
  call<void>("POST", `/api/tasks/${encodeURIComponent(taskId)}/complete`, { body, ...options });

/** Complete a task with what was entered into its form, if all of it fits. */
export const submitTaskForm = (taskId: string, body: shapes.Variables, options?: Options) =>
  call<void>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/submit-form`, { body, ...options });

/** Complete a task; the process has gone as far as it can when the answer comes. */
export const completeTask = (taskId: string, body?: shapes.Variables, options?: Options) =>
  call<void>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/complete`, { body, ...options });

/** Confirm the second factor by a code; from now on it is asked for. */
export const confirmSecondFactor = (body: shapes.Code, options?: Options) =>
  call<shapes.RecoveryCodes>("POST", "/api/auth/mfa/totp/confirm", { body, ...options });

/** Count by day what began and ended at each element, and how long it took. */
export const getDailyStatistics = (definitionId: string, query?: { since?: string | null; until?: string | null }, options?: Options) =>
  call<shapes.DailyStatistics>("GET", `/api/processes/definitions/${encodeURIComponent(definitionId)}/statistics/daily`, { query, ...options });

/** Count human tasks: open, late, by person and by group, and how long they took. */
export const getTaskStatistics = (query?: { since?: string | null; until?: string | null; process_definition_key?: string | null }, options?: Options) =>
  call<shapes.TaskStatistics>("GET", "/api/processes/tasks/statistics", { query, ...options });

/** Count instances by definition: open now, started and ended in a time. */
export const getProcessStatistics = (query?: { since?: string | null; until?: string | null; process_definition_key?: string | null }, options?: Options) =>
  call<shapes.ProcessStatistics>("GET", "/api/processes/statistics", { query, ...options });

/** Count tokens, tasks, jobs and incidents at each element, over all instances. */
export const getDefinitionStatistics = (definitionId: string, options?: Options) =>
  call<shapes.DefinitionStatistics>("GET", `/api/processes/definitions/${encodeURIComponent(definitionId)}/statistics`, { ...options });

/** Count your tasks: to be started, started, overdue, and completed as far as the history goes. */
export const getTaskStats = (query?: { candidate_group?: string[] | null }, options?: Options) =>
  call<shapes.InboxCounts>("GET", "/api/tasks/stats", { query, ...options });

/** Delegate a task: somebody else works on it, its owner completes it. */
export const delegateTask = (taskId: string, body: shapes.TaskUser, options?: Options) =>
  call<void>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/delegate`, { body, ...options });

/** Delete a comment: its text is gone for good, that it was there is in the history. */
export const deleteComment = (commentId: string, options?: Options) =>
  call<void>("DELETE", `/api/processes/comments/${encodeURIComponent(commentId)}`, { ...options });

/** Delete a definition that has never had an instance. */
export const deleteDefinition = (definitionId: string, options?: Options) =>
  call<void>("DELETE", `/api/processes/definitions/${encodeURIComponent(definitionId)}`, { ...options });

/** Delete a filter of your own. */
export const deleteFilter = (filterId: string, options?: Options) =>
  call<void>("DELETE", `/api/filters/${encodeURIComponent(filterId)}`, { ...options });

/** Delete an attachment: it is gone for good, that it was there is in the history. */
export const deleteAttachment = (attachmentId: string, options?: Options) =>
  call<void>("DELETE", `/api/processes/attachments/${encodeURIComponent(attachmentId)}`, { ...options });

/** Deliver a message to the one instance that waits for it, else to a start event. */
export const correlateMessage = (body: shapes.Message, options?: Options) =>
  call<shapes.MessageReceipt>("POST", "/api/processes/messages", { body, ...options });

/** Deploy DMN models: one as the body, or several as a form. */
export const deployDecisions = (body: FormData | string, query?: { name?: string }, options?: Options) =>
  call<shapes.DeploymentAnswer>("POST", "/api/decisions/definitions", { body, query, ...options });

/** Deploy a new version of a definition; running instances stay at theirs. */
export const updateDefinition = (definitionId: string, body: FormData | string, query?: { name?: string }, options?: Options) =>
  call<shapes.DeploymentAnswer>("PUT", `/api/processes/definitions/${encodeURIComponent(definitionId)}`, { body, query, ...options });

/** Deploy models: one as the body, or several as a form; what has not changed keeps its version. */
export const deployDefinitions = (body: FormData | string, query?: { deployment_name?: string | null; name?: string }, options?: Options) =>
  call<shapes.DeploymentAnswer>("POST", "/api/processes/definitions", { body, query, ...options });

/** Do nothing more until it is resumed. */
export const pauseBatch = (batchId: string, options?: Options) =>
  call<void>("POST", `/api/processes/batches/${encodeURIComponent(batchId)}/pause`, { ...options });

/** Do nothing more; what is done stays. */
export const cancelBatch = (batchId: string, options?: Options) =>
  call<void>("POST", `/api/processes/batches/${encodeURIComponent(batchId)}/cancel`, { ...options });

/** Do one thing to many instances; it is worked off in the background. */
export const createBatch = (body: shapes.TerminateMany | shapes.SuspendMany | shapes.SetVariablesOfMany | shapes.ModifyMany | shapes.MigrateMany | shapes.ResolveIncidentsOfMany | shapes.RestartMany | shapes.CorrelateMany, options?: Options) =>
  call<shapes.Batch>("POST", "/api/processes/batches", { body, ...options });

/** Do one thing to many tasks. Each is done or refused for itself, and told of. */
export const changeTasks = (body: shapes.ManyTasks, options?: Options) =>
  call<shapes.ManyTasksReport>("POST", "/api/processes/tasks/bulk", { body, ...options });

/** Download an attachment. It comes as bytes to be saved, whatever it says it is. */
export const getAttachmentContent = (attachmentId: string, options?: Options) =>
  call<string>("GET", `/api/processes/attachments/${encodeURIComponent(attachmentId)}/content`, { ...options });

/** End a job in a BPMN error or escalation that the model catches. */
export const throwJobError = (jobId: string, body: shapes.JobError, options?: Options) =>
  call<void>("POST", `/api/processes/jobs/${encodeURIComponent(jobId)}/error`, { body, ...options });

/** End a task in a BPMN error or escalation that the model catches. */
export const throwTaskError = (taskId: string, body: shapes.TaskError, options?: Options) =>
  call<void>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/error`, { body, ...options });

/** End an incident: by a retry, by hand, by skipping, modifying or aborting. */
export const resolveIncident = (incidentId: string, body: shapes.Resolution, options?: Options) =>
  call<void>("POST", `/api/processes/incidents/${encodeURIComponent(incidentId)}/resolve`, { body, ...options });

/** End one of one's own sessions. */
export const endSession = (sessionId: string, options?: Options) =>
  call<void>("DELETE", `/api/auth/sessions/${encodeURIComponent(sessionId)}`, { ...options });

/** End the wait of a user after too many failures. */
export const unlockUser = (userId: string, options?: Options) =>
  call<void>("POST", `/api/users/${encodeURIComponent(userId)}/unlock`, { ...options });

/** Evaluate a decision: its value, the rules that matched, and each decision below it. */
export const evaluateDecision = (key: string, body: shapes.Inputs, query?: { version?: number | null }, options?: Options) =>
  call<shapes.DecisionResult>("POST", `/api/decisions/${encodeURIComponent(key)}/evaluate`, { body, query, ...options });

/** Extend a lease that nobody else has taken. */
export const extendJob = (jobId: string, body: shapes.LeaseExtension, options?: Options) =>
  call<void>("POST", `/api/processes/jobs/${encodeURIComponent(jobId)}/extend`, { body, ...options });

/** Fail a job: its work did not succeed; without retries left an incident is open. */
export const failJob = (jobId: string, body: shapes.JobFailure, options?: Options) =>
  call<shapes.RetriesLeft>("POST", `/api/processes/jobs/${encodeURIComponent(jobId)}/fail`, { body, ...options });

/** Forbid new instances of a definition, or allow them again. */
export const suspendDefinition = (definitionId: string, body: shapes.Suspension, options?: Options) =>
  call<void>("PUT", `/api/processes/definitions/${encodeURIComponent(definitionId)}/suspended`, { body, ...options });

/** Forget what you have entered so far. */
export const deleteTaskDraft = (taskId: string, options?: Options) =>
  call<void>("DELETE", `/api/processes/tasks/${encodeURIComponent(taskId)}/draft`, { ...options });

/** Get a case, running or over. */
export const getCase = (caseId: string, options?: Options) =>
  call<shapes.Case>("GET", `/api/cases/${encodeURIComponent(caseId)}`, { ...options });

/** Get a clock with all that happened to it. */
export const getClock = (clockId: string, options?: Options) =>
  call<shapes.SlaClockDetails>("GET", `/api/sla/clocks/${encodeURIComponent(clockId)}`, { ...options });

/** Get a comment. */
export const getComment = (commentId: string, options?: Options) =>
  call<shapes.Comment>("GET", `/api/processes/comments/${encodeURIComponent(commentId)}`, { ...options });

/** Get a definition by id, or the newest version of a key. */
export const getDefinition = (definitionId: string, options?: Options) =>
  call<shapes.DefinitionDetails>("GET", `/api/processes/definitions/${encodeURIComponent(definitionId)}`, { ...options });

/** Get a filter. */
export const getFilter = (filterId: string, options?: Options) =>
  call<shapes.TaskFilter>("GET", `/api/filters/${encodeURIComponent(filterId)}`, { ...options });

/** Get a group with its members. */
export const getGroup = (groupId: string, query?: { tenant_id?: string | null }, options?: Options) =>
  call<shapes.Group>("GET", `/api/groups/${encodeURIComponent(groupId)}`, { query, ...options });

/** Get a process with its variables and the steps at which it waits. */
export const getProcess = (processId: string, options?: Options) =>
  call<shapes.ProcessDetails>("GET", `/api/processes/${encodeURIComponent(processId)}`, { ...options });

/** Get a user. */
export const getUser = (userId: string, options?: Options) =>
  call<shapes.User>("GET", `/api/users/${encodeURIComponent(userId)}`, { ...options });

/** Get an incident, open or over, with all that was done about it. */
export const getIncident = (incidentId: string, options?: Options) =>
  call<shapes.IncidentDetails>("GET", `/api/processes/incidents/${encodeURIComponent(incidentId)}`, { ...options });

/** Get an instance, running or ended, with its variables, open activities and incidents. */
export const getInstance = (instanceId: string, query?: { plain?: boolean }, options?: Options) =>
  call<shapes.InstanceDetails>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}`, { query, ...options });

/** Get an open task with the variables that it sees. */
export const getTask = (taskId: string, query?: { plain?: boolean }, options?: Options) =>
  call<shapes.TaskDetails>("GET", `/api/processes/tasks/${encodeURIComponent(taskId)}`, { query, ...options });

/** Get how one wants to hear. */
export const getNotificationPreferences = (options?: Options) =>
  call<shapes.NotificationPreferences>("GET", "/api/notifications/preferences", { ...options });

/** Get new tokens for a refresh token, which is used up. */
export const refreshTokens = (body?: shapes.RefreshToken, options?: Options) =>
  call<shapes.Tokens>("POST", "/api/auth/refresh", { body, ...options });

/** Get one variable. */
export const getVariable = (instanceId: string, name: string, query?: { plain?: boolean }, options?: Options) =>
  call<shapes.TypedValue | unknown>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/variables/${encodeURIComponent(name)}`, { query, ...options });

/** Get somebody as work sees them now: skills, capacity, groups, manager. */
export const getProfile = (user: string, options?: Options) =>
  call<shapes.Profile>("GET", `/api/profiles/${encodeURIComponent(user)}`, { ...options });

/** Get the content of a file that an instance refers to, running or ended. */
export const getInstanceFile = (instanceId: string, fileId: string, query?: { name?: string }, options?: Options) =>
  call<string>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/files/${encodeURIComponent(fileId)}`, { query, ...options });

/** Get the content of a file that the instance of an open task refers to. */
export const getTaskFile = (taskId: string, fileId: string, query?: { name?: string }, options?: Options) =>
  call<string>("GET", `/api/processes/tasks/${encodeURIComponent(taskId)}/files/${encodeURIComponent(fileId)}`, { query, ...options });

/** Get the diagram of a BPMN model as a picture (SVG). */
export const getDefinitionDiagram = (definitionId: string, options?: Options) =>
  call<string>("GET", `/api/processes/definitions/${encodeURIComponent(definitionId)}/diagram`, { ...options });

/** Get the file that a definition was deployed from. */
export const getDefinitionXml = (definitionId: string, options?: Options) =>
  call<string>("GET", `/api/processes/definitions/${encodeURIComponent(definitionId)}/xml`, { ...options });

/** Get the form of a task with the values of its fields, and what you have entered so far. */
export const getTaskForm = (taskId: string, options?: Options) =>
  call<shapes.TaskForm>("GET", `/api/processes/tasks/${encodeURIComponent(taskId)}/form`, { ...options });

/** Get the form to fill in for a start. */
export const getStartForm = (definitionId: string, options?: Options) =>
  call<shapes.StartForm>("GET", `/api/processes/definitions/${encodeURIComponent(definitionId)}/start-form`, { ...options });

/** Get the public keys that verify access tokens. */
export const getSigningKeys = (options?: Options) =>
  call<shapes.SigningKeys>("GET", "/api/auth/keys", { ...options });

/** Get the record of changes of people and grants, and of sign-ins, the newest first. */
export const getPeopleRecord = (query?: { before?: number | null; target_kind?: string | null; target_id?: string | null; actor?: string | null; limit?: number }, options?: Options) =>
  call<shapes.PeopleRecord>("GET", "/api/audit/people", { query, ...options });

/** Get the variables of an instance, large ones included; of an ended one as they were last. */
export const getVariables = (instanceId: string, query?: { name?: string[] | null; plain?: boolean }, options?: Options) =>
  call<Record<string, unknown>>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/variables`, { query, ...options });

/** Get the version of a calendar that holds now. */
export const getCalendar = (key: string, options?: Options) =>
  call<shapes.Document>("GET", `/api/calendars/${encodeURIComponent(key)}`, { ...options });

/** Get the version of a rule that holds now. */
export const getRule = (key: string, options?: Options) =>
  call<shapes.Document>("GET", `/api/assignment-rules/${encodeURIComponent(key)}`, { ...options });

/** Get the version of a target that holds now. */
export const getTarget = (key: string, options?: Options) =>
  call<shapes.Document>("GET", `/api/sla/targets/${encodeURIComponent(key)}`, { ...options });

/** Get what a model says in the words of its dialect and is only kept, its lanes, and its work. */
export const getDefinitionExtensions = (definitionId: string, options?: Options) =>
  call<shapes.Extensions>("GET", `/api/processes/definitions/${encodeURIComponent(definitionId)}/extensions`, { ...options });

/** Get what is known of an attachment. */
export const getAttachment = (attachmentId: string, options?: Options) =>
  call<shapes.Attachment>("GET", `/api/processes/attachments/${encodeURIComponent(attachmentId)}`, { ...options });

/** Get what you have entered into the form of a task so far; nobody else sees it. */
export const getTaskDraft = (taskId: string, options?: Options) =>
  call<shapes.Draft>("GET", `/api/processes/tasks/${encodeURIComponent(taskId)}/draft`, { ...options });

/** Give a task back to its candidates. */
export const unclaimTask = (taskId: string, options?: Options) =>
  call<void>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/unclaim`, { ...options });

/** Give a task to somebody else, whoever had it; the history has the reason. */
export const reassignTask = (taskId: string, body: shapes.Reassignment, options?: Options) =>
  call<void>("POST", `/api/tasks/${encodeURIComponent(taskId)}/reassign`, { body, ...options });

/** Give a task to the manager of who has it, as something that matters more. */
export const escalateTask = (taskId: string, body?: shapes.Escalation, options?: Options) =>
  call<shapes.Escalated>("POST", `/api/tasks/${encodeURIComponent(taskId)}/escalate`, { body, ...options });

/** Give a user a new password; all sessions end. */
export const setUserPassword = (userId: string, body: shapes.UserPassword, options?: Options) =>
  call<void>("PUT", `/api/users/${encodeURIComponent(userId)}/password`, { body, ...options });

/** Give a user these roles, and no others. */
export const setUserRoles = (userId: string, body: shapes.Names, options?: Options) =>
  call<shapes.User>("PUT", `/api/users/${encodeURIComponent(userId)}/roles`, { body, ...options });

/** Give an open incident to somebody who is to end it. */
export const assignIncident = (incidentId: string, body: shapes.IncidentHandover, options?: Options) =>
  call<void>("POST", `/api/processes/incidents/${encodeURIComponent(incidentId)}/assign`, { body, ...options });

/** Give the second factor up, with a code of it. */
export const giveUpSecondFactor = (body: shapes.Code, options?: Options) =>
  call<void>("POST", "/api/auth/mfa/totp/give-up", { body, ...options });

/** Go back to the words that are built in. */
export const deleteTemplate = (key: string, options?: Options) =>
  call<void>("DELETE", `/api/notifications/templates/${encodeURIComponent(key)}`, { ...options });

/** Go on with a paused batch. */
export const resumeBatch = (batchId: string, options?: Options) =>
  call<void>("POST", `/api/processes/batches/${encodeURIComponent(batchId)}/resume`, { ...options });

/** Grant somebody something. */
export const addGrant = (body: shapes.NewGrant, options?: Options) =>
  call<shapes.Grant>("POST", "/api/grants", { body, ...options });

/** Group incidents by code and element, the most frequent first, each with its newest incident. */
export const listIncidentCauses = (query?: { process_definition_key?: string | null; status?: "open" | "resolved" | "deleted" | "all"; limit?: number }, options?: Options) =>
  call<shapes.Causes>("GET", "/api/processes/incidents/causes", { query, ...options });

/** Have nothing assigned by a rule any more. */
export const deleteRule = (key: string, options?: Options) =>
  call<void>("DELETE", `/api/assignment-rules/${encodeURIComponent(key)}`, { ...options });

/** Have nothing start by a target any more; clocks that run go on. */
export const deleteTarget = (key: string, options?: Options) =>
  call<void>("DELETE", `/api/sla/targets/${encodeURIComponent(key)}`, { ...options });

/** Keep what you have entered so far; only types are checked. It goes with the task. */
export const putTaskDraft = (taskId: string, body: shapes.DraftValues, options?: Options) =>
  call<void>("PUT", `/api/processes/tasks/${encodeURIComponent(taskId)}/draft`, { body, ...options });

/** Lease work of some topics, and wait for it if there is none. */
export const activateJobs = (body: shapes.Activate, query?: { plain?: boolean }, options?: Options) =>
  call<shapes.ActivatedJobs>("POST", "/api/processes/jobs/activate", { body, query, ...options });

/** Let a clock go on that was held for a reason. */
export const releaseClock = (clockId: string, body: shapes.Hold, options?: Options) =>
  call<shapes.SlaClock>("POST", `/api/sla/clocks/${encodeURIComponent(clockId)}/release`, { body, ...options });

/** Let a paused process go on. */
export const resumeProcess = (processId: string, options?: Options) =>
  call<void>("POST", `/api/processes/${encodeURIComponent(processId)}/resume`, { ...options });

/** Let a user event occur. */
export const occurCaseEvent = (caseId: string, body: shapes.CaseEvent, options?: Options) =>
  call<void>("POST", `/api/cases/${encodeURIComponent(caseId)}/events`, { body, ...options });

/** Let a user sign in, or no longer; then all sessions end. */
export const setUserState = (userId: string, body: shapes.UserState, options?: Options) =>
  call<shapes.User>("PUT", `/api/users/${encodeURIComponent(userId)}/state`, { body, ...options });

/** Limit how much of a topic's work is given out, over all nodes and workers. */
export const limitTopic = (topic: string, body: shapes.TopicLimits, options?: Options) =>
  call<void>("PUT", `/api/processes/jobs/topics/${encodeURIComponent(topic)}/limits`, { body, ...options });

/** List API keys, the newest first. */
export const listApiKeys = (query?: { tenant_id?: string | null; user_id?: string | null }, options?: Options) =>
  call<shapes.ApiKeys>("GET", "/api/api-keys", { query, ...options });

/** List absences that are not over: one's own, or by a grant on planning those of others. */
export const listAbsences = (query?: { user?: string | null }, options?: Options) =>
  call<shapes.Absences>("GET", "/api/absences", { query, ...options });

/** List all that can be done with a case now, and why each is offered. */
export const listCaseActions = (caseId: string, query?: { role?: string[] | null }, options?: Options) =>
  call<shapes.Actions>("GET", `/api/cases/${encodeURIComponent(caseId)}/actions`, { query, ...options });

/** List all versions of a calendar, the newest first. */
export const listCalendarVersions = (key: string, options?: Options) =>
  call<shapes.Documents>("GET", `/api/calendars/${encodeURIComponent(key)}/versions`, { ...options });

/** List all versions of a rule, the newest first. */
export const listRuleVersions = (key: string, options?: Options) =>
  call<shapes.Documents>("GET", `/api/assignment-rules/${encodeURIComponent(key)}/versions`, { ...options });

/** List all versions of a target, the newest first. */
export const listTargetVersions = (key: string, options?: Options) =>
  call<shapes.Documents>("GET", `/api/sla/targets/${encodeURIComponent(key)}/versions`, { ...options });

/** List batches, the newest first. */
export const listBatches = (query?: { status?: "running" | "paused" | "completed" | "cancelled" | null; type?: "terminate" | "suspend" | "resume" | "setVariables" | "modify" | "migrate" | "resolveIncidents" | "restart" | "correlate" | null; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.BatchPage>("GET", "/api/processes/batches", { query, ...options });

/** List calendars of working time, by their keys. */
export const listCalendars = (options?: Options) =>
  call<shapes.Documents>("GET", "/api/calendars", { ...options });

/** List cases, the newest first. */
export const listCases = (query?: { status?: "active" | "suspended" | "failed" | "completed" | "terminated" | "closed" | null; case_definition_key?: string | null; business_key?: string | null; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.CasePage>("GET", "/api/cases", { query, ...options });

/** List definitions, by key and version. */
export const listDefinitions = (query?: { key?: string | null; kind?: "process" | "case" | "decision" | "form" | null; deployment_id?: string | null; latest?: boolean; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.DefinitionPage>("GET", "/api/processes/definitions", { query, ...options });

/** List deployed cases, by key and version. */
export const listCaseDefinitions = (query?: { key?: string | null; latest?: boolean; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.DefinitionPage>("GET", "/api/cases/definitions", { query, ...options });

/** List deployed decisions, by key and version. */
export const listDecisions = (query?: { key?: string | null; latest?: boolean; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.DefinitionPage>("GET", "/api/decisions/definitions", { query, ...options });

/** List grants, the oldest first. */
export const listGrants = (query?: { tenant_id?: string | null; subject_kind?: "user" | "group" | "role" | "everybody" | null; subject_id?: string | null; resource_kind?: "definition" | "case" | "decision" | "instance" | "task" | "operation" | null; resource_id?: string | null; limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.GrantPage>("GET", "/api/grants", { query, ...options });

/** List incidents, the oldest first; open ones unless another status is asked for. */
export const listIncidents = (query?: { process_instance_id?: string | null; process_definition_key?: string | null; incident_type?: "failedJob" | "failedExternalTask" | "unhandledBpmnError" | "conditionError" | "failedInstruction" | null; status?: "open" | "resolved" | "deleted" | "all"; assignee?: string | null; code?: string | null; activity_id?: string | null; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.IncidentPage>("GET", "/api/processes/incidents", { query, ...options });

/** List instances, the newest first. */
export const listInstances = (query?: { status?: "active" | "suspended" | "completed" | "terminated" | null; process_definition_key?: string | null; process_definition_id?: string | null; business_key?: string | null; root_instance_id?: string | null; roots_only?: boolean; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.InstancePage>("GET", "/api/processes/instances", { query, ...options });

/** List jobs of any kind, the oldest first. */
export const listJobs = (query?: { process_instance_id?: string | null; topic?: string | null; kind?: "work" | "timer" | "async" | "retry" | "command" | "start-timer" | "batch" | null; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.JobPage>("GET", "/api/processes/jobs", { query, ...options });

/** List one's open sessions, the newest first. */
export const listSessions = (options?: Options) =>
  call<shapes.Sessions>("GET", "/api/auth/sessions", { ...options });

/** List open incidents of an instance and of those that it called. */
export const getInstanceIncidents = (instanceId: string, query?: { limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.IncidentPage>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/incidents`, { query, ...options });

/** List open tasks, the oldest first. */
export const listTasks = (query?: { process_instance_id?: string | null; process_definition_key?: string | null; task_definition_key?: string | null; assignee?: string | null; user?: string | null; candidate_user?: string | null; candidate_group?: string[] | null; unassigned?: boolean; filter?: string | null; parent_task_id?: string | null; variables?: string | null; plain?: boolean; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.TaskPage>("GET", "/api/processes/tasks", { query, ...options });

/** List own templates; kinds that have none are told of in the words that are built in. */
export const listTemplates = (options?: Options) =>
  call<shapes.Documents>("GET", "/api/notifications/templates", { ...options });

/** List processes, the newest first. */
export const listProcesses = (query?: { status?: "running" | "suspended" | "completed" | "aborted" | null; journey_id?: string | null; business_key?: string | null; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.ProcessPage>("GET", "/api/processes", { query, ...options });

/** List rules of assignment, by their keys. */
export const listRules = (options?: Options) =>
  call<shapes.Documents>("GET", "/api/assignment-rules", { ...options });

/** List running processes with their health, the newest first. */
export const listActiveProcesses = (query?: { process_definition_key?: string | null; limit?: number; cursor?: string | null; suspended?: boolean; count?: boolean }, options?: Options) =>
  call<shapes.ActiveProcessPage>("GET", "/api/monitoring/active-processes", { query, ...options });

/** List targets, by their keys. */
export const listTargets = (options?: Options) =>
  call<shapes.Documents>("GET", "/api/sla/targets", { ...options });

/** List the clocks of cases with the age of each case. */
export const listCaseClocks = (query?: { status?: "on-track" | "at-risk" | "breached" | "met" | "cancelled" | null; target?: string | null; is_open?: boolean | null; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.CaseSlaPage>("GET", "/api/cases/sla", { query, ...options });

/** List the clocks of targets, the oldest first. */
export const listClocks = (query?: { status?: "on-track" | "at-risk" | "breached" | "met" | "cancelled" | null; target?: string | null; goal?: string | null; definition_key?: string | null; activity_id?: string | null; instance_id?: string | null; task_id?: string | null; due_before?: string | null; is_open?: boolean | null; sort?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.SlaClockPage>("GET", "/api/sla/clocks", { query, ...options });

/** List the filters that you may use: your own, and those shared with you. */
export const listFilters = (query?: { counts?: boolean }, options?: Options) =>
  call<shapes.TaskFilters>("GET", "/api/filters", { query, ...options });

/** List the groups of a tenant. */
export const listGroups = (query?: { tenant_id?: string | null; limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.GroupPage>("GET", "/api/groups", { query, ...options });

/** List the instances of a batch with what became of each. */
export const listBatchInstances = (batchId: string, query?: { status?: "open" | "done" | "failed" | null; limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.BatchedInstancePage>("GET", `/api/processes/batches/${encodeURIComponent(batchId)}/instances`, { query, ...options });

/** List the open tasks of somebody, the oldest first: `pending` ones nobody has started. */
export const getInbox = (query?: { user_id?: string | null; status?: "pending" | "in_progress" | null; candidate_group?: string[] | null; limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.Inbox>("GET", "/api/tasks/inbox", { query, ...options });

/** List the plan items of a case with their states, those that are over included. */
export const listPlanItems = (caseId: string, query?: { status?: string | null; type?: string | null; plan_item_id?: string | null; limit?: number; cursor?: string | null; count?: boolean }, options?: Options) =>
  call<shapes.PlanItemPage>("GET", `/api/cases/${encodeURIComponent(caseId)}/plan-items`, { query, ...options });

/** List the tenants. */
export const listTenants = (options?: Options) =>
  call<shapes.Tenants>("GET", "/api/tenants", { ...options });

/** List the topics of work, with their limits. */
export const listTopics = (options?: Options) =>
  call<shapes.Topics>("GET", "/api/processes/jobs/topics", { ...options });

/** List the users of a tenant. */
export const listUsers = (query?: { tenant_id?: string | null; text?: string | null; kind?: "person" | "service" | null; sort?: string | null; limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.UserPage>("GET", "/api/users", { query, ...options });

/** List the ways to sign in. */
export const listProviders = (options?: Options) =>
  call<shapes.Providers>("GET", "/api/auth/providers", { ...options });

/** List what a decision was asked by users and processes, the newest first. */
export const getDecisionHistory = (key: string, query?: { limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.EvaluationPage>("GET", `/api/decisions/${encodeURIComponent(key)}/history`, { query, ...options });

/** List what an instance went through, each from its beginning to its end. */
export const listInstanceActivities = (instanceId: string, query?: { activity_id?: string | null; status?: string | null; limit?: number; cursor?: string | null; whole_tree?: boolean }, options?: Options) =>
  call<shapes.ActivityPage>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/activities`, { query, ...options });

/** List what goes out to people by mail and the like, or went, the newest first. */
export const listDeliveries = (query?: { status?: "waiting" | "sent" | "failed" | null; channel?: string | null; user?: string | null; limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.DeliveryPage>("GET", "/api/notifications/deliveries", { query, ...options });

/** List what happened in a process; what one command did is not torn apart, so a page may be longer. */
export const getProcessHistory = (processId: string, query?: { limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.ProcessEventPage>("GET", `/api/processes/${encodeURIComponent(processId)}/history`, { query, ...options });

/** List what is attached to a task, open or over, the oldest first. */
export const listTaskAttachments = (taskId: string, query?: { limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.AttachmentPage>("GET", `/api/processes/tasks/${encodeURIComponent(taskId)}/attachments`, { query, ...options });

/** List what is attached to an instance and its tasks, the oldest first. */
export const listInstanceAttachments = (instanceId: string, query?: { limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.AttachmentPage>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/attachments`, { query, ...options });

/** List what one was told, the newest first. */
export const listNotifications = (query?: { kind?: string | null; limit?: number; cursor?: string | null; unread?: boolean | null }, options?: Options) =>
  call<shapes.NotificationPage>("GET", "/api/notifications", { query, ...options });

/** List what was said of a task, open or over, the oldest first. */
export const listTaskComments = (taskId: string, query?: { newest_first?: boolean; limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.CommentPage>("GET", `/api/processes/tasks/${encodeURIComponent(taskId)}/comments`, { query, ...options });

/** List what was said of an instance and its tasks, the oldest first. */
export const listInstanceComments = (instanceId: string, query?: { newest_first?: boolean; limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.CommentPage>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/comments`, { query, ...options });

/** List where time is spent: elements of the newest versions, the worst first. */
export const listBottlenecks = (query?: { since?: string | null; until?: string | null; process_definition_key?: string | null; limit?: number }, options?: Options) =>
  call<shapes.Bottlenecks>("GET", "/api/monitoring/bottlenecks", { query, ...options });

/** List where time is spent: elements of the newest versions, the worst first. */
export const listProcessBottlenecks = (query?: { since?: string | null; until?: string | null; process_definition_key?: string | null; limit?: number }, options?: Options) =>
  call<shapes.Bottlenecks>("GET", "/api/processes/bottlenecks", { query, ...options });

/** List whom rules chose for tasks and why, the newest first. */
export const listAssignments = (query?: { task_id?: string | null; instance_id?: string | null; rule?: string | null; user?: string | null; status?: "open" | "chosen" | "assigned" | "nobody" | "refused" | null; limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.AssignmentPage>("GET", "/api/assignments", { query, ...options });

/** Make a task that no model has, on its own or as a part of another. */
export const createTask = (body: shapes.WantedTask, options?: Options) =>
  call<shapes.MadeTask>("POST", "/api/processes/tasks", { body, ...options });

/** Make an API key for a user; it is shown once. */
export const addApiKey = (body: shapes.ApiKeyWish, options?: Options) =>
  call<shapes.WholeApiKey>("POST", "/api/api-keys", { body, ...options });

/** Make an earlier version the newest again: its file is deployed once more. */
export const rollBackDefinition = (definitionId: string, options?: Options) =>
  call<shapes.DeploymentAnswer>("POST", `/api/processes/definitions/${encodeURIComponent(definitionId)}/rollback`, { ...options });

/** Move instances to another version, each by itself; tried out, only the first is told. */
export const migrateInstances = (body: shapes.Migrate, options?: Options) =>
  call<shapes.MigrationReport>("POST", "/api/processes/migrations", { body, ...options });

/** Move its tokens: cancel what is active, start before or after activities, or at flows. */
export const modifyInstance = (instanceId: string, body: shapes.Modify, options?: Options) =>
  call<void>("POST", `/api/processes/instances/${encodeURIComponent(instanceId)}/modify`, { body, ...options });

/** Pause a process: nothing in it goes on. */
export const suspendProcess = (processId: string, options?: Options) =>
  call<void>("POST", `/api/processes/${encodeURIComponent(processId)}/suspend`, { ...options });

/** Plan a migration between two versions, and say what is wrong with it; nothing is done. */
export const planMigration = (body: shapes.Plan, options?: Options) =>
  call<shapes.PlanAnswer>("POST", "/api/processes/migrations/plan", { body, ...options });

/** Put a user into these groups, and out of all others. */
export const setUserGroups = (userId: string, body: shapes.Names, options?: Options) =>
  call<shapes.User>("PUT", `/api/users/${encodeURIComponent(userId)}/groups`, { body, ...options });

/** Put a user or a group into a group. */
export const putMember = (groupId: string, memberKind: string, memberId: string, query?: { tenant_id?: string | null }, options?: Options) =>
  call<void>("PUT", `/api/groups/${encodeURIComponent(groupId)}/members/${encodeURIComponent(memberKind)}/${encodeURIComponent(memberId)}`, { query, ...options });

/** Read the case file: its items with their states and values. */
export const getCaseFile = (caseId: string, options?: Options) =>
  call<shapes.CaseFile>("GET", `/api/cases/${encodeURIComponent(caseId)}/file`, { ...options });

/** Read the journal: every command, and the events that it caused. */
export const getInstanceHistory = (instanceId: string, query?: { limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.HistoryPage>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/history`, { query, ...options });

/** Read what each command did to the elements of an instance, to play it on its diagram. */
export const getInstanceReplay = (instanceId: string, query?: { limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.ReplayPage>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/replay`, { query, ...options });

/** Read who did what to a case, and when. */
export const getCaseAudit = (caseId: string, query?: { limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.AuditPage>("GET", `/api/cases/${encodeURIComponent(caseId)}/audit`, { query, ...options });

/** Read who did what, and when. */
export const getInstanceAudit = (instanceId: string, query?: { limit?: number; cursor?: string | null }, options?: Options) =>
  call<shapes.AuditPage>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/audit`, { query, ...options });

/** Remove a calendar that no target needs. */
export const deleteCalendar = (key: string, options?: Options) =>
  call<void>("DELETE", `/api/calendars/${encodeURIComponent(key)}`, { ...options });

/** Remove a group with its grants; its members stay. */
export const removeGroup = (groupId: string, query?: { tenant_id?: string | null }, options?: Options) =>
  call<void>("DELETE", `/api/groups/${encodeURIComponent(groupId)}`, { query, ...options });

/** Remove a user with all rights; what they did stays under their name. */
export const removeUser = (userId: string, options?: Options) =>
  call<void>("DELETE", `/api/users/${encodeURIComponent(userId)}`, { ...options });

/** Replace a filter of your own. */
export const putFilter = (filterId: string, body: shapes.NewFilter, options?: Options) =>
  call<shapes.TaskFilter>("PUT", `/api/filters/${encodeURIComponent(filterId)}`, { body, ...options });

/** Resolve a delegated task: its owner has it again. */
export const resolveTask = (taskId: string, body?: shapes.Variables, options?: Options) =>
  call<void>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/resolve`, { body, ...options });

/** Retry what failed, with corrected variables if they are given. */
export const retryIncident = (incidentId: string, body?: shapes.Variables, options?: Options) =>
  call<void>("POST", `/api/processes/incidents/${encodeURIComponent(incidentId)}/retry`, { body, ...options });

/** Revoke an API key, at once. */
export const revokeApiKey = (keyId: string, options?: Options) =>
  call<void>("DELETE", `/api/api-keys/${encodeURIComponent(keyId)}`, { ...options });

/** Run a table of cases; nothing is kept. */
export const testDecision = (key: string, body: shapes.Cases, options?: Options) =>
  call<shapes.CasesReport>("POST", `/api/decisions/${encodeURIComponent(key)}/test`, { body, ...options });

/** Save a filter of your own, and share it if you like. */
export const addFilter = (body: shapes.NewFilter, options?: Options) =>
  call<shapes.TaskFilter>("POST", "/api/filters", { body, ...options });

/** Say how far a batch is, and why some instances could not be done. */
export const getBatch = (batchId: string, options?: Options) =>
  call<shapes.BatchDetails>("GET", `/api/processes/batches/${encodeURIComponent(batchId)}`, { ...options });

/** Say how much is worked until a time, or when so much will have been worked. */
export const reckonTime = (key: string, query: { start: string; end?: string | null; duration?: string | null }, options?: Options) =>
  call<shapes.WorkedTime>("GET", `/api/calendars/${encodeURIComponent(key)}/time`, { query, ...options });

/** Say how one wants to hear: by which channels, when not, gathered or at once. */
export const putNotificationPreferences = (body: Record<string, unknown>, options?: Options) =>
  call<shapes.NotificationPreferences>("PUT", "/api/notifications/preferences", { body, ...options });

/** Say how targets were kept, within the last 30 days unless told otherwise. */
export const getSlaCompliance = (query?: { since?: string | null; until?: string | null; by?: string[]; zone?: string; target?: string | null; definition_key?: string | null }, options?: Options) =>
  call<shapes.SlaCompliance>("GET", "/api/monitoring/sla-compliance", { query, ...options });

/** Say in which words people are told; the key is a kind and a language: `task-assigned.de`. */
export const putTemplate = (key: string, body: Record<string, unknown>, options?: Options) =>
  call<shapes.Document>("PUT", `/api/notifications/templates/${encodeURIComponent(key)}`, { body, ...options });

/** Say it otherwise: what was said before is gone, that it was edited is in the history. */
export const editComment = (commentId: string, body: shapes.CommentText, options?: Options) =>
  call<shapes.Comment>("PUT", `/api/processes/comments/${encodeURIComponent(commentId)}`, { body, ...options });

/** Say something of an open incident. */
export const commentIncident = (incidentId: string, body: shapes.IncidentComment, options?: Options) =>
  call<void>("POST", `/api/processes/incidents/${encodeURIComponent(incidentId)}/comment`, { body, ...options });

/** Say that one has read everything. */
export const readAllNotifications = (options?: Options) =>
  call<shapes.AllRead>("POST", "/api/notifications/read-all", { ...options });

/** Say that one has read something. */
export const readNotification = (notificationId: string, options?: Options) =>
  call<shapes.Notification>("POST", `/api/notifications/${encodeURIComponent(notificationId)}/read`, { ...options });

/** Say that oneself, or by a grant on planning somebody else, will be away, and who stands in. */
export const addAbsence = (body: shapes.NewAbsence, options?: Options) =>
  call<shapes.AbsenceOfUser>("POST", "/api/absences", { body, ...options });

/** Say what is suspicious in a decision: gaps, overlaps, rules that never decide, with examples. */
export const getDecisionFindings = (key: string, options?: Options) =>
  call<shapes.DecisionFindings>("GET", `/api/decisions/${encodeURIComponent(key)}/findings`, { ...options });

/** Say what skills and how much capacity somebody has. */
export const putProfile = (user: string, body: shapes.NewProfile, options?: Options) =>
  call<shapes.Profile>("PUT", `/api/profiles/${encodeURIComponent(user)}`, { body, ...options });

/** Say why a plan item is not available: what its criteria have not heard, which condition is false. */
export const explainPlanItem = (caseId: string, planItemId: string, options?: Options) =>
  call<shapes.ItemReasons>("GET", `/api/cases/${encodeURIComponent(caseId)}/plan-items/${encodeURIComponent(planItemId)}/why`, { ...options });

/** Set variables of an instance; others stay as they are. */
export const setVariables = (instanceId: string, body: shapes.Variables, options?: Options) =>
  call<void>("PUT", `/api/processes/instances/${encodeURIComponent(instanceId)}/variables`, { body, ...options });

/** Show how far a process has come: completed, current and pending steps, and a picture. */
export const visualizeProcess = (processId: string, options?: Options) =>
  call<shapes.Visualization>("GET", `/api/processes/${encodeURIComponent(processId)}/visualize`, { ...options });

/** Show the elements that an instance has been through, in order. */
export const getInstancePath = (instanceId: string, options?: Options) =>
  call<shapes.Path>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/path`, { ...options });

/** Show what is open, why each thing waits, and who or what releases it. */
export const getInstanceTree = (instanceId: string, query?: { plain?: boolean }, options?: Options) =>
  call<shapes.Tree>("GET", `/api/processes/instances/${encodeURIComponent(instanceId)}/tree`, { query, ...options });

/** Sign in at an identity provider: sends the browser there. */
export const beginOidc = (provider: string, query?: { return_to?: string }, options?: Options) =>
  call<void>("GET", `/api/auth/oidc/${encodeURIComponent(provider)}`, { query, ...options });

/** Sign in with name and password. */
export const signIn = (body: shapes.Credentials, options?: Options) =>
  call<shapes.SecondFactorChallenge | shapes.Tokens>("POST", "/api/auth/token", { body, ...options });

/** Sign out: the session of the refresh token is over, its access tokens too. */
export const signOut = (body?: shapes.RefreshToken, options?: Options) =>
  call<void>("POST", "/api/auth/logout", { body, ...options });

/** Start a case; it has gone as far as it can when the answer comes. */
export const startCase = (body: shapes.StartCase, options?: Options) =>
  call<shapes.Case>("POST", "/api/cases", { body, ...options });

/** Start a process; it has gone as far as it can when the answer comes. */
export const startProcess = (body: shapes.StartProcess, options?: Options) =>
  call<shapes.ProcessDetails>("POST", "/api/processes/start", { body, ...options });

/** Start a task: it is yours alone; who comes first has it. */
export const startTask = (taskId: string, options?: Options) =>
  call<void>("POST", `/api/tasks/${encodeURIComponent(taskId)}/start`, { ...options });

/** Start an ended instance again, as a new one of the same version. */
export const restartInstance = (instanceId: string, body: shapes.Restart, options?: Options) =>
  call<shapes.Instance>("POST", `/api/processes/instances/${encodeURIComponent(instanceId)}/restart`, { body, ...options });

/** Start an instance with what was entered into its start form, if all of it fits. */
export const submitStartForm = (definitionId: string, body: shapes.SubmittedStart, options?: Options) =>
  call<shapes.Instance>("POST", `/api/processes/definitions/${encodeURIComponent(definitionId)}/submit-form`, { body, ...options });

/** Start an instance; it has gone as far as it can when the answer comes. */
export const startInstance = (body: shapes.StartInstance, options?: Options) =>
  call<shapes.Instance>("POST", "/api/processes/instances", { body, ...options });

/** Stop a clock for a reason, such as a question to the customer. */
export const holdClock = (clockId: string, body: shapes.Hold, options?: Options) =>
  call<shapes.SlaClock>("POST", `/api/sla/clocks/${encodeURIComponent(clockId)}/hold`, { body, ...options });

/** Suspend an instance, so that nothing in it goes on, or resume it. */
export const suspendInstance = (instanceId: string, body: shapes.Suspension, options?: Options) =>
  call<void>("PUT", `/api/processes/instances/${encodeURIComponent(instanceId)}/suspended`, { body, ...options });

/** Suspend, resume, terminate or close a case. */
export const operateCase = (caseId: string, what: string, options?: Options) =>
  call<void>("POST", `/api/cases/${encodeURIComponent(caseId)}/${encodeURIComponent(what)}`, { ...options });

/** Take a grant back. */
export const removeGrant = (grantId: string, options?: Options) =>
  call<void>("DELETE", `/api/grants/${encodeURIComponent(grantId)}`, { ...options });

/** Take a user or a group out of a group. */
export const takeMember = (groupId: string, memberKind: string, memberId: string, query?: { tenant_id?: string | null }, options?: Options) =>
  call<void>("DELETE", `/api/groups/${encodeURIComponent(groupId)}/members/${encodeURIComponent(memberKind)}/${encodeURIComponent(memberId)}`, { query, ...options });

/** Take an open incident up to somebody. */
export const escalateIncident = (incidentId: string, body: shapes.IncidentHandover, options?: Options) =>
  call<void>("POST", `/api/processes/incidents/${encodeURIComponent(incidentId)}/escalate`, { body, ...options });

/** Take the second factor of a user away, who has lost it. */
export const takeSecondFactorAway = (userId: string, options?: Options) =>
  call<void>("DELETE", `/api/users/${encodeURIComponent(userId)}/mfa`, { ...options });

/** Tell how long processes and cases took, and how they went day by day. */
export const getPerformance = (query?: { since?: string | null; until?: string | null; process_definition_key?: string | null }, options?: Options) =>
  call<shapes.Performance>("GET", "/api/processes/performance", { query, ...options });

/** Tell how much is and was at each element, and how long it took: for heat maps. */
export const getDefinitionHeat = (definitionId: string, query?: { since?: string | null; until?: string | null }, options?: Options) =>
  call<shapes.Heat>("GET", `/api/processes/definitions/${encodeURIComponent(definitionId)}/heat`, { query, ...options });

/** Tell how work goes: throughput, cycle time, what is open, late and queued. */
export const getMetrics = (query?: { since?: string | null; until?: string | null; process_definition_key?: string | null }, options?: Options) =>
  call<shapes.Metrics>("GET", "/api/monitoring/metrics", { query, ...options });

/** Tell whether everything works, and how much is open. */
export const getHealth = (options?: Options) =>
  call<shapes.Health>("GET", "/health", { ...options });

/** Tell whether the process works; the database does not matter. */
export const getLiveness = (options?: Options) =>
  call<shapes.Probe>("GET", "/health/live", { ...options });

/** Tell whether work can be taken: the database answers, and the server is not about to end. */
export const getReadiness = (options?: Options) =>
  call<shapes.Probe>("GET", "/health/ready", { ...options });

/** Tell who one is, and what one may do. */
export const getMe = (options?: Options) =>
  call<shapes.Me>("GET", "/api/auth/me", { ...options });

/** Terminate a process with everything in it; its history stays. */
export const abortProcess = (processId: string, body?: shapes.Abort, options?: Options) =>
  call<void>("POST", `/api/processes/${encodeURIComponent(processId)}/abort`, { body, ...options });

/** Terminate an instance with everything in it; its history stays. */
export const terminateInstance = (instanceId: string, query?: { reason?: string | null }, options?: Options) =>
  call<void>("DELETE", `/api/processes/instances/${encodeURIComponent(instanceId)}`, { query, ...options });

/** Try again what has failed. */
export const retryBatch = (batchId: string, options?: Options) =>
  call<void>("POST", `/api/processes/batches/${encodeURIComponent(batchId)}/retry`, { ...options });

/** Try one anew that has failed. */
export const retryDelivery = (deliveryId: string, options?: Options) =>
  call<shapes.Delivery>("POST", `/api/notifications/deliveries/${encodeURIComponent(deliveryId)}/retry`, { ...options });

/** Upload a file for the form of a task; the `value` of the answer goes into the variable. */
export const uploadTaskFile = (taskId: string, body: FormData | string, query?: { name?: string }, options?: Options) =>
  call<shapes.UploadedFile>("POST", `/api/processes/tasks/${encodeURIComponent(taskId)}/files`, { body, query, ...options });
