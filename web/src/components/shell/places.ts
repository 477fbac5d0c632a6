/** The places of the application, in the order in which they are shown. */
import {
  IconActivityHeartbeat,
  IconAlertTriangle,
  IconBriefcase,
  IconInbox,
  IconPencilBolt,
  IconPlayerPlay,
  IconRoute,
  IconSettings,
  IconTableSpark,
} from "@tabler/icons-react";
import type { ComponentType } from "react";
import { t } from "../../messages";

export interface Place {
  path: string;
  name: string;
  icon: ComponentType<{ size?: number; stroke?: number }>;
}

export interface Area {
  name: string | null;
  places: Place[];
}

const inbox: Place = { path: "/inbox", name: t.places.inbox, icon: IconInbox };
const start: Place = { path: "/start", name: t.places.start, icon: IconPlayerPlay };
const processes: Place = { path: "/processes", name: t.places.processes, icon: IconRoute };
const cases: Place = { path: "/cases", name: t.places.cases, icon: IconBriefcase };
const incidents: Place = { path: "/incidents", name: t.places.incidents, icon: IconAlertTriangle };
const decisions: Place = { path: "/decisions", name: t.places.decisions, icon: IconTableSpark };
const modeller: Place = { path: "/modeller", name: t.places.modeller, icon: IconPencilBolt };
const monitoring: Place = { path: "/monitoring", name: t.places.monitoring, icon: IconActivityHeartbeat };
const administration: Place = { path: "/administration", name: t.places.administration, icon: IconSettings };

const ALL: Area[] = [
  { name: null, places: [inbox, start] },
  { name: t.places.operate, places: [processes, cases, incidents, decisions, monitoring] },
  { name: t.places.build, places: [modeller, administration] },
];

/** Those of them that there are: a place is shown once it has a route. */
export const areas = (paths: ReadonlySet<string>): Area[] =>
  ALL.map((area) => ({ ...area, places: area.places.filter((each) => paths.has(each.path)) })).filter(
    (area) => area.places.length > 0,
  );
