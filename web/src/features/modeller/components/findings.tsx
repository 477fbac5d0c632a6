/** Faults and doubts, in the words of a deployment; each leads to its element. */
import type { shapes } from "../../../api";
import { State } from "../../../components/facts";
import { t } from "../../../messages";
import css from "../modeller.module.css";

interface FindingsProps {
  found: readonly shapes.FoundFault[];
  onChoose: (element: string) => void;
}

export function Findings({ found, onChoose }: FindingsProps) {
  return (
    <ul className={css.findings} aria-label={t.modeller.findings}>
      {found.map((each, index) => (
        <li key={index}>
          <State tone={each.severity === "error" ? "bad" : "warn"}>
            {each.severity === "error" ? t.modeller.fault : t.modeller.doubt}
          </State>
          {each.element && (
            <button className={css.element} onClick={() => onChoose(each.element ?? "")}>
              {each.element}
            </button>
          )}
          <span>
            {each.message} {each.remedy}
          </span>
          <code>{each.code}</code>
        </li>
      ))}
    </ul>
  );
}
