/** What the server refused and why (RFC 9457); `facts` are the members beyond the usual ones. */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly correlationId: string | null;
  readonly facts: Record<string, unknown>;

  constructor(status: number, members: Record<string, unknown>) {
    const text = (name: string) => (typeof members[name] === "string" ? members[name] : "");
    super(text("detail") || text("title") || `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = text("code");
    this.title = text("title");
    this.correlationId = text("correlation_id") || null;
    this.facts = members;
  }
}

/** The server did not answer at all. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("The server does not answer.", { cause });
    this.name = "Unreachable";
  }
}

/** Whether it may go well another time. */
export const isPassing = (error: unknown): boolean =>
  error instanceof Unreachable ||
  (error instanceof Problem && (error.status === 503 || error.status === 429));

export const hasCode = (error: unknown, ...codes: string[]): error is Problem =>
  error instanceof Problem && codes.includes(error.code);
