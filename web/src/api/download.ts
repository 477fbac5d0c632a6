import { Problem } from "./problem";
import { session } from "./session";

/** Has the browser keep what is at an address that only who has signed in may read. */
export async function download(path: string, name: string): Promise<void> {
  const ask = () => fetch(path, { headers: session.headers(), credentials: "same-origin" });
  let answer = await ask();
  if (answer.status === 401 && (await session.renew())) answer = await ask();
  if (!answer.ok) throw new Problem(answer.status, (await answer.json()) as Record<string, unknown>);
  const address = URL.createObjectURL(await answer.blob());
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
