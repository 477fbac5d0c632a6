const SHOWN = 8;

/** The end of an id, which is what differs. */
export const short = (id: string): string => id.slice(-SHOWN);
