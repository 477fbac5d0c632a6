/** All texts: the catalogue of the language that is spoken. Another language has the same shape. */
import { en } from "./en";

export type Messages = typeof en;
export const t: Messages = en;
export const LANGUAGE = "en-GB";
