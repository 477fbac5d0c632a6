/** Which field of a form is meant by what the server refused. */
import { Problem } from "../../api";

export type Fields = Readonly<Record<string, string>>;

/** The message for a field: `fields` says which field is meant by a code. */
export function faultOf(error: unknown, fields: Fields, name: string): string | undefined {
  return error instanceof Problem && fields[error.code] === name ? error.message : undefined;
}

/** What is said of the whole form: everything that is of no field; with findings one to a line. */
export function faultOfAll(error: unknown, fields: Fields): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if (!(error instanceof Problem)) return error.message;
  if (error.code in fields) return undefined;
  const found = findings(error);
  return found.length > 0 ? found.join("\n") : error.message;
}

function findings({ facts }: Problem): string[] {
  const told = facts["findings"];
  if (!Array.isArray(told)) return [];
  return (told as Record<string, unknown>[]).map(({ element_id, element, message }) => {
    const where = element_id ?? element;
    return typeof where === "string" ? `${where}: ${String(message)}` : String(message);
  });
}

/** What was written as JSON; null if it is no object. */
export function objectOf(text: string): Record<string, unknown> | null {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === "object" && found !== null && !Array.isArray(found)
      ? (found as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}
