const KINDS = ["pointerup", "keyup", "input"] as const;

/** Tells of everything that people do in an editor which does not tell itself what changed; gives what ends it. */
export function touches(place: HTMLElement, tell: () => void): () => void {
  for (const kind of KINDS) place.addEventListener(kind, tell);
  return () => {
    for (const kind of KINDS) place.removeEventListener(kind, tell);
  };
}
